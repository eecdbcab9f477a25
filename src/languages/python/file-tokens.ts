import { afterLineEnd, isLineEnd } from './line-ends.js';
import { SyntaxProblem } from './syntax-problem.js';
import { DEDENT, END, INDENT, NEWLINE } from './token-kinds.js';
import { Tokens } from './tokens.js';

const TAB = 8;

/** Of a line: its column, and the same as if a tab were one wide. Two lines must compare alike in both measures. */
export interface Indentation {
  readonly column: number;
  readonly flat: number;
}

/** The tokens of a whole file, with its line ends and indentation, ended by an END. */
export class FileTokens extends Tokens {
  private readonly indents: Indentation[];

  /** `outermost`: of the statements that are read. */
  constructor(text: string, outermost: Indentation = { column: 0, flat: 0 }) {
    super(text);
    this.indents = [outermost];
  }

  override read(start: number, stop: number): void {
    this.at = start;
    this.stop = stop;
    this.indentation();
    this.readFrom(this.at, stop);
  }

  /** The same from the first token on, behind its indentation. */
  readFrom(start: number, stop: number): void {
    super.read(start, stop);
    this.finish();
  }

  private finish(): void {
    const last = this.kinds.at(-1);
    if (last !== undefined && last !== NEWLINE && last !== DEDENT) this.push(NEWLINE, this.stop, this.stop);
    for (; this.indents.length > 1; this.indents.pop()) this.push(DEDENT, this.stop, this.stop);
    this.push(END, this.stop, this.stop);
  }

  protected override lineEnd(): void {
    const start = this.at;
    super.lineEnd();
    if (this.brackets.length > 0) return;
    this.push(NEWLINE, start, this.at);
    this.indentation();
  }

  protected override continuation(): void {
    super.continuation();
    if (this.at >= this.stop) throw new SyntaxProblem('unexpected end of file after a line continuation', this.at - 1);
  }

  /** The white space at the beginning of a logical line; lines without code count for nothing. */
  private indentation(): void {
    const { text } = this;
    let column = 0;
    let flat = 0;
    let kept: Indentation | null = null;
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
}
