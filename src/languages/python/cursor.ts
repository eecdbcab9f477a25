import type { Span } from '../../workspace/edit.js';
import type { Expression, Name, Statement } from './nodes.js';
import { owned } from './owned.js';
import { SyntaxProblem } from './syntax-problem.js';
import { FIXED, NAME } from './token-kinds.js';
import type { Tokens } from './tokens.js';

/** CPython gives up at such depths as well; so do walks over the tree. */
const DEEPEST = 1000;

/** The rules that others reach only through the cursor, since every kind of expression and statement may hold any other. */
export interface Grammar {
  readonly expression: (c: Cursor) => Expression;
  readonly namedExpression: (c: Cursor) => Expression;
  readonly expressionList: (c: Cursor) => Expression;
  readonly targetList: (c: Cursor) => Expression;
  readonly starred: (c: Cursor) => Expression;
  readonly disjunction: (c: Cursor) => Expression;
  readonly yieldExpression: (c: Cursor) => Expression;
  readonly block: (c: Cursor) => readonly Statement[];
}

/** A place in a sequence of tokens. */
export class Cursor {
  at = 0;
  private depth = 0;

  constructor(
    readonly text: string,
    readonly tokens: Tokens,
    readonly grammar: Grammar,
  ) {}

  get kind(): number {
    return this.tokens.kinds[this.at] ?? 0;
  }

  /** Where the current token starts. */
  get start(): number {
    return this.tokens.starts[this.at] ?? this.text.length;
  }

  /** Where the last token taken ended. */
  get last(): number {
    return this.tokens.ends[this.at - 1] ?? 0;
  }

  kindAfter(count: number): number {
    return this.tokens.kinds[this.at + count] ?? 0;
  }

  /** The text of the token `count` further on. */
  textAfter(count: number): string {
    return this.text.slice(this.tokens.starts[this.at + count], this.tokens.ends[this.at + count]);
  }

  /** Is this soft keyword the current token? */
  isWord(word: string): boolean {
    return this.kind === NAME && this.textAfter(0) === word;
  }

  take(kind: number): boolean {
    if (this.kind !== kind) return false;
    this.at++;
    return true;
  }

  expect(kind: number): void {
    if (!this.take(kind)) throw this.problem(`expected ${spelt(kind)}`);
  }

  name(): Name {
    const start = this.start;
    if (this.kind !== NAME) throw this.problem('expected a name');
    this.at++;
    return { type: 'Name', name: identifier(owned(this.text.slice(start, this.last))), start, end: this.last };
  }

  problem(message: string, offset = this.start): SyntaxProblem {
    return new SyntaxProblem(`invalid syntax: ${message}`, offset);
  }

  span(start: number): Span {
    return { start, end: this.last };
  }

  /** Runs a rule one level deeper. */
  deeper<T>(rule: (cursor: Cursor) => T): T {
    if (++this.depth > DEEPEST) throw new SyntaxProblem('nested too deeply', this.start);
    const result = rule(this);
    this.depth--;
    return result;
  }

  /** Runs a rule; when it fails, the cursor stands where it stood, and the answer is null. */
  attempt<T>(rule: (cursor: Cursor) => T): T | null {
    const { at, depth } = this;
    try {
      return rule(this);
    } catch (error) {
      if (!(error instanceof SyntaxProblem)) throw error;
      this.at = at;
      this.depth = depth;
      return null;
    }
  }
}

/** Python compares identifiers in their NFKC form. */
export function identifier(text: string): string {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return text.normalize('NFKC');
  return text;
}

function spelt(kind: number): string {
  for (const [text, one] of FIXED) if (one === kind) return `'${text}'`;
  return kind === NAME ? 'a name' : 'the end of the line';
}
