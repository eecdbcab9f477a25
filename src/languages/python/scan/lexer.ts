import { afterLineEnd, isLineEnd } from '../line-ends.js';
import { commentEnd, skip } from './white-space.js';
import {
  BACKSLASH,
  BRACE,
  CLOSING,
  COLON,
  DOT,
  EXCLAMATION,
  HASH,
  INVALID,
  isSpace,
  isWord,
  KINDS,
  LINE_END,
  MARKS,
  OPENING,
  PARENTHESIS,
  PLAIN,
  QUOTE,
  SEMICOLON,
  STOP,
} from './characters.js';
import { escaped, isTriple, marksOf, prefixStart } from './strings.js';

/** No field of an f-string: brackets are never so deep. */
const NO_FIELD = -1;
/** CPython reads f-strings within f-strings so deep. */
const DEEPEST = 150;

/**
 * Walks over code without reading its words: it stops at strings, comments, brackets, dots, colons and line ends only. What is
 * no Python is passed over, and `odd` says so: then only the parser can tell what is wrong.
 */
export abstract class Lexer {
  odd = false;
  /** How many brackets are open. */
  protected depth = 0;
  /** Where the simple statement begins, or the head of a block. */
  protected statement = 0;
  /** Behind the string that was read last. */
  protected behindString = 0;
  /** Comments within brackets: where each ends, and where it starts. */
  private readonly comments = new Map<number, number>();
  /** In how many fields of f-strings, one in the other. */
  protected fields = 0;

  constructor(protected readonly text: string) {}

  /** A dot. Most stand behind a name. */
  protected abstract dot(at: number): void;
  /** An opening parenthesis. */
  protected abstract parenthesis(at: number): void;
  /** A string without fields: `start` is where its prefix begins, `marks` what its characters are. */
  protected abstract string(start: number, quote: number, content: number, end: number, marks: number): void;
  /** A colon outside of brackets; returns where to read on. */
  protected abstract colon(at: number): number;
  /** A simple statement begins here, or white space in front of it; returns where to read on. */
  protected abstract begin(at: number): number;

  /** Reads one logical line; returns the offset of its line end. */
  protected line(from: number): number {
    this.depth = 0;
    const end = this.code(this.begin(from), NO_FIELD);
    if (this.depth > 0) this.odd = true;
    return end;
  }

  /** Reads up to the end of the logical line, or of the field whose brackets are so deep. */
  protected code(from: number, field: number): number {
    const { text } = this;
    const { length } = text;
    for (let i = from; ;) {
      let code = 0;
      for (; i < length; i++) {
        code = text.charCodeAt(i);
        if (code < 128 && KINDS[code] !== PLAIN) break;
      }
      if (i >= length) return length;
      const kind = KINDS[code] ?? INVALID;
      if (kind === LINE_END ? this.depth === 0 : this.depth === field && this.endsField(kind, i)) return i;
      i = this.sign(kind, i);
    }
  }

  /** Does the expression in a field end with this sign, outside of brackets of its own? */
  protected endsField(kind: number, i: number): boolean {
    return kind === CLOSING || kind === COLON || (kind === EXCLAMATION && this.text.charCodeAt(i + 1) !== 61);
  }

  /** Reads what begins with this sign; returns the offset behind it. */
  private sign(kind: number, i: number): number {
    switch (kind) {
      case DOT:
        this.dot(i);
        return i + 1;
      case QUOTE:
        return this.stringAt(i);
      case PARENTHESIS:
        this.parenthesis(i);
        this.depth++;
        return i + 1;
      case OPENING:
        this.depth++;
        return i + 1;
      case CLOSING:
        if (this.depth > 0) this.depth--;
        else this.odd = true;
        return i + 1;
      case COLON:
        return this.depth === 0 ? this.colon(i) : i + 1;
      case SEMICOLON:
        if (this.depth > 0) this.odd = true;
        return this.begin(i + 1);
      case HASH:
        return this.comment(i);
      case BACKSLASH:
        return this.continuation(i);
      case LINE_END:
        return i + 1;
      case EXCLAMATION:
        if (this.text.charCodeAt(i + 1) !== 61) this.odd = true;
        return i + 1;
      default:
        this.odd = true;
        return i + 1;
    }
  }

  /** A backslash joins the next line to this one. */
  protected continuation(i: number): number {
    if (!isLineEnd(this.text.charCodeAt(i + 1))) {
      this.odd = true;
      return i + 1;
    }
    const next = afterLineEnd(this.text, i + 1);
    if (next >= this.text.length) this.odd = true;
    return next;
  }

  protected comment(at: number): number {
    const end = commentEnd(this.text, at);
    if (this.depth > 0) this.comments.set(end, at);
    return end;
  }

  /** To the next token: see `skip`. */
  protected skip(from: number): number {
    return skip(this.text, from, this.depth > 0);
  }

