import { posix } from 'node:path';
import { folderOf } from '../../../workspace/folder.js';
import { anywhere, type Clue } from '../../clue.js';
import type { ModuleId } from '../../language.js';
import { landmarkOf } from './clues.js';

/** See `Resolver.otherCases`: how a file's name (an index's: its folder's) may also be written where upper and lower case are one. */
export function spellings(module: ModuleId): Clue[] {
  const [file = '', folder = ''] = module.split('/').reverse();
  const stem = file.replace(/\..*$/, '');
  if (stem !== 'index') return specifiers(stem);
  // As it is really written, `clues` has it; `index` and `Index` alone would be in every file.
  const landmark = landmarkOf(folderOf(module));
  const around = landmark === null ? [] : others(posix.basename(landmark));
  return [
    ...specifiers(folder),
    ...['/Index', '/INDEX'].map(anywhere),
    ...around.map((name): Clue => ({ folder: '', texts: [name, '/index'] })),
  ];
}

/** What stands before the last part of a specifier, or its only one. */
const BEFORE = ['/', "'", '"', '`', '@', '#', '~', '!'];

function specifiers(word: string): Clue[] {
  return others(word).flatMap((one) => BEFORE.map((before) => anywhere(before + one)));
}

function others(word: string): string[] {
  const lower = word.toLowerCase();
  const written = [
    lower,
    word.toUpperCase(),
    word.slice(0, 1).toUpperCase() + word.slice(1),
    lower.slice(0, 1).toUpperCase() + lower.slice(1),
  ];
  return [...new Set(written)].filter((one) => one !== word && one !== '');
}
