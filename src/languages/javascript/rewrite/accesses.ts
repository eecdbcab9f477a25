import type { Node, ObjectPattern, ObjectProperty } from '@babel/types';
import type { Head } from '../calls/calls.js';
import type { Binding, Scopes } from '../scope/scopes.js';
import { isTransparent, spanOf } from '../nodes.js';

/** One name taken from a module object. */
export interface Access {
  readonly name: string;
  /** The characters of the name. */
  readonly span: { readonly start: number; readonly end: number };
  /** `mirror`: seen a second time, from a type beside it. */
  readonly form: 'member' | 'type' | 'pattern' | 'shorthand' | 'mirror';
  /** The expression that denotes what was taken (`ns.X`); null in patterns and types. */
  readonly head: Head | null;
  /** `ns` in `ns.X` and `ns['X']`, for those that are to read another object. */
  readonly object: { readonly start: number; readonly end: number } | null;
  readonly property: ObjectProperty | null;
}

/** All that is taken from a module object, or the first place where it goes somewhere we cannot follow. */
export interface Followed {
  readonly accesses: readonly Access[];
  readonly escapesAt: Node | null;
}

/** What the uses of a name that holds a module object take of it, up to the first that lets the object go elsewhere. */
export function followBinding(binding: Binding): Followed {
  const accesses: Access[] = [];
  for (const use of binding.uses) {
    const found = accessOf(use.node, use.ancestors);
    if (!found) return { accesses, escapesAt: use.node };
    accesses.push(...found);
  }
  return { accesses, escapesAt: null };
}

/** From the expression (`require(…)`, `import(…)`) outwards. A promise must be awaited, or read in `.then(m => …)`. */
export function followExpression(node: Node, ancestors: readonly Node[], promise: boolean, scopes: Scopes): Followed {
  let child = node;
  let waiting = promise;
  for (let i = ancestors.length - 1; i >= 0; i--) {
    const parent = ancestors[i] as Node;
    if (parent.type === 'AwaitExpression') waiting = false;
    if (parent.type !== 'AwaitExpression' && !isTransparent(parent)) {
      if (parent.type === 'ExpressionStatement') return { accesses: [], escapesAt: null };
      if (waiting) return followThen(child, ancestors.slice(0, i + 1), scopes);
      if (parent.type === 'VariableDeclarator' && parent.init === child && parent.id.type === 'Identifier')
        return ancestors[i - 2]?.type === 'ExportNamedDeclaration'
          ? { accesses: [], escapesAt: child }
          : followDeclared(parent.id, scopes);
      const found = accessOf(child, ancestors.slice(0, i + 1));
      return found ? { accesses: found, escapesAt: null } : { accesses: [], escapesAt: child };
    }
    child = parent;
  }
  return { accesses: [], escapesAt: node };
}

function followDeclared(id: Node, scopes: Scopes): Followed {
  const binding = scopes.bindingAt(id);
  if (!binding || binding.uses.some((use) => use.write)) return { accesses: [], escapesAt: id };
  return followBinding(binding);
}

function followThen(node: Node, ancestors: readonly Node[], scopes: Scopes): Followed {
  const escapes: Followed = { accesses: [], escapesAt: node };
  const member = ancestors[ancestors.length - 1];
  const call = ancestors[ancestors.length - 2];
  if (member?.type !== 'MemberExpression' || member.object !== node || member.computed) return escapes;
  if (member.property.type !== 'Identifier' || member.property.name !== 'then') return escapes;
  const callback = call?.type === 'CallExpression' && call.callee === member ? call.arguments[0] : undefined;
  if (callback?.type !== 'ArrowFunctionExpression' && callback?.type !== 'FunctionExpression') return escapes;
  const [first] = callback.params;
  if (!first) return { accesses: [], escapesAt: null };
  if (first.type === 'Identifier') return followDeclared(first, scopes);
  const taken = first.type === 'ObjectPattern' ? patternAccesses(first) : null;
  return taken ? { accesses: taken, escapesAt: null } : escapes;
}

/** What is taken from a module object at this place; null when the object itself goes on. */
function accessOf(node: Node, ancestors: readonly Node[]): Access[] | null {
  const parent = ancestors[ancestors.length - 1];
  switch (parent?.type) {
    case 'MemberExpression':
    case 'OptionalMemberExpression': {
      if (parent.object !== node) return null;
      const head = { node: parent, ancestors: ancestors.slice(0, -1) };
      const { property } = parent;
      if (!parent.computed && property.type === 'Identifier')
        return [access(property.name, spanOf(property), 'member', head, spanOf(node))];
      if (property.type !== 'StringLiteral') return null;
      const { start, end } = spanOf(property);
      return [access(property.value, { start: start + 1, end: end - 1 }, 'member', head, spanOf(node))];
    }
    case 'JSXMemberExpression':
      if (parent.object !== node) return null;
      return [access(parent.property.name, spanOf(parent.property), 'type', null, spanOf(node))];
    case 'TSQualifiedName':
      if (parent.left !== node) return null;
      return [access(parent.right.name, spanOf(parent.right), 'type', null, spanOf(node))];
    case 'VariableDeclarator':
      return parent.init === node && parent.id.type === 'ObjectPattern' ? patternAccesses(parent.id) : null;
    default:
      return null;
  }
}

function access(
  name: string,
  span: Access['span'],
  form: Access['form'],
  head: Head | null,
  object: Access['object'],
): Access {
  return { name, span, form, head, object, property: null };
}

/** Null when a rest or a computed key takes what we cannot name. */
function patternAccesses(pattern: ObjectPattern): Access[] | null {
  const accesses: Access[] = [];
  for (const property of pattern.properties) {
    if (property.type !== 'ObjectProperty' || property.computed || property.key.type !== 'Identifier') return null;
    const form = property.shorthand ? 'shorthand' : 'pattern';
    accesses.push({ name: property.key.name, span: spanOf(property.key), form, head: null, object: null, property });
  }
  return accesses;
}

/** The local name that a property of a pattern binds; null for nested patterns. */
export function boundBy(property: ObjectProperty): string | null {
  const target = property.value.type === 'AssignmentPattern' ? property.value.left : property.value;
  return target.type === 'Identifier' ? target.name : null;
}
