import type { Node } from '@babel/types';
import type { NameUse, Reference, ReferenceKind } from '../../reference.js';
import { spanOf } from '../nodes.js';

/** A reference whose specifier is still to be read from its literal. */
export type Draft = Omit<Reference, 'line' | 'specifier' | 'span'>;

/** `seen`: the specifier as seen from this file, where it is not what is written. */
export type Add = (literal: Node | null | undefined, draft: Draft, seen?: string) => void;

/** The draft of a reference whose statement is this node. */
export function draftOf(
  kind: ReferenceKind,
  node: Node,
  names: readonly NameUse[],
  typeOnly: boolean,
  eager: boolean,
): Draft {
  return { kind, statement: spanOf(node), names, typeOnly, eager };
}
