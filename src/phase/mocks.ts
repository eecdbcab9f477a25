import type { Graph } from '../graph/graph.js';
import type { ModuleId } from '../languages/language.js';
import { finding, type Finding } from '../messages/findings.js';
import type { Change } from '../workspace/change.js';
import type { Destinations } from './destinations.js';
import type { Scene } from './scene.js';

/**
 * A mock works only while the code under test imports the module it names. So before the last users of a module move,
 * a mock of it may follow only when mocking the new place reaches the old one too: when the old module takes all its
 * names through the new one.
 */
export class MockOrder {
  private readonly users = new Map<ModuleId, string | null>();

  constructor(
    private readonly scene: Scene,
    private readonly destinations: Destinations,
  ) {}

  /** The file that keeps mocks of this module where they are, as `path:line`; null when they may move. */
  keeper(module: ModuleId): string | null {
    const known = this.users.get(module);
    if (known !== undefined) return known;
    const keeper = this.routesThroughTarget(module) ? null : this.userOf(module);
    this.users.set(module, keeper);
    return keeper;
  }

  private routesThroughTarget(module: ModuleId): boolean {
    const { graph } = this.scene;
    return this.destinations.names(module).every(({ name }) => {
      const fate = this.destinations.fate(module, name, () => true);
      const [, ...further] = graph.trace(module, name) ?? [];
      return fate.kind !== 'move' || further.some((station) => station.module === fate.module);
    });
  }

  /** A file that is no test, and still takes something from the module at run time. */
  private userOf(module: ModuleId): string | null {
    const { graph, migration } = this.scene;
    const counts = (path: string): boolean =>
      path !== module &&
      path !== migration.canonical?.module &&
      !migration.isTest(path) &&
      !migration.isExcluded(path) &&
      !migration.isObsolete(path);
    const user = graph
      .referencesTo(new Set([module]), counts)
      .find(({ path, reference }) => counts(path) && reference.kind !== 'mock' && !reference.typeOnly);
    return user ? `${user.path}:${user.reference.line}` : null;
  }
}

/** Tests whose mocks no longer reach an entry point that has just moved away from what they mock: phase 2 mends them. */
export function laggingMocks(
  { graph, migration }: Scene,
  changes: readonly Change[],
  moving: ReadonlySet<ModuleId>,
): Finding[] {
  const left = new Map<ModuleId, string[]>();
  for (const { path } of changes)
    for (const module of modulesOf(graph, path))
      if (moving.has(module)) left.set(module, [...(left.get(module) ?? []), path]);
  if (left.size === 0) return [];
  return graph.referencesTo(new Set(left.keys())).flatMap(({ path, reference, module }) => {
    if (reference.kind !== 'mock' || migration.isExcluded(path) || migration.isObsolete(path)) return [];
    const entry = left.get(module)?.find((one) => graph.way(path, one) !== null);
    return entry === undefined
      ? []
      : [finding('mock-lags', path, reference.line, `${reference.specifier}, which ${entry} imports no more`)];
  });
}

function modulesOf(graph: Graph, path: string): Set<ModuleId> {
  return new Set(graph.uses(path).flatMap(({ module }) => module ?? []));
}
