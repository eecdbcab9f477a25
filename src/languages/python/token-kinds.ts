/** Kinds of tokens: small numbers, since millions of them are compared. */
export const END = 0;
export const NEWLINE = 1;
export const INDENT = 2;
export const DEDENT = 3;
export const NAME = 4;
export const NUMBER = 5;
export const STRING = 6;

const SPELLINGS = [
  ...['(', ')', '[', ']', '{', '}', ',', ':', '.', ';', '@', '=', '->', ':=', '...', '+', '-', '*', '/', '//', '%'],
  ...['**', '<<', '>>', '&', '|', '^', '~', '<', '>', '<=', '>=', '==', '!=', '!', '+=', '-=', '*=', '/=', '//=', '%='],
  ...['@=', '&=', '|=', '^=', '>>=', '<<=', '**=', 'False', 'None', 'True', 'and', 'as', 'assert', 'async', 'await'],
  ...['break', 'class', 'continue', 'def', 'del', 'elif', 'else', 'except', 'finally', 'for', 'from', 'global', 'if'],
  ...[
    'import',
    'in',
    'is',
    'lambda',
    'nonlocal',
    'not',
    'or',
    'pass',
    'raise',
    'return',
    'try',
    'while',
    'with',
    'yield',
  ],
] as const;

export type Spelling = (typeof SPELLINGS)[number];

/** The kind of each operator and keyword: `T['(']`. */
export const T = Object.fromEntries(SPELLINGS.map((text, i) => [text, i + STRING + 1])) as Readonly<
  Record<Spelling, number>
>;

/** The same, to look up any text. */
export const FIXED: ReadonlyMap<string, number> = new Map(Object.entries(T));
