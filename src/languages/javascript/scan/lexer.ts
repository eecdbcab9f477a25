import {
  BEFORE_CONDITION,
  BEFORE_EXPRESSION,
  CONTEXTUAL,
  isSpace,
  isWordStart,
  lineEnd,
  Unsure,
  wordEnd,
  type Words,
} from './characters.js';
import { type CodeAround, elementEnd } from './jsx.js';

/** Far more than anybody writes, and far less than the stack has room for. */
const DEEPEST = 500;

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
  /** Where the first token begins; -1 while there was none. */
  first = -1;
  readonly words: Words;
  private at = 0;
  private before = OPERATOR;
  private lastWord = '';
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
    if (this.text.charCodeAt(0) === 0xfeff) this.at = 1;
    if (this.text.startsWith('#!', this.at)) this.at = lineEnd(this.text, this.at);
    this.code(-1);
    if (this.brackets.length > 0) throw new Unsure();
  }

  /** Tokens up to the end of the text, or up to the bracket that closes this stretch (`floor` brackets are open outside). */
  private code(floor: number): void {
    const { text } = this;
    while (this.at < text.length) {
      const code = text.charCodeAt(this.at);
      if (isSpace(code)) {
        this.at++;
        continue;
      }
      if (code === 47 && this.comment()) continue;
      if (this.first === -1) this.first = this.at;
      if (isWordStart(code)) this.word();
      else if (code === 34 || code === 39) this.quoted(code);
      else if (code === 47) this.slash();
      else if (code === 96) this.template();
      else if (code === 40 || code === 91 || code === 123) this.open(code);
      else if (code === 41 || code === 93 || code === 125) {
        if (this.brackets.length === floor) return;
        this.close(code);
      } else if (code === 60) this.less();
      else this.punctuation(code);
      this.previous = this.at;
    }
    if (floor !== -1) throw new Unsure();
  }

  private word(): void {
    const start = this.at;
    const first = this.text.charCodeAt(start);
    const digit = first <= 57 && first >= 48;
    let end = wordEnd(this.text, start);
    if (digit && this.text.charCodeAt(end) === 46) {
      end = wordEnd(this.text, end + 1);
      if (this.text.charCodeAt(end - 1) === 46) this.dotted = end;
    }
    if (this.text.charCodeAt(end) === 92) throw new Unsure();
    this.at = end;
    this.before = OPERAND;
    const loops = this.lastWord === 'for';
    this.lastWord = '';
    if (!this.words.mayHave(first, end - start) || this.isProperty(start)) return;
    const word = this.text.slice(start, end);
    // `for await (…)` has a condition as `for (…)` has.
    this.lastWord = loops && word === 'await' ? 'for' : word;
    if (BEFORE_EXPRESSION.has(word)) this.before = OPERATOR;
    else if (CONTEXTUAL.has(word)) this.before = EITHER;
    const next = this.handler.word(word, start, end, this);
    if (next === end) return;
    this.at = next;
    this.before = OPERATOR;
    this.lastWord = '';
  }

  /** `a.word`, `#word`; not `...word`, nor a word on the line behind `1.`. */
  private isProperty(start: number): boolean {
    if (this.text.charCodeAt(start - 1) === 35) return true;
    if (this.previous === this.dotted) return false;
    return this.text.charCodeAt(this.previous - 1) === 46 && this.text.charCodeAt(this.previous - 2) !== 46;
  }

  private quoted(quote: number): void {
    const start = this.at;
    let at = start + 1;
    for (;;) {
      const code = this.text.charCodeAt(at);
      if (code === quote) break;
      if (code === 92) at++;
      else if (code === 10 || code === 13 || Number.isNaN(code)) throw new Unsure();
      at++;
    }
    this.at = at + 1;
    this.before = OPERAND;
    this.handler.string(start, this.at);
  }

  private comment(): boolean {
    const next = this.text.charCodeAt(this.at + 1);
    if (next === 47) this.at = lineEnd(this.text, this.at);
    else if (next === 42) {
      const end = this.text.indexOf('*/', this.at + 2);
      if (end === -1) throw new Unsure();
      this.at = end + 2;
    } else return false;
    return true;
  }

  private slash(): void {
    if (this.before === OPERATOR) this.regex();
    else if (this.before === EITHER) throw new Unsure();
    else {
      this.at++;
      this.before = OPERATOR;
    }
  }

  private regex(): void {
    let inClass = false;
    for (let at = this.at + 1; ; at++) {
      const code = this.text.charCodeAt(at);
      if (code === 92) at++;
      else if (code === 91) inClass = true;
      else if (code === 93) inClass = false;
      else if (code === 47 && !inClass) {
        this.at = wordEnd(this.text, at + 1);
        this.before = OPERAND;
        return;
      } else if (code === 10 || code === 13 || Number.isNaN(code)) throw new Unsure();
    }
  }

  private template(): void {
    const start = this.at;
    const { before } = this;
    let plain = true;
    let at = start + 1;
    for (;;) {
      const code = this.text.charCodeAt(at);
      if (code === 96) break;
      if (Number.isNaN(code)) throw new Unsure();
      if (code === 92) at += 2;
      else if (code === 36 && this.text.charCodeAt(at + 1) === 123) {
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
    this.lastWord = '';
    this.depth++;
    this.deeper(() => this.code(this.brackets.length));
    this.depth--;
    if (this.text.charCodeAt(this.at) !== 125) throw new Unsure();
    return this.at + 1;
  }

  /** Templates and elements in one another make the lexer call itself: for so many the stack has no room. */
  deeper<T>(read: () => T): T {
    if (++this.calls > DEEPEST) throw new Unsure();
    const result = read();
    this.calls--;
    return result;
  }

  private open(code: number): void {
    const condition = code === 40 && this.before !== OPERATOR && BEFORE_CONDITION.has(this.lastWord);
    const behind = this.closed?.end === this.previous ? this.closed.bracket : null;
    this.brackets.push({ at: this.at, previous: this.previous, condition, behind });
    this.depth++;
    this.at++;
    this.before = OPERATOR;
    this.lastWord = '';
  }

  private close(code: number): void {
    const bracket = this.brackets.pop();
    if (!bracket) throw new Unsure();
    this.depth--;
    this.at++;
    this.closed = { bracket, end: this.at };
    this.handler.closed?.(bracket, this.at);
    this.lastWord = '';
    // A block ends a statement, an object literal is an operand: only the parser knows which it was.
    this.before = code === 125 ? EITHER : bracket.condition ? OPERATOR : OPERAND;
  }

  private less(): void {
    // In scripts, the rest of the line is a comment.
    if (this.text.startsWith('<!--', this.at)) throw new Unsure();
    if (this.jsx && this.before !== OPERAND) {
      const generic = /^<\s*(?:const\s+)?[A-Za-z_$][\w$]*\s*(?:,|extends\b(?!\s*[=>/])|=)/.test(
        this.text.slice(this.at, this.at + 200),
      );
      if (this.before === EITHER || this.text.charCodeAt(this.at - 1) === 62) throw new Unsure();
      if (!generic) {
        this.at = elementEnd(this.text, this.at, this);
        this.before = OPERAND;
        return;
      }
    }
    this.at++;
    this.before = OPERATOR;
    this.lastWord = '';
  }

  private punctuation(code: number): void {
    // A name that begins with an escape.
    if (code === 92) throw new Unsure();
    const next = this.text.charCodeAt(this.at + 1);
    this.lastWord = '';
    if (this.depth === 0 && (code === 44 || code === 59 || code === 64)) this.handler.sign?.(code, this.at);
    // `x++ / y` divides, `++/re/.lastIndex` does not; `!` behind an operand is TypeScript's.
    if ((code === 43 || code === 45) && next === code) {
      if (this.text.startsWith('-->', this.at)) throw new Unsure();
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
    this.before = code === 62 && this.text.charCodeAt(this.at - 2) !== 61 ? EITHER : OPERATOR;
  }
}
