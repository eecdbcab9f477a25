import type { Edit, Span } from '../../../workspace/edit.js';
import type { ImportFrom, Import, Node, Statement } from '../nodes.js';
import { indentAt, lineStart, removal, withoutGaps } from './layout.js';

/** The statements between which one stands, and what they are the body of. */
export interface Block {
  readonly statements: readonly Statement[];
  /** The statement (or handler, case, module) whose body this is, with those around it: the module first. */
  readonly owners: readonly Node[];
}

/** A statement in its place. */
export interface Placed<S extends Statement = Statement> {
  readonly node: S;
  readonly block: Block;
}

/** Every statement list of a module, outermost first. */
export function blocksOf(module: Node): Block[] {
  const found: Block[] = [];
  const visit = (owner: Node, around: readonly Node[]): void => {
    const owners = [...around, owner];
    for (const statements of listsOf(owner)) {
      if (statements.length === 0) continue;
      found.push({ statements, owners });
      for (const one of statements)
        for (const inner of [one, ...partsOf(one)]) visit(inner, inner === one ? owners : [...owners, one]);
    }
  };
  visit(module, []);
  return found;
}

function listsOf(node: Node): readonly (readonly Statement[])[] {
  const lists: (readonly Statement[])[] = [];
  if ('body' in node && Array.isArray(node.body)) lists.push(node.body as readonly Statement[]);
  if ('orelse' in node && Array.isArray(node.orelse)) lists.push(node.orelse as readonly Statement[]);
  if ('finalbody' in node) lists.push(node.finalbody);
  return lists;
}

function partsOf(node: Statement): readonly Node[] {
  if (node.type === 'Try') return node.handlers;
  return node.type === 'Match' ? node.cases : [];
}

/** Every import statement of a module, in order. */
export function importsOf(module: Node): Placed<Import | ImportFrom>[] {
  return blocksOf(module)
    .flatMap((block) =>
      block.statements.flatMap((node) =>
        node.type === 'Import' || node.type === 'ImportFrom' ? [{ node, block }] : [],
      ),
    )
    .sort((a, b) => a.node.start - b.node.start);
}

/** Does the statement share its line with another one, or with the head of its block? */
export function sharesLine(text: string, { start, end }: Span): boolean {
  return !/^[ \t\f]*$/.test(text.slice(lineStart(text, start), start)) || /^[ \t]*;[ \t]*[^\s#]/.test(text.slice(end));
}

/**
 * Takes statements away. A block that would be empty gets `pass`, or goes as a whole when nothing is left of its meaning:
 * `if TYPE_CHECKING:`, and a `try:` whose handlers nothing can reach any more.
 */
export function removeStatements(
  text: string,
  gone: readonly Placed[],
  more: ReadonlySet<Statement> = new Set(),
): Edit[] {
  const removed = new Set<Statement>([...more, ...gone.map(({ node }) => node)]);
  const edits: Edit[] = [];
  const whole = new Set<Statement>();
  for (const { node, block } of gone) {
    const emptied = block.statements.every((one) => removed.has(one)) && block.owners.length > 1;
    const owner = emptied ? block.owners.at(-1) : undefined;
    const dead = owner !== undefined && isDead(text, owner, block) ? (owner as Statement) : null;
    const outer = dead === null ? null : blockAround(block.owners, dead);
    if (dead !== null && outer !== null && (outer.statements.length > 1 || outer.owners.length === 1)) {
      if (!whole.has(dead)) edits.push(...removeStatements(text, [{ node: dead, block: outer }]));
      whole.add(dead);
    } else if (emptied && block.statements.at(-1) === node)
      edits.push({ start: node.start, end: node.end, text: 'pass' });
    else edits.push(removal(text, node));
  }
  return withoutGaps(text, edits);
}

function isDead(text: string, owner: Node, { statements }: Block): boolean {
  if (owner.type === 'If')
    return (
      owner.orelse.length === 0 &&
      /^(?:\w+\.)?TYPE_CHECKING$/.test(text.slice(owner.test.start, owner.test.end)) &&
      text.startsWith('if', owner.start)
    );
  return owner.type === 'Try' && owner.body === statements && owner.orelse.length === 0 && owner.finalbody.length === 0;
}

function blockAround(owners: readonly Node[], inner: Statement): Block | null {
  const at = owners.indexOf(inner);
  const owner = owners[at - 1];
  if (!owner) return null;
  const statements = listsOf(owner).find((list) => list.includes(inner));
  return statements ? { statements, owners: owners.slice(0, at) } : null;
}

/** Where, and with what before it, a statement goes that follows this one. */
export function following(text: string, node: Span, at: number): { at: number; lead: (newline: string) => string } {
  return sharesLine(text, node)
    ? { at: node.end, lead: () => '; ' }
    : { at, lead: (newline) => newline + indentAt(text, node.start) };
}
