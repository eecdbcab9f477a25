import type { ModuleId } from '../languages/language.js';
import { finding, remedies } from '../messages/findings.js';
import { Cycles } from './cycles.js';
import { after, joined, type Outcome, type Scene } from './scene.js';
import { deferImports, loadingImports, typeImportRemedy } from './type-imports.js';

/**
 * What the canonical module loads must not load it in turn: Python gives such an importer a module that is only half there.
 * Of the rewritten files that would, those which only need it for annotations import it for types; in a facade the others
 * stay with the implementation, each with what could be done (`staying`). What is left over the check for cycles reports.
 */
export function untangled(
  scene: Scene,
  own: Outcome,
  outcomes: readonly Outcome[],
  canonical: ModuleId,
): { readonly others: Outcome; readonly staying: ReadonlyMap<string, string> } {
  const { graph } = after(
    scene,
    [own, ...outcomes].flatMap(({ changes }) => changes),
  );
  const cycles = new Cycles(scene.graph, graph, scene.migration);
  const staying = new Map<string, string>();
  const settled = outcomes.map((outcome): Outcome => {
    const [change] = outcome.changes;
    if (!change || cycles.closedBy(change.path) !== canonical) return outcome;
    const { path } = change;
    const deferral = deferImports(graph, path, canonical);
    if (deferral && 'text' in deferral) {
      const line = loadingImports(graph, path, canonical)[0]?.line ?? 0;
      const info = finding('type-import', path, line, `${path} -> ${canonical}`);
      return { ...outcome, changes: [{ ...change, after: deferral.text }], findings: [...outcome.findings, info] };
    }
    if (scene.migration.finalize === 'absorb') return outcome;
    staying.set(path, typeImportRemedy(graph, path, canonical) ?? remedies.facade(deferral?.reason ?? null));
    return { changes: [], findings: outcome.findings.filter(({ severity }) => severity !== 'info'), rewritten: 0 };
  });
  return { others: joined(...settled), staying };
}
