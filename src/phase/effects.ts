import { isOutside, type Graph } from '../graph/graph.js';
import { languageOf } from '../languages/index.js';
import type { ModuleId } from '../languages/language.js';
import type { Reference } from '../languages/reference.js';
import { finding, type Finding } from '../messages/findings.js';
import type { Scene } from './scene.js';

/**
 * A retired module may load others for their side effects alone (`import './register'`). Whoever stops importing it
 * stops loading those, and no name is missing: so each is said, unless the canonical module loads it too. The same goes
 * for what it does itself (`registry.clear()`, `Manager.prototype.hi = …`).
 */
export function lostEffects({ graph, migration }: Scene, modules: readonly ModuleId[]): Finding[] {
  const bare = modules.flatMap((module) =>
    graph.references(module).flatMap((reference) => {
      const { specifier, line } = reference;
      const target = isBare(graph, module, reference) ? graph.moduleOf(module, specifier) : null;
      return target === null ? [] : [{ module, target, specifier, line }];
    }),
  );
  const own = modules.flatMap((module) => {
    const text = graph.workspace.read(module);
    const lines = text === null ? [] : (languageOf(module)?.actions(module, text) ?? []);
    return lines.map((line) => ({ module, line }));
  });
  if (bare.length === 0 && own.length === 0) return [];
  const loaded = migration.canonical ? loadedBy(graph, migration.canonical.module) : new Set<ModuleId>();
  return [
    ...bare
      .filter(({ target }) => !loaded.has(target))
      .map(({ module, line, specifier }) => finding('lost-effect', module, line, specifier)),
    ...own
      .filter(({ module }) => !loaded.has(module))
      .map(({ module, line }) => finding('own-effect', module, line, '')),
  ];
}

/** Loads a module and takes nothing from it: no names, or (`import a.b`, never used again) only what may be taken later. */
function isBare(graph: Graph, module: ModuleId, { kind, eager, names, specifier }: Reference): boolean {
  if (kind !== 'import' || names.length === 0) return kind === 'import';
  if (!eager || names.some(({ imported, local }) => imported !== '*' || local !== null)) return false;
  const target = graph.moduleOf(module, specifier);
  const mentions = (graph.workspace.read(module) ?? '').split(specifier).length - 1;
  return target !== null && !isOutside(target) && mentions === 1 && graph.acts(target);
}

/** The module, all that is loaded with it, and the packages among them. */
function loadedBy(graph: Graph, module: ModuleId): Set<ModuleId> {
  const found = new Set([module]);
  for (const path of found) {
    if (isOutside(path)) continue;
    for (const { eager, specifier } of graph.references(path)) {
      const next = eager ? graph.moduleOf(path, specifier) : null;
      if (next !== null) found.add(next);
    }
  }
  return found;
}
