import type { Node } from '@babel/types';

const NO_CHILDREN = new Set(['loc', 'extra', 'errors', 'comments', 'tokens', 'range', 'start', 'end', 'type']);

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

/** Calls `visit` for each direct child node, in the order of the AST's keys (for our parser: source order within a list). */
export function forEachChild(node: Node, visit: (child: Node, key: string) => void): void {
  for (const key in node) {
    if (NO_CHILDREN.has(key)) continue;
    const value = (node as unknown as Record<string, unknown>)[key];
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) visit(item, key);
    } else if (isNode(value)) visit(value, key);
  }
}

/** Visits every node, parents first. `ancestors` (parent last) is one reused array: copy it to keep it. */
export function walk(root: Node, enter: (node: Node, ancestors: readonly Node[]) => void): void {
  const ancestors: Node[] = [];
  const visit = (node: Node): void => {
    enter(node, ancestors);
    ancestors.push(node);
    forEachChild(node, visit);
    ancestors.pop();
  };
  visit(root);
}

/** Wrappers that change nothing of the value: `x!`, `x as T`, `<T>x`, `x satisfies T`, `(x)`. */
export function isTransparent(node: Node): boolean {
  switch (node.type) {
    case 'TSNonNullExpression':
    case 'TSAsExpression':
    case 'TSTypeAssertion':
    case 'TSSatisfiesExpression':
    case 'ParenthesizedExpression':
    case 'TypeCastExpression':
      return true;
    default:
      return false;
  }
}

/** The text of a string literal or of a template without expressions; null for any other node. */
export function stringOf(node: Node | null | undefined): string | null {
  if (node?.type === 'StringLiteral') return node.value;
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0]?.value.cooked ?? null;
  return null;
}

/** Offsets of a node. The parser always sets them; a node without is one we made, which must not reach a rewrite. */
export function spanOf(node: Node): { start: number; end: number } {
  if (typeof node.start !== 'number' || typeof node.end !== 'number') throw new Error(`${node.type} without offsets`);
  return { start: node.start, end: node.end };
}

/** The name of an identifier, or the value of a string name (`import { "a-b" as c }`). */
export function nameOf(node: Node): string {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'StringLiteral') return node.value;
  throw new Error(`${node.type} is no name`);
}
