import { expect, it } from 'vitest';
import { folderOf } from '../../src/workspace/folder.js';

it('gives the folder of a path', () => {
  expect(['a/b/c.ts', 'c.ts', ''].map(folderOf)).toEqual(['a/b', '', '']);
});
