import type { Span } from '../../../workspace/edit.js';
import { CLASSES, CLOSING, isWord, OPENING } from '../scan/classes.js';
import { AFTER_DOT, AFTER_NAME, AFTER_OPENING, AFTER_OTHER } from '../scan/lexer.js';
import { LineReader } from '../scan/lines.js';
import { DEFINES, SHAPES, Words } from '../scan/words.js';
import { BEFORE_VALUE, Brackets } from './brackets.js';
import { Mentions } from './mentions.js';
import type { PlainBinding } from './plain-uses.js';

const OLD = 1 << 13;
const NEW = 1 << 14;
/** `eval(`, `locals(`: looks names up that stand nowhere. */
const LOOKS_UP = 1 << 15;
const ITSELF = 1 << 16;
/** `for` and `lambda`: what stands behind a comma may be bound. */
const BINDS = 1 << 17;
/** `case` and `type`, where they begin a statement, and `__all__`: what names mean there is not for tokens to say. */
const PATTERN = 1 << 18;
const DECLARES = 1 << 19;
const LISTS = 1 << 21;

const MEANINGS = new Words(SHAPES);
for (const word of ['eval', 'exec', 'globals', 'locals', 'vars']) MEANINGS.add(word, LOOKS_UP);
for (const word of ['for', 'lambda']) MEANINGS.add(word, BINDS);
MEANINGS.add('__name__', ITSELF);
MEANINGS.add('case', PATTERN);
MEANINGS.add('type', DECLARES);
MEANINGS.add('__all__', LISTS);

const AUGMENTS = /(?:[-+%&|^@]|\*\*?|\/\/?|<<|>>)=/y;
/** All of a field of an f-string, from the name on: it neither compares nor prints the name itself. */
const FIELD = /[\w.]+(?:\([\w.]*\))?\s*(?:[}:]|!(?!=))/y;

/** The module, a function or a class. */
interface Place {
  readonly column: number;
  readonly isClass: boolean;
  readonly parent: Place | null;
  readonly imports: number[];
  readonly uses: Span[];
}

/** Reads a text for the places of one name. `unsure`: one of them may be no plain use of what imports bind. */
export class UseReader extends LineReader {
  unsure = false;
  private readonly brackets: Brackets;
  private place: Place = { column: -1, isClass: false, parent: null, imports: [], uses: [] };
  private readonly places: Place[] = [this.place];
  /** Where the token before began. */
  private last = 0;
  /** Of this logical line: `for` or `lambda` was read; a colon outside of brackets was. */
  private binds = false;
  private colons = false;
  /** A display must not turn out to be a target. */
  private doubtful = false;
  private readonly mentions: Mentions;

  constructor(
    text: string,
    from: string,
    to: string,
    private readonly imports: ReadonlySet<number>,
    private readonly holdsName: (content: Span) => boolean,
  ) {
    const words = new Words(MEANINGS);
    words.add(from, OLD);
    words.add(to, NEW);
    super(text, words);
    this.brackets = new Brackets(text);
    this.mentions = new Mentions(text, [from, to]);
  }

  /** Once all is read. Who uses a name in a class, or in a function in it, does not ask the class. */
  bindings(): PlainBinding[] {
    const bound = new Map(this.places.filter(({ imports }) => imports.length > 0).map((one) => [one, [] as Span[]]));
    for (const place of this.places) {
      let home: Place | null = place;
      while (home && !bound.has(home)) home = home.parent;
      if (home) bound.get(home)?.push(...place.uses);
    }
    return [...bound].map(([{ parent, imports }, uses]) => ({ isTop: parent === null, imports, uses }));
  }

  override next(): boolean {
    this.binds = this.colons = false;
    if (!super.next()) return false;
    this.leave();
    if (this.head & DEFINES) {
      const isClass = this.text.startsWith('class', this.start);
      this.place = { column: this.column, isClass, parent: this.place, imports: [], uses: [] };
      this.places.push(this.place);
    }
    return true;
  }

  /** The line stands in none of the functions and classes that are indented as much. */
  private leave(): void {
    while (this.place.parent && this.place.column >= this.column) this.place = this.place.parent;
  }

  protected override token(i: number, code: number): number {
    const kind = code < 128 ? CLASSES[code] : 0;
    if (kind === OPENING)
      this.brackets.opens(this.depth, { at: i, before: this.before, name: this.nameStart, last: this.last });
    const end = super.token(i, code);
    this.last = i;
    if (kind === CLOSING && this.doubtful && this.depth === 0) {
      this.doubtful = false;
      if (this.isAssigned(this.skip(end)) || this.text[this.skip(end)] === ',') this.unsure = true;
    }
    return end;
  }

