import type { Node } from '@babel/types';
import type { Span } from '../../workspace/edit.js';

/** The UTF-16 offset where a node begins. The parser always sets it; a node without is one we made, which has no place. */
export function startOf(node: Node): number {
  if (typeof node.start !== 'number') throw new Error(`${node.type} without offsets`);
  return node.start;
}

/** The UTF-16 offset behind a node; throws as `startOf` does. */
export function endOf(node: Node): number {
  if (typeof node.end !== 'number') throw new Error(`${node.type} without offsets`);
  return node.end;
}

/** Both ends of a node. */
export function spanOf(node: Node): Span {
  return { start: startOf(node), end: endOf(node) };
}

/** 1-based; 0 for nodes that were made by hand. */
export function lineOf(node: Node): number {
  return node.loc?.start.line ?? 0;
}

/** Does the outer node's text contain the inner one's? */
export function encloses(outer: Node, inner: Node): boolean {
  return startOf(outer) <= startOf(inner) && endOf(inner) <= endOf(outer);
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

/** The expression inside wrappers that change nothing of the value. */
export function unwrap(node: Node): Node {
  return isTransparent(node) && 'expression' in node ? unwrap(node.expression as Node) : node;
}

/** The text of a string literal or of a template without expressions; null for any other node. */
export function stringOf(node: Node | null | undefined): string | null {
  if (node?.type === 'StringLiteral') return node.value;
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0]?.value.cooked ?? null;
  return null;
}

/** The name of an identifier, or the value of a string name (`import { "a-b" as c }`). */
export function nameOf(node: Node): string {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'StringLiteral') return node.value;
  throw new Error(`${node.type} is no name`);
}

/** The name of a member that is not computed (or is a string), of an object key; null when it cannot be known. */
export function keyName(key: Node, computed: boolean): string | null {
  if (key.type === 'StringLiteral') return key.value;
  return key.type === 'Identifier' && !computed ? key.name : null;
}

/** `<T>` of a call or construction, whichever dialect wrote it; null when there is none. */
export function typeArgumentsOf(node: Node): (Node & { readonly params: readonly Node[] }) | null {
  const { typeParameters, typeArguments } = node as { typeParameters?: unknown; typeArguments?: unknown };
  const found = typeParameters ?? typeArguments;
  return (found ?? null) as (Node & { readonly params: readonly Node[] }) | null;
}