  protected stringAt(quote: number): number {
    const { text } = this;
    const code = text.charCodeAt(quote);
    const triple = text.charCodeAt(quote + 1) === code && text.charCodeAt(quote + 2) === code;
    const content = quote + (triple ? 3 : 1);
    const start = isWord(text.charCodeAt(quote - 1)) ? prefixStart(text, quote) : quote;
    const prefix = start === quote ? '' : text.slice(start, quote).toLowerCase();
    const end =
      prefix.includes('f') || prefix.includes('t')
        ? this.format(start, quote, content, prefix.includes('r'))
        : triple
          ? this.longString(start, quote, content)
          : this.shortString(start, quote, content);
    this.behindString = end;
    return end;
  }

  private shortString(start: number, quote: number, content: number): number {
    const { text } = this;
    const close = text.charCodeAt(quote);
    let marks = 0;
    for (let i = content; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 127) continue;
      const mark = MARKS[code] ?? 0;
      marks |= mark;
      if ((mark & STOP) === 0) continue;
      if (code === close) {
        this.string(start, quote, content, i, marks);
        return i + 1;
      }
      if (code === 92) {
        i = escaped(text, i);
        marks |= MARKS[text.charCodeAt(i)] ?? 0;
      } else if (isLineEnd(code)) break;
    }
    this.odd = true;
    return text.length;
  }

  private longString(start: number, quote: number, content: number): number {
    const { text } = this;
    const quotes = text.slice(quote, content);
    for (let i = text.indexOf(quotes, content); i !== -1; i = text.indexOf(quotes, i + 1)) {
      let backslashes = i;
      while (backslashes > content && text.charCodeAt(backslashes - 1) === 92) backslashes--;
      if ((i - backslashes) % 2 === 1) continue;
      this.string(start, quote, content, i, i - content > 300 ? 0 : marksOf(text, content, i));
      return i + 3;
    }
    this.odd = true;
    return text.length;
  }

  /** An f-string: its fields are code. */
  private format(start: number, quote: number, content: number, raw: boolean): number {
    const { text } = this;
    const close = text.charCodeAt(quote);
    const triple = content - quote === 3;
    let fields = false;
    for (let i = content; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 127 || ((MARKS[code] ?? 0) & (STOP | BRACE)) === 0) continue;
      if (code === 92) i = this.formatEscape(i, raw);
      else if ((code === 123 || code === 125) && text.charCodeAt(i + 1) === code) i++;
      else if (code === 123) {
        fields = true;
        i = this.field(i + 1, quote, content) - 1;
      } else if (code === 125) break;
      else if (code === close && (!triple || isTriple(text, i))) {
        if (!fields) this.string(start, quote, content, i, marksOf(text, content, i));
        return i + content - quote;
      } else if (!triple && isLineEnd(code)) break;
    }
    this.odd = true;
    return text.length;
  }

  /** The last offset of an escape: `\{` escapes nothing, `\N{…}` holds no field. */
  private formatEscape(at: number, raw: boolean): number {
    const next = this.text.charCodeAt(at + 1);
    if (next === 123 || next === 125) return at;
    if (next === 78 && !raw && this.text.charCodeAt(at + 2) === 123) {
      const close = this.text.indexOf('}', at);
      return close === -1 ? at + 1 : close;
    }
    return escaped(this.text, at);
  }

  /** From behind a `{` to behind its `}`. */
  private field(from: number, quote: number, content: number): number {
    const outer = this.depth;
    if (this.fields === DEEPEST) {
      this.odd = true;
      return this.text.length;
    }
    this.fields++;
    this.depth++;
    let i = this.code(from, this.depth);
    if (this.text.charCodeAt(i) === 33) i = this.conversion(i + 1);
    if (this.text.charCodeAt(i) === 58) i = this.specification(i + 1, quote, content);
    if (this.text.charCodeAt(i) !== 125) this.odd = true;
    this.depth = outer;
    this.fields--;
    return i + 1;
  }

  private conversion(from: number): number {
    let i = from;
    while (isWord(this.text.charCodeAt(i)) || isSpace(this.text.charCodeAt(i))) i++;
    return i;
  }

  /** A format specification, up to its `}`. */
  private specification(from: number, quote: number, content: number): number {
    const { text } = this;
    const close = text.charCodeAt(quote);
    for (let i = from; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === 123 && text.charCodeAt(i + 1) !== 123) i = this.field(i + 1, quote, content) - 1;
      else if (code === 123) i++;
      else if (code === 125) return i;
      else if (code === close && (content - quote === 1 || isTriple(text, i))) break;
    }
    return text.length;
  }

  /** The last offset of the token in front of this one; -1 when the statement begins here. */
  protected before(at: number): number {
    const { text } = this;
    for (let i = at - 1; i >= this.statement; i--) {
      const code = text.charCodeAt(i);
      if (isLineEnd(code)) i = this.comments.get(i) ?? i;
      else if (!isSpace(code) && !(code === 92 && isLineEnd(text.charCodeAt(i + 1)))) return i;
    }
    return -1;
  }
}
