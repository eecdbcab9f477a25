import type { Span } from '../../../workspace/edit.js';
import type { Reference } from '../../reference.js';
import { identifier } from '../cursor.js';
import { valueOf } from '../string-value.js';
import { FIXED } from '../token-kinds.js';
import { CLOSING, ENTRY, ESCAPE, isDigit, isSpace, isWord, KINDS, PARTS, PROSE, QUOTE } from './characters.js';
import type { Attempt } from './blocks.js';
import { importedBy } from './imported.js';
import { ImportReader } from './imports.js';
import { isPrefix } from './strings.js';
import { LineReader } from './lines.js';
import { endsStatement, skip } from './white-space.js';
import { CALLED, CALLS, LOGS, MEANINGS, METHOD, nameBefore, wordStart } from './words.js';

/** A string that may name a module: alone (nothing beside it that it is joined with), and no docstring. */
export interface Literal extends Span {
  /** Its characters, which stand in the text as the program sees them. */
  readonly content: Span;
}

/** `a.b.c`, where `a` may be bound by an import. */
export interface Chain extends Span {
  readonly dotted: string;
}

/** A logical line with something that may be a call with the name of a module. */
export interface CallLine extends Span {
  /** Behind the head of a block with which it begins; 0 when it begins with none. */
  readonly behindHead: number;
  /** Where those calls may be. */
  readonly places: readonly number[];
  /** What is on it is done when the file is loaded: behind its head, and in the head. */
  readonly eager: boolean;
  readonly headEager: boolean;
}

/** Strings of this length are no names. */
const LONGEST = 300;

/** Finds what references are made of: imports, strings, chains of attributes, and the lines whose calls may name a module. */
export class ReferenceReader extends LineReader {
  readonly imports: Reference[] = [];
  readonly literals: Literal[] = [];
  /** Each once, where it stands first. */
  readonly chains: Chain[] = [];
  readonly calls: CallLine[] = [];
  private readonly imported;
  private readonly seen = new Set<string>();
  /** Of this line: see `CallLine`. */
  private places: number[] = [];
  /** Calls on this line that matter when strings do. */
  private logs: number[] = [];
  private literalsBefore = 0;
  private leading = { statement: -1, count: 0, end: -1 };

  constructor(text: string) {
    super(text);
    this.imported = importedBy(text);
    this.read();
  }

  /** See `Blocks`. */
  get attempts(): readonly Attempt[] {
    return this.blocks.attempts;
  }

  protected override statementAt(at: number): number {
    const { text } = this;
    const code = text.charCodeAt(at);
    if (code !== 105 && code !== 102) return at;
    const isImport = text.startsWith('import', at) && !isWord(text.charCodeAt(at + 6));
    if (!isImport && !(text.startsWith('from', at) && !isWord(text.charCodeAt(at + 4)))) return at;
    const context = this.blocks.context(this.behindHead > 0);
    const reader = new ImportReader(text, at, context);
    if (!(isImport ? reader.import() : reader.from())) this.odd = true;
    for (const one of reader.references) {
      if (context.guard) one.guard = true;
      context.attempt?.imports.push(one);
      this.imports.push(one);
    }
    return reader.end;
  }

  protected override dot(at: number): void {
    const { text } = this;
    const next = text.charCodeAt(at + 1);
    if (next === 109 || !(next < 128 && isWord(next))) this.attribute(at);
    const end = isWord(text.charCodeAt(at - 1)) ? at : this.nameEnd(at);
    if (end > 0 && this.imported.names.mayHold(text, end)) this.chain(end);
  }

  /** `sys.modules` */
  private attribute(dot: number): void {
    const from = this.skip(dot + 1);
    let end = from;
    while (isWord(this.text.charCodeAt(end))) end++;
    if (end - from >= 7 && identifier(this.text.slice(from, end)) === 'modules') this.places.push(from);
  }

  protected override parenthesis(at: number): void {
    const { text } = this;
    const end = isWord(text.charCodeAt(at - 1)) ? at : this.nameEnd(at);
    if (end > 0 && (CALLED.mayHold(text, end) || this.imported.patchers.size > 0)) this.call(end);
  }

  /** Behind the name that ends before this token, perhaps within parentheses; 0 when there is none. */
  private nameEnd(at: number): number {
    let last = this.before(at);
    while (last !== -1 && this.text.charCodeAt(last) === 41) last = this.before(last);
    return isWord(this.text.charCodeAt(last)) ? last + 1 : 0;
  }

  private call(end: number): void {
    const name = nameBefore(this.text, end);
    const meaning = name !== null && this.imported.patchers.has(name) ? CALLS : MEANINGS.get(name ?? '');
    if (meaning === undefined) return;
    const start = wordStart(this.text, end);
    if (meaning === LOGS) this.logs.push(start);
    else if (meaning !== METHOD || this.text.charCodeAt(this.before(start)) === 46) this.places.push(start);
  }

  protected override endLine(end: number): void {
    const { blocks, start, behindHead, places, logs } = this;
    if (logs.length > 0) {
      if (this.literals.length > this.literalsBefore) places.push(...logs);
      this.logs = [];
    }
    this.literalsBefore = this.literals.length;
    if (places.length === 0) return;
    this.places = [];
    const { eager } = blocks.context(behindHead > 0);
    const headEager = behindHead > 0 ? blocks.headIsEager() : eager;
    this.calls.push({ start, end, behindHead, places: places.sort((a, b) => a - b), eager, headEager });
  }

