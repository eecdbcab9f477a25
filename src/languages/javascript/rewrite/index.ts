import { finding } from '../../../messages/findings.js';
import type { Rewrite, RewriteJob } from '../../language.js';
import { moveCalls } from './factory-calls.js';
import { noteOwn } from './factory-uses.js';
import { moveImports } from './imports.js';
import { keepApart } from './keep-apart.js';
import { moveMocks } from './mocks.js';
import { moveObjects } from './objects.js';
import { moveReexports } from './reexports.js';
import { DoesNotParse, Site } from './site.js';

/**
 * Rewrites one file: mocks first (what they move, the modules asked for inside them follow), then every statement and
 * expression that names a moved module, then the calls of factories, last the import statements that all of it asks for.
 */
export function rewrite(job: RewriteJob): Rewrite {
  const site = new Site(job);
  try {
    return rewriteSite(site);
  } catch (error) {
    if (!(error instanceof DoesNotParse)) throw error;
    const { line, error: what } = error.unparsed;
    return { edits: [], findings: [finding('syntax-error', job.path, line, what)], rewritten: 0 };
  }
}

function rewriteSite(site: Site): Rewrite {
  moveMocks(site);
  moveImports(site);
  moveReexports(site);
  moveObjects(site);
  noteOwn(site);
  reportUnmovable(site);
  const edits = moveCalls(site);
  const first = (): number => site.parsed.ast.program.body[0]?.start ?? site.job.text.length;
  const moved = [...edits, ...site.edits.splice(0), ...site.table.edits(first)];
  const apart = keepApart(site.job.text, moved, () => site.parsed);
  return { edits: apart, findings: site.findings, rewritten: site.rewritten };
}

/** References that no rewrite can be right for: they stay, and block the removal of what they name. */
function reportUnmovable(site: Site): void {
  for (const [reference] of site.moved('augmentation', 'path', 'resolve', 'string'))
    site.report('unmovable-reference', reference.line, `${reference.kind} ${reference.specifier}`);
}
