import type { CallExpression, Expression, Node, Statement } from '@babel/types';
import type { ExportEntry } from '../../reference.js';
import type { Parsed } from '../parse.js';
import { isTransparent, nameOf, stringOf } from '../nodes.js';
import { walk } from '../walk.js';
import type { Entry } from './export-entry.js';

/** A name that is given more than one value, or in a branch, stands for nothing that could be named elsewhere. */
export function settled(entries: ExportEntry[], parsed: Parsed): ExportEntry[] {
  if (!entries.some(({ from }) => from !== null)) return entries;
  const open = assignedInside(parsed);
  const values = new Map<string, Set<string>>();
  for (const { name, from, local } of entries)
    if (name !== '*') values.set(name, (values.get(name) ?? new Set()).add(JSON.stringify([from, local])));
  return entries.map((one) =>
    open.has(one.name) || (values.get(one.name)?.size ?? 0) > 1 ? { ...one, from: null, local: `*${one.name}*` } : one,
  );
}

/** Names set on `exports` anywhere but in a statement of the top level. */
function assignedInside({ ast }: Parsed): Set<string> {
  const names = new Set<string>();
  walk(ast.program, (node, ancestors) => {
    if (node.type !== 'AssignmentExpression' || ancestors.length < 3) return;
    const { left } = node;
    if (left.type !== 'MemberExpression' || left.computed || left.property.type !== 'Identifier') return;
    const onExports = left.object.type === 'Identifier' && left.object.name === 'exports';
    if (onExports || isModuleExports(left.object)) names.add(left.property.name);
  });
  return names;
}

/** `module.exports = …`, `exports.X = …`, `module.exports.X = …` as statements of the file's top level. */
export function commonExports(statement: Statement, entry: Entry): ExportEntry[] {
  if (statement.type !== 'ExpressionStatement') return [];
  if (statement.expression.type === 'CallExpression') return compiledExports(statement.expression, entry, statement);
  if (statement.expression.type !== 'AssignmentExpression') return [];
  const { left, right } = statement.expression;
  // `exports.X = void 0;`: a compiler announces what it assigns further down.
  if (right.type === 'UnaryExpression' && right.operator === 'void') return [];
  if (isModuleExports(left)) return wholeExports(right, entry, statement);
  if (left.type !== 'MemberExpression' || left.computed || left.property.type !== 'Identifier') return [];
  const onExports = left.object.type === 'Identifier' && left.object.name === 'exports';
  return onExports || isModuleExports(left.object) ? [valueEntry(left.property.name, right, entry, statement)] : [];
}

/** `Object.defineProperty(exports, 'X', { get: () => a_1.X })` and `__exportStar(require('./a'), exports)`. */
function compiledExports(call: CallExpression, entry: Entry, statement: Statement): ExportEntry[] {
  const [first, second, third] = call.arguments;
  const callee = call.callee.type === 'MemberExpression' ? call.callee.property : call.callee;
  const name = callee.type === 'Identifier' ? callee.name : '';
  if (name === '__exportStar') {
    const specifier = first ? requireOf(first) : null;
    return specifier === null ? [] : [entry('*', { specifier, imported: '*' }, false, statement)];
  }
  const exported = stringOf(second);
  const onExports = first?.type === 'Identifier' && first.name === 'exports';
  if (
    name !== 'defineProperty' ||
    !onExports ||
    exported === null ||
    exported === '__esModule' ||
    third?.type !== 'ObjectExpression'
  )
    return [];
  const value = third.properties.flatMap((property) => gotten(property))[0];
  return [value ? valueEntry(exported, value, entry, statement) : entry(exported, null, false, statement)];
}

/** What `value: x`, `get: function () { return x; }` or `get() { return x; }` gives. */
function gotten(property: Node): Node[] {
  if (property.type !== 'ObjectProperty' && property.type !== 'ObjectMethod') return [];
  const key = property.key.type === 'Identifier' ? property.key.name : '';
  if (property.type === 'ObjectProperty' && key === 'value') return [property.value];
  const getter = property.type === 'ObjectMethod' ? property : property.value;
  if (key !== 'get' || !('body' in getter)) return [];
  if (getter.type === 'ArrowFunctionExpression' && getter.body.type !== 'BlockStatement') return [getter.body];
  const [only] = 'body' in getter.body && Array.isArray(getter.body.body) ? getter.body.body : [];
  return only?.type === 'ReturnStatement' && only.argument ? [only.argument] : [];
}

function wholeExports(right: Expression, entry: Entry, statement: Statement): ExportEntry[] {
  const required = requireOf(right);
  if (required !== null)
    return ['*', 'default'].map((name) => entry(name, { specifier: required, imported: name }, false, statement));
  if (right.type !== 'ObjectExpression') return [valueEntry('default', right, entry, statement)];
  return right.properties.flatMap((property) => {
    if (property.type === 'SpreadElement') {
      const specifier = requireOf(property.argument);
      return specifier === null ? [] : [entry('*', { specifier, imported: '*' }, false, property)];
    }
    if (property.computed || (property.key.type !== 'Identifier' && property.key.type !== 'StringLiteral')) return [];
    const name = nameOf(property.key);
    return [
      property.type === 'ObjectProperty'
        ? valueEntry(name, property.value, entry, property)
        : entry(name, null, false, property),
    ];
  });
}

function valueEntry(name: string, value: Node, entry: Entry, node: Node): ExportEntry {
  if (isTransparent(value) && 'expression' in value) return valueEntry(name, value.expression as Node, entry, node);
  if (value.type === 'Identifier') return entry(name, value.name, false, node);
  if (value.type === 'MemberExpression' && !value.computed && value.property.type === 'Identifier') {
    const specifier = requireOf(value.object);
    if (specifier !== null) return entry(name, { specifier, imported: value.property.name }, false, node);
    if (value.object.type === 'Identifier')
      return entry(name, { object: value.object.name, member: value.property.name }, false, node);
  }
  return entry(name, `*${name}*`, false, node);
}

function isModuleExports(node: Node): boolean {
  return (
    node.type === 'MemberExpression' &&
    node.object.type === 'Identifier' &&
    node.object.name === 'module' &&
    node.property.type === 'Identifier' &&
    node.property.name === 'exports'
  );
}

function requireOf(node: Node): string | null {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'require')
    return null;
  return stringOf(node.arguments[0]);
}
