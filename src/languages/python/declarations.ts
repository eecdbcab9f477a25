import { contains, type Edit, type Span } from '../../workspace/edit.js';
import type { HandedOn } from '../language.js';
import { topLevelAll, withoutListed } from './all.js';
import type { Expression, Module, Node, Statement } from './nodes.js';
import { parse, type Parsed } from './parse.js';
import { blocksOf, importsOf, removeStatements, type Placed } from './rewrite/blocks.js';
import { tableOf } from './rewrite/import-table.js';
import { splitModule } from './rewrite/imports.js';
import { blockRemoval, fromImport, lineStart, newlineOf } from './rewrite/layout.js';
import { editList } from './rewrite/lists.js';
import { analyse, type Scopes } from './scopes.js';

/** Takes exported names out of a module: their declarations with their comments, and the imports that only those used. */
export function withoutExports(path: string, text: string, names: ReadonlySet<string>): Edit[] {
  const parsed = parse(path, text);
  if ('error' in parsed) return [];
  const scopes = analyse(parsed.module, text);
  const table = tableOf(parsed, () => null);
  const gone: Placed[] = [];
  for (const block of topBlocks(parsed.module))
    for (const node of block.statements) {
      const declared = declaredNames(node);
      if (declared.length > 0 && declared.every((name) => names.has(name))) gone.push({ node, block });
    }
  const spans = gone.map(({ node }) => withComments(parsed, node));
  const listed = new Set(
    topLevelAll(parsed.module)
      .map(({ value }) => value)
      .filter((name) => !names.has(name)),
  );
  const unused = (name: string): boolean => names.has(name) || (!listed.has(name) && onlyWithin(scopes, name, spans));
  for (const line of table.lines)
    for (const spec of line.specs) if (table.blockOf(line).owners.length === 1 && unused(spec.local)) spec.gone = true;
  const edits = gone.flatMap((one, i) => {
    const span = spans[i];
    return one.block.owners.length === 1 && span ? [blockRemoval(text, span)] : removeStatements(text, [one]);
  });
  const modules = importsOf(parsed.module).filter(
    ({ node, block }) =>
      node.type === 'Import' && block.owners.length === 1 && node.names.every((one) => unused(one.bound?.name ?? '')),
  );
  table.removed.push(...modules);
  return [...merged([...edits, ...table.edits()]), ...withoutListed(parsed.module, text, names)];
}

/** What two removals both take away (the blank lines between them) goes once. */
function merged(edits: readonly Edit[]): Edit[] {
  const found: Edit[] = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    const last = found.at(-1);
    const isBoth = last !== undefined && edit.start < last.end && edit.text === '' && last.text === '';
    if (isBoth) found.splice(-1, 1, { ...last, end: Math.max(last.end, edit.end) });
    else found.push(edit);
  }
  return found;
}

/** The statement lists that run when the module is loaded. */
function topBlocks(module: Module): ReturnType<typeof blocksOf> {
  const loads = new Set(['Module', 'If', 'Try', 'ExceptHandler', 'With']);
  return blocksOf(module).filter(({ owners }) => owners.every(({ type }) => loads.has(type)));
}

/** The names that a statement declares. */
export function declaredNames(node: Statement): string[] {
  switch (node.type) {
    case 'FunctionDef':
    case 'ClassDef':
    case 'TypeAlias':
      return [node.name.name];
    case 'Assign':
      return node.targets.flatMap(boundNames);
    case 'AnnAssign':
      return boundNames(node.target);
    default:
      return [];
  }
}

function boundNames(node: Expression): string[] {
  if (node.type === 'Name') return [node.name];
  return node.type === 'Tuple' || node.type === 'List' ? node.elements.flatMap(boundNames) : [];
}

function onlyWithin(scopes: Scopes, name: string, spans: readonly Span[]): boolean {
  const uses = scopes.module.bindings.get(name)?.uses ?? [];
  return uses.length > 0 && uses.every(({ node }) => spans.some((span) => contains(span, node)));
}

