import { expect, it } from 'vitest';
import { Beginnings } from '../../../src/languages/javascript/resolve/beginnings.js';

it('knows every file and folder by its path up to the first dot of the last part', () => {
  const known = new Beginnings(['.config/a.json', 'src.old/ws/manager.test.ts', 'src/index.ts', 'src/ws/deep/a.ts']);
  const paths = [
    '',
    '.config',
    '.config/a',
    'src.old',
    'src.old/ws/manager',
    'src.old/ws/manager.js',
    'src/ws',
    'src/ws/deep',
  ];
  expect(paths.filter((path) => !known.has(path))).toEqual([]);
  expect(['a', 'src/a', 'src/ws/index', 'src/ws/deep/a/b', 'sr'].filter((path) => known.has(path))).toEqual([]);
});
