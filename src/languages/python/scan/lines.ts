import { identifier } from '../cursor.js';
import { afterLineEnd, isLineEnd } from '../line-ends.js';
import { AT_START, isSpace, Lexer } from './lexer.js';
import { CONTINUES, DEFINES, FAILS, IMPORTS, LAMBDA, OPENS, TRIES, type Words } from './words.js';

const TAB = 8;
/** Stands for a decorator where the meaning of a line's first word is asked. */
export const DECORATES = 1 << 20;

/** Reads logical lines one after the other: where each begins and ends, how it is indented, and what its first word says. */
export abstract class LineReader extends Lexer {
  /** Of the line that was read last: from its first token to behind its last one. */
  start = 0;
  end = 0;
  column = 0;
  /** As if a tab were one wide: two lines must compare alike in both measures. */
  flat = 0;
  /** What its first word means (`OPENS`, `DEFINES` …). */
  head = 0;
  wanted = false;
  /** Does it hold something that says that an import was to fail? */
  fails = false;
  /** In an import statement: what is dotted there is no expression. */
  protected importing = false;
  private at: number;
  private lambdas = 0;
  /** Behind the colon of a block's head, on the same line. */
  protected suite = false;

  constructor(
    text: string,
    protected readonly words: Words,
  ) {
    super(text);
    this.at = text.startsWith('\ufeff') ? 1 : 0;
  }

  /** Reads the next line with code; false when there is none. */
  next(): boolean {
    this.indentation();
    if (this.at >= this.text.length) return false;
    this.start = this.at;
    this.head = this.text.charCodeAt(this.at) === 64 ? DECORATES : 0;
    this.wanted = this.fails = this.importing = this.suite = false;
    this.before = AT_START;
    this.leads = true;
    this.lambdas = 0;
    this.line();
    return true;
  }

  private indentation(): void {
    const { text } = this;
    let column = 0;
    let flat = 0;
    let i = this.at;
    for (; ; i++) {
      const code = text.charCodeAt(i);
      if (code === 32) {
        column++;
        flat++;
      } else if (code === 10 || code === 13 || code === 12) column = flat = 0;
      else if (code === 9) {
        column = (Math.floor(column / TAB) + 1) * TAB;
        flat++;
      } else if (code === 35) i = this.comment(i) - 1;
      else if (code === 92 && isLineEnd(text.charCodeAt(i + 1))) {
        // Which indentation counts then is for the parser.
        this.odd = true;
        i = afterLineEnd(text, i + 1) - 1;
      } else break;
    }
    this.at = i;
    this.column = column;
    this.flat = flat;
  }

  private line(): void {
    const { text } = this;
    let i = this.at;
    for (;;) {
      const code = text.charCodeAt(i);
      if (isSpace(code)) i++;
      else if (isLineEnd(code)) {
        if (this.depth === 0) break;
        i++;
      } else if (code === 35) i = this.comment(i);
      else if (code === 92) i = this.continuation(i);
      else if (i >= text.length) break;
      else this.end = i = this.token(i, code);
    }
    if (this.depth > 0) this.odd = true;
    this.depth = 0;
    this.at = i;
  }

  /** A backslash joins the next line to this one. */
  private continuation(i: number): number {
    if (!isLineEnd(this.text.charCodeAt(i + 1))) {
      this.odd = true;
      return i + 1;
    }
    const next = afterLineEnd(this.text, i + 1);
    if (next >= this.text.length) this.odd = true;
    return next;
  }

  /** The colon that ends the head of a block: what follows it on the line are statements. */
  protected colon(): void {
    if (this.depth > 0) return;
    if (this.lambdas > 0) this.lambdas--;
    else if (this.head !== 0 && !this.suite) {
      this.suite = true;
      this.leads = true;
    }
  }

  protected word(start: number, end: number, hash: number): void {
    if (this.words.mayHold(hash)) {
      const meaning = this.words.meaning(identifier(this.text.slice(start, end)));
      if (meaning !== 0 || this.leads) this.known(start, end, meaning);
    } else if (this.leads) this.importing = false;
  }

  /** A word with a meaning. */
  protected known(start: number, _end: number, meaning: number): void {
    if (this.leads && start === this.start) this.head = meaning & (OPENS | CONTINUES | DEFINES | TRIES);
    else if (meaning & DEFINES) this.head = DEFINES;
    if (meaning & LAMBDA && this.depth === 0) this.lambdas++;
    if (meaning & FAILS) this.fails = true;
    if (!this.leads) return;
    this.importing = (meaning & IMPORTS) !== 0;
    if (this.importing) this.wanted = true;
  }

  /** To the next token, over white space, comments and line ends as far as these are white space here. */
  protected skip(from: number, depth = this.depth): number {
    const { text } = this;
    for (let i = from; ;) {
      const code = text.charCodeAt(i);
      if (isSpace(code)) i++;
      else if (code === 92 && isLineEnd(text.charCodeAt(i + 1))) i = afterLineEnd(text, i + 1);
      else if (depth > 0 && isLineEnd(code)) i++;
      else if (depth > 0 && code === 35) i = this.comment(i);
      else return i;
    }
  }
}
