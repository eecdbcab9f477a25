import type { Node } from '@babel/types';
import { reasons } from '../../../messages/reasons.js';
import { hasEffects, isEffect, isFunction, isRepeatable } from './effects.js';
import { endOf, startOf } from '../nodes.js';
import { descendants } from '../walk.js';
import type { Use } from '../scope/scopes.js';
import type { Signature, Template } from './template.js';

/** One argument as it stands in the call: its text (comments and parentheses included) and its node. */
export interface Given {
  readonly text: string;
  readonly node: Node;
}

/** The call's arguments by parameter: what is given, and the lists of parameters that a spread or nothing stands for. */
export interface Bound {
  readonly given: Map<string, readonly Given[]>;
  readonly rest: Set<string>;
  /** Parameters left out at the end of a call; `spread` takes their place when there is one. */
  readonly tails: { readonly names: readonly string[]; readonly spread: string | null }[];
}

/** Side effects of arguments happen once, before everything else and in their order; so they must after. */
export function unsafe(template: Template, signature: Signature, bound: Bound): string | null {
  const effects = [...descendants(template.expression)].filter((node) => isEffect(node)).map(endOf);
  let last = -1;
  for (const [name, givens] of bound.given) {
    const slots = template.slots.filter(({ node }) => node.name === name);
    for (const { node } of givens) {
      const active = hasEffects(node);
      if (active && slots.length === 0) return reasons.dropped(name);
      if (slots.length > 1 && !isRepeatable(node)) return reasons.repeated(name);
      for (const slot of slots) {
        if (evaluatedLater(slot, template) && !isRepeatable(node)) return reasons.later(name);
        if (insideFunction(slot) && [...descendants(node)].some(({ type }) => type === 'ThisExpression')) {
          return reasons.later(name);
        }
        if (!active) continue;
        const start = startOf(slot.node);
        if (start < last || effects.some((end) => end <= start)) return reasons.reordered(name);
        last = start;
      }
    }
  }
  const spreads = bound.tails.some(({ spread }) => spread !== null);
  return spreads && signature.steps.filter(({ kind }) => kind !== 'member').length > 1 ? reasons.spread() : null;
}

function insideFunction(slot: Use): boolean {
  return slot.ancestors.some(isFunction);
}

/** Is the slot reached only sometimes, or later? */
function evaluatedLater(slot: Use, template: Template): boolean {
  const path = [...slot.ancestors.slice(slot.ancestors.indexOf(template.expression)), slot.node];
  return path.some((node, index) => {
    const child = path[index + 1];
    if (child === undefined) return false;
    if (node.type === 'ConditionalExpression') return child !== node.test;
    if (node.type === 'LogicalExpression') return child === node.right;
    if (node.type === 'OptionalCallExpression') return child !== node.callee;
    return isFunction(node) || node.type === 'ClassExpression';
  });
}

/** Would a name of an argument, or of what the template needs, mean one of the template's own bindings? */
export function captured(template: Template, bound: Bound, localName: (need: string) => string): string | null {
  for (const slot of template.slots) {
    for (const { node } of bound.given.get(slot.node.name) ?? []) {
      for (const inner of descendants(node)) {
        if (inner.type === 'Identifier' && !template.scopes.freeAt(inner.name, [slot]))
          return reasons.hidden(inner.name);
      }
    }
  }
  const hidden = template.needs.find((need) => !template.scopes.freeAt(localName(need.node.name), [need]));
  return hidden === undefined ? null : reasons.hidden(localName(hidden.node.name));
}
