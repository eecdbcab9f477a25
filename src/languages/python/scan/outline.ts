import { DEDENT, END, INDENT, NEWLINE, T } from '../token-kinds.js';
import { Tokens } from '../tokens.js';
import { isWord } from './characters.js';
import { DEFINITION, LineReader } from './lines.js';

/**
 * The tokens of all that stands outside of functions and classes; `pass` is their body. Those of `kept`, told by where their
 * heads start, are there as they are.
 */
export class Outline extends LineReader {
  readonly tokens: Tokens;
  /** Functions and classes left out in which names are said to be the module's. */
  readonly declaring = new Set<number>();
  /** The one that is being left out. */
  private head = 0;
  private indented = 0;
  /** In how many blocks the head stands whose body is left out, or kept. */
  private closed = Infinity;
  private whole = Infinity;

  /** Throws `SyntaxProblem`. */
  constructor(
    text: string,
    private readonly kept: ReadonlySet<number>,
  ) {
    super(text);
    this.tokens = new Tokens(text);
    this.read();
    this.indent(0);
    this.tokens.push(END, text.length, text.length);
  }

  protected override statementAt(at: number): number {
    const { text } = this;
    if (this.blocks.depth > this.closed && text.startsWith('global', at) && !isWord(text.charCodeAt(at + 6)))
      this.declaring.add(this.head);
    return at;
  }

  protected override endLine(end: number): void {
    const { depth } = this.blocks;
    if (depth > this.closed) return;
    this.closed = Infinity;
    if (depth <= this.whole) this.whole = Infinity;
    this.indent(depth);
    if (this.whole === Infinity && this.isDefinition()) this.define(depth);
    if (this.closed === depth) {
      this.tokens.read(this.start, this.behindHead);
      this.mark(T['pass']);
    } else this.tokens.read(this.start, end);
    this.mark(NEWLINE);
  }

  /** A function or class whose body begins on the next line? */
  private isDefinition(): boolean {
    return this.blocks.opens && this.starts(DEFINITION);
  }

  private define(depth: number): void {
    if (this.kept.has(this.start)) this.whole = depth;
    else this.closed = depth;
    this.head = this.start;
  }

  private indent(depth: number): void {
    for (; this.indented > depth; this.indented--) this.mark(DEDENT);
    for (; this.indented < depth; this.indented++) this.mark(INDENT);
  }

  /** A token without characters. */
  private mark(kind: number): void {
    const end = this.tokens.ends.at(-1) ?? 0;
    this.tokens.push(kind, end, end);
  }

  protected override dot(): void {
    // Names are read from the tokens.
  }

  protected override parenthesis(): void {
    // So are calls.
  }

  protected override string(): void {
    // So are strings.
  }
}
