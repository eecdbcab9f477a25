import { describe, expect, it } from 'vitest';
import { nestingOf } from '../../../src/languages/javascript/nesting.js';
import { parse } from '../../../src/languages/javascript/parse.js';
import { quickReferences } from '../../../src/languages/javascript/scan/quick.js';

const deep = (text: string): number | null => nestingOf(`first;\n${text}`).operators;

describe('what nests too deeply is refused before the parser sees it', () => {
  it.each([
    ['labels', 'a: '.repeat(9000)],
    ['labels on lines of their own', 'a:\n'.repeat(9000)],
    ['conditions', 'a ? b : '.repeat(9000)],
    ['signs', '- '.repeat(9000)],
    ['arrows', 'a => '.repeat(9000)],
  ])('%s', (_what, text) => expect(deep(text)).not.toBeNull());

  it.each([
    ['a table', `[${'-1, '.repeat(9000)}]`],
    ['fields', `interface A { ${'a: -b; '.repeat(9000)} }`],
    ['calls', 'a(b + c);'.repeat(9000)],
    ['a line drawn in a comment', `/*${'='.repeat(9000)}*/\n//${'-'.repeat(9000)}\n`],
    ['a path in a string', `'${'-1.5'.repeat(9000)}' + \`${'M-1\n'.repeat(9000)}\``],
  ])('but not %s', (_what, text) => expect(deep(text)).toBeNull());

  it('with its line', () => {
    const text = `first;\n${'a:'.repeat(9000)}`;
    expect(parse('a.ts', text)).toEqual({ error: 'nested too deeply', line: 2 });
    expect(parse('a.ts', `first;\n\nx = ${'['.repeat(100_000)}`)).toEqual({ error: 'nested too deeply', line: 3 });
    expect(parse('a.ts', `first;\n\nx${'.a'.repeat(100_000)}`)).toEqual({ error: 'nested too deeply', line: 3 });
  });
});

it.each([
  ['templates', '`${'.repeat(100_000)],
  ['elements', '<a>'.repeat(100_000)],
  ['attributes', '<a b={'.repeat(100_000)],
])('the lexer leaves %s in one another to the parser', (_what, text) => {
  expect(quickReferences('a.tsx', `x = ${text}`)).toBeNull();
});
