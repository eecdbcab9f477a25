import { isLineEnd, isWordStart, UNSURE } from './characters.js';

/** The offset behind the string whose quote stands here. Throws `Unsure` when it does not end on its line. */
export function stringEnd(units: Uint16Array, from: number): number {
  const quote = units[from];
  for (let at = from + 1; ; at++) {
    const code = units[at];
    if (code === quote) return at + 1;
    if (code === 92) at++;
    else if (code === 10 || code === 13 || code === 0 || code === undefined) throw UNSURE;
  }
}

/** The offset behind the regular expression whose slash stands here, flags included. Throws `Unsure` when it does not end. */
export function regexEnd(units: Uint16Array, from: number): number {
  let inClass = false;
  for (let at = from + 1; ; at++) {
    const code = units[at];
    if (code === 92) at++;
    else if (code === 91) inClass = true;
    else if (code === 93) inClass = false;
    else if (code === 47 && !inClass) return wordEndIn(units, at + 1);
    else if (code === 10 || code === 13 || code === 0 || code === undefined) throw UNSURE;
  }
}

/** The offset behind the comment that begins here, or of the line end that ends it; `from` itself when none begins here. */
export function commentEnd(units: Uint16Array, text: string, from: number): number {
  const next = units[from + 1];
  if (next === 47) {
    let at = from + 2;
    while (at < text.length && !isLineEnd(units[at] ?? 0)) at++;
    return at;
  }
  if (next !== 42) return from;
  const end = text.indexOf('*/', from + 2);
  if (end === -1) throw UNSURE;
  return end + 2;
}

/** See `wordEnd`. */
export function wordEndIn(units: Uint16Array, from: number): number {
  let at = from;
  while (isWordStart(units[at] ?? 0)) at++;
  return at;
}
