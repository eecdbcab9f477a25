import type { Node } from './nodes.js';
import type { ScopeRecord } from './scope-tree.js';
import { forEachChild } from './walk.js';

/** Calls that may be told a name together with its module. */
export const BY_MODULE = new Set(['patch', 'setattr', 'delattr']);

/** A call of this name, given so many arguments, may use or bind names of the scope that stand nowhere. */
export function markDynamic(callee: string, count: number, scope: ScopeRecord): void {
  if (callee === 'eval' || callee === 'exec') scope.markDynamic(true);
  else if (callee === 'globals') scope.module.markDynamic(false);
  else if ((callee === 'locals' || callee === 'vars') && count === 0) scope.markDynamic(false);
}

/** `__name__`, or a string made of it: what is told it may look up any name of the module. */
export function namesItself(node: Node): boolean {
  if (node.type === 'Name') return node.name === '__name__';
  let found = false;
  forEachChild(node, (child) => {
    found ||= namesItself(child);
  });
  return found;
}
