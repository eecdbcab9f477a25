import { describe, expect, it } from 'vitest';
import { python } from '../../../src/languages/python/index.js';
import type { Scanned } from '../../../src/languages/language.js';

function scanned(text: string): Scanned {
  const scan = python.scan('a.py', text);
  if ('error' in scan) throw new Error(scan.error);
  return { text, scan };
}

const differ = (before: string, after: string): boolean => python.onlyImportsDiffer(scanned(before), scanned(after));

describe('only imports differ', () => {
  it.each([
    ['another module', 'from old import A\nA()\n', 'from new import A\nA()\n'],
    ['two statements for one', 'from old import A, B\nA(B)\n', 'from new import A\nfrom old import B\nA(B)\n'],
    [
      'one for two',
      'def f():\n    from old import A\n    import b.c\n    A(b)\n',
      'def f():\n    import b.d\n    from new import A\n    A(b)\n',
    ],
    [
      'a name with every use',
      'from old import Old\nx = Old()\nlog.Old(x)\n',
      'from new import New\nx = New()\nlog.Old(x)\n',
    ],
    ['under another name here', 'from old import Old\nOld()\n', 'from new import New as Old\nOld()\n'],
  ])('%s', (_, before, after) => {
    expect(differ(before, after)).toBe(true);
  });

  it.each([
    ['a name is bound no more', 'from old import A, B\nA(B)\n', 'from new import A\nA(B)\n'],
    [
      'it is bound in another function',
      'def f():\n    import a\ndef g():\n    import b\n    a()\n',
      'def f():\n    import b\ndef g():\n    import a\n    a()\n',
    ],
    ['a use keeps the old name', 'from old import Old\nOld(Old)\n', 'from new import New\nNew(Old)\n'],
    [
      'the new name stood for something else',
      'from old import Old\nNew = 1\nOld(New)\n',
      'from new import New\nNew = 1\nNew(New)\n',
    ],
    ['a star may bind anything', 'from old import *\nA()\n', 'from new import *\nA()\n'],
    ['the code differs', 'from old import A\nA()\n', 'from new import A\nA(1)\n'],
    ['an import leaves its block', 'if x:\n    import a\n    import b\n', 'if x:\n    import a\nimport b\n'],
  ])('not when %s', (_, before, after) => {
    expect(differ(before, after)).toBe(false);
  });
});
