import { finding } from '../../../messages/findings.js';
import { mockReasons } from '../../../messages/reasons.js';
import type { CallRule } from '../../language.js';
import type { Head } from '../call-match.js';
import type { Use } from '../scopes.js';
import { constructedBy } from '../template.js';
import type { FactoryBinding, Site } from './site.js';
import { placeOf } from './takers.js';

/**
 * A factory that tests mock where it is used here becomes construction only when each mock can go over to the class: its
 * name is new here, nothing else constructs it, and the mock asks nothing of its calls that a class would answer otherwise.
 */
export function holdMocked(site: Site): void {
  for (const bound of site.factories.filter(({ mocks }) => mocks.length > 0)) {
    const rules = rulesOf(site, bound);
    const name = constructedBy(rules);
    const held = name === null ? mockReasons.other() : heldBy(site, bound, name);
    if (held !== null) hold(site, bound, held);
    else if (name !== null) site.followed.set(bound.local, { name, rules });
  }
}

/** Takes those back of which a call remains; true when there are any. */
export function stillMocked(site: Site, remaining: ReadonlySet<Head>): boolean {
  const stuck = site.factories.filter(
    ({ mocks, uses }) => mocks.length > 0 && uses.some((head) => remaining.has(head)),
  );
  for (const bound of stuck) {
    site.followed.delete(bound.local);
    hold(site, bound, mockReasons.other());
  }
  return stuck.length > 0;
}

function rulesOf(site: Site, bound: FactoryBinding): readonly CallRule[] {
  return site.factoryUses.find((use) => use.bound === bound)?.rules ?? [];
}

function heldBy(site: Site, bound: FactoryBinding, name: string): string | null {
  const asking = bound.mocks.filter(({ asks }) => asks !== null);
  for (const { path, line, asks } of asking)
    site.findings.push(finding('mock-of-factory', path, line, `${bound.local} of ${site.job.path}: ${asks ?? ''}`));
  if (asking.length > 0) return mockReasons.asking(asking.length);
  if (bound.uses.length === 0) return mockReasons.other();
  const taken = site.job.stillTaken(bound.local);
  if (taken) return mockReasons.late(bound.local, placeOf(taken));
  return hasOther(site, bound, name) ? mockReasons.present(name) : null;
}

/** Would a mock of the class stand here for more than the calls of the factory? */
function hasOther(site: Site, bound: FactoryBinding, name: string): boolean {
  const { module, globals } = site.scopes;
  const isOther = (one: FactoryBinding): boolean =>
    one !== bound && one.binding.scope === module && constructedBy(rulesOf(site, one)) === name;
  const binding = module.bindings.get(name);
  const source = site.job.provides(name);
  const uses = [...(binding?.uses ?? []), ...(globals.get(name) ?? [])];
  return (
    site.factories.some(isOther) ||
    uses.some(runsLater) ||
    binding?.declarations.some((one) => source === null || !site.imports(one, source)) === true ||
    site.job.takers(name).some(({ mock, late }) => mock || late)
  );
}

/** Does it look the name up in code that runs after the module is loaded? */
function runsLater({ space, ancestors }: Use): boolean {
  return space === 'value' && ancestors.some(({ type }) => type === 'FunctionDef' || type === 'Lambda');
}

/** Leaves it as it is, and says where both are. */
function hold(site: Site, bound: FactoryBinding, why: string): void {
  const [first, ...more] = bound.mocks.map(placeOf);
  const places = more.length === 0 ? first : `${first ?? ''} and ${more.length} more`;
  site.report('taken-name', bound.line, `${bound.local}, mocked by ${places ?? ''}: ${why}`);
  site.factories.splice(site.factories.indexOf(bound), 1);
  const others = site.factoryUses.filter((use) => use.bound !== bound);
  site.factoryUses.splice(0, Infinity, ...others);
}
