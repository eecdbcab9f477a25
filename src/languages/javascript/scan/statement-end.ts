import { UNSURE } from './characters.js';

/** Does the next line go on with the expression of this one? Comments are for the parser. */
export function continues(text: string, at: number): boolean {
  const next = text.slice(at).trimStart();
  // Neither goes on behind a line break; and `as` may as well be a name.
  if (/^(?:\/|(?:as|satisfies)\b)/.test(next)) throw UNSURE;
  if (/^(?:\+\+|--)/.test(next)) return false;
  return /^[.([?&|=<>*%^,+\-`]|^!=|^(?:in|instanceof|extends)\b/.test(next);
}

/** `(a)`, `((a.b))`; a comment may hide what it is. */
const IN_PARENTHESES =
  /^\([(\s]*(?:[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\s*\.\s*[\p{ID_Start}$_][\p{ID_Continue}$]*)?\s*(?:\)|(?=\/)|$)\s*|(?=\/))/u;

/** `export default (a)` and `export default async`: names after all. */
export function isNameInParentheses(text: string): boolean {
  if (/^async\s*(?:;|\n|\r|$|\/)/.test(text)) return true;
  const inner = IN_PARENTHESES.exec(text);
  return inner !== null && !/^(?:=>|:)/.test(text.slice(inner[0].length));
}
