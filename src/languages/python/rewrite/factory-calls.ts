import type { Edit } from '../../../workspace/edit.js';
import type { Source } from '../../language.js';
import type { Head } from '../call-match.js';
import { rewriteCalls, type CallsResult } from '../calls.js';
import { holdMocked, stillMocked } from './mocked.js';
import type { Scope } from '../scopes.js';
import type { FactoryBinding, FactoryUse, Site } from './site.js';

/** The local names of what the templates need, by the use of a factory. */
type Names = ReadonlyMap<Head, ReadonlyMap<string, string>>;

/** The calls of factories become construction; what the templates need is imported, and the factory's import goes. */
export function moveCalls(site: Site): readonly Edit[] {
  const other = site.edits.splice(0);
  if (site.factories.length === 0 && site.factoryUses.length === 0) return other;
  holdMocked(site);
  const names: Names = new Map(site.factoryUses.map((use) => [use.head, namesFor(site, use)]));
  let result = construct(site, names, other);
  // A mock covers all calls or none: what is not done as a whole is not done at all.
  if (stillMocked(site, result.remaining)) result = construct(site, names, other);
  site.rewritten += result.rewritten;
  for (const { line, reason } of result.leftovers) site.report('factory-use', line, reason);
  for (const bound of site.factories) settle(site, bound, result, names);
  return result.edits;
}

function construct(site: Site, names: Names, other: readonly Edit[]): CallsResult {
  const local = (head: Head, need: string): string => names.get(head)?.get(need) ?? need;
  return rewriteCalls(site.parsed, site.scopes, site.factoryUses, local, other);
}

function settle(site: Site, bound: FactoryBinding, { needs, remaining }: CallsResult, names: Names): void {
  importNeeds(site, bound, needs, names);
  if (bound.keep || bound.uses.some((head) => remaining.has(head))) return;
  bound.drop();
  if (bound.binding.scope.kind === 'module') site.dropped.add(bound.local);
  if (bound.uses.length === 0) site.rewritten++;
}

/** What the free names of the templates are called where this factory is used. */
function namesFor(site: Site, { head, rules, bound }: FactoryUse): Map<string, string> {
  const names = new Map<string, string>();
  const use = 'shape' in head ? head : null;
  for (const need of rules.flatMap((rule) => rule.needs)) {
    const source = site.job.provides(need);
    if (!source || source.module === site.job.path) continue;
    const present = presentAs(site, source, bound);
    let name = present ?? need;
    const { scope } = bound.binding;
    const taken = (one: string): boolean =>
      isTaken(site, scope, one, source) || (use === null && site.scopes.globals.has(one));
    if (present === null) for (let i = 2; taken(name); i++) name = `${need}${i}`;
    names.set(need, name);
  }
  return names;
}

/** Is the name bound here, or in the module, to anything but the source? (An import for types only may stand beside ours.) */
function isTaken(site: Site, scope: Scope, name: string, source: Source): boolean {
  const bound = [scope, site.scopes.module].flatMap(({ bindings }) => bindings.get(name) ?? []);
  return bound.some(({ declarations }) => !declarations.every((one) => site.imports(one, source)));
}

/** What the file calls it already where this factory is bound, unless the function there has something else by that name. */
function presentAs(site: Site, { module, name }: Source, { anchor, binding }: FactoryBinding): string | null {
  const local = site.table.localOf(module, name, anchor);
  const own = local === null || binding.scope.kind === 'module' ? undefined : binding.scope.bindings.get(local);
  const isOther = own?.declarations.some((one) => site.scopes.ancestorsOf(one).at(-1)?.type !== 'Alias') === true;
  // What a function imports by itself, the mocks of its module do not reach.
  const isMocked = [...site.followed.values()].some(({ name: mocked, rules }) => mocked === local && rules.length > 0);
  return isOther || (isMocked && own === undefined && binding.scope.kind !== 'module') ? null : local;
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
      if (!source || source.module === site.job.path || !first || !bound.anchor) continue;
      if (presentAs(site, source, bound) !== null) continue;
      const specifier = site.spell(source.module, first);
      if (specifier !== null)
        site.table.put(source.module, specifier, source.name, names.get(head)?.get(need) ?? need, bound.anchor);
    }
}
