import { afterLineEnd } from '../line-ends.js';
import { isWord, MARKS } from './characters.js';

/** Where the prefix of a string begins; the quote itself when there is none (`in'a'`). */
export function prefixStart(text: string, quote: number): number {
  let start = quote;
  while (start > 0 && quote - start < 3 && isWord(text.charCodeAt(start - 1))) start--;
  return isPrefix(text.slice(start, quote)) ? start : quote;
}

/** Can these letters stand in front of a quote, as a part of the string? */
export function isPrefix(letters: string): boolean {
  return /^(?:[rbuft]|rb|br|rf|fr|rt|tr)$/i.test(letters);
}

/** Do three quotes of a kind stand here? */
export function isTriple(text: string, i: number): boolean {
  return text.charCodeAt(i + 1) === text.charCodeAt(i) && text.charCodeAt(i + 2) === text.charCodeAt(i);
}

/** The last offset of what a backslash escapes. */
export function escaped(text: string, at: number): number {
  return afterLineEnd(text, at + 1) - 1;
}

/** What these characters of a string are: `MARKS` of all. */
export function marksOf(text: string, start: number, end: number): number {
  let marks = 0;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code < 128) marks |= MARKS[code] ?? 0;
  }
  return marks;
}
