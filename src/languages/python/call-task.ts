import { contains, type Edit } from '../../workspace/edit.js';
import type { Head } from './call-match.js';
import type { Name, Node } from './nodes.js';
import type { Scope } from './scopes.js';

/** What one head comes to: it is done with when everything that hangs on it succeeded. */
export class Task {
  failed = false;

  constructor(
    readonly head: Head,
    readonly scope: Scope,
    readonly up: Task | null,
    /** The variable that keeps the instance, for the texts. */
    readonly keptIn: string | null,
  ) {}

  fail(): void {
    this.failed = true;
    this.up?.fail();
  }
}

/** The name with which an expression begins. */
export function leftmost(node: Node): Name | null {
  if (node.type === 'Name') return node;
  if (node.type === 'Attribute' || node.type === 'Await' || node.type === 'Subscript') return leftmost(node.value);
  return node.type === 'Call' ? leftmost(node.callee) : null;
}

/** Wants some of the same characters, and cannot be consumed. */
export function overlaps(earlier: Edit, edit: Edit): boolean {
  return earlier.start < edit.end && edit.start < earlier.end && !contains(edit, earlier);
}
