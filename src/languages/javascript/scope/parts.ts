import type { Node } from '@babel/types';
import { type Frame, VALUE } from './tree.js';
import type { ScopeWalk } from './walk.js';
import { forEachChild } from '../walk.js';

/** For nodes that neither bind nor use a name. */
export function nothing(): void {}

/** A key is only looked at when it is computed. */
export function keyed(node: { key: Node; computed?: boolean | null }, at: Frame, walk: ScopeWalk): void {
  const computed = node.computed === true;
  forEachChild(at.node, (child, field) => {
    if (field !== 'key' || computed) walk.later(child, at);
  });
}

/** For nodes that open a scope and nothing more. */
export function block(node: Node, at: Frame, walk: ScopeWalk): void {
  walk.children(at, walk.open(node, at.scope));
}

/** Wrappers that an assignment's target may stand in: `(x as T) = 1`. */
export function wrapper(_node: Node, at: Frame, walk: ScopeWalk): void {
  forEachChild(at.node, (child, field) => walk.later(child, at, at.scope, field === 'expression' ? at.mode : VALUE));
}

/** For nodes of which some fields are no uses of names. */
export function skipping(...skipped: string[]) {
  return (_node: Node, at: Frame, walk: ScopeWalk): void =>
    forEachChild(at.node, (child, field) => {
      if (!skipped.includes(field)) walk.later(child, at);
    });
}
