import type { Span } from '../../../workspace/edit.js';
import type { NameUse } from '../../reference.js';
import type { Attribute, Expression, Node } from '../nodes.js';
import type { Binding, Use } from '../scopes.js';

/** One name taken from a module object: `m.X`, `a.b.c.X`. */
export interface Access {
  readonly name: string;
  /** The characters of the name. */
  readonly span: Span;
  /** The whole expression, and what stands around it; null where the name is a string beside the module (`patch.object(m, 'X')`). */
  readonly node: Attribute | null;
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

/**
 * All that is taken from a module by this binding. `path`: what stands between the binding and the module (`b`, `c`);
 * `named`: names that stand in strings beside the module, by where the module's expression begins.
 */
export function followBinding(
  binding: Binding,
  path: readonly string[],
  named: ReadonlyMap<number, NameUse>,
): Followed {
  const accesses: Access[] = [];
  let escapesAt: Node | null = null;
  let others = 0;
  for (const use of binding.uses) {
    const found = accessOf(use, path, named);
    if (found === 'other') others++;
    else if (found === null) escapesAt ??= use.node;
    else accesses.push(found);
  }
  return { accesses, escapesAt, others };
}

function accessOf(use: Use, path: readonly string[], named: ReadonlyMap<number, NameUse>): Access | 'other' | null {
  let object: Expression = use.node;
  let { ancestors } = use;
  for (const part of path) {
    const parent = ancestors.at(-1);
    if (parent?.type !== 'Attribute' || parent.value !== object) return path.length > 0 ? 'other' : null;
    if (parent.attr.name !== part) return 'other';
    object = parent;
    ancestors = ancestors.slice(0, -1);
  }
  const beside = named.get(object.start);
  if (beside) return { name: beside.imported, span: beside.span, node: null, ancestors, object, use };
  const node = ancestors.at(-1);
  if (use.shape !== 'plain' || node?.type !== 'Attribute' || node.value !== object) return null;
  return { name: node.attr.name, span: node.attr, node, ancestors: ancestors.slice(0, -1), object, use };
}

/** Is something put in the place of this expression (assigned, deleted)? */
export function isTarget({ node, ancestors }: Access): boolean {
  if (node === null) return true;
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
