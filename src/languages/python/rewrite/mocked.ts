import { finding } from '../../../messages/findings.js';
import { mockReasons } from '../../../messages/reasons.js';
import type { CallRule } from '../../language.js';
import type { Head } from '../call-match.js';
import { constructedBy } from '../template.js';
import { placeOf, type FactoryBinding, type Site } from './site.js';

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
  const isThere = site.scopes.module.bindings.has(name) || site.scopes.globals.has(name);
  const others = site.factories.some((one) => one !== bound && constructedBy(rulesOf(site, one)) === name);
  return isThere || others ? mockReasons.present(name) : null;
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
