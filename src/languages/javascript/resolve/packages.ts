import { folderOf } from '../../../workspace/folder.js';
import { compileGlob, type Matcher } from '../../../workspace/glob.js';
import { parseJsonc } from '../../../workspace/json.js';
import type { Workspace } from '../../../workspace/workspace.js';
import { bySpecificity, matchPattern } from './specifier.js';
import { record, strings } from './tsconfig.js';

/** One key of `exports` (`.`, `./sub`, `./*`) or `imports` (`#x`) with its targets under every condition, in order. */
export interface Entry {
  readonly key: string;
  readonly targets: readonly string[];
}

/** What a package.json says about its modules. */
export interface Manifest {
  readonly folder: string;
  readonly name: string | null;
  readonly exports: readonly Entry[];
  readonly imports: readonly Entry[];
  /** The fields that name the main module, in the order in which a TypeScript and a JavaScript importer look. */
  readonly typedMains: readonly string[];
  readonly mains: readonly string[];
  readonly workspaces: readonly string[];
}

const TYPED_MAINS = ['source', 'types', 'typings', 'module', 'main'];
const MAINS = ['source', 'main', 'module', 'types', 'typings'];

/** Every string under nested conditions. An order of conditions is the package's own; the first that exists is taken. */
function leaves(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(leaves);
}

function entries(value: unknown, isKey: (key: string) => boolean): Entry[] {
  const keys = Object.keys(record(value)).filter(isKey);
  if (keys.length === 0) return leaves(value).length > 0 ? [{ key: '.', targets: leaves(value) }] : [];
  // `"./features/": "./src/features/"` is the older way of writing `/*`.
  const star = (text: string): string => (text.endsWith('/') ? `${text}*` : text);
  return keys
    .map((key) => ({ key: star(key), targets: leaves(record(value)[key]).map(star) }))
    .sort((a, b) => bySpecificity(a.key, b.key));
}

function readManifest(folder: string, text: string): Manifest {
  const json = record(parseJsonc(text));
  const fields = (names: readonly string[]): string[] => names.flatMap((name) => strings(json[name]).slice(0, 1));
  const workspaces = json['workspaces'];
  return {
    folder,
    name: strings(json['name'])[0] ?? null,
    exports: entries(json['exports'], (key) => key.startsWith('.')),
    imports: entries(json['imports'], (key) => key.startsWith('#')).filter((entry) => entry.key.startsWith('#')),
    typedMains: fields(TYPED_MAINS),
    mains: fields(MAINS),
    workspaces: strings(Array.isArray(workspaces) ? workspaces : record(workspaces)['packages']),
  };
}

/** The packages of the workspace, by folder and by name. */
export class Packages {
  private readonly byFolder = new Map<string, Manifest | null>();
  private readonly enclosing = new Map<string, readonly Manifest[]>();
  private manifests: readonly Manifest[] | null = null;
  private members: ReadonlyMap<string, Manifest> | null = null;

  constructor(private readonly workspace: Workspace) {}

  at(folder: string): Manifest | null {
    let manifest = this.byFolder.get(folder);
    if (manifest === undefined) {
      const text = this.workspace.read(folder === '' ? 'package.json' : `${folder}/package.json`);
      manifest = text === null ? null : readManifest(folder, text);
      this.byFolder.set(folder, manifest);
    }
    return manifest;
  }

  /** The packages that a folder lies in, the innermost first. */
  around(folder: string): readonly Manifest[] {
    const known = this.enclosing.get(folder);
    if (known) return known;
    const here = this.at(folder);
    const above = folder === '' ? [] : this.around(folderOf(folder));
    const found = here === null ? above : [here, ...above];
    this.enclosing.set(folder, found);
    return found;
  }

  /** The innermost package with a name: a boundary that relative specifiers do not cross. */
  owner(path: string): Manifest | null {
    return this.around(folderOf(path)).find((manifest) => manifest.name !== null) ?? null;
  }

  /** The package that a bare specifier of `folder` names, with the rest as a subpath (`.` or `./sub`). */
  named(folder: string, specifier: string): { manifest: Manifest; subpath: string } | null {
    const name = /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0];
    if (name === undefined) return null;
    const inside = this.around(folder).find((manifest) => manifest.name !== null);
    // A package may name itself once it has `exports`, whether or not it is a member of a workspace.
    const itself = inside?.name === name && inside.exports.length > 0 ? inside : undefined;
    const manifest = itself ?? this.declared().get(name);
    return manifest === undefined ? null : { manifest, subpath: `.${specifier.slice(name.length)}` };
  }

  all(): readonly Manifest[] {
    this.manifests ??= this.workspace
      .paths()
      .filter((path) => path === 'package.json' || path.endsWith('/package.json'))
      .flatMap((path) => this.at(folderOf(path)) ?? []);
    return this.manifests;
  }

  /**
   * The members of declared workspaces by name. Other package.json files do not count: a fixture that is called `react`
   * must not take the place of React.
   */
  private declared(): ReadonlyMap<string, Manifest> {
    if (this.members !== null) return this.members;
    const members = new Map<string, Manifest>();
    const all = this.all();
    for (const [root, globs] of this.workspaceGlobs(all)) {
      const wanted = matchersOf(globs.filter((glob) => !glob.startsWith('!')));
      const others = matchersOf(globs.flatMap((glob) => (glob.startsWith('!') ? [glob.slice(1)] : [])));
      const isMember = (path: string): boolean =>
        wanted.some((matches) => matches(path)) && !others.some((matches) => matches(path));
      for (const manifest of all) {
        const path = root === '' ? manifest.folder : matchPattern(`${root}/*`, manifest.folder);
        const member = manifest.folder === root || (path !== null && isMember(path));
        if (manifest.name !== null && member && !members.has(manifest.name)) members.set(manifest.name, manifest);
      }
    }
    return (this.members = members);
  }

  private workspaceGlobs(all: readonly Manifest[]): Map<string, string[]> {
    const globs = new Map<string, string[]>();
    const add = (folder: string, found: readonly string[]): void => {
      const clean = found.map((glob) => glob.replace(/^(!?)\.\//, '$1').replace(/\/+$/, ''));
      if (clean.length > 0) globs.set(folder, [...(globs.get(folder) ?? []), ...clean]);
    };
    for (const { folder, workspaces } of all) add(folder, workspaces);
    for (const path of this.workspace.paths()) {
      const text = /(^|\/)(pnpm-workspace\.yaml|lerna\.json)$/.test(path) ? (this.workspace.read(path) ?? '') : '';
      if (path.endsWith('.yaml')) add(folderOf(path), pnpmGlobs(text));
      else if (text !== '') add(folderOf(path), strings(record(parseJsonc(text))['packages']));
    }
    return globs;
  }
}

/** A glob that takes too long to match names nothing. */
function matchersOf(globs: readonly string[]): Matcher[] {
  return globs.map(compileGlob).filter((matcher) => typeof matcher === 'function');
}

/** The `packages:` list of a pnpm-workspace.yaml; nothing else of YAML is needed. */
function pnpmGlobs(text: string): string[] {
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex((line) => /^packages:\s*(#.*)?$/.test(line));
  if (start < 0) return [];
  const after = lines.slice(start + 1);
  const end = after.findIndex((line) => !/^\s*(-.*|#.*)?$/.test(line));
  const block = end < 0 ? after : after.slice(0, end);
  return block.flatMap((line) => /^\s*-\s*(['"]?)([^'"#\s]+)\1/.exec(line)?.[2] ?? []);
}
