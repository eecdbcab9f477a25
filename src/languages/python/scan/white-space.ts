import { afterLineEnd, isLineEnd } from '../line-ends.js';
import { isSpace } from './characters.js';

/** To the next token, over white space; within brackets also over comments and line ends. */
export function skip(text: string, from: number, inBrackets: boolean): number {
  for (let i = from; ;) {
    const code = text.charCodeAt(i);
    if (isSpace(code)) i++;
    else if (code === 92 && isLineEnd(text.charCodeAt(i + 1))) i = afterLineEnd(text, i + 1);
    else if (inBrackets && isLineEnd(code)) i++;
    else if (inBrackets && code === 35) i = commentEnd(text, i);
    else return i;
  }
}

/** The line end behind a comment. */
export function commentEnd(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && !isLineEnd(text.charCodeAt(end))) end++;
  return end;
}

/** Does the simple statement end here? */
export function endsStatement(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return at >= text.length || code === 59 || code === 35 || isLineEnd(code);
}