  private chain(end: number): void {
    const { text } = this;
    const start = wordStart(text, end);
    if (isDigit(text.charCodeAt(start)) || text.charCodeAt(this.before(start)) === 46) return;
    const found = this.attributes(start, end);
    if (found === null || this.seen.has(found.dotted)) return;
    this.seen.add(found.dotted);
    this.chains.push(found);
  }

  /** The attributes of a name, those of a parenthesis around it too: `(a.b).c`. */
  private attributes(start: number, end: number): Chain | null {
    const { text } = this;
    const outer = this.parentheses(start);
    let dotted = identifier(text.slice(start, end));
    let [first, last] = [start, end];
    for (let at = this.skipIn(outer.length, end); ; at = this.skipIn(outer.length, last)) {
      const closed = this.closed(at, outer.length);
      if (closed > 0) at = this.skipClosing(at, closed, outer.length);
      if (text.charCodeAt(at) !== 46) break;
      const from = this.skipIn(outer.length - closed, at + 1);
      let to = from;
      while (isWord(text.charCodeAt(to))) to++;
      if (to === from) break;
      for (let i = 0; i < closed; i++) first = outer.pop() ?? first;
      dotted += `.${identifier(text.slice(from, to))}`;
      last = to;
    }
    // A cut is cheaper than what was put together.
    if (last - start === dotted.length) dotted = text.slice(start, last);
    return last === end ? null : { dotted, start: first, end: last };
  }

  /** How many of so many parentheses are closed here, if an attribute follows. */
  private closed(at: number, open: number): number {
    let count = 0;
    let i = at;
    while (count < open && this.text.charCodeAt(i) === 41) {
      count++;
      i = this.skipIn(open - count, i + 1);
    }
    return count > 0 && this.text.charCodeAt(i) === 46 ? count : 0;
  }

  private skipClosing(at: number, count: number, open: number): number {
    let i = at;
    for (let closed = 1; closed <= count; closed++) i = this.skipIn(open - closed, i + 1);
    return i;
  }

  /** To the next token, where so many parentheses are open that may be closed where the reader stands. */
  private skipIn(open: number, from: number): number {
    return skip(this.text, from, open > 0 || this.depth > 0);
  }

  /** Those that opened right before a name, the outermost first, but for that of a call. */
  private parentheses(start: number): number[] {
    const { text } = this;
    const found: number[] = [];
    let last = this.before(start);
    for (; last !== -1 && text.charCodeAt(last) === 40; last = this.before(last)) found.push(last);
    if (found.length > 0 && this.isValue(last)) found.pop();
    return found.reverse();
  }

  /** Does a value end here, so that a parenthesis behind it is a call? */
  private isValue(last: number): boolean {
    const code = this.text.charCodeAt(last);
    const kind = KINDS[code];
    if (kind === CLOSING || kind === QUOTE) return true;
    if (!isWord(code)) return false;
    const start = wordStart(this.text, last + 1);
    const word = this.text.slice(start, last + 1);
    const isSoft = (word === 'match' || word === 'case') && start === this.start;
    return !FIXED.has(word) && !(isSoft && isSpace(this.text.charCodeAt(last + 1)));
  }

  protected override string(start: number, quote: number, content: number, end: number, marks: number): void {
    if ((marks & PARTS) === 0 || ((marks & PROSE) !== 0 && (marks & ENTRY) === 0)) return;
    if (end - content < 3 || end - content > LONGEST) return;
    const prefix = this.text.slice(start, quote).toLowerCase();
    if (prefix.includes('b')) return;
    const written = this.text.slice(content, end);
    if ((marks & (ESCAPE | PROSE)) !== 0 && valueOf(written, prefix) !== written) return;
    const behind = end + content - quote;
    if (this.isJoined(start, behind) || this.isDocstring(start, behind)) return;
    this.literals.push({ start, end: behind, content: { start: content, end } });
  }

  /** Does another string stand in front of it, or follow? */
  private isJoined(start: number, behind: number): boolean {
    if (this.behindString > 0 && this.skip(this.behindString) === start) return true;
    const { text } = this;
    const from = this.skip(behind);
    let at = from;
    while (at - from < 3 && isWord(text.charCodeAt(at))) at++;
    return KINDS[text.charCodeAt(at)] === QUOTE && (at === from || isPrefix(text.slice(from, at)));
  }

  /** Is it the whole statement, parentheses aside? */
  private isDocstring(start: number, behind: number): boolean {
    const { text } = this;
    if (this.leading.statement !== this.statement) this.leading = leadingOf(text, this.statement);
    let { depth } = this;
    if (start !== this.leading.end || depth !== this.leading.count) return false;
    let at = this.skip(behind);
    for (; depth > 0 && text.charCodeAt(at) === 41; depth--) at = skip(text, at + 1, depth > 1);
    return depth === 0 && endsStatement(text, at);
  }
}

/** Parentheses with which a statement begins: how many, and where the token behind them starts. */
function leadingOf(text: string, statement: number): { statement: number; count: number; end: number } {
  let count = 0;
  let end = statement;
  for (; text.charCodeAt(end) === 40; end = skip(text, end + 1, true)) count++;
  return { statement, count, end };
}
