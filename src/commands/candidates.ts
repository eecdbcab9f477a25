import { languageOf } from '../languages/index.js';
import type { Language, Resolver } from '../languages/language.js';
import type { ExportEntry, Scan } from '../languages/reference.js';
import type { Workspace } from '../workspace/workspace.js';

/** A module that only hands on what others define. */
export interface Candidate {
  readonly path: string;
  /** `shim`: all from one module. `barrel`: from several. */
  readonly kind: 'shim' | 'barrel';
  /** Files that import it. */
  readonly importers: number;
  /** The modules it hands on from: paths, or `pkg:` and a package. */
  readonly origins: readonly string[];
  /** What it hands on: its public name, and the name in the module of origin (`*`: everything). */
  readonly names: readonly { readonly name: string; readonly module: string; readonly imported: string }[];
}

interface Source {
  readonly scan: Scan;
  readonly resolver: Resolver;
}

/** All such modules of the tree, the most imported first. Files that cannot be parsed are left out. */
export function candidates(
  workspace: Workspace,
  root: string,
  progress: (done: number, total: number) => void,
): Candidate[] {
  const sources = scanAll(workspace, root, progress);
  const importers = countImporters(sources);
  const found: Candidate[] = [];
  for (const [path, { scan, resolver }] of sources) {
    const names = handedOn(path, scan, resolver);
    if (names.length === 0) continue;
    const origins = [...new Set(names.map(({ module }) => module))].sort();
    const kind = origins.length === 1 ? 'shim' : 'barrel';
    found.push({ path, kind, importers: importers.get(path) ?? 0, origins, names });
  }
  return found.sort((a, b) => b.importers - a.importers || (a.path < b.path ? -1 : 1));
}

function scanAll(
  workspace: Workspace,
  root: string,
  progress: (done: number, total: number) => void,
): Map<string, Source> {
  const resolvers = new Map<Language, Resolver>();
  const sources = new Map<string, Source>();
  const paths = workspace.paths();
  paths.forEach((path, i) => {
    progress(i + 1, paths.length);
    const language = languageOf(path);
    const text = language ? workspace.read(path) : null;
    if (!language || text === null) return;
    const scan = language.scan(path, text);
    if ('error' in scan) return;
    const resolver = resolvers.get(language) ?? language.resolver(workspace, root);
    resolvers.set(language, resolver);
    sources.set(path, { scan, resolver });
  });
  return sources;
}

/** What a module hands on; empty unless that is all it does. */
function handedOn(path: string, { exports }: Scan, resolver: Resolver): Candidate['names'] {
  if (exports.length === 0 || exports.some(({ from }) => from === null)) return [];
  return exports.flatMap(({ name, from }: ExportEntry) =>
    from === null ? [] : [{ name, module: moduleOf(resolver, path, from.specifier), imported: from.imported }],
  );
}

function countImporters(sources: ReadonlyMap<string, Source>): Map<string, number> {
  const importers = new Map<string, number>();
  for (const [path, { scan, resolver }] of sources) {
    const targets = new Set(scan.references.map(({ specifier }) => moduleOf(resolver, path, specifier)));
    for (const target of targets) importers.set(target, (importers.get(target) ?? 0) + 1);
  }
  return importers;
}

function moduleOf(resolver: Resolver, from: string, specifier: string): string {
  const resolution = resolver.resolve(from, specifier);
  if (resolution.kind === 'file') return resolution.path;
  return `pkg:${resolution.kind === 'package' ? resolution.name : specifier}`;
}
