import type { Graph } from '../graph/graph.js';
import type { ModuleId } from '../languages/language.js';
import type { ReferenceKind } from '../languages/reference.js';
import type { Change } from '../workspace/change.js';
import { applyEdits } from '../workspace/edit.js';
import type { Left } from './removal.js';
import type { Scene } from './scene.js';

/** What manifests, settings and components say of the modules. */
export function companionReferences(
  graph: Graph,
  modules: ReadonlySet<ModuleId>,
  counts: (path: string) => boolean,
  wanted: (kind: ReferenceKind) => boolean,
): Left[] {
  return graph
    .companions()
    .filter(counts)
    .flatMap((path) =>
      graph.companionUses(path).flatMap(({ reference: { kind, specifier, line }, module: led }): Left[] => {
        if (!wanted(kind)) return [];
        const open = kind === 'pattern';
        const module = open
          ? ([...modules].find((one) => graph.resolver(path).covers(path, specifier, one)) ?? null)
          : (led ?? graph.nearby(path, specifier));
        const surface = open || kind === 'surface';
        const how = surface ? `public surface ${specifier}` : `${kind} ${specifier}`;
        return module !== null && modules.has(module) ? [{ module, path, line, how, surface }] : [];
      }),
    );
}

/** The modules that a package offers to others by name (`exports`, `main`, entry points). */
export function publicModules(graph: Graph): Set<ModuleId> {
  const uses = graph.companions().flatMap((path) => graph.companionUses(path));
  return new Set(uses.flatMap(({ reference, module }) => (reference.kind === 'surface' ? (module ?? []) : [])));
}

/** Entries of manifests that only say where a module is (tsconfig `paths`, package `imports`) follow what they name. */
export function retargetManifests(scene: Scene, modules: readonly ModuleId[]): Change[] {
  const { graph, migration } = scene;
  const target = migration.canonical?.module;
  if (target === undefined) return [];
  return graph.companions().flatMap((path) => {
    if (migration.isExcluded(path)) return [];
    const edits = graph.companionUses(path).flatMap(({ reference, module }) => {
      if (reference.kind !== 'manifest' || module === null || !modules.includes(module)) return [];
      const spelt = graph.resolver(path).spell(path, target, reference.specifier);
      return spelt === null ? [] : [{ ...reference.span, text: spelt }];
    });
    const before = edits.length === 0 ? null : graph.workspace.read(path);
    return before === null ? [] : [{ path, before, after: applyEdits(before, edits) }];
  });
}
