import type { Graph } from '../graph/graph.js';
import { languageOf } from '../languages/index.js';

/** A module that only hands on what others define. */
export interface Candidate {
  readonly path: string;
  /** `shim`: all from one module. `barrel`: from several. */
  readonly kind: 'shim' | 'barrel';
  /** Files that import it. */
  readonly importers: number;
  /** The modules it hands on from: paths, or `pkg:` and a package. */
  readonly origins: readonly string[];
}

/** All such modules of the tree, the most imported first. Files that cannot be parsed are left out. */
export function candidates(graph: Graph, progress: (done: number, total: number) => void): Candidate[] {
  const sources = graph.workspace.paths().filter((path) => languageOf(path) !== null);
  const importers = new Map<string, number>();
  const found: { path: string; origins: string[] }[] = [];
  sources.forEach((path, i) => {
    progress(i + 1, sources.length);
    const targets = new Set(graph.references(path).map(({ specifier }) => graph.moduleOf(path, specifier)));
    for (const target of targets) if (target !== null) importers.set(target, (importers.get(target) ?? 0) + 1);
    if (handsOnOnly(graph, path)) found.push({ path, origins: originsOf(graph, path) });
  });
  return found
    .map(({ path, origins }): Candidate => {
      return { path, origins, kind: origins.length === 1 ? 'shim' : 'barrel', importers: importers.get(path) ?? 0 };
    })
    .sort((a, b) => b.importers - a.importers || (a.path < b.path ? -1 : 1));
}

/** Does a module offer something, and nothing of its own? */
export function handsOnOnly(graph: Graph, path: string): boolean {
  const exports = offeredOnPurpose(graph, path);
  return exports.length > 0 && exports.every(({ from }) => from !== null);
}

/** Without what a language lets be taken from a module though nobody offers it: Python's `__all__`, and an import that it leaves out. */
function offeredOnPurpose(graph: Graph, path: string) {
  return graph.exports(path).filter(({ implicit }) => !implicit);
}

function originsOf(graph: Graph, path: string): string[] {
  const modules = offeredOnPurpose(graph, path).map(({ from }) => {
    const specifier = from?.specifier ?? '';
    return graph.moduleOf(path, specifier) ?? `pkg:${specifier}`;
  });
  return [...new Set(modules)].sort();
}
