import { Unsure } from './characters.js';

/** Does the next line go on with the expression of this one? Comments are for the parser. */
export function continues(text: string, at: number): boolean {
  const next = text.slice(at).trimStart();
  // Neither goes on behind a line break; and `as` may as well be a name.
  if (/^(?:\/|(?:as|satisfies)\b)/.test(next)) throw new Unsure();
  return /^[.([?&|=<>*%^,+\-!`]|^(?:in|instanceof|extends)\b/.test(next);
}

/** `export default (a)` and `export default async`: names after all. */
export function isNameInParentheses(text: string): boolean {
  if (/^async\s*(?:;|\n|\r|$|\/)/.test(text)) return true;
  const inner = /^\([(\s]*(?:[\p{ID_Start}$_][\p{ID_Continue}$]*[)\s]+|(?=\/))/u.exec(text);
  return inner !== null && !/^(?:=>|:)/.test(text.slice(inner[0].length));
}
