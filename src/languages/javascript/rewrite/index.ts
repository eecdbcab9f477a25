import type { Rewrite, RewriteJob } from '../../language.js';
import { parse } from '../parse.js';
import { spanOf } from '../walk.js';
import { moveCalls } from './factory-calls.js';
import { noteOwn } from './factory-uses.js';
import { moveImports } from './imports.js';
import { moveMocks } from './mocks.js';
import { moveObjects } from './objects.js';
import { moveReexports } from './reexports.js';
import { Site } from './site.js';

/**
 * Rewrites one file: mocks first (what they move, the modules asked for inside them follow), then every statement and
 * expression that names a moved module, then the calls of factories, last the import statements that all of it asks for.
 */
export function rewrite(job: RewriteJob): Rewrite {
  const parsed = parse(job.path, job.text);
  if ('error' in parsed) return { edits: [], findings: [], rewritten: 0 };
  const site = new Site(job, parsed);
  moveMocks(site);
  moveImports(site);
  moveReexports(site);
  moveObjects(site);
  noteOwn(site);
  reportUnmovable(site);
  const edits = moveCalls(site);
  const top = parsed.ast.program.body[0] ? spanOf(parsed.ast.program.body[0]).start : job.text.length;
  return { edits: [...edits, ...site.edits.splice(0), ...site.table.edits(top)], findings: site.findings, rewritten: site.rewritten };
}

/** References that no rewrite can be right for: they stay, and block the removal of what they name. */
function reportUnmovable(site: Site): void {
  for (const [reference] of site.moved('augmentation', 'path', 'resolve', 'string'))
    site.report('unmovable-reference', reference.line, `${reference.kind} ${reference.specifier}`);
}
