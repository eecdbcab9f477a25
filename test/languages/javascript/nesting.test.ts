import type { Node } from '@babel/types';
import { describe, expect, it } from 'vitest';
import { nestingOf } from '../../../src/languages/javascript/nesting.js';
import { parse } from '../../../src/languages/javascript/parse.js';
import { forEachChild } from '../../../src/languages/javascript/walk.js';
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

/** How many levels of a tree are below and including a node. */
function levels(node: Node): number {
  let most = 0;
  forEachChild(node, (child) => (most = Math.max(most, levels(child))));
  return most + 1;
}

describe('no code makes as many levels with each character as are reckoned with', () => {
  const TIMES = 100;
  const round = (before: string, middle: string, after: string): string =>
    before.repeat(TIMES) + middle + after.repeat(TIMES);
  it.each([
    ['a.ts', 'lists', `x = ${round('[', '', ']')}`],
    ['a.ts', 'objects', `x = ${round('{a:', '1', '}')}`],
    ['a.ts', 'patterns', `(${round('{a:[', 'b', ']}')}) => 1`],
    ['a.ts', 'classes', `x = ${round('class{a=', '1', '}')}`],
    ['a.ts', 'blocks', round('{', '', '}')],
    ['a.ts', 'members', `x${'.a'.repeat(TIMES)}`],
    ['a.ts', 'signs', `${'!'.repeat(TIMES)}a`],
    ['a.ts', 'arrows', `x = ${'a=>'.repeat(TIMES)}1`],
    ['a.ts', 'lists of types', `type X = ${round('[a:', 'B', ']')}`],
    ['a.ts', 'types of members', `type X = ${round('{a:', 'B', '}')}`],
    ['a.ts', 'types of calls', `type X = ${round('{(a:', 'B', ')}')}`],
    ['a.ts', 'types of indexes', `type X = ${round('{[a:', 'B', ']:C}')}`],
    ['a.ts', 'type arguments', `type X = ${round('A<', 'B', '>')}`],
    ['a.ts', 'types of functions', `type X = ${round('(a:', 'B', ')=>C')}`],
    ['a.tsx', 'elements', `x = ${round('<>{', 'b', '}</>')}`],
    ['a.tsx', 'attributes', `x = ${round('<a b={', 'c', '}/>')}`],
    ['a.js', 'types of Flow', `type X = ${round('?{a:', 'B', '}')}`],
    ['a.js', 'functions of Flow', `type X = ${round('(', 'B', ')=>C')}`],
  ])('%s: %s', (path, _what, text) => {
    const parsed = parse(path, text);
    if ('error' in parsed) throw new Error(parsed.error);
    expect(levels(parsed.ast.program)).toBeGreaterThan(TIMES);
    expect(levels(parsed.ast.program)).toBeLessThan(2 * text.length);
  });
});
