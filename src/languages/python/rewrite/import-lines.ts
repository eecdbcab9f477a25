import type { Edit } from '../../../workspace/edit.js';
import type { ModuleId } from '../../language.js';
import type { Alias, ImportFrom, Module, Node } from '../nodes.js';
import { sharesLine, type Block } from './blocks.js';
import { fromImport, indentAt, statementWidth } from './layout.js';
import { editList, type ListItem } from './lists.js';

/** One name of one `from … import`. */
export interface Spec {
  imported: string;
  local: string;
  gone: boolean;
  /** Where it stands today; null when it is to be added. */
  readonly at: Alias | null;
}

/** One `from … import`: as it stands, or (without a node) to be added behind `anchor`. */
export interface Line {
  readonly node: ImportFrom | null;
  readonly block: Block;
  readonly anchor: Anchor | null;
  /** Where it leads, once all is done. */
  module: ModuleId | null;
  specifier: string;
  readonly specs: Spec[];
}

/** Something behind which (or in whose place, when it goes) statements are written. */
export interface Anchor {
  readonly node: Node & { readonly start: number; readonly end: number };
  readonly block: Block;
}

/** What must change in a statement that stays. */
export function lineEdits(text: string, line: Line, node: ImportFrom): Edit[] {
  const edits: Edit[] = [];
  if (line.specifier !== node.module)
    edits.push({ start: node.moduleSpan.start, end: node.moduleSpan.end, text: line.specifier });
  const added = line.specs.filter((spec) => spec.at === null && !spec.gone).map(shown);
  const listed = line.specs.filter((spec): spec is Spec & { at: Alias } => spec.at !== null);
  const changed = added.length > 0 || listed.some(isChanged);
  if (!changed) return edits;
  const names = listed
    .filter((spec) => !spec.gone)
    .map((spec) => specText(text, spec))
    .concat(added);
  const indent = indentAt(text, node.start);
  const width = indent.length + `from ${line.specifier} import ${names.join(', ')}`.length;
  const [first] = node.names;
  if (added.length > 0 && node.list === null && width > statementWidth(text) && first && !sharesLine(text, node))
    return [{ start: node.start, end: node.end, text: fromImport(text, indent, line.specifier, names) }];
  const items = listed.map((spec): ListItem => ({
    start: spec.at.start,
    end: spec.at.end,
    text: spec.gone ? null : specText(text, spec),
  }));
  return [...edits, ...editList(text, items, added)];
}

function specText(text: string, spec: Spec): string {
  return spec.at && !isChanged(spec) ? text.slice(spec.at.start, spec.at.end) : shown(spec);
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
  return gone || at === null || imported !== at.name || local !== (at.asname?.name ?? at.name);
}