/** A declaration with the comments that stand right above it, but never the first of the file (its licence). */
function withComments({ text, comments, module }: Parsed, node: Node): Span {
  let { start } = node;
  for (const comment of [...comments].reverse()) {
    if (comment.end > start || !/^[ \t]*(?:\r\n|\n|\r)[ \t]*$/.test(text.slice(comment.end, start))) continue;
    if (lineStart(text, comment.start) !== comment.start || comment.start < (module.body[0]?.start ?? 0)) break;
    ({ start } = comment);
  }
  return { start, end: node.end };
}

/** Lets a module hand on further names: imported among its imports, and listed in `__all__` where it has one. */
export function handOn(path: string, text: string, handed: readonly HandedOn[]): Edit[] {
  const parsed = parse(path, text);
  if ('error' in parsed) return [];
  const table = tableOf(parsed, (specifier) => specifier);
  const top = importsOf(parsed.module).filter(({ block }) => block.owners.length === 1);
  const anchor = top.at(-1) ?? null;
  for (const { specifier, name, exported } of handed) {
    const same = top.findLast(({ node }) => node.type === 'ImportFrom' && node.module === specifier);
    table.put(specifier, specifier, name, exported, same ?? anchor);
  }
  return [
    ...table.edits(),
    ...listMore(
      parsed,
      handed.map(({ exported }) => exported),
    ),
  ];
}

function listMore({ module, text }: Parsed, names: readonly string[]): Edit[] {
  const listed = topLevelAll(module);
  const last = listed.at(-1);
  if (!last) return [];
  const added = names.filter((name) => !name.startsWith('_') && !listed.some(({ value }) => value === name));
  const quote = text[last.end - 1] === '"' ? '"' : "'";
  const items = listed.map((one) => ({ start: one.start, end: one.end, text: text.slice(one.start, one.end) }));
  return added.length === 0
    ? []
    : editList(
        text,
        items,
        added.map((name) => quote + name + quote),
      );
}

/** A deprecated module that only hands names on. The first comments of the old one (licence, encoding) stay. */
export function stub(_path: string, text: string, given: readonly HandedOn[]): string {
  // What a `from __future__ import` binds is nobody's to take.
  const handed = given.filter(({ specifier }) => specifier !== '__future__');
  const newline = newlineOf(text);
  const head = /^\uFEFF?(?:#[^\r\n]*(?:\r\n|\n|\r))*/.exec(text)?.[0] ?? '';
  const groups = new Map<string, string[]>();
  const modules: string[] = [];
  for (const { specifier, name, exported } of handed) {
    const names = groups.get(specifier) ?? [];
    if (name === '*') modules.push(moduleImport(specifier, exported));
    else names.push(name === exported ? name : `${name} as ${exported}`);
    if (names.length > 0) groups.set(specifier, names);
  }
  const offered = handed.filter(({ implicit }) => implicit !== true);
  const homes = [...new Set(offered.map(({ specifier }) => specifier))];
  const note = `"""Deprecated: import from ${homes.join(', ')} instead."""`;
  const imports = [...groups].map(([specifier, names]) =>
    fromImport('', '', specifier, names).replaceAll('\n', newline),
  );
  const public_ = offered.map(({ exported }) => exported).filter((name) => !name.startsWith('_'));
  const all = `__all__ = [${public_.map((name) => JSON.stringify(name)).join(', ')}]`;
  return head + [note, '', ...modules, ...imports, '', all, ''].join(newline);
}

function moduleImport(specifier: string, local: string): string {
  const { from, name } = splitModule(specifier);
  if (specifier.startsWith('.')) return `from ${from} import ${name}${name === local ? '' : ` as ${local}`}`;
  const binds = specifier === local || specifier.startsWith(`${local}.`);
  return `import ${specifier}${binds ? '' : ` as ${local}`}`;
}
