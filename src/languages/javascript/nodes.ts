import type { Node } from '@babel/types';
import { forEachChild, isTransparent } from './walk.js';

/** Every node below and including this one, from the outside in. Not recursive: generated files nest deeply. */
export function* descendants(root: Node): Generator<Node> {
  const pending: Node[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    yield node;
    const mark = pending.length;
    forEachChild(node, (child) => pending.push(child));
    reverseFrom(pending, mark);
  }
}

/** Reverses the end of a stack, so that what was pushed first is popped first. */
export function reverseFrom(stack: unknown[], mark: number): void {
  for (let low = mark, high = stack.length - 1; low < high; low++, high--) {
    const kept = stack[low];
    stack[low] = stack[high];
    stack[high] = kept;
  }
}

/** Does the outer node's text contain the inner one's? */
export function encloses(outer: Node, inner: Node): boolean {
  return startOf(outer) <= startOf(inner) && endOf(inner) <= endOf(outer);
}

/** The parser always sets offsets; its types allow null for nodes that were made by hand. */
export function startOf(node: Node): number {
  return node.start ?? 0;
}

export function endOf(node: Node): number {
  return node.end ?? 0;
}

/** 1-based; 0 for nodes that were made by hand. */
export function lineOf(node: Node): number {
  return node.loc?.start.line ?? 0;
}

/** The expression inside wrappers that change nothing of the value. */
export function unwrap(node: Node): Node {
  return isTransparent(node) && 'expression' in node ? unwrap(node.expression as Node) : node;
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
