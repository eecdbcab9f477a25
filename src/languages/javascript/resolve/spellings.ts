import type { ModuleId } from '../../language.js';

/** What stands before the last part of a specifier, or its only one. */
const BEFORE = ['/', "'", '"', '`', '@', '#', '~', '!'];

/** See `Resolver.otherCases`: how a file's name (an index's: its folder's) may also be written where upper and lower case are one. */
export function spellings(module: ModuleId): string[] {
  const [file = '', folder = ''] = module.split('/').reverse();
  const stem = file.replace(/\..*$/, '');
  const word = stem === 'index' ? folder : stem;
  const lower = word.toLowerCase();
  const written = [
    lower,
    word.toUpperCase(),
    word.slice(0, 1).toUpperCase() + word.slice(1),
    lower.slice(0, 1).toUpperCase() + lower.slice(1),
  ];
  // As it is really written, `needles` has it; `index` and `Index` alone would be in every file.
  const others = new Set(written.filter((one) => one !== word && one !== ''));
  const found = [...others].flatMap((one) => BEFORE.map((before) => before + one));
  return stem === 'index' ? [...found, '/Index', '/INDEX'] : found;
}
