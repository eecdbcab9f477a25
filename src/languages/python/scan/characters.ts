/** What a character of code means to the scanner. Beyond ASCII there are only letters, and what is no token. */
export const PLAIN = 0;
export const QUOTE = 1;
export const PARENTHESIS = 2;
export const OPENING = 3;
export const CLOSING = 4;
export const DOT = 5;
export const COLON = 6;
export const SEMICOLON = 7;
export const HASH = 8;
export const BACKSLASH = 9;
export const LINE_END = 10;
export const EXCLAMATION = 11;
/** It stands in no token. */
export const INVALID = 12;

export const KINDS = new Uint8Array(128);
for (const [kind, chars] of [
  [QUOTE, '"\''],
  [PARENTHESIS, '('],
  [OPENING, '[{'],
  [CLOSING, ')]}'],
  [DOT, '.'],
  [COLON, ':'],
  [SEMICOLON, ';'],
  [HASH, '#'],
  [BACKSLASH, '\\'],
  [LINE_END, '\r\n'],
  [EXCLAMATION, '!'],
  [INVALID, '$?`'],
] as const)
  for (const char of chars) KINDS[char.charCodeAt(0)] = kind;

/** What a string is made of, as far as it matters for where it ends, and for whether it may name a module. */
export const PARTS = 1;
export const ENTRY = 2;
export const PROSE = 4;
export const ESCAPE = 8;
/** May end a string, or holds more than one character. */
export const STOP = 16;
/** ... of an f-string. */
export const BRACE = 32;

export const MARKS = new Uint8Array(128);
for (const [mark, chars] of [
  [PARTS, './'],
  [PARTS | ENTRY, ':'],
  [PROSE, ' \t<>'],
  [PROSE | BRACE, '{}'],
  [ESCAPE | STOP, '\\\r\n'],
  [STOP, '"\''],
] as const)
  for (const char of chars) MARKS[char.charCodeAt(0)] = mark;

const WORD = new Uint8Array(128);
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789') WORD[char.charCodeAt(0)] = 1;

const BOM = 0xfeff;

/** A letter or digit, or what may be one beyond ASCII. */
export function isWord(code: number): boolean {
  return code > 127 ? code !== BOM : WORD[code] === 1;
}

/** White space within a line. */
export function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 12;
}

/** An ASCII digit. */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
