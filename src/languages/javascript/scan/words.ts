/** Words behind which an expression begins. */
const BEFORE_EXPRESSION = 'return typeof instanceof in new delete void throw case do else extends default'.split(' ');
/** Words that are operands or operators, as the context has it. */
export const CONTEXTUAL = new Set('of await yield async as is satisfies keyof infer readonly asserts type'.split(' '));
const BEFORE_CONDITION = ['if', 'while', 'for', 'with'];

/** What a word means to the lexer, as bits. */
export const EXPRESSION_FOLLOWS = 1;
export const DEPENDS = 2;
export const CONDITION_FOLLOWS = 4;
/** The handler wants to be told of it. */
export const WANTED = 8;

const SIZE = 1024;

/** The words that mean something to the lexer or its handler: nearly all others go by without a string being made of them. */
export class Words {
  private readonly keys = new Uint8Array(SIZE);
  private readonly meanings = new Map<string, number>();

  constructor(wanted: readonly string[]) {
    this.add(BEFORE_EXPRESSION, EXPRESSION_FOLLOWS);
    this.add(CONTEXTUAL, DEPENDS);
    this.add(BEFORE_CONDITION, CONDITION_FOLLOWS);
    this.add(wanted, WANTED);
  }

  private add(words: Iterable<string>, meaning: number): void {
    for (const word of words) {
      this.meanings.set(word, this.meaningOf(word) | meaning);
      this.keys[keyOf(word.charCodeAt(0), word.charCodeAt(word.length - 1), word.length)] = 1;
    }
  }

  /** By its first and last character and its length: false for most words that are none of these. */
  mayBe(first: number, last: number, length: number): boolean {
    return this.keys[keyOf(first, last, length)] === 1;
  }

  /** No bit is set when it means nothing. */
  meaningOf(word: string): number {
    return this.meanings.get(word) ?? 0;
  }
}

function keyOf(first: number, last: number, length: number): number {
  return (first * 7 + last * 31 + length * 131) & (SIZE - 1);
}
