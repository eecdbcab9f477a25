import type { Reference } from '../../reference.js';
import type { Name } from '../nodes.js';
import type { Binding } from '../scopes.js';
import { walk } from '../walk.js';
import { followBinding, isTarget, type Access } from './accesses.js';
import type { Site, Target } from './site.js';
import { placeOf } from './takers.js';

/**
 * `m = import_module("a.b")`: what is taken from the variable moves, and the string with it, when all of it lives in one
 * module now. False when that cannot be seen: then the module as a whole is to be replaced.
 */
export function moveLoaded(site: Site, reference: Reference, module: string): boolean {
  const binding = bindingOf(site, reference);
  if (!binding || binding.declarations.length > 1 || binding.scope.kind === 'class' || binding.scope.dynamic)
    return false;
  const { accesses, escapesAt } = followBinding(binding, [], new Map());
  const fates = accesses.map((access) => ({ access, fate: site.job.fate(module, access.name) }));
  const moved = fates.flatMap(({ access, fate }): [Access, Target][] => (fate.kind === 'move' ? [[access, fate]] : []));
  const [first] = moved;
  if (escapesAt !== null || !first || moved.length < fates.length) return false;
  const [, { module: target }] = first;
  const [taker] = site.takersOf(binding);
  const renames = moved.filter(([access, to]) => access.name !== to.name);
  if (moved.some(([access, to]) => to.module !== target || to.name === '*' || isTarget(access))) return false;
  if (taker && renames.length > 0) {
    site.report('module-object', reference.line, `${reference.specifier}, taken by ${placeOf(taker)}`);
    return true;
  }
  const specifier = site.spell(target, reference);
  if (specifier === null) return true;
  site.edits.push({ ...reference.span, text: specifier });
  for (const [{ span }, to] of renames) site.edits.push({ ...span, text: to.name });
  site.rewritten++;
  return true;
}

function bindingOf(site: Site, { names: [taken] }: Reference): Binding | null {
  if (taken?.imported !== '*' || taken.local === null) return null;
  const found: Name[] = [];
  walk(site.parsed.module, (node) => {
    if (node.type === 'Name' && node.start === taken.span.start) found.push(node);
  });
  return found[0] ? site.scopes.bindingAt(found[0]) : null;
}
