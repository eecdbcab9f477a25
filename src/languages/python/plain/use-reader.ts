import type { Span } from '../../../workspace/edit.js';
import { CLOSING, isWord, KINDS, OPENING, PARENTHESIS } from '../scan/characters.js';
import { DEFINITION, HEAD } from '../scan/lines.js';
import { Words } from '../scan/words.js';
import { BEFORE_VALUE, Brackets } from './brackets.js';
import { Mentions } from './mentions.js';
import type { PlainBinding } from './plain-uses.js';
import { AFTER_DOT, AFTER_NAME, AFTER_OPENING, AFTER_OTHER, TokenReader } from './token-reader.js';

const OLD = 1;
const NEW = 2;
/** `eval(`, `locals(`: looks names up that stand nowhere. */
const LOOKS_UP = 4;
const ITSELF = 8;
/** `for` and `lambda`: what stands behind a comma may be bound. */
const BINDS = 16;
/** `case` and `type`, where they begin a statement, and `__all__`: what names mean there is not for tokens to say. */
const PATTERN = 32;
const DECLARES = 64;
const LISTS = 128;

const MEANINGS: readonly (readonly [string, number])[] = [
  ...['eval', 'exec', 'globals', 'locals', 'vars'].map((word) => [word, LOOKS_UP] as const),
  ...['for', 'lambda'].map((word) => [word, BINDS] as const),
  ['__name__', ITSELF],
  ['case', PATTERN],
  ['type', DECLARES],
  ['__all__', LISTS],
];
const IMPORT = /(?:import|from)(?![\p{L}\p{N}_])/uy;

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
export class UseReader extends TokenReader {
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
  private readonly meanings = new Map<string, number>();
  private readonly words = new Words();
  /** Of this logical line: it is the head of a block, of a function or class. */
  private isHeading = false;
  private defines = false;
  /** In an import statement. */
  private importing = false;

  constructor(
    text: string,
    from: string,
    to: string,
    private readonly imports: ReadonlySet<number>,
    private readonly holdsName: (content: Span) => boolean,
  ) {
    super(text);
    for (const [word, meaning] of [...MEANINGS, [from, OLD] as const, [to, NEW] as const]) {
      this.meanings.set(word, (this.meanings.get(word) ?? 0) | meaning);
      this.words.add(word, word.length);
    }
    this.brackets = new Brackets(text);
    this.mentions = new Mentions(text, [from, to]);
    this.read();
  }

  /** Once all is read. Who uses a name in a class, or in a function in it, does not ask the class. */
  bindings(): PlainBinding[] {
    const bound = new Map(this.places.filter(({ imports }) => imports.length > 0).map((one) => [one, [] as Span[]]));
    for (const place of this.places) {
      let home: Place | null = place;
      while (home && !bound.has(home)) home = home.parent;
      const uses = home && bound.get(home);
      // One by one: one call does not take as many arguments as a file may have uses.
      if (uses) for (const use of place.uses) uses.push(use);
    }
    return [...bound].map(([{ parent, imports }, uses]) => ({ isTop: parent === null, imports, uses }));
  }

  protected override statementAt(at: number): number {
    if (at === this.start) {
      this.binds = this.colons = false;
      this.isHeading = this.text[at] === '@' || this.starts(HEAD);
      this.defines = this.isHeading && this.starts(DEFINITION);
    }
    IMPORT.lastIndex = at;
    this.importing = IMPORT.test(this.text);
    if (this.importing && this.imports.has(at)) this.imported(at);
    return super.statementAt(at);
  }

  protected override get isDone(): boolean {
    return this.unsure;
  }

  protected override endLine(): void {
    this.leave();
    if (!this.defines) return;
    const isClass = this.text.startsWith('class', this.start);
    this.place = { column: this.column, isClass, parent: this.place, imports: [], uses: [] };
    this.places.push(this.place);
  }

  /** The line stands in none of the functions and classes that are indented as much. */
  private leave(): void {
    while (this.place.parent && this.place.column >= this.column) this.place = this.place.parent;
  }

  protected override token(i: number, code: number): number {
    const kind = KINDS[code];
    if (kind === OPENING || kind === PARENTHESIS)
      this.brackets.opens(this.depth, { at: i, before: this.after, name: this.nameStart, last: this.last });
    const end = super.token(i, code);
    this.last = i;
    if (kind === CLOSING && this.doubtful && this.depth === 0) {
      this.doubtful = false;
      if (this.isAssigned(this.skip(end)) || this.text[this.skip(end)] === ',') this.unsure = true;
    }
    return end;
  }

  protected override colon(at: number): number {
    if (this.text[at + 1] !== '=') this.colons = true;
    return super.colon(at);
  }

  protected override word(start: number, end: number): void {
    const { text } = this;
    const meaning = this.words.mayHold(text, end) ? this.meanings.get(text.slice(start, end)) : undefined;
    if (meaning !== undefined && !this.importing) this.known({ start, end }, meaning);
  }

  private known(word: Span, meaning: number): void {
    if (meaning & BINDS) this.binds = true;
    // An attribute `__name__` tells as much.
    if (meaning & ITSELF && this.brackets.tellsModule(this.depth)) this.unsure = true;
    if (this.after === AFTER_DOT) return;
    const next = this.skip(word.end);
    if (meaning & OLD) this.met(word, next);
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
    this.leave();
    if (this.place.isClass || (this.behindHead > 0 && this.defines)) this.unsure = true;
    this.place.imports.push(start);
  }

  private met(span: Span, next: number): void {
    this.leave();
    const inside = this.defines && this.behindHead > 0;
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
    if (this.after === AFTER_NAME)
      return BEFORE_VALUE.has(text.slice(this.nameStart, this.nameEnd)) && !this.isAssigned(next);
    // A target has no item or attribute of its own, and is not called.
    if (sign === '(' || sign === '.' || sign === '[') return true;
    if (this.isAssigned(next) && (this.after !== AFTER_OTHER || text[this.last] !== ':')) return false;
    if (this.after === AFTER_OPENING) return this.isElement(false);
    if (this.after !== AFTER_OTHER) return false;
    if (depth > 0 && text[this.last] === ',') return this.isElement(true);
    return this.isOperand(text[this.last] ?? '', sign);
  }

  /** Behind a sign that is no comma in brackets. */
  private isOperand(sign: string, next: string): boolean {
    if (sign === ':') return this.depth > 0 || (!this.isHeading && next !== ':' && next !== ',');
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
    if (!this.defines || this.behindHead > 0) return false;
    return !this.text.startsWith('class', this.start) || this.brackets.isSquare();
  }

  private isField({ start }: Span): boolean {
    FIELD.lastIndex = start;
    return this.text[start - 1] === '{' && FIELD.test(this.text);
  }

  /** One of the names in a string may be a type. */
  protected override string(_start: number, _quote: number, content: number, end: number): void {
    if (!this.mentions.within(content, end) || this.leads) return;
    if (this.mayBeType() && this.holdsName({ start: content, end })) this.unsure = true;
  }

  private mayBeType(): boolean {
    if (this.fields > 0) return true;
    return (
      this.brackets.holdsTypes(this.depth, this.isInHead()) ?? (this.defines || this.behindHead > 0 || this.colons)
    );
  }
}
