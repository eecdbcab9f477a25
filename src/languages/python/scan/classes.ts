/** Classes of characters: a table is the fastest way to ask. Beyond ASCII there are only letters, and what is no token. */
export const LETTER = 1;
export const DIGIT = 2;
export const QUOTE = 3;
export const OPENING = 4;
export const CLOSING = 5;
export const DOT = 6;
export const COLON = 7;
export const SEMICOLON = 8;

export const CLASSES = new Uint8Array(128);
for (const [kind, chars] of [
  [LETTER, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_'],
  [DIGIT, '0123456789'],
  [QUOTE, '"\''],
  [OPENING, '([{'],
  [CLOSING, ')]}'],
  [DOT, '.'],
  [COLON, ':'],
  [SEMICOLON, ';'],
] as const)
  for (const char of chars) CLASSES[char.charCodeAt(0)] = kind;

/** Letters and digits. */
export function isWord(code: number): boolean {
  const kind = CLASSES[code];
  return kind === LETTER || kind === DIGIT;
}

/** What a string is made of, as far as it matters for whether it may name a module. */
export const PARTS = 1;
export const ENTRY = 2;
export const PROSE = 4;
export const ESCAPE = 8;

export const MARKS = new Uint8Array(128);
for (const [mark, chars] of [
  [PARTS, './'],
  [PARTS | ENTRY, ':'],
  [PROSE, ' \t<>{}'],
  [ESCAPE, '\\\r\n'],
] as const)
  for (const char of chars) MARKS[char.charCodeAt(0)] = mark;
