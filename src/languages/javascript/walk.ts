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
