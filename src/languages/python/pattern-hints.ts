import { LOADERS } from './scan/words.js';

/** One of these is in every file that has a reference of kind `pattern`. */
export const PATTERN_NEEDLES: readonly string[] = [...LOADERS];

/** A call of one of them with anything but one plain string or dotted name. */
const COMPUTED = new RegExp(
  String.raw`\b(?:${PATTERN_NEEDLES.join('|')})(?:[\s\\)]|#.*)*\((?!\s*(?:[rRuU]?(["'])(?:(?!\1)[^\\\n])+\1|[\w.]+)\s*[,)])`,
);

/** See `Language.mayHoldPattern`. */
export function mayHoldPattern(text: string): boolean {
  return COMPUTED.test(text);
}
