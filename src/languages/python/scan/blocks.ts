import { expectsImportError, isMain, isTypeChecking } from '../import-context.js';
import type { Node } from '../nodes.js';
import { parseHead } from './clauses.js';

/** The head of a block: from its first token to behind its colon. */
export interface Clause {
  readonly start: number;
  readonly end: number;
  /** What it goes on with: the `if` of an `else`. */
  readonly previous: Clause | null;
  /** Does it, or what it goes on with, ask whether the file is the program? Null: not yet known. */
  isMain: boolean | null;
}

/** A `try` in whose block imports stand: they may stand there to fail. */
export interface Attempt {
  readonly clause: Clause;
  /** Of its head. */
  readonly column: number;
  readonly flat: number;
  /** May be said to stand there to fail. */
  readonly imports: { guard?: true }[];
  /** Where its block ends; the start of the text while that is not known. */
  body: number;
  /** The same for the whole statement. */
  end: number;
}

/** What the blocks around an import say of it. */
export interface Context {
  readonly eager: boolean;
  readonly typeOnly: boolean;
  readonly guard: boolean;
  /** When the block is that of a `try`. */
  readonly attempt: Attempt | null;
}

interface Level {
  readonly column: number;
  /** As if a tab were one wide: two lines must compare alike in both measures. */
  readonly flat: number;
  /** The head of the block that was read last, while its statement goes on. */
  clause: Clause | null;
  /** What is said of its statements, once it is known. */
  context: Context | null;
}

const TOP: Context = { eager: true, typeOnly: false, guard: false, attempt: null };

/** Follows the indentation of logical lines: in which blocks they stand, and what the heads of these say. */
export class Blocks {
  /** Those that may say that an import was to fail. */
  readonly attempts: Attempt[] = [];
  private readonly levels: Level[] = [{ column: 0, flat: 0, clause: null, context: TOP }];
  /** Of `attempts`: those whose statement goes on. */
  private readonly pending: { readonly attempt: Attempt; readonly depth: number }[] = [];
  /** The line that was read last ends with the colon of a head. */
  opens = false;

  constructor(private readonly text: string) {}

  /** Takes the next line in; false when it cannot stand there. `continues`: it is another part of the statement before. */
  enter(start: number, column: number, flat: number, continues: boolean): boolean {
    const isFitting = this.indent(column, flat);
    const top = this.top;
    if (this.pending.length > 0) this.settle(start, continues);
    if (continues) return isFitting && top.clause !== null;
    top.clause = null;
    return isFitting;
  }

  private indent(column: number, flat: number): boolean {
    const { opens, levels } = this;
    this.opens = false;
    if (column > this.top.column) {
      const isFitting = opens && flat > this.top.flat;
      levels.push({ column, flat, clause: null, context: null });
      return isFitting;
    }
    while (column < this.top.column) levels.pop();
    return !opens && column === this.top.column && flat === this.top.flat;
  }

  /** The end of the text; false when a block is missing. */
  finish(end: number): boolean {
    this.levels.length = 1;
    if (this.pending.length > 0) this.settle(end, false);
    return !this.opens;
  }

  /** The line is the head of a block, which begins below it (`opens`) or behind the colon. */
  head(start: number, end: number, opens: boolean): void {
    const { top } = this;
    top.clause = { start, end, previous: top.clause, isMain: null };
    this.opens = opens;
  }

  /** In how many blocks the line stands that was read last. */
  get depth(): number {
    return this.levels.length - 1;
  }

  /** Do the lines here stand in a `match`? They are all heads then. */
  get inMatch(): boolean {
    const outer = this.levels.at(-2)?.clause;
    return outer ? this.text.startsWith('match', outer.start) : false;
  }

  /** Of the line that was read last; `inline`: behind the colon of its head. */
  context(inline: boolean): Context {
    const outer = this.of(this.levels.length - 1);
    return inline && this.top.clause ? this.within(outer, this.top.clause, this.levels.length - 1) : outer;
  }

  /** Is the head that the last line is, or begins with, evaluated when the file is loaded? */
  headIsEager(): boolean {
    const { clause } = this.top;
    return this.context(clause !== null && !isFunction(this.text, clause.start)).eager;
  }

  private get top(): Level {
    return this.levels[this.levels.length - 1] as Level;
  }

  private of(depth: number): Context {
    const level = this.levels[depth];
    if (!level) return TOP;
    const clause = this.levels[depth - 1]?.clause;
    level.context ??= clause ? this.within(this.of(depth - 1), clause, depth - 1) : TOP;
    return level.context;
  }

  /** What is said behind the head, which stands at this depth. */
  private within(outer: Context, clause: Clause, depth: number): Context {
    const { text } = this;
    const at = { ...outer, attempt: null };
    if (isFunction(text, clause.start)) return { ...at, eager: false };
    switch (text.charAt(clause.start)) {
      case 'i':
      case 'e': {
        const typeOnly = outer.typeOnly || this.isTypeChecking(clause);
        return { ...at, eager: outer.eager && !this.isMain(clause), typeOnly };
      }
      case 'w':
      case 'a':
        return { ...at, guard: outer.guard || this.isExpectation(clause) };
      case 't':
        return { ...at, attempt: this.attempt(clause, depth) };
      default:
        return at;
    }
  }

  private isTypeChecking(clause: Clause): boolean {
    const node = this.headWith(clause, 'TYPE_CHECKING');
    return node?.type === 'If' && isTypeChecking(node.test);
  }

  /** Does one of the conditions up to here ask whether the file is the program? */
  private isMain(clause: Clause): boolean {
    const unknown: Clause[] = [];
    let last: Clause | null = clause;
    for (; last !== null && last.isMain === null; last = last.previous) unknown.push(last);
    let isSo = last?.isMain ?? false;
    for (const one of unknown.reverse()) {
      const node = isSo ? undefined : this.headWith(one, '__name__');
      isSo ||= node?.type === 'If' && isMain(node.test);
      one.isMain = isSo;
    }
    return isSo;
  }

  private isExpectation(clause: Clause): boolean {
    const node = this.headWith(clause, 'aises');
    return node?.type === 'With' && expectsImportError(node);
  }

  /** The head as a statement, when this text stands in it: most need not be parsed. */
  private headWith(clause: Clause, text: string): Node | undefined {
    if (!this.text.slice(clause.start, clause.end).includes(text)) return undefined;
    return parseHead(this.text, clause)?.[0];
  }

  private attempt(clause: Clause, depth: number): Attempt {
    const { column = 0, flat = 0 } = this.levels[depth] ?? {};
    const attempt: Attempt = { clause, column, flat, imports: [], body: 0, end: this.text.length };
    this.pending.push({ attempt, depth });
    this.attempts.push(attempt);
    return attempt;
  }

  /** A line that starts here ends blocks, and statements that it does not go on with. */
  private settle(start: number, continues: boolean): void {
    for (let last = this.pending.at(-1); last; last = this.pending.at(-1)) {
      const { attempt, depth } = last;
      if (this.levels.length - 1 > depth) return;
      if (attempt.body === 0) attempt.body = start;
      if (this.levels.length - 1 === depth && continues) return;
      attempt.end = start;
      this.pending.pop();
    }
  }
}

const FUNCTION = /(?:async[\s\\]+)?def(?![\p{L}\p{N}_])/uy;

function isFunction(text: string, at: number): boolean {
  FUNCTION.lastIndex = at;
  return FUNCTION.test(text);
}
