import { DEDENT, ELIDED, END, INDENT, NEWLINE } from '../token-kinds.js';
import { Tokens } from '../tokens.js';
import { DECORATES, type LineReader } from './lines.js';
import { CONTINUES, DEFINES, TRIES } from './words.js';

/** One part of a compound statement: its decorators and head, and what stands in its block. */
interface Clause {
  /** Start and end of each line, in turn. */
  readonly lines: readonly number[];
  body: { readonly start: number; readonly end: number } | null;
}

/** A block that is being read. */
interface Level {
  readonly column: number;
  readonly flat: number;
  readonly keepsAll: boolean;
  readonly tries: boolean;
  /** Its head is among the tokens. */
  open: boolean;
  /** Statements left out since the last token. */
  run: { start: number; end: number } | null;
  /** The parts of the compound statement that was read last, while none of them is among the tokens. */
  parts: Clause[];
  /** ... and whether it is. */
  kept: boolean;
}

/**
 * The tokens of a text in which statements that nobody wants are one ELIDED for each run of them. The heads of the blocks
 * around what is wanted are there, with all parts of their statements, so that it can be parsed like any other text.
 */
export class Outline {
  readonly tokens: Tokens;
  private readonly levels: Level[];
  private decorators: { lines: number[]; wanted: boolean } | null = null;
  /** The head that was read last: the next line may be its block. */
  private head = 0;

  /** `whole`: every statement outside of functions and classes is wanted. */
  constructor(
    text: string,
    private readonly reader: LineReader,
    whole: boolean,
  ) {
    this.tokens = new Tokens(text);
    this.levels = [level(0, 0, whole, false)];
    this.top.open = true;
    while (reader.next()) if (!reader.odd) this.line();
    if (reader.odd) return;
    while (this.levels.length > 1) this.close();
    this.flush(this.top);
    this.tokens.push(END, text.length, text.length);
  }

  private get top(): Level {
    return this.levels.at(-1) as Level;
  }

  private line(): void {
    this.indent();
    const { reader, top } = this;
    const { head, start, end } = reader;
    const continues = (head & CONTINUES) !== 0;
    const wanted = reader.wanted || (this.decorators?.wanted ?? false);
    if ((this.decorators && !(head & (DEFINES | DECORATES))) || (continues && !top.kept && top.parts.length === 0))
      reader.odd = true;
    const { decorators } = this;
    this.decorators = null;
    this.head = head;
    if (head === DECORATES) {
      const lines = decorators?.lines ?? [];
      lines.push(start, end);
      this.decorators = { lines, wanted };
      this.head = 0;
      return;
    }
    if (!continues) settle(top);
    const keeps = wanted || top.keepsAll || (continues && top.kept) || (top.tries && reader.fails);
    if (head !== 0) {
      top.parts.push({ lines: decorators ? [...decorators.lines, start, end] : [start, end], body: null });
      if (keeps) this.keepStatement(this.levels.length - 1);
    } else if (keeps) {
      this.reach(this.levels.length - 1);
      this.flush(top);
      this.keepLine(start, end);
    } else leaveOut(top, start, end);
  }

  /** Opens and closes blocks as the indentation of the line says. */
  private indent(): void {
    const { column, flat } = this.reader;
    if (column > this.top.column) {
      if (this.head === 0 || flat <= this.top.flat) this.reader.odd = true;
      const isDefinition = (this.head & DEFINES) !== 0;
      const inner = level(column, flat, this.top.keepsAll && !isDefinition, (this.head & TRIES) !== 0);
      if (this.top.kept) this.enter(inner);
      this.levels.push(inner);
      return;
    }
    while (column < this.top.column && this.levels.length > 1) this.close();
    if (column !== this.top.column || flat !== this.top.flat) this.reader.odd = true;
  }

  private enter(inner: Level): void {
    this.mark(INDENT);
    inner.open = true;
  }

  private close(): void {
    const inner = this.levels.pop();
    if (!inner) return;
    if (inner.open) {
      this.flush(inner);
      this.mark(DEDENT);
      return;
    }
    settle(inner);
    const part = this.top.parts.at(-1);
    if (part) part.body = inner.run;
  }

  /** Puts the head of a block, with those around it, among the tokens. */
  private reach(depth: number): void {
    const inner = this.levels[depth];
    if (!inner || inner.open) return;
    this.keepStatement(depth - 1);
    this.enter(inner);
  }

  /** The same for the compound statement that was read last at this depth. */
  private keepStatement(depth: number): void {
    const at = this.levels[depth];
    if (!at) return;
    this.reach(depth);
    this.flushRun(at);
    for (const { lines, body } of at.parts) {
      this.keepLines(lines);
      if (!body) continue;
      this.mark(INDENT);
      this.elide(body);
      this.mark(DEDENT);
    }
    at.parts = [];
    at.kept = true;
  }

  private keepLines(lines: readonly number[]): void {
    for (let i = 0; i < lines.length; i += 2) this.keepLine(lines[i] ?? 0, lines[i + 1] ?? 0);
  }

  private keepLine(start: number, end: number): void {
    this.tokens.read(start, end);
    this.mark(NEWLINE);
  }

  private flush(at: Level): void {
    settle(at);
    this.flushRun(at);
  }

  private flushRun(at: Level): void {
    if (at.run) this.elide(at.run);
    at.run = null;
  }

  private elide({ start, end }: { start: number; end: number }): void {
    this.tokens.push(ELIDED, start, end);
    this.mark(NEWLINE);
  }

  /** A token without characters. */
  private mark(kind: number): void {
    const end = this.tokens.ends.at(-1) ?? 0;
    this.tokens.push(kind, end, end);
  }
}

function level(column: number, flat: number, keepsAll: boolean, tries: boolean): Level {
  return { column, flat, keepsAll, tries, open: false, run: null, parts: [], kept: false };
}

/** A compound statement that is over and was not wanted is left out like any other. */
function settle(at: Level): void {
  const [first] = at.parts;
  const last = at.parts.at(-1);
  if (first && last) leaveOut(at, first.lines[0] ?? 0, last.body?.end ?? last.lines.at(-1) ?? 0);
  at.parts = [];
  at.kept = false;
}

function leaveOut(at: Level, start: number, end: number): void {
  if (at.run) at.run.end = end;
  else at.run = { start, end };
}
