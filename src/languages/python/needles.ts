import type { ModuleId } from '../language.js';

/** How a statement goes on behind the package from which it takes names. */
const AFTER = [' import', '  import', '\timport', ' \\', '\\'];
/** What stands in front of a relative name, whether in a statement or in a string. */
const BEFORE = [' .', '\t.', '\n.', 'from.', '..', "'.", '".'];

/**
 * See `Resolver.needles`. A stem alone (`manager`) is in every second file; but who names `ws/manager.py` writes the
 * package in front of it, or dots, or takes it from the package. (White space within a dotted name is legal, and unheard of.)
 */
export function needles(module: ModuleId): string[] {
  if (module.startsWith('pkg:')) return [module.slice('pkg:'.length)];
  const stem = module.replace(/\.pyi?$/, '').replace(/(^|\/)__init__$/, '');
  const [name = '', parent = ''] = stem.split('/').reverse();
  const isPackage = /(^|\/)__init__\.pyi?$/.test(module);
  // `from . import x` within a package names it by dots alone.
  const dots = [...AFTER, 'import'].map((after) => `.${after}`);
  if (name === '') return dots;
  // A package's own name, and that of a module without one, may stand anywhere.
  if (isPackage || parent === '') return [name, ...dots];
  const dotted = [`${parent}.${name}`, `${parent}/${name}`];
  return [...dotted, ...BEFORE.map((before) => before + name), ...AFTER.map((after) => parent + after), ...dots];
}
