import type { Graph } from '../graph/graph.js';
import { languageOf } from '../languages/index.js';
import type { ModuleId } from '../languages/language.js';
import type { Reference } from '../languages/reference.js';

/** A specifier that shows how the module names others, or (it names none) how others name the target. */
export function styleOf(graph: Graph, path: string, target: ModuleId): string {
  const own = graph.references(path).filter(({ kind }) => kind !== 'string' && kind !== 'pattern');
  const same = own.find(({ specifier }) => graph.moduleOf(path, specifier) === target);
  const relative = own.find(({ specifier }) => specifier.startsWith('.'));
  const others = (): Reference | undefined =>
    graph.referencesTo(new Set([target])).find(({ reference }) => reference.specifier.startsWith('.'))?.reference;
  return (same ?? relative ?? others())?.specifier ?? languageOf(path)?.plainSpecifier ?? './x';
}
