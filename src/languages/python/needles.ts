import type { ModuleId } from '../language.js';

/** How a list of names of a package begins, or goes on: `from .. import a` names no package at all. */
const AFTER = [' import', '  import', '\timport', ' \\', '\\', '\t\\'];
const DEPTHS = ['', '.', '..', '...', '....', '.....', '......', '.......'];

/**
 * See `Resolver.needles`. A stem alone (`manager`) is in every second file; but who names `ws/manager.py` writes the
 * package in front of it, or dots, or takes it from the package.
 */
export function needles(module: ModuleId): string[] {
  if (module.startsWith('pkg:')) return [module.slice('pkg:'.length)];
  const stem = module.replace(/\.pyi?$/, '').replace(/(^|\/)__init__$/, '');
  const [name = '', parent = ''] = stem.split('/').reverse();
  const isPackage = /(^|\/)__init__\.pyi?$/.test(module);
  // `from . import x` within a package names it by dots alone.
  const dots = AFTER.map((after) => `.${after}`).concat('.import');
  if (name === '') return dots;
  // A package's own name, and that of a module without one, may stand anywhere.
  if (isPackage || parent === '') return [name, ...dots];
  const dotted = [`${parent}.${name}`, `${parent}/${name}`, `${parent}:${name}`, `${parent} . ${name}`];
  const relative = DEPTHS.flatMap((deep) => ['from ', 'from\t', 'from', 'from  ', "'", '"'].map((before) => `${before}.${deep}${name}`));
  return [...new Set([...dotted, ...relative, ...AFTER.map((after) => parent + after), ...dots])];
}
