import type { Graph } from '../graph/graph.js';
import { languageOf } from '../languages/index.js';
import type { Reference, Scan } from '../languages/reference.js';
import type { Change } from '../workspace/change.js';

/** See `Language.onlyImportsDiffer`; or more than that: it offers the very names that it offered. */
export type Likeness = 'only imports' | 'names kept';

/** How a changed file is like what it was, as far as its imports alone show it; null when they do not. */
export function likenessOf(before: Graph, after: Graph, { path, before: old, after: text }: Change): Likeness | null {
  const was = before.scan(path);
  const now = after.scan(path);
  if (old === null || text === null || !was || !now || 'error' in was || 'error' in now) return null;
  if (!languageOf(path)?.onlyImportsDiffer({ text: old, scan: was }, { text, scan: now })) return null;
  const [names, same] = [namesOf(was), namesOf(now)];
  return names !== null && names === same ? 'names kept' : 'only imports';
}

/** All that statements bind or hand on; null where that depends on what another module offers. */
function namesOf({ references }: Scan): string | null {
  if (references.some(handsOnAll)) return null;
  const bound = references.flatMap(({ kind, specifier, names }) =>
    kind === 'import' || kind === 'reexport' ? names.map(({ local }) => `${kind} ${local ?? specifier}`) : [],
  );
  return [...new Set(bound)].sort().join('\n');
}

/** A star; and `module.exports = require('./a')`. */
function handsOnAll({ kind, names }: Reference): boolean {
  return kind === 'require' || kind === 'assign' || names.some(({ local }) => local === '*');
}
