import { describe, expect, test } from 'vitest';
import { moduleExports } from '../../../src/languages/python/exports.js';
import { parse } from '../../../src/languages/python/parse.js';
import { analyse } from '../../../src/languages/python/scopes.js';
import type { Offer } from '../../../src/languages/reference.js';

function offer(text: string, path = 'pkg/a.py'): Offer {
  const parsed = parse(path, text);
  if ('error' in parsed) throw new Error(parsed.error);
  return moduleExports(parsed, analyse(parsed.module, text));
}

/** `name`, `name = local`, `name <- specifier#imported`; `(…)` when implicit, `-` behind it when no star hands it on. */
function shown(text: string, path?: string): string[] {
  return offer(text, path).entries.map(({ name, from, local, typeOnly, implicit, unstarred }) => {
    const behind = from
      ? `${name} <- ${from.specifier}#${from.imported}`
      : local === name
        ? name
        : `${name} = ${local}`;
    return (implicit ? `(${behind})` : behind) + (unstarred ? '-' : '') + (typeOnly ? ' type' : '');
  });
}

describe('what a module offers', () => {
  test.each([
    ['declarations', 'class A: pass\ndef b(): pass\nc = 1\nd: int\n', ['A', 'b', 'c', 'd']],
    [
      'every way to bind',
      'for a, [b] in x: pass\nwith y as c: pass\n(d := 1)\ndef f():\n global e\n e = 1\n',
      ['a', 'b', 'c', 'd', 'f', 'e'],
    ],
    ['aliases', 'class A: pass\nB = A\nC = B\n', ['A', 'B = A', 'C = A']],
    [
      'what it imports for itself',
      'import a.b\nimport c.d as e\nfrom f import g as h\nx = 1\n',
      ['(a <- a#*)', '(e <- c.d#*)', '(h <- f#g)', 'x'],
    ],
    ['aliases of what it imports', 'from a import B\nC = B\ndef f(): pass\n', ['(B <- a#B)', 'C <- a#B', 'f']],
    ['imports that say so', 'from a import B as B\nx = 1\n', ['B <- a#B', 'x']],
    ['imports, when there is nothing else', '"""Old."""\nfrom a import B\n', ['B <- a#B']],
    [
      'what __all__ lists',
      "from a import B, C\n__all__ = ['B']\n__all__ += ['d']\nd = 1\ne = 1\n",
      ['B <- a#B', '(C <- a#C)-', '(__all__)-', 'd', 'e-'],
    ],
    ['private names', '_a = 1\n', ['_a-']],
    ['stars', 'from a import *\nx = 1\n', ['(* <- a#*)', 'x']],
    ['stars, when there is nothing else', 'from a import *\n', ['* <- a#*']],
    [
      'members of a module',
      'from a import b\nC = b.C\nD = C.d\ndef f(): pass\n',
      ['(b <- a#b)', 'C <- a.b#C', 'D', 'f'],
    ],
    ['members of a module with dots', 'import a.b\nC = a.b.C\n', ['a <- a#*', 'C <- a.b#C']],
    ['what is deleted again', 'a = 1\nb = 2\ndel a\n', ['b']],
    ['names only for types', 'if TYPE_CHECKING:\n from a import B\nx = 1\n', ['(B <- a#B) type', 'x']],
  ])('%s', (_, text, expected) => {
    expect(shown(text)).toEqual(expected);
  });

  test('a package hands on what it imports', () => {
    expect(shown('from .a import B\nx = 1\n', 'pkg/__init__.py')).toEqual(['B <- .a#B', 'x']);
    expect(shown('from .a import *\nx = 1\n', 'pkg/__init__.py')).toEqual(['* <- .a#*', 'x']);
  });
});

test('of what a star brings, a module offers what `__all__` lists', () => {
  expect(offer("from a import *\n__all__ = ['B']\n").entries[0]).toMatchObject({ name: '*', only: ['B'] });
  expect(offer('from a import *\n__all__ = made()\n').entries[0]).not.toHaveProperty('only');
});

describe('names with several declarations', () => {
  test.each([
    ['the last counts', 'from a import B\nclass B: pass\n', ['B']],
    ['a way out does not', 'try:\n from a import B\nexcept ImportError:\n B = None\nx = 1\n', ['(B <- a#B)', 'x']],
    ['one of two: nobody knows', 'if a:\n from b import C\nelse:\n from d import C\nx = 1\n', ['C', 'x']],
    ['one of two that are the same', 'if a:\n from b import C\nelse:\n from b import C\nx = 1\n', ['(C <- b#C)', 'x']],
    ['replaced on a condition', 'from a import B\nif c:\n B = d\n', ['B']],
  ])('%s', (_, text, expected) => {
    expect(shown(text)).toEqual(expected);
  });
});

test.each([
  ['def __getattr__(name): pass\n', true],
  ["globals()['x'] = 1\n", true],
  ['globals().update(x)\n', true],
  ["globals().get('x')\n", false],
  ['x = 1\n', false],
])('may it offer more than we see: %j', (text, open) => {
  expect(offer(text).open).toBe(open);
});
