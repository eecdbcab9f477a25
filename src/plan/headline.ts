import { isOutside, type Graph } from '../graph/graph.js';
import type { ModuleId } from '../languages/language.js';
import type { Migration } from '../migration/migration.js';

/** How many distinct (module, name) paths are in use by which code reaches the canonical symbol: its own counts as one. */
export function countPaths(graph: Graph, migration: Migration): number {
  const { canonical } = migration;
  if (!canonical) return 0;
  const declared = graph.declaration(canonical.module, canonical.export);
  if (declared === null) return 0;
  const modules = new Set<ModuleId>([
    canonical.module,
    ...migration.shims,
    ...migration.factories.map(({ module }) => module),
  ]);
  if (migration.implementation !== null) modules.add(migration.implementation);
  const isSame = (module: ModuleId, name: string): boolean => graph.declaration(module, name) === declared;
  const offered = [...modules].map((module) => ({
    module,
    names: graph.names(module).flatMap(({ name }) => (isSame(module, name) ? [name] : [])),
  }));
  // Who takes a name writes it; but nearly every file says `default`: of those, whoever names a module that offers it.
  const carriers = offered.flatMap(({ module, names }) => (names.includes('default') ? [module] : []));
  const all = new Set([canonical.export, ...migration.aliases, ...offered.flatMap(({ names }) => names)]);
  const words = [...all].filter((word) => word !== 'default');
  const found = new Set<string>();
  for (const path of graph.mentioning(carriers, words)) {
    if (modules.has(path) || migration.isExcluded(path)) continue;
    for (const { reference, module } of graph.uses(path)) {
      if (module === null || isOutside(module)) continue;
      for (const { imported } of reference.names)
        if (imported !== '*' && isSame(module, imported)) found.add(`${module}\0${imported}`);
    }
  }
  return found.size;
}
