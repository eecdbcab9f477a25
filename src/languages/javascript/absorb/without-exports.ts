import type { ExportNamedDeclaration, Node, Statement } from '@babel/types';
import { contains, type Edit, type Span } from '../../../workspace/edit.js';
import { hasEffects } from '../calls/effects.js';
import { declaredNames } from '../scan/exports.js';
import { nameOf, spanOf, stringOf, unwrap } from '../nodes.js';
import { parse, type Parsed } from '../parse.js';
import { importsOf } from '../rewrite/import-table.js';
import { keepApart } from '../rewrite/keep-apart.js';
import { editList, removal } from '../rewrite/layout.js';
import { analyse, type Scopes } from '../scope/scopes.js';

/** Comments that are about the file, wherever the first statement stands. */
const ABOUT_FILE = /@license|copyright|SPDX|@flow|@ts-(?:no)?check|eslint-disable(?!-)|eslint-env|@jsx/i;

/** Takes exported names out of a module, with their comments, and the imports and private declarations that only they used. */
export function withoutExports(path: string, text: string, names: ReadonlySet<string>): Edit[] {
  const parsed = parse(path, text);
  if ('error' in parsed) return [];
  const scopes = analyse(parsed.ast);
  const { body } = parsed.ast.program;
  const edits = body.flatMap((statement) => cutExport(parsed, statement, names));
  for (let more = edits; more.length > 0; edits.push(...more.filter((edit) => !edits.includes(edit)))) {
    more = body.flatMap((statement) => orphans(parsed, scopes, statement, edits));
  }
  const cut = withoutGaps(text, [...edits, ...unusedImports(parsed, scopes, edits)]);
  return [...keepApart(text, cut, () => parsed)];
}

function cutExport(parsed: Parsed, statement: Statement, names: ReadonlySet<string>): Edit[] {
  switch (statement.type) {
    case 'ExportDefaultDeclaration':
      return names.has('default') ? [withComments(parsed, spanOf(statement))] : [];
    case 'ExportNamedDeclaration':
      if (!statement.declaration) return cutSpecifiers(parsed, statement, names);
      return cutDeclaration(parsed, statement, statement.declaration, names);
    case 'ExpressionStatement':
      return cutCommon(parsed, statement, names);
    default:
      return [];
  }
}

function cutDeclaration(parsed: Parsed, statement: Statement, declaration: Node, names: ReadonlySet<string>): Edit[] {
  if (declaration.type === 'VariableDeclaration' && declaration.declarations.length > 1) {
    const list = cutItems(
      parsed,
      declaration.declarations,
      (one) => one.id.type === 'Identifier' && names.has(one.id.name),
    );
    if (list !== 'all') return list;
  }
  const declared = declaredNames(declaration as Statement);
  return declared.length > 0 && declared.every((name) => names.has(name))
    ? [withComments(parsed, spanOf(statement))]
    : [];
}

function cutSpecifiers(parsed: Parsed, statement: ExportNamedDeclaration, names: ReadonlySet<string>): Edit[] {
  const list = cutItems(parsed, statement.specifiers, (spec) => names.has(nameOf(spec.exported)));
  return list === 'all' ? [removal(parsed.text, spanOf(statement))] : list;
}

/** `exports.create = …` and the properties of `module.exports = { … }`. */
function cutCommon(
  parsed: Parsed,
  statement: Extract<Statement, { type: 'ExpressionStatement' }>,
  names: ReadonlySet<string>,
): Edit[] {
  const { expression } = statement;
  if (expression.type !== 'AssignmentExpression' || expression.left.type !== 'MemberExpression') return [];
  const { start, end } = spanOf(expression.left);
  const target = parsed.text.slice(start, end);
  const named = /^(?:module\.)?exports\.([\w$]+)$/.exec(target)?.[1];
  if (named !== undefined && names.has(named)) return [withComments(parsed, spanOf(statement))];
  if (target !== 'module.exports') return [];
  if (expression.right.type !== 'ObjectExpression')
    return names.has('default') ? [withComments(parsed, spanOf(statement))] : [];
  const list = cutItems(parsed, expression.right.properties, (property) => {
    return property.type !== 'SpreadElement' && property.key.type === 'Identifier' && names.has(property.key.name);
  });
  return list === 'all' ? [{ ...spanOf(expression.right), text: '{}' }] : list;
}

/** Edits that take some of a list's items away; `all`: then it is the statement that goes. */
function cutItems<T extends Node>({ text }: Parsed, nodes: readonly T[], isGone: (node: T) => boolean): Edit[] | 'all' {
  const items = nodes.map((node) => {
    const at = spanOf(node);
    return { ...at, text: isGone(node) ? null : text.slice(at.start, at.end) };
  });
  if (items.length > 0 && items.every((item) => item.text === null)) return 'all';
  return items.some((item) => item.text === null) ? editList(text, items, []) : [];
}

