import { folderOf } from '../../../workspace/folder.js';
import { isBuiltin } from 'node:module';
import { isAbsolute, relative, sep } from 'node:path';
import type { Workspace } from '../../../workspace/workspace.js';
import type { ModuleId, Resolver } from '../../language.js';
import type { Resolution } from '../../reference.js';
import { Installed } from './installed.js';
import { isManifest, type Lookup } from './lookup.js';
import { clues } from './clues.js';
import { resolvePackage, resolveTargets, sourcesOf, targetsFor } from './package-entry.js';
import { Packages } from './packages.js';
import { covers } from '../scan/patterns.js';
import { type Files, isTyped, probe, type Request } from './probe.js';
import {
  fillTarget,
  isRelative,
  isOdd,
  matchPattern,
  namesFolder,
  parseSpecifier,
  within,
  withoutFragment,
} from './specifier.js';
import { spell } from './spell.js';
import { spellings } from './spellings.js';
import { isTsconfig, Tsconfigs } from './tsconfig.js';
import { WorldFiles } from './world-files.js';

const PACKAGE_NAME = /^(@[\w.~-]+\/)?[\w.-][\w.~-]*(\/|$)/;
const URL_LIKE = /^[a-z][a-z0-9+.-]*:/i;

/**
 * Resolves specifiers of JavaScript and TypeScript files. Relative ones, aliases and packages of the workspace are looked
 * up in the workspace, so that files which an earlier phase removed are gone; only what it cannot know (node_modules,
 * links into it, ignored configurations) is asked of the disk under `root`, an absolute path without symbolic links.
 */
export function createResolver(workspace: Workspace, root: string): Resolver {
  return resolverBy(new JavaScriptLookup(workspace, root));
}

function resolverBy(lookup: JavaScriptLookup): Resolver {
  return {
    resolve: (from, specifier) => lookup.resolve(from, specifier),
    spell: (from, target, like) => spell(lookup, from, target, like),
    clues: (module: ModuleId) => clues(lookup, module),
    otherCases: spellings,
    covers: (from, pattern, module) => covers(lookup, from, pattern, module),
    over(world) {
      const later = lookup.over(world);
      return later === lookup ? this : resolverBy(later);
    },
  };
}

/** What says where modules are, or could: manifests, configurations, and whatever these extend. */
function isConfiguration(path: string): boolean {
  return /\.(json|yaml)$/.test(path);
}

/** Importers at one place are given the same answers: a manifest stands alone, the sources of a folder are typed or not. */
function placeOf(from: string): string {
  return isManifest(from) ? from : `${folderOf(from)}/${isTyped(from) ? 't' : 'j'}`;
}

class JavaScriptLookup implements Lookup {
  private readonly known: WorldFiles;
  /** By place (see `placeOf`), and there by specifier. */
  private readonly answers = new Map<string, Map<string, Resolution>>();
  /** The same by importer. */
  private readonly byImporter = new Map<string, Map<string, Resolution>>();

  constructor(
    private readonly workspace: Workspace,
    private readonly root: string,
    private readonly installed = new Installed(root, workspace.original()),
    readonly packages = new Packages(workspace),
    readonly tsconfigs = new Tsconfigs(workspace),
  ) {
    this.known = new WorldFiles(workspace, packages);
  }

  get files(): Files {
    return this.known.present;
  }

  /** The lookup of another world over the same tree. Where files have only gone, what led to others leads there still. */
  over(world: Workspace): JavaScriptLookup {
    const changed = world.differences(this.workspace);
    const gone = new Set(changed.filter((path) => !world.has(path)));
    const isNew = (path: string): boolean => !gone.has(path) && !this.workspace.has(path);
    if (changed.some((path) => isConfiguration(path) || isNew(path)))
      return new JavaScriptLookup(world, this.root, this.installed);
    if (gone.size === 0) return this;
    const lookup = new JavaScriptLookup(world, this.root, this.installed, this.packages, this.tsconfigs);
    const isKept = (one: Resolution): boolean =>
      one.kind === 'file' ? !gone.has(one.path) : one.kind === 'package' || one.nearby === undefined;
    for (const [place, answers] of this.answers)
      lookup.answers.set(place, new Map([...answers].filter(([, resolution]) => isKept(resolution))));
    return lookup;
  }

  resolve(from: string, specifier: string): Resolution {
    const answers = this.byImporter.get(from) ?? this.answersAt(from);
    let resolution = answers.get(specifier);
    if (resolution === undefined) answers.set(specifier, (resolution = this.answer(from, specifier)));
    return resolution;
  }

  private answersAt(from: string): Map<string, Resolution> {
    const place = placeOf(from);
    const answers = this.answers.get(place) ?? new Map<string, Resolution>();
    this.answers.set(place, answers);
    this.byImporter.set(from, answers);
    return answers;
  }

