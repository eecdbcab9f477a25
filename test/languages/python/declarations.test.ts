import { expect, test } from 'vitest';
import { stub, withoutExports } from '../../../src/languages/python/declarations.js';
import { applyEdits } from '../../../src/workspace/edit.js';

test('the blank lines between an import and a declaration that both go are taken away once', () => {
  const text = 'from app.manager import Manager\n\n\ndef make():\n    return Manager()\n';
  expect(applyEdits(text, withoutExports('a.py', text, new Set(['make'])))).toBe('');
});

test('a stub hands no feature of the language on', () => {
  const handed = [
    { specifier: '__future__', name: 'annotations', exported: 'annotations', typeOnly: false },
    { specifier: 'app.manager', name: 'Manager', exported: 'Manager', typeOnly: false },
  ];
  const text = stub('a.py', '', handed);
  expect(text).not.toContain('__future__');
  expect(text).toContain('from app.manager import Manager');
});