/** A private declaration (or part of one) that was used, and only by what is gone. What runs when it is declared stays. */
function orphans(parsed: Parsed, scopes: Scopes, statement: Statement, gone: readonly Edit[]): Edit[] {
  const own = spanOf(statement);
  if (isWithin(own, gone)) return [];
  const isOrphan = (name: string): boolean => {
    const uses = scopes.module.bindings.get(name)?.uses ?? [];
    const outside = uses.filter(({ node }) => !isWithin(spanOf(node), [own]));
    return outside.length > 0 && outside.every(({ node }) => isWithin(spanOf(node), gone));
  };
  switch (statement.type) {
    case 'FunctionDeclaration':
    case 'TSDeclareFunction':
    case 'ClassDeclaration':
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
      return declaredNames(statement).some(isOrphan) ? [withComments(parsed, own)] : [];
    case 'VariableDeclaration': {
      const list = cutItems(
        parsed,
        statement.declarations,
        ({ id, init }) => id.type === 'Identifier' && isInert(init) && isOrphan(id.name),
      );
      if (list === 'all') return [withComments(parsed, own)];
      const [only] = statement.declarations;
      return list.length > 0 || only?.id.type !== 'ObjectPattern' || !isInert(only.init)
        ? list
        : orphanProperties(parsed, own, only.id, isOrphan);
    }
    default:
      return [];
  }
}

/** `const { Manager, Options } = require('./manager')`. */
function orphanProperties(
  parsed: Parsed,
  own: Span,
  { properties }: { properties: readonly Node[] },
  isOrphan: (name: string) => boolean,
): Edit[] {
  const list = cutItems(
    parsed,
    properties,
    (one) => one.type === 'ObjectProperty' && one.value.type === 'Identifier' && isOrphan(one.value.name),
  );
  return list === 'all' ? [withComments(parsed, own)] : list;
}

/** Does declaring it do nothing but that? */
function isInert(init: Node | null | undefined): boolean {
  const value = init ? unwrap(init) : null;
  if (value?.type === 'MemberExpression') return isInert(value.object);
  if (value?.type === 'CallExpression')
    return (
      value.callee.type === 'Identifier' && value.callee.name === 'require' && stringOf(value.arguments[0]) !== null
    );
  return value !== null && !hasEffects(value);
}

function isWithin(span: Span, spans: readonly Span[]): boolean {
  return spans.some((one) => contains(one, span));
}

/** A statement with the comments that stand right above it (those about the file stay) and behind it on its line. */
function withComments({ text, ast }: Parsed, span: Span): Edit {
  let { start, end } = span;
  for (const comment of [...(ast.comments ?? [])].reverse()) {
    const { start: from, end: to } = comment;
    if (typeof from !== 'number' || typeof to !== 'number') continue;
    if (from >= end && /^[ \t]*$/.test(text.slice(end, from)) && /^[ \t]*(?:\r?\n|$)/.test(text.slice(to))) end = to;
    if (to > start) continue;
    if (
      !/^[ \t]*\r?\n?[ \t]*$/.test(text.slice(to, start)) ||
      ABOUT_FILE.test(comment.value) ||
      !startsLine(text, from)
    )
      break;
    start = from;
  }
  return removal(text, { start, end });
}

function startsLine(text: string, at: number): boolean {
  return /(?:^|[\r\n])[ \t\uFEFF]*$/.test(text.slice(0, at));
}

function unusedImports(parsed: Parsed, scopes: Scopes, gone: readonly Span[]): Edit[] {
  const table = importsOf(parsed);
  for (const spec of table.lines.flatMap((line) => line.specs)) {
    const uses = scopes.module.bindings.get(spec.local)?.uses ?? [];
    if (uses.length > 0 && uses.every(({ node }) => isWithin(spanOf(node), gone))) spec.gone = true;
  }
  return table.edits(() => 0);
}

/** Lines that go take the blank lines with them that would stand double, on top, or at the end. */
function withoutGaps(text: string, edits: readonly Edit[]): Edit[] {
  const sorted = [...edits].sort((a, b) => a.start - b.start);
  const merged: Edit[] = [];
  for (const edit of sorted) {
    const last = merged.at(-1);
    const joins =
      last?.text === '' &&
      edit.text === '' &&
      /^\s*$/.test(text.slice(last.end, edit.start)) &&
      startsLine(text, edit.start);
    if (last && joins && /[\r\n]/.test(text[last.end - 1] ?? ''))
      merged[merged.length - 1] = { ...last, end: edit.end };
    else merged.push(edit);
  }
  return merged.map((edit) => {
    if (edit.text !== '' || !startsLine(text, edit.start) || !/[\r\n]/.test(text[edit.end - 1] ?? '')) return edit;
    const before = text.slice(0, edit.start);
    if (/^\s*$/.test(text.slice(edit.end)))
      return { ...edit, start: before.replace(/(^|\n)(?:[ \t]*\r?\n)+$/, '$1').length, end: text.length };
    const doubled = /^\uFEFF?$|(?:^|\n)[ \t]*\r?\n$/.test(before);
    return doubled
      ? { ...edit, end: edit.end + (/^(?:[ \t]*\r?\n)+/.exec(text.slice(edit.end))?.[0].length ?? 0) }
      : edit;
  });
}
