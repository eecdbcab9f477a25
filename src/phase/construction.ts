import { isOutside, type Graph } from '../graph/graph.js';
import { languageOf } from '../languages/index.js';
import type { CallRule, Constructor, ModuleId, Source } from '../languages/language.js';
import { finding, type Finding } from '../messages/findings.js';

/**
 * What is wrong with the constructions of declared calls, as far as the constructors' own source shows: an argument that
 * none of the parameters takes, one that lands in another, one that is missing.
 */
export function misfitsOf(
  graph: Graph,
  module: ModuleId,
  rule: CallRule,
  sources: ReadonlyMap<string, Source>,
): Finding[] {
  return rule.needs.flatMap((need) => {
    const source = sources.get(need);
    const constructor = source ? constructorOf(graph, source, new Set()) : null;
    const misfits = (constructor && languageOf(module)?.misfits?.(rule, need, constructor)) ?? [];
    return misfits.map(({ what, certain }) =>
      finding(
        certain ? 'construction-misfit' : 'construction-doubt',
        module,
        0,
        `${rule.signature} -> ${rule.template}: ${what}${shownPlace(graph, source)}`,
      ),
    );
  });
}

/** Where to look: the file that declares the class. */
function shownPlace(graph: Graph, source: Source | undefined): string {
  const last = source && graph.trace(source.module, source.name)?.at(-1);
  return last ? ` (${last.local ?? last.name}, ${last.module})` : '';
}

/** Follows the class to its declaration, and so its bases; null when anything on the way is unknown. */
function constructorOf(graph: Graph, source: Source, seen: ReadonlySet<string>): Constructor | null {
  const last = graph.trace(source.module, source.name)?.at(-1);
  const key = last ? `${last.module}\0${last.local ?? ''}` : '';
  const text = last && !isOutside(last.module) ? graph.workspace.read(last.module) : null;
  if (!last || last.local === null || text === null || seen.has(key)) return null;
  const base = (name: string): Constructor | null =>
    constructorOf(graph, { module: last.module, name }, new Set(seen).add(key));
  return languageOf(last.module)?.constructorOf?.(last.module, text, last.local, base) ?? null;
}
