import type { Edit } from '../../../workspace/edit.js';
import type { Rewrite, RewriteJob } from '../../language.js';
import { rewriteCalls } from '../calls.js';
import { parse } from '../parse.js';
import { spanOf } from '../walk.js';
import { moveImports } from './imports.js';
import { moveMocks } from './mocks.js';
import { dropTakenFactories, moveObjects } from './objects.js';
import { dropLocalReexports, moveReexports } from './reexports.js';
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

function moveCalls(site: Site): readonly Edit[] {
  if (site.factoryUses.length === 0) return site.edits.splice(0);
  const names = new Map<string, string>();
  const localName = (need: string): string => names.get(need) ?? nameFor(site, need, names);
  const result = rewriteCalls(site.parsed, site.scopes, site.factoryUses, localName, site.edits.splice(0));
  site.rewritten += result.rewritten;
  for (const { line, reason } of result.leftovers) site.report('factory-use', line, reason);
  const droppedLocals = new Set<string>();
  for (const { head, spec } of site.factoryUses) {
    if (!spec || site.factoryUses.some((use) => use.spec === spec && result.remaining.has(use.head))) continue;
    spec.gone = true;
    if (head.node.type === 'Identifier') droppedLocals.add(head.node.name);
  }
  dropTakenFactories(site);
  dropLocalReexports(site, droppedLocals);
  importNeeds(site, result.needs, names);
  return result.edits;
}

/** What a template's free name is called in this file: as it is imported already, else its own name, else one that is free. */
function nameFor(site: Site, need: string, names: Map<string, string>): string {
  const source = site.job.provides(need);
  const present = source && site.table.localOf(source.module, source.name, false);
  const own = source?.module === site.job.path || !source;
  let name = present ?? need;
  if (!present && !own) for (let i = 2; site.scopes.module.bindings.has(name) || site.scopes.globals.has(name); i++) name = `${need}${i}`;
  names.set(need, name);
  return name;
}

function importNeeds(site: Site, needs: ReadonlySet<string>, names: ReadonlyMap<string, string>): void {
  for (const need of needs) {
    const source = site.job.provides(need);
    if (!source || source.module === site.job.path || site.table.localOf(source.module, source.name, false)) continue;
    const local = names.get(need) ?? need;
    const like = [...site.job.moved.keys()].find((reference) => reference.kind === 'import') ?? [...site.job.moved.keys()][0];
    const specifier = like ? site.spell(source.module, like) : null;
    if (specifier === null) continue;
    const anchor = like ? site.table.lineOf(like.statement.start) : null;
    site.table.put(source.module, specifier, { imported: source.name, local, typeOnly: false }, false, anchor);
  }
}