  private answer(from: string, specifier: string): Resolution {
    const parsed = parseSpecifier(specifier);
    const resolution: Resolution = isOdd(parsed) ? { kind: 'unresolved' } : this.lead(from, parsed.path);
    const cut = resolution.kind === 'unresolved' ? withoutFragment(parsed) : null;
    const other = cut === null || isOdd(cut) ? null : this.lead(from, cut.path);
    return other?.kind === 'file' ? other : resolution;
  }

  private lead(from: string, path: string): Resolution {
    if (path === '' || path.startsWith('/')) return { kind: 'unresolved' };
    const hit = this.inWorkspace(this.files, from, path);
    if (hit !== null) return { kind: 'file', path: hit };
    const outside = isRelative(path) ? null : this.outside(from, path);
    if (outside !== null) return outside;
    const nearby = this.inWorkspace(this.known.anyCase(), from, path);
    return nearby === null ? { kind: 'unresolved' } : { kind: 'unresolved', nearby };
  }

  private inWorkspace(files: Files, from: string, path: string): string | null {
    const folder = folderOf(from);
    const typed = isTyped(from);
    const look = (target: string | null): string | null =>
      target === null ? null : this.probe(files, { path: target, typed, folder: namesFolder(path) });
    if (isManifest(from)) return this.fromManifest(files, from, path);
    if (isRelative(path)) return look(within(folder, path));
    for (const { pattern, targets } of this.tsconfigs.mappings(folder)) {
      const middle = matchPattern(pattern, path);
      if (middle === null) continue;
      for (const target of targets) {
        const filled = fillTarget(target, middle);
        const hit = filled === null ? null : look(within('', filled));
        if (hit !== null) return hit;
      }
    }
    if (path.startsWith('#')) return this.packageImport(files, from, path);
    const named = this.packages.named(folder, path);
    return named === null ? null : resolvePackage(files, named.manifest, named.subpath, typed);
  }

  /** A path may be the folder of a package that is not built. */
  private probe(files: Files, request: Request): string | null {
    if (!files.mayFind(request.path)) return null;
    const manifest = this.packages.at(request.path);
    return probe(files, request) ?? (manifest && resolvePackage(files, manifest, '.', request.typed));
  }

  private packageImport(files: Files, from: string, path: string): string | null {
    const manifest = this.packages.around(folderOf(from))[0];
    if (manifest === undefined) return null;
    const targets = targetsFor(manifest.imports, path).filter((target) => !target.startsWith('#'));
    const own = targets.filter((target) => isRelative(target));
    const hit = resolveTargets(files, manifest.folder, own, isTyped(from));
    if (hit !== null) return hit;
    for (const target of targets) {
      const other = isRelative(target) ? null : this.inWorkspace(files, from, target);
      if (other !== null) return other;
    }
    return null;
  }

  /** `main` and the like are paths; the targets of `paths` begin at `baseUrl`. */
  private fromManifest(files: Files, from: string, path: string): string | null {
    const folder = folderOf(from);
    if (!isTsconfig(from)) return resolveTargets(files, folder, [path], false);
    for (const base of [folder, this.tsconfigs.base(from)]) {
      const target = within(base, path);
      const request = { path: target ?? '', typed: true, folder: namesFolder(path) };
      const hit = target === null ? null : this.probe(files, request);
      if (hit !== null) return hit;
    }
    return null;
  }

  /** What a bare specifier means that nothing in the workspace explains; null when it should have been in there. */
  private outside(from: string, path: string): Resolution | null {
    if (URL_LIKE.test(path) || isBuiltin(path)) return { kind: 'package', name: path };
    const found = this.installed.find(from, path);
    if (found !== null) {
      const inside = relative(this.root, found).split(sep).join('/');
      const foreign = inside.startsWith('../') || isAbsolute(inside) || `/${inside}`.includes('/node_modules/');
      if (foreign) return { kind: 'package', name: path };
      const source = this.sourceOf(inside, isTyped(from));
      if (source === null) return { kind: 'package', name: path };
      return this.known.isRemoved(source) ? null : { kind: 'file', path: source };
    }
    const folder = folderOf(from);
    const aliased = this.tsconfigs.mappings(folder).some(({ pattern }) => {
      return !pattern.startsWith('*') && matchPattern(pattern, path) !== null;
    });
    const ours = aliased || this.packages.named(folder, path) !== null || !PACKAGE_NAME.test(path);
    return ours ? null : { kind: 'package', name: path };
  }

  /**
   * The listed file for a path that the disk gave us: itself, or the source of a linked package's build output; also one
   * that an earlier phase removed, since the output of a removed source is as good as gone.
   */
  private sourceOf(path: string, typed: boolean): string | null {
    const files = this.known.everPresent;
    const manifest = this.packages.owner(path);
    if (files.find(path) !== null || manifest === null) return files.find(path);
    const target = manifest.folder === '' ? path : path.slice(manifest.folder.length + 1);
    return resolveTargets(files, manifest.folder, sourcesOf(target), typed);
  }
}
