import { finding, type Finding } from '../../../messages/findings.js';
import type { AbsorbJob } from '../../language.js';
import { tableOf } from '../rewrite/import-table.js';
import { Absorption, sideOf } from './absorption.js';
import { assemble } from './assemble.js';
import { dropObjects, dropOwn, rebase, takeImports } from './imports.js';
import { checkCollisions, chooseNames, detach } from './names.js';

/**
 * Moves the content of the implementation into the canonical module: its imports are merged and re-based, its bodies stand
 * behind the imports, its names become the canonical ones, and the public names of both are offered (aliases retired).
 */
export function absorb(job: AbsorbJob): { readonly text: string | null; readonly findings: readonly Finding[] } {
  const canonical = sideOf(job.canonical);
  const implementation = sideOf(job.implementation);
  if (!canonical || !implementation)
    return {
      text: null,
      findings: [finding('absorb', job.implementation.path, 0, 'one of the two files cannot be parsed')],
    };
  const it = new Absorption(job, canonical, implementation);
  chooseNames(it);
  detach(it);
  const table = tableOf(canonical.parsed, (specifier) => job.moduleOf(job.canonical.path, specifier));
  dropOwn(it, table);
  dropObjects(it, table);
  const plain = takeImports(it, table);
  rebase(it);
  checkCollisions(it, table);
  if (it.problems.length > 0)
    return { text: null, findings: it.problems.map(({ path, line, what }) => finding('absorb', path, line, what)) };
  return { text: assemble(it, table, plain), findings: [] };
}
