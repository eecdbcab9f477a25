import type { ExportNamedDeclaration, Node, Statement } from '@babel/types';
import type { Edit, Span } from '../../workspace/edit.js';
import type { HandedOn } from '../language.js';
import { declaredNames } from './exports.js';
import { parse, type Parsed } from './parse.js';
import { ImportTable } from './rewrite/import-table.js';
import { editList, newlineOf, removal } from './rewrite/layout.js';
import { analyse, type Scopes } from './scopes.js';
import { nameOf, spanOf } from './walk.js';

/** Takes exported names out of a module: their declarations with their comments, and the imports that only those used. */
export function withoutExports(path: string, text: string, names: ReadonlySet<string>): Edit[] {
  const parsed = parse(path, text);
  if ('error' in parsed) return [];
  const scopes = analyse(parsed.ast);
  const locals = new Set(names);
  for (const statement of parsed.ast.program.body) for (const local of handedLocals(statement, names)) locals.add(local);
  const edits: Edit[] = [];
  const gone: Span[] = [];
  for (const statement of parsed.ast.program.body) {
    const cut = cutStatement(parsed, scopes, statement, names, locals);
    edits.push(...cut);
    gone.push(...cut);
  }
  return [...edits, ...unusedImports(parsed, scopes, gone)];
}

/** `export { make as create }`: the local name behind an exported one. */
function handedLocals(statement: Statement, names: ReadonlySet<string>): string[] {
  if (statement.type === 'ExportDefaultDeclaration' && names.has('default'))
    return statement.declaration.type === 'Identifier' ? [statement.declaration.name] : [];
  if (statement.type !== 'ExportNamedDeclaration' || statement.source) return [];
  return statement.specifiers.flatMap((spec) =>
    spec.type === 'ExportSpecifier' && names.has(nameOf(spec.exported)) ? [nameOf(spec.local)] : [],
  );
}

function cutStatement(parsed: Parsed, scopes: Scopes, statement: Statement, names: ReadonlySet<string>, locals: ReadonlySet<string>): Edit[] {
  const whole = (): Edit[] => [withComments(parsed, spanOf(statement))];
  switch (statement.type) {
    case 'ExportDefaultDeclaration':
      return names.has('default') ? whole() : [];
    case 'ExportNamedDeclaration':
      if (!statement.declaration) return cutSpecifiers(parsed, statement, names);
      return cutDeclaration(parsed, statement, statement.declaration, names);
    case 'FunctionDeclaration':
    case 'TSDeclareFunction':
    case 'ClassDeclaration':
    case 'VariableDeclaration': {
      // Only exported through a list: it goes when nothing but that list uses it.
      const own = declaredNames(statement).filter((name) => locals.has(name) && onlyExported(scopes, name));
      return own.length > 0 ? cutDeclaration(parsed, statement, statement, new Set(own)) : [];
    }
    case 'ExpressionStatement':
      return cutCommon(parsed, statement, names);
    default:
      return [];
  }
}

function onlyExported(scopes: Scopes, name: string): boolean {
  return scopes.module.bindings.get(name)?.uses.every((use) => use.shape === 'export') ?? false;
}

function cutDeclaration(parsed: Parsed, statement: Statement, declaration: Node, names: ReadonlySet<string>): Edit[] {
  if (declaration.type === 'VariableDeclaration' && declaration.declarations.length > 1) {
    const items = declaration.declarations.map((one) => {
      const at = spanOf(one);
      const gone = one.id.type === 'Identifier' && names.has(one.id.name);
      return { ...at, text: gone ? null : parsed.text.slice(at.start, at.end) };
    });
    if (items.some((item) => item.text !== null)) return editList(parsed.text, items, []);
  }
  const declared = declaredNames(declaration as Statement);
  return declared.length > 0 && declared.every((name) => names.has(name)) ? [withComments(parsed, spanOf(statement))] : [];
}

function cutSpecifiers(parsed: Parsed, statement: ExportNamedDeclaration, names: ReadonlySet<string>): Edit[] {
  const items = statement.specifiers.map((spec) => {
    const at = spanOf(spec);
    return { ...at, text: names.has(nameOf(spec.exported)) ? null : parsed.text.slice(at.start, at.end) };
  });
  if (items.every((item) => item.text !== null)) return [];
  if (items.every((item) => item.text === null)) return [removal(parsed.text, spanOf(statement))];
  return editList(parsed.text, items, []);
}

