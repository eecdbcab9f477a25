import { afterLineEnd, isLineEnd } from '../line-ends.js';
import { Blocks } from './blocks.js';
import { lambdasIn } from './clauses.js';
import { Lexer } from './lexer.js';
import { commentEnd, skip } from './white-space.js';

const TAB = 8;
const CONTINUES = /(?:elif|else|except|finally)(?![\p{L}\p{N}_])/uy;
/** The words with which heads of blocks begin, where they are no names elsewhere. */
export const HEAD = /(?:if|elif|else|for|while|with|async|def|class|try|except|finally)(?![\p{L}\p{N}_])/uy;
/** ... the heads of functions and classes. */
export const DEFINITION = /(?:async[\s\\]+)?(?:def|class)(?![\p{L}\p{N}_])/uy;

/** Reads logical lines one after the other, and the statements in them. */
export abstract class LineReader extends Lexer {
  protected readonly blocks: Blocks;
  /** The start of the logical line. */
  protected start = 0;
  /** Behind the colon of the head that the line is, or begins with; 0 for other lines. */
  protected behindHead = 0;
  /** Of this line, as far as it was read: lambdas outside of brackets that wait for their colon, and where they were counted up to. */
  private lambdas = 0;
  private colonBefore = 0;
  protected column = 0;
  private flat = 0;

  constructor(text: string) {
    super(text);
    this.blocks = new Blocks(text);
  }

  /** A statement begins here; returns where to read on: here, or behind what was read of it. */
  protected abstract statementAt(at: number): number;
  /** A logical line is over. */
  protected abstract endLine(end: number): void;

  /** What comes changes nothing any more. */
  protected get isDone(): boolean {
    return false;
  }

  /** Reads all of the text, or until it is done. */
  protected read(): void {
    const { text, blocks } = this;
    let i = this.indentation(text.startsWith('\ufeff') ? 1 : 0);
    while (i < text.length && !this.isDone) {
      this.start = i;
      this.behindHead = this.lambdas = 0;
      this.colonBefore = i;
      this.statement = i;
      if (!blocks.enter(i, this.column, this.flat, this.continues())) this.odd = true;
      const end = this.line(i);
      this.endLine(end);
      i = this.indentation(end);
    }
    if (!blocks.finish(text.length)) this.odd = true;
  }

  /** From a line end (or the start of the text) to the first token of the next line with code. */
  private indentation(from: number): number {
    const { text } = this;
    let column = 0;
    let flat = 0;
    let i = from;
    // What stands in front of a line that is joined to this one by a backslash counts.
    let isJoined = false;
    for (; ; i++) {
      const code = text.charCodeAt(i);
      if (code === 32) {
        const run = i;
        while (text.charCodeAt(i + 1) === 32) i++;
        if (isJoined) continue;
        column += i + 1 - run;
        flat += i + 1 - run;
      } else if (isLineEnd(code)) {
        column = flat = 0;
        isJoined = false;
      } else if (code === 9) {
        if (isJoined) continue;
        column = (Math.floor(column / TAB) + 1) * TAB;
        flat++;
      } else if (code === 12) {
        if (!isJoined) column = flat = 0;
      } else if (code === 35) i = commentEnd(text, i) - 1;
      else if (code === 92 && isLineEnd(text.charCodeAt(i + 1))) {
        isJoined = true;
        i = afterLineEnd(text, i + 1) - 1;
      } else break;
    }
    this.column = column;
    this.flat = flat;
    return i;
  }

  private continues(): boolean {
    const code = this.text.charCodeAt(this.start);
    return (code === 101 || code === 102) && this.starts(CONTINUES);
  }

  protected starts(words: RegExp): boolean {
    words.lastIndex = this.start;
    return words.test(this.text);
  }

  protected override begin(at: number): number {
    this.statement = skip(this.text, at, false);
    return this.statementAt(this.statement);
  }

  /** The colon that ends the head of a block, or that of an annotation, a lambda, a walrus. */
  protected override colon(at: number): number {
    const { text } = this;
    if (this.behindHead > 0 || text.charCodeAt(at + 1) === 61) return at + 1;
    const next = skip(text, at + 1, false);
    const code = text.charCodeAt(next);
    const opens = next >= text.length || isLineEnd(code) || code === 35;
    if (!opens && !this.isHead(at)) return at + 1;
    this.behindHead = at + 1;
    this.blocks.head(this.start, at + 1, opens);
    return opens ? next : this.begin(next);
  }

  private isHead(colon: number): boolean {
    if (!this.starts(HEAD) && !this.blocks.inMatch) return false;
    const piece = { start: this.colonBefore, end: colon };
    this.colonBefore = colon + 1;
    if (this.text.slice(piece.start, piece.end).includes('lambda')) this.lambdas += lambdasIn(this.text, piece);
    return this.lambdas === 0 || this.lambdas-- === 0;
  }
}
