/** The tokens do not decide: the file is parsed in full instead. */
export class Unsure extends Error {}

/** Words behind which an expression begins. */
export const BEFORE_EXPRESSION = new Set(
  'return typeof instanceof in new delete void throw case do else extends default'.split(' '),
);
/** Words that are operands or operators, as the context has it. */
export const CONTEXTUAL = new Set('of await yield async as is satisfies keyof infer readonly asserts type'.split(' '));
export const BEFORE_CONDITION = new Set(['if', 'while', 'for', 'with']);

/** The words that mean something to the lexer or its handler: most others go by without a string being made of them. */
export class Words {
  /** For each first character, the lengths as bits. */
  private readonly lengths = new Int32Array(128);

  constructor(words: readonly string[]) {
    for (const word of [...BEFORE_EXPRESSION, ...CONTEXTUAL, ...BEFORE_CONDITION, ...words]) {
      const first = word.charCodeAt(0);
      this.lengths[first] = (this.lengths[first] ?? 0) | (1 << word.length);
    }
  }

  /** Words that are longer, or begin with another character, cannot be told apart from others. */
  static takes(word: string): boolean {
    return word.length < 32 && /^[a-z_$][\w$]*$/i.test(word);
  }

  mayHave(first: number, length: number): boolean {
    return first < 128 && length < 32 && ((this.lengths[first] ?? 0) & (1 << length)) !== 0;
  }
}

/** Behind white space and comments. */
export function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (isSpace(code)) at++;
    else if (code === 47 && text.charCodeAt(at + 1) === 47) at = lineEnd(text, at);
    else if (code === 47 && text.charCodeAt(at + 1) === 42) {
      const end = text.indexOf('*/', at + 2);
      if (end === -1) throw new Unsure();
      at = end + 2;
    } else return at;
  }
}

/** White space and line ends, those beyond ASCII too (ECMA-262, 12.2 and 12.3). */
export function isSpace(code: number): boolean {
  if (code < 128) return code === 32 || (code >= 9 && code <= 13);
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
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36 ||
    (code > 127 && !isSpace(code))
  );
}

/** The offset behind the word that begins here; `from` itself when none does. */
export function wordEnd(text: string, from: number): number {
  let at = from;
  while (isWordStart(text.charCodeAt(at))) at++;
  return at;
}

/** The offset of the next line end, or the length of the text. */
export function lineEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13 || code === 0x2028 || code === 0x2029) return at;
  }
  return text.length;
}