  protected override colon(): void {
    if (this.depth === 0) this.colons = true;
    super.colon();
  }

  protected override known(start: number, end: number, meaning: number): void {
    super.known(start, end, meaning);
    if (this.importing) return this.imported(start);
    if (meaning & BINDS) this.binds = true;
    // An attribute `__name__` tells as much.
    if (meaning & ITSELF && this.brackets.tellsModule(this.depth)) this.unsure = true;
    if (this.before === AFTER_DOT || meaning < OLD) return;
    const next = this.skip(end);
    if (meaning & OLD) this.met({ start, end }, next);
    else if (this.hides(meaning, this.text[next] ?? '')) this.unsure = true;
  }

  /** Does a word of this meaning, before such a sign, make names mean more than tokens tell? */
  private hides(meaning: number, next: string): boolean {
    if (meaning & (NEW | LISTS)) return true;
    if (meaning & LOOKS_UP) return next === '(' || next === ')';
    if (meaning & PATTERN) return this.leads && next !== '=' && next !== '.';
    return (meaning & DECLARES) !== 0 && this.leads && isWord(next.charCodeAt(0));
  }

  private imported(start: number): void {
    if (!this.leads || !this.imports.has(start)) return;
    this.leave();
    if (this.place.isClass || (this.suite && this.head & DEFINES)) this.unsure = true;
    this.place.imports.push(start);
  }

  private met(span: Span, next: number): void {
    this.leave();
    const inside = this.head & DEFINES && this.suite;
    if (inside || !this.isUse(span, next)) this.unsure = true;
    this.place.uses.push(span);
  }

  private isAssigned(next: number): boolean {
    return this.text[next] === '=' && this.text[next + 1] !== '=';
  }

  private isUse(span: Span, next: number): boolean {
    const { text, depth } = this;
    if (this.fields > 0) return this.isField(span);
    const sign = text[next] ?? '';
    AUGMENTS.lastIndex = next;
    if (AUGMENTS.test(text) || text.startsWith(':=', next)) return false;
    if (this.before === AFTER_NAME)
      return BEFORE_VALUE.has(text.slice(this.nameStart, this.nameEnd)) && !this.isAssigned(next);
    // A target has no item or attribute of its own, and is not called.
    if (sign === '(' || sign === '.' || sign === '[') return true;
    if (this.isAssigned(next) && (this.before !== AFTER_OTHER || text[this.last] !== ':')) return false;
    if (this.before === AFTER_OPENING) return this.isElement(false);
    if (this.before !== AFTER_OTHER) return false;
    if (depth > 0 && text[this.last] === ',') return this.isElement(true);
    return this.isOperand(text[this.last] ?? '', sign);
  }

  /** Behind a sign that is no comma in brackets. */
  private isOperand(sign: string, next: string): boolean {
    if (sign === ':') return this.depth > 0 || (this.head === 0 && next !== ':' && next !== ',');
    // `a = Old, b = c` binds it.
    if (sign === '=') return this.depth > 0 || next !== ',';
    return '@>|+-/%&^~<'.includes(sign);
  }

  /** The first element in brackets, or one behind a comma. */
  private isElement(further: boolean): boolean {
    const { depth, brackets } = this;
    const heads = this.isInHead();
    if (this.binds && (further || !brackets.isBehindValue(depth))) return false;
    if (!brackets.isRead(depth, heads)) return false;
    if (brackets.isDoubtful(depth)) this.doubtful = true;
    return true;
  }

  /** In the parameters of a function, or in its type parameters or those of a class. */
  private isInHead(): boolean {
    if (!(this.head & DEFINES) || this.suite) return false;
    return !this.text.startsWith('class', this.start) || this.brackets.isSquare();
  }

  private isField({ start }: Span): boolean {
    FIELD.lastIndex = start;
    return this.text[start - 1] === '{' && FIELD.test(this.text);
  }

  /** One of the names in a string may be a type. */
  protected string(_start: number, _quote: number, content: number, end: number): void {
    if (!this.mentions.within(content, end) || this.leads) return;
    if (this.mayBeType() && this.holdsName({ start: content, end })) this.unsure = true;
  }

  private mayBeType(): boolean {
    if (this.fields > 0) return true;
    const defines = (this.head & DEFINES) !== 0;
    return this.brackets.holdsTypes(this.depth, this.isInHead()) ?? (defines || this.suite || this.colons);
  }

  /** Names beyond ASCII can be written in several ways. */
  protected override wideName(i: number): number {
    this.unsure = true;
    return super.wideName(i);
  }
}
