import type { Span } from '../../../workspace/edit.js';
import { identifier } from '../cursor.js';
import { isLineEnd } from '../line-ends.js';
import { valueOf } from '../string-value.js';
import { FIXED } from '../token-kinds.js';
import { CLASSES, CLOSING, ENTRY, ESCAPE, PARTS, PROSE, QUOTE } from './classes.js';
import { wordsOf } from './imported.js';
import { AFTER_DOT, AFTER_NAME, AFTER_OPENING, AFTER_STRING, AFTER_VALUE, wordEnd } from './lexer.js';
import { LineReader } from './lines.js';
import { CALLS, MODULES, PATCHES, ROOT } from './words.js';

/** A string that may name a module: alone (nothing beside it that it is joined with), and no docstring. */
export interface Literal extends Span {
  /** Its characters, which stand in the text as the program sees them. */
  readonly content: Span;
}

/** `a.b.c`, where `a` may be bound by an import. */
export interface Chain extends Span {
  readonly dotted: string;
}

/** Strings of this length are no names. */
const LONGEST = 300;

/** Finds what references are made of: strings, chains of attributes, and the lines whose calls may name a module. */
export class ReferenceReader extends LineReader {
  readonly literals: Literal[] = [];
  /** Each once, where it stands first. */
  readonly chains: Chain[] = [];
  /** Where something stands that may be a call with the name of a module. */
  readonly calls: number[] = [];
  private readonly seen = new Set<string>();

  constructor(text: string) {
    super(text, wordsOf(text));
  }

  protected override known(start: number, end: number, meaning: number): void {
    super.known(start, end, meaning);
    if (meaning & (CALLS | PATCHES | MODULES) && this.isCall(end, meaning)) {
      this.wanted = true;
      this.calls.push(start);
    }
    if (meaning & ROOT && this.before !== AFTER_DOT && !this.importing) this.chain(start, end);
  }

  /** `sys.modules`, or a name behind which `(` follows, perhaps after the end of parentheses: one too many does no harm. */
  private isCall(end: number, meaning: number): boolean {
    if (meaning & MODULES && this.before === AFTER_DOT) return true;
    const code = this.text.charCodeAt(this.skip(end));
    return (code === 46 && (meaning & PATCHES) !== 0) || ((code === 40 || code === 41) && meaning !== MODULES);
  }

  private chain(start: number, end: number): void {
    const direct = this.text.charCodeAt(end);
    // Most names stand alone.
    if (direct === 44 || direct === 40 || direct === 58 || direct === 61) return;
    const found = this.attributes(start, end);
    if (found === null || this.seen.has(found.dotted)) return;
    this.seen.add(found.dotted);
    this.chains.push(found);
  }

  /** The attributes of a name, those of a parenthesis around it too: `(a.b).c`. */
  private attributes(start: number, end: number): Chain | null {
    const { text } = this;
    const outer = this.before === AFTER_OPENING ? this.parentheses() : [];
    const parts = [identifier(text.slice(start, end))];
    let [first, last] = [start, end];
    for (let at = this.skip(end); ; at = this.skip(last)) {
      const closed = this.closed(at, outer.length);
      if (closed > 0) at = this.skipClosing(at, closed);
      if (text.charCodeAt(at) !== 46) break;
      const from = this.skip(at + 1);
      const to = wordEnd(text, from);
      if (to === from) break;
      for (let i = 0; i < closed; i++) first = outer.pop() ?? first;
      parts.push(identifier(text.slice(from, to)));
      last = to;
    }
    return parts.length === 1 ? null : { dotted: parts.join('.'), start: first, end: last };
  }

  /** How many of so many parentheses are closed here, if an attribute follows. */
  private closed(at: number, open: number): number {
    let count = 0;
    let i = at;
    while (count < open && this.text.charCodeAt(i) === 41) {
      count++;
      i = this.skip(i + 1);
    }
    return count > 0 && this.text.charCodeAt(i) === 46 ? count : 0;
  }

  private skipClosing(at: number, count: number): number {
    let i = at;
    for (let closed = 0; closed < count; closed++) i = this.skip(i + 1);
    return i;
  }

  /** Those that opened right before, but for that of a call. */
  private parentheses(): number[] {
    const isCall =
      this.openedAfter === AFTER_VALUE ||
      this.openedAfter === AFTER_STRING ||
      (this.openedAfter === AFTER_NAME && !FIXED.has(this.text.slice(this.nameStart, this.nameEnd)));
    return isCall ? this.opened.slice(1) : this.opened.slice();
  }

  protected override string(start: number, quote: number, content: number, end: number, marks: number): void {
    if ((marks & PARTS) === 0 || ((marks & PROSE) !== 0 && (marks & ENTRY) === 0)) return;
    if (end - content < 3 || end - content > LONGEST || this.before === AFTER_STRING) return;
    const prefix = this.text.slice(start, quote).toLowerCase();
    if (prefix.includes('b')) return;
    const written = this.text.slice(content, end);
    if ((marks & (ESCAPE | PROSE)) !== 0 && valueOf(written, prefix) !== written) return;
    const behind = end + content - quote;
    if (this.isJoined(behind) || (this.leads && this.endsStatement(behind))) return;
    this.literals.push({ start, end: behind, content: { start: content, end } });
  }

  /** Does another string follow? */
  private isJoined(behind: number): boolean {
    const at = this.skip(behind);
    const code = this.text.charCodeAt(at);
    if (CLASSES[code] === QUOTE) return true;
    const end = wordEnd(this.text, at);
    return end > at && end - at <= 2 && CLASSES[this.text.charCodeAt(end)] === QUOTE;
  }

  /** Behind parentheses that close, does the statement end? */
  private endsStatement(behind: number): boolean {
    let depth = this.depth;
    let at = this.skip(behind);
    while (depth > 0 && CLASSES[this.text.charCodeAt(at)] === CLOSING) at = this.skip(at + 1, --depth);
    const code = this.text.charCodeAt(at);
    return at >= this.text.length || code === 59 || code === 35 || isLineEnd(code);
  }
}
