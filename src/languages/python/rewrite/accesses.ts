import type { Attribute, Expression, Node } from '../nodes.js';
import type { Binding, Use } from '../scopes.js';

/** One name taken from a module object: `m.X`, `a.b.c.X`. */
export interface Access {
  readonly name: string;
  /** The whole expression, and what stands around it. */
  readonly node: Attribute;
  readonly ancestors: readonly Node[];
  /** What denotes the module in it: `m`, `a.b.c`. */
  readonly object: Expression;
  readonly use: Use;
}

export interface Followed {
  readonly accesses: readonly Access[];
  /** The first place where the module itself goes somewhere we cannot follow. */
  readonly escapesAt: Node | null;
  /** Uses of the binding that mean another module (`a.d` beside `a.b.c`). */
  readonly others: number;
}

/** All that is taken from a module by this binding; `path`: what stands between the binding and the module (`b`, `c`). */
export function followBinding(binding: Binding, path: readonly string[]): Followed {
  const accesses: Access[] = [];
  let escapesAt: Node | null = null;
  let others = 0;
  for (const use of binding.uses) {
    const found = accessOf(use, path);
    if (found === 'other') others++;
    else if (found === null) escapesAt ??= use.node;
    else accesses.push(found);
  }
  return { accesses, escapesAt, others };
}

function accessOf(use: Use, path: readonly string[]): Access | 'other' | null {
  let object: Expression = use.node;
  let { ancestors } = use;
  for (const part of path) {
    const parent = ancestors.at(-1);
    if (parent?.type !== 'Attribute' || parent.value !== object) return path.length > 0 ? 'other' : null;
    if (parent.attr.name !== part) return 'other';
    object = parent;
    ancestors = ancestors.slice(0, -1);
  }
  const node = ancestors.at(-1);
  if (use.shape !== 'plain' || node?.type !== 'Attribute' || node.value !== object) return null;
  return { name: node.attr.name, node, ancestors: ancestors.slice(0, -1), object, use };
}

/** Is something put in the place of this expression (assigned, deleted)? */
export function isTarget({ node, ancestors }: Access): boolean {
  const parent = ancestors.at(-1);
  switch (parent?.type) {
    case 'Assign':
      return parent.targets.includes(node);
    case 'AugAssign':
    case 'AnnAssign':
    case 'For':
      return parent.target === node;
    case 'WithItem':
      return parent.target === node;
    case 'Delete':
      return true;
    default:
      return false;
  }
}
