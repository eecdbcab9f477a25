import { describe, expect, test } from 'vitest';
import { python } from '../../../src/languages/python/index.js';
import type { Scanned } from '../../../src/languages/language.js';

function scanned(text: string): Scanned {
  const scan = python.scan('a.py', text);
  if ('error' in scan) throw new Error(scan.error);
  return { text, scan };
}

function isProven(before: string, after: string): boolean {
  return python.onlyImportsDiffer(scanned(before), scanned(after));
}

describe('proven without parsing all of it', () => {
  test.each([
    ['the same names from elsewhere', 'from a import b\nb()\n', 'from c import b\nb()\n'],
    ['merged', 'from a import b\nfrom c import d\nb(d)\n', 'from e import (\n    b,\n    d,\n)\nb(d)\n'],
    ['renamed with its uses', 'from a import Old\nx = Old(Old.y)\n', 'from c import New\nx = New(New.y)\n'],
    ['renamed to a longer name', 'from a import Old\nx = (Old)\n', 'from c import OldNew\nx = (OldNew)\n'],
    ['renamed in a type', 'from a import Old\nx: "Old" = 1\n', 'from c import New\nx: "New" = 1\n'],
    ['a patch string', "patch('a.b.C')\nx\n", "patch('d.e.f.C')\nx\n"],
    ['an import that nobody used', 'import a\ndef f():\n    import b\n    x\n', 'def f():\n    x\n'],
    ['moved inwards', 'import a\ndef f():\n    a\n', 'def f():\n    import a\n    a\n'],
  ])('%s', (_, before, after) => {
    expect(isProven(before, after)).toBe(true);
  });
});

describe('in doubt', () => {
  test.each([
    ['a use that was left behind', 'from a import Old\nOld(Old)\n', 'from c import New\nNew(Old)\n'],
    ['an import that was needed', 'import a\na.b\n', 'a.b\n'],
    ['moved out of sight', 'import a\na.b\n', 'def f():\n    import a\na.b\n'],
    ['a star from elsewhere', 'from a import *\nb\n', 'from c import *\nb\n'],
    ['a block that lost its only statement', 'if x:\n    import a\ny\n', 'if x: import b\ny\n'],
    ['a call that became another', 'from a import f\nf(x)\n', 'from c import K\nK(x=x)\n'],
    ['a name that became a keyword', 'x = y\n', 'x = lambda\n'.replace('lambda', 'None')],
    ['signs in the place of signs', 'Old,\n', 'New+\n'.replace('+', ';')],
    ['another indentation', 'if x:\n    y\n    z\n', 'if x:\n    y\nz\n'],
  ])('%s', (_, before, after) => {
    expect(isProven(before, after)).toBe(false);
  });
});
