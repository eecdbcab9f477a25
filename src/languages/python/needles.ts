import { folderOf } from '../../workspace/folder.js';
import type { ModuleId, Near } from '../language.js';
import { isPackage, stemOf } from './roots.js';

/** How a statement goes on behind the package from which it takes names. */
const AFTER = [' import', '  import', '\timport', ' \\', '\\'];
/** What stands in front of a relative name in a statement, and anywhere else. */
const BEFORE = [' .', '\t.', '\n.', 'from.'];
const BEFORE_ANYWHERE = ['..', "'.", '".'];

/**
 * See `Resolver.needles`. A stem alone (`manager`) is in every second file; but who names `ws/manager.py` writes the
 * package in front of it, or dots, or takes it from the package. (White space within a dotted name is legal, and unheard
 * of.) `isTop`: it lies where absolute imports begin, so that nothing need stand in front of it.
 */
export function needles(module: ModuleId, isTop: boolean): string[] {
  if (module.startsWith('pkg:')) return [module.slice('pkg:'.length)];
  const [name = '', parent = ''] = stemOf(module).split('/').reverse();
  if (name === '') return [];
  // A package's own name may stand anywhere too.
  if (isTop || isPackage(module)) return [name];
  const dotted = [`${parent}.${name}`, `${parent}/${name}`];
  return [...dotted, ...BEFORE_ANYWHERE.map((before) => before + name), ...AFTER.map((after) => parent + after)];
}

/** See `Resolver.near`: within its folder, relative imports name a module, or (`from . import x`) dots alone do. */
export function near(module: ModuleId): Near[] {
  if (module.startsWith('pkg:')) return [];
  const [name = ''] = stemOf(module).split('/').reverse();
  const dots = [...AFTER, 'import'].map((after) => `.${after}`);
  const named = isPackage(module) ? [] : BEFORE.map((before) => before + name);
  return [{ folder: folderOf(module), needles: [...dots, ...named] }];
}
