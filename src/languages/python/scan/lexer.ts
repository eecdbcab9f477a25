import { identifier } from '../cursor.js';
import { isLineEnd, afterLineEnd } from '../line-ends.js';
import { WIDE_IDENTIFIER } from '../tokens.js';
import { CLASSES, CLOSING, COLON, DIGIT, DOT, isWord, LETTER, MARKS, OPENING, QUOTE, SEMICOLON } from './classes.js';
import { hashNext, hashOf } from './words.js';

/** What the token before was. */
export const AT_START = 0;
export const AFTER_NAME = 1;
export const AFTER_VALUE = 2;
export const AFTER_STRING = 3;
export const AFTER_OPENING = 4;
export const AFTER_DOT = 5;
export const AFTER_OTHER = 6;

/**
 * Reads the tokens of a text one by one, without making any. What is no Python is passed over, and `odd` says so: then only the
 * parser can tell what is wrong.
 */
export abstract class Lexer {
  odd = false;
  /** How many brackets are open. */
  protected depth = 0;
  protected before = AT_START;
  /** Nothing but parentheses has been read of this statement. */
  protected leads = true;
  /** The last name, which tells whether a parenthesis behind it is a call. */
  protected nameStart = 0;
  protected nameEnd = 0;
  /** Parentheses that opened one behind the other, right before the next token. */
  protected readonly opened: number[] = [];
  /** Does the first of them follow a value or name? */
  protected openedAfter = AT_START;
  /** In how many fields of f-strings, one in the other. */
  protected fields = 0;

  constructor(protected readonly text: string) {}

  /** A word, with `before` as it was in front of it. */
  protected abstract word(start: number, end: number, hash: number): void;
  /** A string without fields: `start` is where its prefix begins, `marks` what its characters are. */
  protected abstract string(start: number, quote: number, content: number, end: number, marks: number): void;
  protected abstract colon(): void;

  /** Reads the token at `i`; returns the offset behind it. */
  protected token(i: number, code: number): number {
    const kind = code < 128 ? CLASSES[code] : LETTER;
    if (kind === LETTER) return this.name(i, code);
    if (kind === QUOTE) return this.stringAt(i, i);
    if (kind === OPENING) return this.opening(i, code);
    this.leads = false;
    if (kind === CLOSING) {
      if (this.depth > 0) this.depth--;
      else this.odd = true;
      this.before = AFTER_VALUE;
    } else if (kind === DIGIT) return this.number(i);
    else if (kind === DOT) {
      const next = this.text.charCodeAt(i + 1);
      if (next >= 48 && next <= 57) return this.number(i);
      this.before = AFTER_DOT;
    } else if (kind === COLON) {
      this.before = AFTER_OTHER;
      if (this.text.charCodeAt(i + 1) !== 61) this.colon();
    } else if (kind === SEMICOLON) {
      this.before = AT_START;
      this.leads = this.depth === 0;
    } else this.before = AFTER_OTHER;
    return i + 1;
  }

  private opening(i: number, code: number): number {
    if (this.before !== AFTER_OPENING) {
      this.opened.length = 0;
      this.openedAfter = this.before;
    }
    if (code === 40) this.opened.push(i);
    else {
      this.opened.length = 0;
      this.openedAfter = AFTER_OPENING;
      this.leads = false;
    }
    this.depth++;
    this.before = AFTER_OPENING;
    return i + 1;
  }

  private name(i: number, first: number): number {
    const { text } = this;
    let hash = first;
    let end = i + 1;
    let code = first > 127 ? first : text.charCodeAt(end);
    for (; code < 128 && isWord(code); code = text.charCodeAt(++end)) hash = hashNext(hash, code);
    if (code > 127) return this.wideName(i);
    if ((code === 34 || code === 39) && end - i <= 2 && isPrefix(text, i, end)) return this.stringAt(i, end);
    this.word(i, end, hash);
    this.nameStart = i;
    this.nameEnd = end;
    this.before = AFTER_NAME;
    this.leads = false;
    return end;
  }

  protected wideName(i: number): number {
    const end = wordEnd(this.text, i);
    this.leads = false;
    if (end === i) {
      this.odd = true;
      return i + 1;
    }
    this.word(i, end, hashOf(identifier(this.text.slice(i, end))));
    [this.nameStart, this.nameEnd, this.before] = [i, end, AFTER_NAME];
    return end;
  }

