import { DIGIT, isSpace, isWordStart, KINDS, LETTER, lineEnd, SIGN, skipSpace, SPACE, UNSURE } from './characters.js';
import { commentEnd, regexEnd, stringEnd, wordEndIn } from './literals.js';
import { type CodeAround, elementEnd } from './jsx.js';
import { withUnits } from './units.js';
import { CONDITION_FOLLOWS, DEPENDS, EXPRESSION_FOLLOWS, WANTED, type Words } from './words.js';

/** Far more than anybody writes, and far less than the stack has room for. */
const DEEPEST = 500;

/** Who is told of the tokens. */
export interface Handler {
  /** Those of which it wants to be told. */
  readonly words: Words;
  /** One of them that is no property (`a.word`). Returns where to go on, so that a clause can be read at once. */
  word(word: string, start: number, end: number, around: Around): number;
  /** A string, or a template without expressions (untagged), quotes included. `doubtful`: a template that may have a tag. */
  string(start: number, end: number, doubtful?: boolean): void;
  /** A comma, a semicolon or an `@` at the top level. */
  sign?(code: number, at: number): void;
  /** The bracket is closed by the one before `end`. */
  closed?(bracket: Bracket, end: number): void;
}

/** Where the lexer stands. */
export interface Around {
  /** Brackets, and expressions in templates and JSX, that are open. */
  readonly depth: number;
  /** The end of the token before. */
  readonly previous: number;
  readonly brackets: readonly Bracket[];
  /** The bracket that was closed last, and where. */
  readonly closed: { readonly bracket: Bracket; readonly end: number } | null;
}

/** An opening bracket. */
export interface Bracket {
  readonly at: number;
  /** The end of the token before it. */
  readonly previous: number;
  /** The condition of an `if`, `while`, `for`. */
  readonly condition: boolean;
  /** The bracket that was closed right before it: the parameters of a function's body. */
  readonly behind: Bracket | null;
}

/** What stood before: decides whether `/` divides and `<` compares. */
const OPERAND = 1;
const OPERATOR = 2;
/** Either: a `/` or a JSX `<` behind it is for the parser. */
const EITHER = 3;

/**
 * A light, exact lexer for JavaScript and TypeScript: just enough of the grammar to know what is a string, a template, a
 * regular expression, a comment, JSX text, and how deep a word stands. It never guesses: where the tokens do not decide
 * (a `/` behind a `}`), it throws `Unsure`, and the file is parsed in full instead.
 */
export class Lexer implements Around, CodeAround {
  depth = 0;
  /** How deep it calls itself. */
  private calls = 0;
  previous = 0;
  readonly brackets: Bracket[] = [];
  closed: { readonly bracket: Bracket; readonly end: number } | null = null;
  /** Where the first token begins; the length of the text when there is none. */
  first = 0;
  readonly words: Words;
  /** See `withUnits`. */
  units: Uint16Array = new Uint16Array(0);
  private at = 0;
  private before = OPERATOR;
  /** What the word right before means (`Words`); 0 behind any other token. */
  private lastMeaning = 0;
  /** The end of the last number that ends with its dot. */
  private dotted = -1;

  constructor(
    private readonly text: string,
    private readonly jsx: boolean,
    private readonly handler: Handler,
  ) {
    this.words = handler.words;
  }

  run(): void {
    const { text } = this;
    if (text.charCodeAt(0) === 0xfeff) this.at = 1;
    if (text.startsWith('#!', this.at)) this.at = lineEnd(text, this.at);
    this.at = skipSpace(text, this.at);
    this.first = this.at;
    withUnits(text, (units) => {
      this.units = units;
      this.code(-1);
    });
    if (this.brackets.length > 0) throw UNSURE;
  }

