import type { Span } from '../../../workspace/edit.js';
import type { Node } from '../nodes.js';
import { parseExpression } from '../parse.js';
import { UseReader } from './use-reader.js';
import { walk } from '../walk.js';

/** What import statements bind under one name in one scope. */
export interface PlainBinding {
  /** In the module, not in a function. */
  readonly isTop: boolean;
  /** Where the statements begin. */
  readonly imports: readonly number[];
  readonly uses: readonly Span[];
}

/**
 * What the import statements that begin at these places bind as `from`, when every other token of that name is provably a
 * plain use of it, so that it could as well be called `to`, which then stands nowhere else. Null when one may be anything
 * else, which only the scopes tell: a parameter, a target, a keyword, a type in a string, or where names are looked up by
 * strings. Uses that mean none of the bindings belong to none.
 */
export function plainUses(text: string, from: string, to: string, imports: ReadonlySet<number>): PlainBinding[] | null {
  if (from.startsWith('__') || to.startsWith('__')) return null;
  const reader = new UseReader(text, from, to, imports, (span) => holdsName(text, span, [from, to]));
  return reader.odd || reader.unsure || reader.isWide ? null : reader.bindings();
}

/** Would a string with this content, read as a type, use one of the names? */
function holdsName(text: string, content: Span, names: readonly string[]): boolean {
  const parsed = parseExpression(text, content);
  let found = false;
  const isNamed = (node: Node): boolean =>
    node.type === 'Name'
      ? names.includes(node.name)
      : node.type === 'Str' && names.some((name) => text.slice(node.start, node.end).includes(name));
  if (parsed) walk(parsed, (node, ancestors) => (found ||= isNamed(node) && !isAttribute(node, ancestors)));
  return found;
}

function isAttribute(node: Node, ancestors: readonly Node[]): boolean {
  const parent = ancestors.at(-1);
  return parent?.type === 'Attribute' && parent.value !== node;
}
