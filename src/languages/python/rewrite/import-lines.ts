import type { Edit, Span } from '../../../workspace/edit.js';
import type { ModuleId } from '../../language.js';
import type { NameUse, Reference } from '../../reference.js';
import type { Module, Node } from '../nodes.js';
import { sharesLine, type Block } from './blocks.js';
import { fromImport, indentAt, statementWidth } from './layout.js';
import { editList, type ListItem } from './lists.js';

/** One name of one `from … import`. */
export interface Spec {
  imported: string;
  local: string;
  gone: boolean;
  /** As it stands today; null when it is to be added. */
  readonly at: NameUse | null;
}

/** One `from … import`: as it stands, or (without a reference) to be added behind its place. */
export interface Line {
  readonly reference: Reference | null;
  /** Null for what is to stand at the top of the module. */
  readonly place: Anchor | null;
  /** Where it leads, once all is done. */
  module: ModuleId | null;
  specifier: string;
  readonly specs: Spec[];
}

/** Something behind which (or in whose place, when it goes) statements are written. Its block may have to be looked for. */
export interface Anchor {
  readonly node: Span;
  readonly block: Block;
}

/** What must change in a statement that stays. */
export function lineEdits(text: string, line: Line, reference: Reference): Edit[] {
  const edits: Edit[] = [];
  const { statement } = reference;
  if (line.specifier !== reference.specifier) edits.push({ ...reference.span, text: line.specifier });
  const added = line.specs.filter((spec) => spec.at === null && !spec.gone).map(shown);
  const listed = line.specs.filter((spec): spec is Spec & { at: NameUse } => spec.at !== null);
  const changed = added.length > 0 || listed.some(isChanged);
  if (!changed) return edits;
  const names = listed
    .filter((spec) => !spec.gone)
    .map((spec) => specText(text, spec))
    .concat(added);
  const indent = indentAt(text, statement.start);
  const width = indent.length + `from ${line.specifier} import ${names.join(', ')}`.length;
  const inParentheses = text[statement.end - 1] === ')';
  if (added.length > 0 && !inParentheses && width > statementWidth(text) && !sharesLine(text, statement))
    return [{ ...statement, text: fromImport(text, indent, line.specifier, names) }];
  const items = listed.map((spec): ListItem => ({ ...spec.at.span, text: spec.gone ? null : specText(text, spec) }));
  return [...edits, ...editList(text, items, added)];
}

function specText(text: string, spec: Spec): string {
  return spec.at && !isChanged(spec) ? text.slice(spec.at.span.start, spec.at.span.end) : shown(spec);
}

/** Is this identifier the one that the name of the statement binds? */
export function binds({ at }: Spec, name: Span): boolean {
  return at !== null && at.span.start <= name.start && name.end === at.span.end;
}

/** Does the statement give the name another one: `b as c`, or even `b as b`? */
export function isAliased(text: string, { at }: Spec): boolean {
  return at !== null && /\s/.test(text.slice(at.span.start, at.span.end));
}

/** Where the first import goes: behind the docstring and `from __future__`, before everything else. */
export function topOf(tree: Module, text: string): number {
  const [first] = tree.body;
  let last: Node | null = first?.type === 'Expr' && first.value.type === 'Str' ? first : null;
  for (const one of tree.body) if (one.type === 'ImportFrom' && one.module === '__future__') last = one;
  if (last) return afterLine(text, last.end);
  return first ? first.start : text.length;
}

function afterLine(text: string, end: number): number {
  const rest = /^[^\r\n]*(?:\r\n|\n|\r|$)/.exec(text.slice(end));
  return end + (rest?.[0].length ?? 0);
}

/** A name as an import statement writes it. */
export function shown({ imported, local }: Spec): string {
  return imported === local ? imported : `${imported} as ${local}`;
}

function isChanged({ gone, imported, local, at }: Spec): boolean {
  return gone || at === null || imported !== at.imported || local !== at.local;
}