  /** Tokens up to the end of the text, or up to the bracket that closes this stretch (`floor` brackets are open outside). */
  private code(floor: number): void {
    const { text, units } = this;
    for (;;) {
      this.pass();
      const { at } = this;
      if (at >= text.length) break;
      const code = units[at] ?? 0;
      if (code === 47 && (this.at = commentEnd(units, text, at)) !== at) continue;
      if (isWordStart(code)) this.word(code);
      else if (code === 34 || code === 39) this.quoted();
      else if (code === 47) this.slash();
      else if (code === 96) this.template();
      else if (code === 40 || code === 91 || code === 123) this.open(code);
      else if (code === 41 || code === 93 || code === 125) {
        if (this.brackets.length === floor) return;
        this.close(code);
      } else if (code === 60) this.less();
      else if (isSpace(code)) {
        this.at++;
        continue;
      } else this.punctuation(code);
      this.previous = this.at;
    }
    if (floor !== -1) throw UNSURE;
  }

  /** Goes past white space, signs and words that change nothing but what stood before: nearly all that there is. */
  private pass(): void {
    const { units, words } = this;
    let { at, previous, before, lastMeaning } = this;
    for (;;) {
      const code = units[at] ?? 0;
      const kind = code < 128 ? KINDS[code] : 0;
      if (kind === SPACE) {
        at++;
        continue;
      }
      let end = at + 1;
      if (kind === LETTER) {
        let last = code;
        let next = units[end] ?? 0;
        for (; next < 128 && (KINDS[next] ?? 0) >= DIGIT; next = units[++end] ?? 0) last = next;
        if (next > 127 || next === 92 || words.mayBe(code, last, end - at)) break;
      } else if (kind !== SIGN || (this.depth === 0 && (code === 44 || code === 59))) break;
      at = end;
      previous = end;
      before = kind === SIGN ? OPERATOR : OPERAND;
      lastMeaning = 0;
    }
    this.at = at;
    this.previous = previous;
    this.before = before;
    this.lastMeaning = lastMeaning;
  }

  private word(first: number): void {
    const { text, units, lastMeaning } = this;
    const start = this.at;
    let end = wordEndIn(units, start + 1);
    if (first <= 57 && first >= 48) end = this.number(end);
    if (units[end] === 92) throw UNSURE;
    this.at = end;
    this.before = OPERAND;
    this.lastMeaning = 0;
    if (!this.words.mayBe(first, units[end - 1] ?? 0, end - start) || this.isProperty(start)) return;
    const word = text.slice(start, end);
    const meaning = this.words.meaningOf(word);
    if (meaning & EXPRESSION_FOLLOWS) this.before = OPERATOR;
    else if (meaning & DEPENDS) this.before = EITHER;
    // `for await (…)` has a condition as `for (…)` has.
    this.lastMeaning = word === 'await' && lastMeaning & CONDITION_FOLLOWS ? lastMeaning : meaning;
    if (meaning & WANTED) this.tell(word, start, end);
  }

  private tell(word: string, start: number, end: number): void {
    const next = this.handler.word(word, start, end, this);
    if (next === end) return;
    this.at = next;
    this.before = OPERATOR;
    this.lastMeaning = 0;
  }

  /** `1.5`, `1.`: the offset behind what follows its first digits. */
  private number(from: number): number {
    if (this.units[from] !== 46) return from;
    const end = wordEndIn(this.units, from + 1);
    if (end === from + 1) this.dotted = end;
    return end;
  }

  /** `a.word`, `#word`; not `...word`, nor a word on the line behind `1.`. */
  private isProperty(start: number): boolean {
    const { units, previous } = this;
    if (units[start - 1] === 35) return true;
    return units[previous - 1] === 46 && units[previous - 2] !== 46 && previous !== this.dotted;
  }

  private slash(): void {
    if (this.before === EITHER) throw UNSURE;
    this.at = this.before === OPERATOR ? regexEnd(this.units, this.at) : this.at + 1;
    this.before = this.before === OPERATOR ? OPERAND : OPERATOR;
  }

  private quoted(): void {
    const start = this.at;
    this.at = stringEnd(this.units, start);
    this.before = OPERAND;
    this.handler.string(start, this.at);
  }

