import type { Edit } from '../../../workspace/edit.js';
import type { Rewrite, RewriteJob } from '../../language.js';
import { withoutListed } from '../all.js';
import { rewriteCalls } from '../calls.js';
import type { Head } from '../call-match.js';
import { parse } from '../parse.js';
import { moveImports } from './imports.js';
import { moveObjects } from './objects.js';
import { Site, type FactoryUse } from './site.js';
import { moveStrings } from './strings.js';

/**
 * Rewrites one file: strings that name modules, then every import and what it binds, then the calls of factories, last the
 * import statements that all of it asks for.
 */
export function rewrite(job: RewriteJob): Rewrite {
  const parsed = parse(job.path, job.text);
  if ('error' in parsed) return { edits: [], findings: [], rewritten: 0 };
  const site = new Site(job, parsed);
  moveStrings(site);
  moveImports(site);
  moveObjects(site);
  useOwnFactories(site);
  const calls = moveCalls(site);
  const listed = withoutListed(parsed.module, job.text, site.dropped);
  return { edits: [...calls, ...listed, ...site.table.edits()], findings: site.findings, rewritten: site.rewritten };
}

/** Factories that this file itself offers: its own calls of them become construction too; the declaration is not ours to take. */
function useOwnFactories(site: Site): void {
  for (const [name, rules] of site.job.own) {
    const binding = site.scopes.module.bindings.get(name);
    if (!binding || site.factories.some((one) => one.binding === binding)) continue;
    const bound = { binding, local: name, anchor: null, uses: binding.uses, keep: true, drop: (): void => {} };
    for (const head of binding.uses) if (!goesItself(site, head)) site.factoryUses.push({ head, rules, bound });
  }
}

/** Does it stand in the declaration of a factory, which goes too? */
function goesItself(site: Site, { ancestors }: Head): boolean {
  const [, statement] = ancestors;
  return (
    statement !== undefined &&
    'name' in statement &&
    typeof statement.name === 'object' &&
    statement.name !== null &&
    site.job.own.has(statement.name.name)
  );
}

function moveCalls(site: Site): readonly Edit[] {
  if (site.factories.length === 0 && site.factoryUses.length === 0) return site.edits.splice(0);
  const names = new Map<Head, ReadonlyMap<string, string>>(
    site.factoryUses.map((use) => [use.head, namesFor(site, use)]),
  );
  const result = rewriteCalls(
    site.parsed,
    site.scopes,
    site.factoryUses,
    (head, need) => names.get(head)?.get(need) ?? need,
    site.edits.splice(0),
  );
  site.rewritten += result.rewritten;
  for (const { line, reason } of result.leftovers) site.report('factory-use', line, reason);
  for (const bound of site.factories) {
    importNeeds(site, bound, result.needs, names);
    if (bound.keep || bound.uses.some((head) => result.remaining.has(head))) continue;
    bound.drop();
    if (bound.binding.scope.kind === 'module') site.dropped.add(bound.local);
    if (bound.uses.length === 0) site.rewritten++;
  }
  return result.edits;
}

/** What the free names of the templates are called where this factory is used. */
function namesFor(site: Site, { head, rules, bound }: FactoryUse): Map<string, string> {
  const names = new Map<string, string>();
  const use = 'shape' in head ? head : null;
  for (const need of rules.flatMap((rule) => rule.needs)) {
    const source = site.job.provides(need);
    if (!source || source.module === site.job.path) continue;
    const block = bound.anchor?.block ?? { statements: site.parsed.module.body, owners: [site.parsed.module] };
    const present = site.table.localOf(source.module, source.name, block);
    let name = present ?? need;
    const { scope } = bound.binding;
    const taken = (one: string): boolean =>
      scope.bindings.has(one) || site.scopes.module.bindings.has(one) || (use === null && site.scopes.globals.has(one));
    if (present === null) for (let i = 2; taken(name); i++) name = `${need}${i}`;
    names.set(need, name);
  }
  return names;
}

function importNeeds(
  site: Site,
  bound: Site['factories'][number],
  needs: ReadonlyMap<Head, ReadonlySet<string>>,
  names: ReadonlyMap<Head, ReadonlyMap<string, string>>,
): void {
  const [first] = [...site.job.moved.keys()].filter(({ kind }) => kind === 'import');
  for (const head of bound.uses)
    for (const need of needs.get(head) ?? []) {
      const source = site.job.provides(need);
      const block = bound.anchor?.block;
      if (!source || source.module === site.job.path || !first || !block) continue;
      if (site.table.localOf(source.module, source.name, block) !== null) continue;
      const specifier = site.spell(source.module, first);
      if (specifier !== null)
        site.table.put(source.module, specifier, source.name, names.get(head)?.get(need) ?? need, bound.anchor);
    }
}
