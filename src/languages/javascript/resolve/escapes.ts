import type { Escapes } from '../../language.js';

const ESCAPE = /\\(?:u([\da-fA-F]{4})|u\{([\da-fA-F]{1,6})\}|x([\da-fA-F]{2}))/g;

/**
 * `'./m\u0061nager'` names a file of which no needle is in the text. (`'./m\anager'` and octal escapes would too; nobody
 * writes them, and a backslash is in every third file.)
 */
export const escapes: Escapes = {
  marks: ['\\u', '\\x'],
  characters: (text) => new Set([...text.matchAll(ESCAPE)].flatMap((match) => (written(match) ?? '').split(''))),
  resolve: (text) => text.replace(ESCAPE, (...match: string[]) => written(match) ?? match[0] ?? ''),
};

/** Control characters stand in no path, and a line end would tear the line: those stay as they are. */
function written([, short, long, byte]: readonly (string | undefined)[]): string | null {
  const code = Number.parseInt(short ?? long ?? byte ?? '', 16);
  return code < 0x20 || code > 0x10ffff ? null : String.fromCodePoint(code);
}