  private template(): void {
    const { units, text, before } = this;
    const start = this.at;
    let plain = true;
    let at = start + 1;
    for (;;) {
      const code = units[at];
      if (code === 96) break;
      if (at >= text.length) throw UNSURE;
      if (code === 92) at += 2;
      else if (code === 36 && units[at + 1] === 123) {
        plain = false;
        at = this.nested(at + 2);
      } else at++;
    }
    this.at = at + 1;
    this.before = OPERAND;
    if (plain && before !== OPERAND) this.handler.string(start, this.at, before === EITHER);
  }

  /** Code up to the `}` that closes it; returns the offset behind that. */
  nested(start: number): number {
    this.at = start;
    this.previous = start;
    this.before = OPERATOR;
    this.lastMeaning = 0;
    this.depth++;
    this.deeper(() => this.code(this.brackets.length));
    this.depth--;
    if (this.units[this.at] !== 125) throw UNSURE;
    return this.at + 1;
  }

  /** Templates and elements in one another make the lexer call itself: for so many the stack has no room. */
  deeper<T>(read: () => T): T {
    if (++this.calls > DEEPEST) throw UNSURE;
    const result = read();
    this.calls--;
    return result;
  }

  private open(code: number): void {
    const condition = code === 40 && this.before !== OPERATOR && (this.lastMeaning & CONDITION_FOLLOWS) !== 0;
    const behind = this.closed?.end === this.previous ? this.closed.bracket : null;
    this.brackets.push({ at: this.at, previous: this.previous, condition, behind });
    this.depth++;
    this.at++;
    this.before = OPERATOR;
    this.lastMeaning = 0;
  }

  private close(code: number): void {
    const bracket = this.brackets.pop();
    if (!bracket) throw UNSURE;
    this.depth--;
    this.at++;
    this.closed = { bracket, end: this.at };
    this.handler.closed?.(bracket, this.at);
    this.lastMeaning = 0;
    // A block ends a statement, an object literal is an operand: only the parser knows which it was.
    this.before = code === 125 ? EITHER : bracket.condition ? OPERATOR : OPERAND;
  }

  private less(): void {
    // In scripts, the rest of the line is a comment.
    if (this.text.startsWith('<!--', this.at)) throw UNSURE;
    if (this.jsx && this.before !== OPERAND) {
      const generic = /^<\s*(?:const\s+)?[A-Za-z_$][\w$]*\s*(?:,|extends\b(?!\s*[=>/])|=)/.test(
        this.text.slice(this.at, this.at + 200),
      );
      if (this.before === EITHER || this.units[this.at - 1] === 62) throw UNSURE;
      if (!generic) {
        this.at = elementEnd(this.text, this.at, this);
        this.before = OPERAND;
        return;
      }
    }
    this.at++;
    this.before = OPERATOR;
    this.lastMeaning = 0;
  }

  private punctuation(code: number): void {
    // A name that begins with an escape.
    if (code === 92) throw UNSURE;
    const next = this.units[this.at + 1];
    this.lastMeaning = 0;
    if (this.depth === 0 && (code === 44 || code === 59 || code === 64)) this.handler.sign?.(code, this.at);
    // `x++ / y` divides, `++/re/.lastIndex` does not; `!` behind an operand is TypeScript's.
    if ((code === 43 || code === 45) && next === code) {
      if (this.text.startsWith('-->', this.at)) throw UNSURE;
      this.at += 2;
      this.before = this.before === OPERAND ? OPERAND : OPERATOR;
      return;
    }
    this.at++;
    if (code === 33 && this.before === OPERAND && next !== 61) {
      // `x!` asserts; on a new line it may as well begin a statement.
      if (/\s/.test(this.text[this.at - 2] ?? '')) this.before = EITHER;
      return;
    }
    this.before = code === 62 && this.units[this.at - 2] !== 61 ? EITHER : OPERATOR;
  }
}
