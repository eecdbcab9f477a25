import { pythonReasons as reasons } from '../../messages/python.js';
import type { Edit } from '../../workspace/edit.js';
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

/** The reason at the variable that keeps the instance. */
export function keptReason(name: string, reason: string): string {
  const asked = /^instance asked for `(.*)`$/.exec(reason)?.[1];
  return asked === undefined ? reasons.keptAnd(name, reason) : reasons.keptAndAsked(asked);
}

/** Wants some of the same characters, and cannot be consumed. */
export function overlaps(earlier: Edit, edit: Edit): boolean {
  const inside = edit.start <= earlier.start && earlier.end <= edit.end;
  return earlier.start < edit.end && edit.start < earlier.end && !inside;
}
