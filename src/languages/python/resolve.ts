import type { Workspace } from '../../workspace/workspace.js';
import type { ModuleId, Resolver } from '../language.js';
import type { Resolution } from '../reference.js';
import { needles } from './needles.js';
import { folderOf, isSetting, join, Roots } from './roots.js';
import { isPath, joinSpecifier, parseSpecifier } from './specifier.js';

const IDENTIFIER = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const UNRESOLVED: Resolution = { kind: 'unresolved' };

/** Resolves dotted names (and paths in strings and settings) in one world. A namespace package is the `__init__.py` that it has not. */
export function createResolver(workspace: Workspace): Resolver {
  return new PythonResolver(workspace);
}

/** Where packages begin hangs on these. */
function isFrame(path: string): boolean {
  return isSetting(path) || /(^|\/)__init__\.pyi?$/.test(path);
}

class PythonResolver implements Resolver {
  private readonly roots: Roots;
  private readonly cache = new Map<string, Resolution>();

  constructor(private readonly workspace: Workspace) {
    this.roots = new Roots(workspace);
  }

  /** Where files have only gone, and none that frames packages, what led to others leads there still. */
  over(world: Workspace): Resolver {
    const changed = world.differences(this.workspace);
    const gone = new Set(changed.filter((path) => !world.has(path) && this.workspace.has(path)));
    const isNew = (path: string): boolean => world.has(path) && !this.workspace.has(path);
    if (changed.some((path) => isNew(path) || isSetting(path)) || [...gone].some(isFrame)) return createResolver(world);
    if (gone.size === 0) return this;
    const later = new PythonResolver(world);
    for (const [key, resolution] of this.cache)
      if (resolution.kind === 'file' && world.has(resolution.path)) later.cache.set(key, resolution);
    return later;
  }

  resolve(from: string, specifier: string): Resolution {
    const key = `${folderOf(from)}\0${specifier}`;
    const known = this.cache.get(key);
    if (known) return known;
    const found = isPath(specifier) ? this.file(from, specifier) : this.module(from, specifier);
    this.cache.set(key, found);
    return found;
  }

  private module(from: string, specifier: string): Resolution {
    const { level, parts } = parseSpecifier(specifier);
    if (!parts.every((part) => IDENTIFIER.test(part))) return UNRESOLVED;
    if (level > 0) {
      const base = this.climb(from, level);
      const path = base === null ? null : this.below(base, parts, true);
      return path === null ? UNRESOLVED : { kind: 'file', path };
    }
    if (parts.length === 0) return UNRESOLVED;
    const roots = this.roots.around(from);
    for (const namespaces of [false, true]) {
      for (const root of roots) {
        const path = this.below(root, parts, namespaces);
        if (path !== null) return { kind: 'file', path };
      }
    }
    const [top = ''] = parts;
    return roots.some((root) => this.below(root, [top], true) !== null)
      ? UNRESOLVED
      : { kind: 'package', name: specifier };
  }

  /** The folder that so many dots mean; null above the root. */
  private climb(from: string, level: number): string | null {
    let folder = folderOf(from);
    for (let up = 1; up < level; up++) {
      if (folder === '') return null;
      folder = folderOf(folder);
    }
    return folder;
  }

  /** The module that the parts name below a folder: a package before a file, a source before its stub. */
  private below(folder: string, parts: readonly string[], namespaces: boolean): string | null {
    const stem = parts.reduce(join, folder);
    const files = [
      join(stem, '__init__.py'),
      join(stem, '__init__.pyi'),
      ...(parts.length > 0 ? [`${stem}.py`, `${stem}.pyi`] : []),
    ];
    const found = files.find((file) => this.workspace.has(file));
    if (found !== undefined) return found;
    return namespaces && this.roots.folders.has(stem) ? join(stem, '__init__.py') : null;
  }

  /** A path in a string: from the root, or from the file. */
  private file(from: string, specifier: string): Resolution {
    const plain = specifier.replace(/^\.\//, '');
    const found = [plain, join(folderOf(from), plain)].find((path) => this.workspace.has(path));
    return found === undefined ? UNRESOLVED : { kind: 'file', path: found };
  }

  member(module: ModuleId, name: string): ModuleId | null {
    if (!/(^|\/)__init__\.pyi?$/.test(module) || !IDENTIFIER.test(name)) return null;
    return this.below(folderOf(module), [name], true);
  }

  spell(from: string, target: ModuleId, like: string): string | null {
    if (target.startsWith('pkg:')) return target.slice('pkg:'.length);
    if (this.leads(from, like, target)) return like;
    if (isPath(like)) return this.workspace.has(like.replace(/^\.\//, '')) ? target : null;
    const relative = this.relative(from, target);
    const absolute = this.dotted(target, this.rootsLike(from, like));
    const candidates = like.startsWith('.') ? [...relative, ...absolute] : [...absolute, ...relative];
    return candidates.find((candidate) => this.leads(from, candidate, target)) ?? null;
  }

  private leads(from: string, specifier: string, target: ModuleId): boolean {
    const found = this.resolve(from, specifier);
    return found.kind === 'file' && found.path === target;
  }

  /** The root by which `like` is found comes first. */
  private rootsLike(from: string, like: string): string[] {
    const roots = this.roots.around(from);
    const { level, parts } = parseSpecifier(like);
    const first = level > 0 ? undefined : roots.find((root) => this.below(root, parts, false) !== null);
    return first === undefined ? roots : [first, ...roots.filter((root) => root !== first)];
  }

  /** By dots, as long as both are in one package. */
  private relative(from: string, target: ModuleId): string[] {
    const parts = partsOf(target);
    const found: string[] = [];
    let dots = '.';
    for (let folder = folderOf(from); this.roots.isPackage(folder); folder = folderOf(folder), dots += '.') {
      const prefix = folder === '' ? [] : folder.split('/');
      if (prefix.every((part, i) => parts[i] === part)) found.push(dots + parts.slice(prefix.length).join('.'));
      if (folder === '') break;
    }
    return found;
  }

  private dotted(target: ModuleId, roots: readonly string[]): string[] {
    const parts = partsOf(target);
    return roots.flatMap((root) => {
      const prefix = root === '' ? [] : root.split('/');
      const rest = parts.slice(prefix.length);
      const fits =
        prefix.every((part, i) => parts[i] === part) && rest.length > 0 && rest.every((part) => IDENTIFIER.test(part));
      return fits ? [rest.join('.')] : [];
    });
  }

  needles(module: ModuleId): string[] {
    return needles(module);
  }

  covers(from: string, pattern: string, module: ModuleId): boolean {
    const { level } = parseSpecifier(pattern);
    const base = level > 0 ? this.climb(from, level) : null;
    const names =
      level > 0 ? (base === null ? [] : this.dotted(module, [base])) : this.dotted(module, this.roots.around(from));
    const known = pattern
      .slice(level)
      .split('**')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const expression = new RegExp(`^${known.join('.*')}$`, 's');
    return names.some((name) => expression.test(name) || expression.test(joinSpecifier(name, 'x')));
  }
}

/** The dotted parts of a module's path; a package goes by its folder. */
function partsOf(module: ModuleId): string[] {
  const stem = module.replace(/\.pyi?$/, '').replace(/(^|\/)__init__$/, '');
  return stem === '' ? [] : stem.split('/');
}