/** `exports.create = …` and the properties of `module.exports = { … }`. */
function cutCommon(parsed: Parsed, statement: Extract<Statement, { type: 'ExpressionStatement' }>, names: ReadonlySet<string>): Edit[] {
  const { expression } = statement;
  if (expression.type !== 'AssignmentExpression' || expression.left.type !== 'MemberExpression') return [];
  const target = parsed.text.slice(spanOf(expression.left).start, spanOf(expression.left).end);
  const named = /^(?:module\.)?exports\.([\w$]+)$/.exec(target);
  if (named && named[1] !== undefined && names.has(named[1])) return [withComments(parsed, spanOf(statement))];
  if (target !== 'module.exports' || expression.right.type !== 'ObjectExpression') return [];
  const items = expression.right.properties.map((property) => {
    const at = spanOf(property);
    const gone = property.type !== 'SpreadElement' && property.key.type === 'Identifier' && names.has(property.key.name);
    return { ...at, text: gone ? null : parsed.text.slice(at.start, at.end) };
  });
  return items.some((item) => item.text === null) && items.some((item) => item.text !== null) ? editList(parsed.text, items, []) : [];
}

/** A declaration with the comments that stand right above it (a licence header stays) and one of the blank lines around it. */
function withComments({ text, ast }: Parsed, span: Span): Edit {
  let { start } = span;
  for (const comment of [...(ast.comments ?? [])].reverse()) {
    const { start: from = 0, end: to = 0 } = comment;
    if (typeof from !== 'number' || typeof to !== 'number' || to > start) continue;
    if (!/^[ \t]*\r?\n?[ \t]*$/.test(text.slice(to, start)) || /@license|copyright|eslint-disable/i.test(comment.value)) break;
    start = from;
  }
  const edit = removal(text, { start, end: span.end });
  const blankBefore = /(^|\n)[ \t]*\r?\n$/.test(text.slice(0, edit.start)) || edit.start === 0;
  const blankAfter = /^[ \t]*\r?\n/.exec(text.slice(edit.end));
  return blankBefore && blankAfter ? { ...edit, end: edit.end + blankAfter[0].length } : edit;
}

function unusedImports(parsed: Parsed, scopes: Scopes, gone: readonly Span[]): Edit[] {
  const nodes = parsed.ast.program.body.filter((node) => node.type === 'ImportDeclaration');
  const table = new ImportTable(parsed.text, nodes, () => null);
  const within = (node: Node): boolean => gone.some(({ start, end }) => start <= spanOf(node).start && spanOf(node).end <= end);
  for (const spec of table.lines.flatMap((line) => line.specs)) {
    const uses = scopes.module.bindings.get(spec.local)?.uses ?? [];
    if (uses.length > 0 && uses.every((use) => within(use.node))) spec.gone = true;
  }
  return table.edits(0);
}

/** `export { … } from` statements at the end of a module. */
export function handOn(text: string, handed: readonly HandedOn[]): Edit[] {
  const newline = newlineOf(text);
  const lead = text.length === 0 || /\n$/.test(text) ? '' : newline;
  return [{ start: text.length, end: text.length, text: lead + statements(handed, quoteOf(text)).join(newline) + newline }];
}

/** A deprecated module that only hands names on. The first comment of the old one (its licence) stays. */
export function stub(path: string, text: string, handed: readonly HandedOn[]): string {
  const newline = newlineOf(text);
  const licence = /^(?:\uFEFF)?(?:\/\*[\s\S]*?\*\/\s*)?/.exec(text)?.[0] ?? '';
  const kept = /@license|copyright|\/\*!/i.test(licence) ? licence : '';
  const targets = [...new Set(handed.map((one) => one.specifier))].join(', ');
  const note = `/** @deprecated ${path} has moved: import from ${targets} instead. */`;
  if (/^\s*(?:module\.)?exports\b/m.test(text) && !/^\s*(?:import|export)\b/m.test(text)) {
    const lines = handed.map(({ specifier, name, exported }) => `exports.${exported} = require('${specifier}').${name};`);
    return kept + [note, ...lines, ''].join(newline);
  }
  return kept + [note, ...statements(handed, quoteOf(text)), ''].join(newline);
}

function quoteOf(text: string): string {
  return /\bfrom\s+"/.test(text) && !/\bfrom\s+'/.test(text) ? '"' : "'";
}

function statements(handed: readonly HandedOn[], quote: string): string[] {
  const groups = new Map<string, HandedOn[]>();
  for (const one of handed) {
    const key = `${one.typeOnly ? 'type ' : ''}\0${one.specifier}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups].map(([key, group]) => {
    const names = group.map(({ name, exported }) => (name === exported ? name : `${name} as ${exported}`));
    const [kind, specifier] = key.split('\0');
    return `export ${kind}{ ${names.join(', ')} } from ${quote}${specifier}${quote};`;
  });
}
