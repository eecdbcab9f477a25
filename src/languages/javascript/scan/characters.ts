/** The tokens do not decide: what they leave open is parsed instead. */
export class Unsure extends Error {}

/** Thrown by all: to note for each where it came from would take longer than to read the file. */
export const UNSURE = new Unsure();

export const SPACE = 1;
/** A sign behind which an expression begins, and that means no more. */
export const SIGN = 2;
export const DIGIT = 3;
export const LETTER = 4;

/** For each ASCII character what it is; 0 for any other. */
export const KINDS = new Uint8Array(128);
for (const [kind, characters] of [
  [SPACE, '\t\n\v\f\r '],
  [SIGN, '.,;:=?|&*%^~'],
  [DIGIT, '0123456789'],
  [LETTER, '$_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'],
] as const)
  for (const one of characters) KINDS[one.charCodeAt(0)] = kind;

/** Behind white space and comments. */
export function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (isSpace(code)) at++;
    else if (code === 47 && text.charCodeAt(at + 1) === 47) at = lineEnd(text, at);
    else if (code === 47 && text.charCodeAt(at + 1) === 42) {
      const end = text.indexOf('*/', at + 2);
      if (end === -1) throw UNSURE;
      at = end + 2;
    } else return at;
  }
}

/** White space and line ends, those beyond ASCII too (ECMA-262, 12.2 and 12.3). */
export function isSpace(code: number): boolean {
  if (code < 128) return KINDS[code] === SPACE;
  return (
    code === 0xa0 ||
    code === 0xfeff ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

/** May the character stand in a name or a number? Beyond ASCII all but blanks count. */
export function isWordStart(code: number): boolean {
  return code < 128 ? (KINDS[code] ?? 0) >= DIGIT : code > 127 && !isSpace(code);
}

/** The offset behind the word that begins here; `from` itself when none does. */
export function wordEnd(text: string, from: number): number {
  let at = from;
  while (isWordStart(text.charCodeAt(at))) at++;
  return at;
}

/** The offset of the next line end, or the length of the text. */
export function lineEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isLineEnd(text.charCodeAt(at))) at++;
  return at;
}

/** ECMA-262, 12.3. */
export function isLineEnd(code: number): boolean {
  return code === 10 || code === 13 || code === 0x2028 || code === 0x2029;
}