  /** A sign in an exponent is an operator here: that tells nothing less. */
  private number(i: number): number {
    let end = i + 1;
    for (let code = this.text.charCodeAt(end); isWord(code) || code === 46;) code = this.text.charCodeAt(++end);
    this.before = AFTER_VALUE;
    return end;
  }

  private stringAt(start: number, quote: number): number {
    const { text } = this;
    const code = text.charCodeAt(quote);
    const triple = text.charCodeAt(quote + 1) === code && text.charCodeAt(quote + 2) === code;
    const content = quote + (triple ? 3 : 1);
    const prefix = quote === start ? '' : text.slice(start, quote).toLowerCase();
    const format = prefix.includes('f') || prefix.includes('t');
    const end = format
      ? this.format(start, quote, content, prefix.includes('r'))
      : triple
        ? this.longString(start, quote, content)
        : this.shortString(start, quote, content);
    this.before = AFTER_STRING;
    this.leads = false;
    return end;
  }

  private shortString(start: number, quote: number, content: number): number {
    const { text } = this;
    const close = text.charCodeAt(quote);
    let marks = 0;
    for (let i = content; ; i++) {
      const code = text.charCodeAt(i);
      if (code === close) {
        this.string(start, quote, content, i, marks);
        return i + 1;
      }
      if (code < 128) {
        marks |= MARKS[code] ?? 0;
        if (code === 92) {
          i = escaped(text, i);
          marks |= MARKS[text.charCodeAt(i)] ?? 0;
          continue;
        }
        if (!isLineEnd(code)) continue;
      } else if (code > 127) continue;
      this.odd = true;
      return i;
    }
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
    const outer = { depth: this.depth, leads: this.leads };
    const inner = ++this.depth;
    this.fields++;
    this.before = AFTER_OTHER;
    this.leads = false;
    let i = from;
    for (; i < this.text.length;) {
      const code = this.text.charCodeAt(i);
      if (isSpace(code) || isLineEnd(code)) i++;
      else if (code === 35) i = this.comment(i);
      else if (
        this.depth === inner &&
        (code === 125 || code === 58 || (code === 33 && this.text.charCodeAt(i + 1) !== 61))
      )
        break;
      else i = this.token(i, code);
    }
    this.fields--;
    if (this.text.charCodeAt(i) === 33) i = this.conversion(i + 1);
    if (this.text.charCodeAt(i) === 58) i = this.specification(i + 1, quote, content);
    if (this.text.charCodeAt(i) !== 125) this.odd = true;
    ({ depth: this.depth, leads: this.leads } = outer);
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

  /** The end of a comment. */
  protected comment(at: number): number {
    let i = at + 1;
    while (i < this.text.length && !isLineEnd(this.text.charCodeAt(i))) i++;
    return i;
  }
}

/** Behind the name at `i`; `i` itself when there is none. */
export function wordEnd(text: string, i: number): number {
  let end = i;
  let code = text.charCodeAt(i);
  if (code >= 48 && code <= 57) return i;
  while (code < 128 && isWord(code)) code = text.charCodeAt(++end);
  if (!(code > 127)) return end;
  WIDE_IDENTIFIER.lastIndex = i;
  return i + (WIDE_IDENTIFIER.exec(text)?.[0].length ?? 0);
}

/** White space within a line. */
export function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 12;
}

/** Are these one or two letters the prefix of a string? */
function isPrefix(text: string, start: number, end: number): boolean {
  const one = text.charCodeAt(start) | 32;
  if (end - start === 1) return one === 114 || one === 98 || one === 117 || one === 102 || one === 116;
  const other = text.charCodeAt(start + 1) | 32;
  const partner = one === 114 ? other : other === 114 ? one : 0;
  return partner === 98 || partner === 102 || partner === 116;
}

function isTriple(text: string, i: number): boolean {
  return text.charCodeAt(i + 1) === text.charCodeAt(i) && text.charCodeAt(i + 2) === text.charCodeAt(i);
}

/** The last offset of what a backslash escapes. */
function escaped(text: string, at: number): number {
  return afterLineEnd(text, at + 1) - 1;
}

function marksOf(text: string, start: number, end: number): number {
  let marks = 0;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code < 128) marks |= MARKS[code] ?? 0;
  }
  return marks;
}
