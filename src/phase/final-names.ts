import type { ReferenceKind } from '../languages/reference.js';
import { finding, type Finding } from '../messages/findings.js';
import type { Scene } from './scene.js';

/** What phase 5 is about. */
export interface Ends {
  readonly canonical: string;
  readonly implementation: string;
}

/** The two modules that phase 5 is about; null when the migration names no implementation, or it is gone already. */
export function endsOf({ graph, migration }: Scene): Ends | null {
  const { canonical, implementation } = migration;
  if (!canonical || implementation === null || implementation === canonical.module) return null;
  const names = graph.names(implementation);
  // A stub that hands on the canonical module's names is what phase 5 left there.
  const isStub =
    names.length > 0 &&
    names.every(({ name }) => graph.trace(implementation, name)?.some(({ module }) => module === canonical.module));
  return graph.workspace.has(implementation) && !isStub ? { canonical: canonical.module, implementation } : null;
}

/** What each name of the implementation will be called in the canonical module, or why that cannot be. */
export function absorbedNames(
  scene: Scene,
  ends: Ends,
): { readonly names: ReadonlyMap<string, string>; readonly findings: readonly Finding[] } {
  const { graph, migration } = scene;
  const names = new Map<string, string>();
  const findings: Finding[] = [];
  const needed = migration.finalize === 'facade' ? importedNames(scene, ends) : null;
  const byproducts = new Set(graph.exports(ends.implementation).flatMap((one) => (one.implicit ? [one.name] : [])));
  for (const { name } of graph.names(ends.implementation)) {
    if (byproducts.has(name) && !needed?.named.has(name)) continue;
    const declared = scene.graph.declaration(ends.implementation, name);
    const same = graph
      .names(ends.canonical)
      .find((one) => scene.graph.declaration(ends.canonical, one.name) === declared);
    if (same)
      names.set(
        name,
        scene.graph.declaration(ends.canonical, migration.canonical?.export ?? '') === declared
          ? (migration.canonical?.export ?? name)
          : same.name,
      );
    else if (needed && !needed.named.has(name) && (!needed.whole || graph.trace(ends.canonical, name))) continue;
    else if (graph.trace(ends.canonical, name))
      findings.push(
        finding(
          'absorb',
          ends.implementation,
          lineOfExport(scene, ends, name),
          `both modules offer ${name}, and not the same`,
        ),
      );
    else names.set(name, name);
  }
  return { names, findings };
}

function lineOfExport({ graph }: Scene, { implementation }: Ends, name: string): number {
  return graph.exports(implementation).find((one) => one.name === name)?.line ?? 0;
}

/** Kinds of reference that name the module, and need none of its names. */
const TAKES_NOTHING: ReadonlySet<ReferenceKind> = new Set(['mock', 'resolve', 'string', 'path']);

/** What others than the canonical module take from the implementation: names, or (`whole`) the module as an object. */
function importedNames({ graph }: Scene, ends: Ends): { readonly named: ReadonlySet<string>; readonly whole: boolean } {
  const named = new Set<string>();
  let whole = false;
  for (const { path, reference } of graph.referencesTo(new Set([ends.implementation]))) {
    if (path === ends.canonical || TAKES_NOTHING.has(reference.kind)) continue;
    if (reference.names.length === 0 || reference.names.some((name) => name.imported === '*')) whole = true;
    else for (const { imported } of reference.names) named.add(imported);
  }
  return { named, whole };
}

/**
 * The names of the canonical module that end when the implementation is taken in, each with the one to use instead: aliases,
 * and what it only imports for itself under another name than it will have.
 */
export function retiredNames(scene: Scene, ends: Ends): Map<string, string> {
  const { canonical, aliases } = scene.migration;
  if (!canonical) return new Map();
  const declared = scene.graph.declaration(ends.canonical, canonical.export);
  const same = (name: string): boolean =>
    [ends.canonical, ends.implementation].every((module) =>
      [null, declared].includes(scene.graph.declaration(module, name)),
    );
  const ending = aliases.filter((name) => name !== canonical.export && same(name));
  return new Map([...ending.map((name) => [name, canonical.export] as const), ...byproducts(scene, ends)]);
}

/** What the canonical module imports from the implementation for itself, under names that it will not have. */
function byproducts(scene: Scene, ends: Ends): [string, string][] {
  const { graph } = scene;
  const offered = graph.names(ends.canonical).filter(({ implicit }) => implicit === true);
  if (offered.length === 0) return [];
  const finals = new Map<string | null, string>();
  for (const [name, final] of absorbedNames(scene, ends).names)
    finals.set(graph.declaration(ends.implementation, name), final);
  return offered.flatMap(({ name }): [string, string][] => {
    const final = finals.get(graph.declaration(ends.canonical, name));
    return final === undefined || final === name ? [] : [[name, final]];
  });
}
