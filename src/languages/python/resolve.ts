import { folderOf } from '../../workspace/folder.js';
import type { Workspace } from '../../workspace/workspace.js';
import type { Clue } from '../clue.js';
import type { ModuleId, Resolver } from '../language.js';
import type { Resolution } from '../reference.js';
import type { Folder } from './folders.js';
import { clues } from './clues.js';
import { isPackage, isSetting, join, Roots, stemOf } from './roots.js';
import { isPath, joinSpecifier, parseSpecifier } from './specifier.js';

const IDENTIFIER = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const UNRESOLVED: Resolution = { kind: 'unresolved' };

/** Resolves dotted names (and paths in strings and settings) in one world. A namespace package is the `__init__.py` that it has not. */
export function createResolver(workspace: Workspace): Resolver {
  return new PythonResolver(workspace);
}

/** Where packages begin hangs on these. */
function isFrame(path: string): boolean {
  return isSetting(path) || isPackage(path);
}

/** What the files of one folder see. */
interface Place {
  readonly folder: string;
  readonly roots: readonly Folder[];
  /** What specifiers lead to from here. */
  readonly known: Map<string, Resolution>;
}

class PythonResolver implements Resolver {
  private readonly roots: Roots;
  private readonly places = new Map<string, Place>();
  /** The same by file: no folder is cut out of a path twice. */
  private readonly byFile = new Map<string, Place>();

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
    for (const { folder, known } of this.places.values()) {
      const kept = [...known].filter(([, to]) => to.kind === 'file' && world.has(to.path));
      later.places.set(folder, { folder, roots: later.roots.around(folder), known: new Map(kept) });
    }
    return later;
  }

  private placeOf(from: string): Place {
    const known = this.byFile.get(from);
    if (known) return known;
    const folder = folderOf(from);
    const place = this.places.get(folder) ?? { folder, roots: this.roots.around(folder), known: new Map() };
    this.places.set(folder, place);
    this.byFile.set(from, place);
    return place;
  }

  resolve(from: string, specifier: string): Resolution {
    const place = this.placeOf(from);
    const known = place.known.get(specifier);
    if (known) return known;
    const found = isPath(specifier) ? this.file(place, specifier) : this.module(place, specifier);
    place.known.set(specifier, found);
    return found;
  }

  private module({ folder, roots }: Place, specifier: string): Resolution {
    const { level, parts } = parseSpecifier(specifier);
    if (!parts.every((part) => IDENTIFIER.test(part))) return UNRESOLVED;
    if (level > 0) {
      const base = climb(folder, level);
      const path = base === null ? null : below(this.roots.folders.at(base), parts, true);
      return path === null ? UNRESOLVED : { kind: 'file', path };
    }
    const [top] = parts;
    if (top === undefined) return UNRESOLVED;
    for (const namespaces of [false, true]) {
      for (const root of roots) {
        const path = below(root, parts, namespaces);
        if (path !== null) return { kind: 'file', path };
      }
    }
    return roots.some((root) => root.folders.has(top) || root.files.has(top))
      ? UNRESOLVED
      : { kind: 'package', name: specifier };
  }

  /** A path in a string: from the root, or from the file. */
  private file({ folder }: Place, specifier: string): Resolution {
    const plain = specifier.startsWith('./') ? specifier.slice(2) : specifier;
    const found = [plain, join(folder, plain)].find((path) => this.workspace.has(path));
    return found === undefined ? UNRESOLVED : { kind: 'file', path: found };
  }

  member(module: ModuleId, name: string): ModuleId | null {
    if (!isPackage(module) || !IDENTIFIER.test(name)) return null;
    return below(this.roots.folders.at(folderOf(module)), [name], true);
  }

  around(module: ModuleId): string[] {
    const found: string[] = [];
    const inner = /(^|\/)__init__\.pyi?$/.test(module) ? folderOf(module) : module;
    for (let folder = folderOf(inner); folder !== ''; folder = folderOf(folder)) {
      const package_ = join(folder, '__init__.py');
      if (this.workspace.has(package_)) found.push(package_);
    }
    return found;
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
  private rootsLike(from: string, like: string): readonly Folder[] {
    const { roots } = this.placeOf(from);
    const { level, parts } = parseSpecifier(like);
    const first = level > 0 ? undefined : roots.find((root) => below(root, parts, false) !== null);
    return first === undefined ? roots : [first, ...roots.filter((root) => root !== first)];
  }

  /** By dots, as long as both are in one package. */
  private relative(from: string, target: ModuleId): string[] {
    const parts = partsOf(target);
    const found: string[] = [];
    let dots = '.';
    let folder = this.roots.folders.at(folderOf(from));
    for (; folder && folder.init !== null; folder = folder.parent, dots += '.') {
      const rest = behind(folder, parts);
      if (rest) found.push(dots + rest.join('.'));
    }
    return found;
  }

  private dotted(target: ModuleId, roots: readonly Folder[]): string[] {
    const parts = partsOf(target);
    return roots.flatMap((root) => {
      const rest = behind(root, parts);
      return rest && rest.length > 0 && rest.every((part) => IDENTIFIER.test(part)) ? [rest.join('.')] : [];
    });
  }

  clues(module: ModuleId): Clue[] {
    return clues(module, this.roots.isTop(module));
  }

  covers(from: string, pattern: string, module: ModuleId): boolean {
    const { level } = parseSpecifier(pattern);
    const base = level > 0 ? climb(folderOf(from), level) : null;
    const start = base === null ? null : this.roots.folders.at(base);
    const names = this.dotted(module, level > 0 ? (start ? [start] : []) : this.placeOf(from).roots);
    const known = pattern
      .slice(level)
      .split('**')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const expression = new RegExp(`^${known.join('.*')}$`, 's');
    return names.some((name) => expression.test(name) || expression.test(joinSpecifier(name, 'x')));
  }
}

/** The folder that so many dots mean; null above the root. */
function climb(from: string, level: number): string | null {
  let folder = from;
  for (let up = 1; up < level; up++) {
    if (folder === '') return null;
    folder = folderOf(folder);
  }
  return folder;
}

/** The module that the parts name below a folder: a package before a file, a source before its stub. */
function below(start: Folder | null, parts: readonly string[], namespaces: boolean): string | null {
  let folder: Folder | undefined = start ?? undefined;
  for (let i = 0; folder && i < parts.length - 1; i++) folder = folder.folders.get(parts[i] ?? '');
  if (!folder) return null;
  const name = parts.at(-1);
  const inner = name === undefined ? folder : folder.folders.get(name);
  const file = name === undefined ? undefined : folder.files.get(name);
  return inner?.init ?? file ?? (inner && namespaces ? join(inner.path, '__init__.py') : null);
}

/** The parts of a module's path behind those of a folder; null when it is not in it. */
function behind({ path }: Folder, parts: readonly string[]): string[] | null {
  const prefix = path === '' ? [] : path.split('/');
  return prefix.every((part, i) => parts[i] === part) ? parts.slice(prefix.length) : null;
}

/** The dotted parts of a module's path; a package goes by its folder. */
function partsOf(module: ModuleId): string[] {
  const stem = stemOf(module);
  return stem === '' ? [] : stem.split('/');
}
