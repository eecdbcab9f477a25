import type { Span } from '../../workspace/edit.js';
import { type RawField, skipFormat, skipString } from './string-tokens.js';
import { SyntaxProblem } from './syntax-problem.js';
import { DEDENT, END, FIXED, INDENT, NAME, NEWLINE, NUMBER, STRING, T } from './token-kinds.js';

const NUMERAL =
  /0[xX](?:_?[\da-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|(?:(?:\d(?:_?\d)*)?\.\d(?:_?\d)*|\d(?:_?\d)*\.?)(?:[eE][+-]?\d(?:_?\d)*)?[jJ]?/y;
const LEADING_ZERO = /^0[\d_]*[1-9][\d_]*$/;
const AFTER_NUMBER = /(?:and|else|for|if|in|is|not|or)(?![\w])/y;
const WIDE_IDENTIFIER = /[\p{XID_Start}_]\p{XID_Continue}*/uy;
const PREFIX = /^(?:[rbuft]|rb|br|rf|fr|rt|tr)$/i;
const TAB = 8;

/** The tokens of a file, or of an expression inside one: three arrays side by side, ended by an END. */
export class Tokens {
  readonly kinds: number[] = [];
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly comments: Span[] = [];
  /** The fields of each f-string, by the place where its token starts. */
  readonly fields = new Map<number, readonly RawField[]>();
  private at: number;
  private readonly brackets: number[] = [];
  private readonly indents: { column: number; flat: number }[] = [{ column: 0, flat: 0 }];

  /** With `inside`, the range is read as if in parentheses: line ends are white space. Throws `SyntaxProblem`. */
  constructor(
    private readonly text: string,
    start: number,
    private readonly stop: number,
    private readonly inside: boolean,
  ) {
    this.at = start;
    if (!inside) this.indentation();
    while (this.at < stop) this.next();
    this.finish();
  }

  private push(kind: number, start: number, end: number): void {
    this.kinds.push(kind);
    this.starts.push(start);
    this.ends.push(end);
  }

  private finish(): void {
    if (this.brackets.length > 0) throw new SyntaxProblem('a bracket was never closed', this.brackets.at(-1) ?? 0);
    const last = this.kinds.at(-1);
    if (!this.inside && last !== undefined && last !== NEWLINE && last !== DEDENT)
      this.push(NEWLINE, this.stop, this.stop);
    for (; this.indents.length > 1; this.indents.pop()) this.push(DEDENT, this.stop, this.stop);
    this.push(END, this.stop, this.stop);
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

  private lineEnd(): void {
    const start = this.at;
    this.at = afterLineEnd(this.text, start);
    if (this.inside || this.brackets.length > 0) return;
    this.push(NEWLINE, start, this.at);
    this.indentation();
  }

  private comment(): void {
    const start = this.at;
    while (this.at < this.stop && !isLineEnd(this.text.charCodeAt(this.at))) this.at++;
    this.comments.push({ start, end: this.at });
  }

  /** A backslash joins the next line to this one. */
  private continuation(): void {
    const next = this.at + 1;
    if (!isLineEnd(this.text.charCodeAt(next)))
      throw new SyntaxProblem('unexpected character after a line continuation', next);
    this.at = afterLineEnd(this.text, next);
    if (this.at >= this.stop && !this.inside)
      throw new SyntaxProblem('unexpected end of file after a line continuation', next);
  }

  /** The white space at the beginning of a logical line; lines without code count for nothing. */
  private indentation(): void {
    const { text } = this;
    let column = 0;
    // As if a tab were one wide: two lines must compare alike in both measures.
    let flat = 0;
    let kept: { column: number; flat: number } | null = null;
    for (; this.at < this.stop; this.at++) {
      const code = text.charCodeAt(this.at);
      if (code === 32) [column, flat] = [column + 1, flat + 1];
      else if (code === 9) [column, flat] = [(Math.floor(column / TAB) + 1) * TAB, flat + 1];
      else if (code === 12) [column, flat] = [0, 0];
      else if (code === 35) this.comment();
      else if (code === 92 && isLineEnd(text.charCodeAt(this.at + 1))) {
        kept ??= { column, flat };
        this.at = afterLineEnd(text, this.at + 1) - 1;
        continue;
      } else if (!isLineEnd(code)) break;
      const end = text.charCodeAt(this.at);
      if (isLineEnd(end)) {
        this.at = afterLineEnd(text, this.at) - 1;
        [column, flat, kept] = [0, 0, null];
      } else if (code === 35) this.at--;
    }
    if (this.at < this.stop) this.indent(kept?.column ?? column, kept?.flat ?? flat);
  }

  private indent(column: number, flat: number): void {
    const top = this.indents.at(-1) ?? { column: 0, flat: 0 };
    if (column === top.column) {
      if (flat !== top.flat) throw new SyntaxProblem('tabs and spaces are mixed in the indentation', this.at);
    } else if (column > top.column) {
      if (flat <= top.flat) throw new SyntaxProblem('tabs and spaces are mixed in the indentation', this.at);
      this.indents.push({ column, flat });
      this.push(INDENT, this.at, this.at);
    } else {
      while ((this.indents.at(-1)?.column ?? 0) > column) {
        this.indents.pop();
        this.push(DEDENT, this.at, this.at);
      }
      const now = this.indents.at(-1);
      if (now?.column !== column) throw new SyntaxProblem('unindent does not match any outer level', this.at);
      if (now.flat !== flat) throw new SyntaxProblem('tabs and spaces are mixed in the indentation', this.at);
    }
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

export function isLineEnd(code: number): boolean {
  return code === 10 || code === 13;
}

/** The offset behind the `\n`, `\r\n` or `\r` at `at`. */
export function afterLineEnd(text: string, at: number): number {
  return text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10 ? at + 2 : at + 1;
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
