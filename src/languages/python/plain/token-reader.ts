import { isLineEnd } from '../line-ends.js';
import {
  CLOSING,
  COLON,
  DOT,
  isDigit,
  isSpace,
  isWord,
  KINDS,
  OPENING,
  PARENTHESIS,
  PLAIN,
  QUOTE,
  SEMICOLON,
} from '../scan/characters.js';
import { LineReader } from '../scan/lines.js';
import { isPrefix } from '../scan/strings.js';

/** What the token before was. */
const AT_START = 0;
export const AFTER_NAME = 1;
export const AFTER_VALUE = 2;
export const AFTER_STRING = 3;
export const AFTER_OPENING = 4;
export const AFTER_DOT = 5;
export const AFTER_OTHER = 6;

/** Reads the tokens of logical lines one by one, words too, without making any. */
export abstract class TokenReader extends LineReader {
  /** What the token before was. */
  protected after = AT_START;
  /** Nothing but parentheses has been read of this statement. */
  protected leads = true;
  /** A name beyond ASCII was read: such can be written in several ways. */
  isWide = false;
  /** The last name. */
  protected nameStart = 0;
  protected nameEnd = 0;

  /** A word, with `after` as it was in front of it. */
  protected abstract word(start: number, end: number): void;

  protected override statementAt(at: number): number {
    this.after = AT_START;
    this.leads = true;
    return at;
  }

  protected override code(from: number, field: number): number {
    const { text, leads } = this;
    if (field > 0) {
      this.after = AFTER_OTHER;
      this.leads = false;
    }
    let i = from;
    while (i < text.length) {
      const code = text.charCodeAt(i);
      if (isSpace(code) || (this.depth > 0 && isLineEnd(code))) i++;
      else if (code === 35) i = this.comment(i);
      else if (code === 92) i = this.continuation(i);
      else if (isLineEnd(code) || (this.depth === field && this.endsField(KINDS[code] ?? PLAIN, i))) break;
      else i = this.token(i, code);
    }
    if (field > 0) this.leads = leads;
    return i;
  }

  /** Reads the token at `i`; returns the offset behind it. */
  protected token(i: number, code: number): number {
    if (isDigit(code)) return this.number(i);
    if (isWord(code)) return this.name(i);
    const kind = KINDS[code];
    if (kind === QUOTE) return this.stringToken(i);
    if (kind === SEMICOLON) return this.begin(i + 1);
    if (kind === PARENTHESIS || kind === OPENING) {
      if (kind === OPENING) this.leads = false;
      this.depth++;
      this.after = AFTER_OPENING;
      return i + 1;
    }
    this.leads = false;
    this.after = AFTER_OTHER;
    if (kind === CLOSING) {
      if (this.depth > 0) this.depth--;
      else this.odd = true;
      this.after = AFTER_VALUE;
    } else if (kind === DOT) {
      if (isDigit(this.text.charCodeAt(i + 1))) return this.number(i);
      this.after = AFTER_DOT;
    } else if (kind === COLON && this.depth === 0) return this.colon(i);
    return i + 1;
  }

  private stringToken(quote: number): number {
    const end = this.stringAt(quote);
    this.after = AFTER_STRING;
    this.leads = false;
    return end;
  }

  private name(i: number): number {
    const { text } = this;
    let end = i;
    for (let code = text.charCodeAt(i); isWord(code); code = text.charCodeAt(++end)) if (code > 127) this.isWide = true;
    if (KINDS[text.charCodeAt(end)] === QUOTE && isPrefix(text.slice(i, end))) return this.stringToken(end);
    this.word(i, end);
    this.nameStart = i;
    this.nameEnd = end;
    this.after = AFTER_NAME;
    this.leads = false;
    return end;
  }

  /** A sign in an exponent is an operator here: that tells nothing less. */
  private number(i: number): number {
    let end = i + 1;
    for (let code = this.text.charCodeAt(end); isWord(code) || code === 46;) code = this.text.charCodeAt(++end);
    this.after = AFTER_VALUE;
    this.leads = false;
    return end;
  }

  protected override dot(): void {
    // Read as a token.
  }

  protected override parenthesis(): void {
    // Read as a token.
  }
}

/** Behind the name at `i`. */
export function wordEnd(text: string, i: number): number {
  let end = i;
  while (isWord(text.charCodeAt(end))) end++;
  return end;
}
