import type { Span } from '../../workspace/edit.js';
import { afterLineEnd, isLineEnd } from './line-ends.js';
import { type RawField, skipFormat, skipString } from './string-tokens.js';
import { SyntaxProblem } from './syntax-problem.js';
import { FIXED, NAME, NUMBER, STRING, T } from './token-kinds.js';

const NUMERAL =
  /0[xX](?:_?[\da-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|(?:(?:\d(?:_?\d)*)?\.\d(?:_?\d)*|\d(?:_?\d)*\.?)(?:[eE][+-]?\d(?:_?\d)*)?[jJ]?/y;
const LEADING_ZERO = /^0[\d_]*[1-9][\d_]*$/;
const AFTER_NUMBER = /(?:and|else|for|if|in|is|not|or)(?![\w])/y;
export const WIDE_IDENTIFIER = /[\p{XID_Start}_]\p{XID_Continue}*/uy;
const PREFIX = /^(?:[rbuft]|rb|br|rf|fr|rt|tr)$/i;

/** More than any file that a person keeps; what is made of each token takes some hundred bytes. */
export const MOST_TOKENS = 512 << 10;

/** The tokens of a file, or of an expression inside one: three arrays side by side, ended by an END. */
export class Tokens {
  readonly kinds: number[] = [];
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly comments: Span[] = [];
  /** The fields of each f-string, by the place where its token starts. */
  readonly fields = new Map<number, readonly RawField[]>();
  protected at = 0;
  protected stop = 0;
  protected readonly brackets: number[] = [];

  /** Throws `SyntaxProblem`, as every method. */
  constructor(protected readonly text: string) {}

  /** The tokens of a range, which is read as if in parentheses: of an expression, or of one logical line. */
  read(start: number, stop: number): void {
    this.at = start;
    this.stop = stop;
    while (this.at < stop) this.next();
    if (this.brackets.length > 0) throw new SyntaxProblem('a bracket was never closed', this.brackets.at(-1) ?? 0);
  }

  push(kind: number, start: number, end: number): void {
    if (this.kinds.length === MOST_TOKENS) throw new SyntaxProblem('more than 512 Ki words and signs', start);
    this.kinds.push(kind);
    this.starts.push(start);
    this.ends.push(end);
  }

  private next(): void {
    const { text, at } = this;
    const code = text.charCodeAt(at);
    if (code === 32 || code === 9 || code === 12) this.at++;
    else if (isLetter(code)) this.word();
    else if (code === 10 || code === 13) this.lineEnd();
    else if (code === 35) this.comment();
    else if (code === 34 || code === 39) this.string(at, '');
    else if (isDigit(code) || (code === 46 && isDigit(text.charCodeAt(at + 1)))) this.number();
    else if (code === 92) this.continuation();
    else if (code > 127) this.wideWord();
    else this.operator();
  }

  /** Inside of an expression line ends are white space. */
  protected lineEnd(): void {
    this.at = afterLineEnd(this.text, this.at);
  }

  protected comment(): void {
    const start = this.at;
    while (this.at < this.stop && !isLineEnd(this.text.charCodeAt(this.at))) this.at++;
    this.comments.push({ start, end: this.at });
  }

  /** A backslash joins the next line to this one. */
  protected continuation(): void {
    const next = this.at + 1;
    if (!isLineEnd(this.text.charCodeAt(next)))
      throw new SyntaxProblem('unexpected character after a line continuation', next);
    this.at = afterLineEnd(this.text, next);
  }

  private word(): void {
    const { text, at } = this;
    let end = at + 1;
    let code = text.charCodeAt(end);
    while (isLetter(code) || isDigit(code)) code = text.charCodeAt(++end);
    if (code > 127) return this.wideWord();
    const length = end - at;
    if ((code === 34 || code === 39) && length <= 2) {
      const prefix = text.slice(at, end);
      if (PREFIX.test(prefix)) return this.string(end, prefix.toLowerCase());
    }
    const kind = length > 1 && length <= 8 ? (FIXED.get(text.slice(at, end)) ?? NAME) : NAME;
    this.push(kind, at, end);
    this.at = end;
  }

  private wideWord(): void {
    WIDE_IDENTIFIER.lastIndex = this.at;
    const match = WIDE_IDENTIFIER.exec(this.text);
    if (!match) throw new SyntaxProblem('invalid character', this.at);
    const end = this.at + match[0].length;
    this.push(NAME, this.at, end);
    this.at = end;
  }

  private number(): void {
    NUMERAL.lastIndex = this.at;
    const match = NUMERAL.exec(this.text);
    if (!match || LEADING_ZERO.test(match[0])) throw new SyntaxProblem('invalid number', this.at);
    const end = this.at + match[0].length;
    const after = this.text.charCodeAt(end);
    AFTER_NUMBER.lastIndex = end;
    if ((isLetter(after) || isDigit(after)) && end < this.stop && !AFTER_NUMBER.test(this.text)) {
      throw new SyntaxProblem('invalid number', end);
    }
    this.push(NUMBER, this.at, end);
    this.at = end;
  }

  private string(quote: number, prefix: string): void {
    const start = this.at;
    if (/[ft]/.test(prefix)) {
      const { end, fields } = skipFormat(this.text, quote, prefix.includes('r'));
      this.fields.set(start, fields);
      this.at = end;
    } else this.at = skipString(this.text, quote);
    if (this.at > this.stop) throw new SyntaxProblem('unterminated string', start);
    this.push(STRING, start, this.at);
  }

  private operator(): void {
    const { text, at } = this;
    for (let length = Math.min(3, this.stop - at); length > 0; length--) {
      const kind = FIXED.get(text.slice(at, at + length));
      if (kind === undefined) continue;
      this.bracket(kind);
      this.push(kind, at, at + length);
      this.at = at + length;
      return;
    }
    throw new SyntaxProblem('invalid character', at);
  }

  private bracket(kind: number): void {
    if (kind === T['('] || kind === T['['] || kind === T['{']) this.brackets.push(this.at);
    else if (kind === T[')'] || kind === T[']'] || kind === T['}']) {
      if (this.brackets.pop() === undefined) throw new SyntaxProblem('unmatched bracket', this.at);
    }
  }
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
