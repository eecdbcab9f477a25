import type { Graph } from '../graph/graph.js';
import { finding, type Finding } from '../messages/findings.js';

/**
 * A cycle may work only because everybody comes into it by one of its modules. Each module of a cycle that the changed files
 * no longer load is reported once, when the cycle (or a part of it) is still there.
 */
export function checkLoadOrder(before: Graph, after: Graph, changed: readonly string[]): Finding[] {
  const left = new Set<string>();
  for (const path of changed) {
    const now = loadedBy(after, path);
    for (const module of loadedBy(before, path)) if (!now.has(module)) left.add(module);
  }
  return [...left].flatMap((module) => {
    const cycle = cycleOf(before, module);
    const isLeft = cycle?.some((one) => after.workspace.has(one) && cycleOf(after, one) !== null) === true;
    return cycle && isLeft ? [finding('load-order', module, 0, cycle.join(' -> '))] : [];
  });
}

function cycleOf(graph: Graph, module: string): string[] | null {
  return graph.way(module, module, (path) => graph.loads(path));
}

/** Modules that a file loads, at once or (by `import()`) later. */
function loadedBy(graph: Graph, path: string): Set<string> {
  const later = graph
    .uses(path)
    .filter(({ reference }) => reference.kind === 'dynamic')
    .map(({ module }) => module);
  return new Set([...graph.loads(path), ...later.filter((module) => module !== null)]);
}
