import type { Class, Function as FunctionNode, Node, Statement } from '@babel/types';
import { keyName, unwrap } from '../nodes.js';
import type { Parsed } from '../parse.js';
import { readSignature } from '../calls/template.js';

/** A function of the module, and how it is called from outside. */
export interface Factory {
  /** The exported name with which a call begins. */
  readonly entry: string;
  /** `create`, or `Factory.create` for a static method. */
  readonly label: string;
  readonly fn: FunctionNode;
}

/** The functions and static methods that the module exports, by whatever form of export. */
export function exportedFactories(parsed: Parsed): Factory[] {
  const locals = topLevel(parsed);
  return [...exportedNames(parsed)].flatMap(([entry, value]): Factory[] => {
    const node = typeof value === 'string' ? locals.get(value) : value;
    if (node === undefined) return [];
    const name = typeof value === 'string' ? value : entry === 'default' ? 'factory' : entry;
    const label = entry === 'default' ? name : entry;
    if (isFunctionNode(node)) return [{ entry, label, fn: node }];
    return isClass(node) ? staticMethods(node).map(([key, fn]) => ({ entry, label: `${label}.${key}`, fn })) : [];
  });
}

/** The exported name of what is called so in the module; the name itself when it is exported under it, or unknown. */
export function exportedAs(parsed: Parsed, local: string): string {
  const names = exportedNames(parsed);
  if (names.has(local)) return local;
  return [...names].find(([, value]) => value === local)?.[0] ?? local;
}

/** Top-level names that the module exports, under whatever name. */
export function exportedLocals(parsed: Parsed): Set<string> {
  return new Set([...exportedNames(parsed).values()].filter((value) => typeof value === 'string'));
}

/** The functions that a signature may end in: the function itself, or every method of the last member's name. */
export function functionsBehind(parsed: Parsed, signature: string): FunctionNode[] {
  const read = readSignature(signature);
  if (read === null) return [];
  const last = read.steps.findLast((step) => step.kind === 'member');
  const locals = topLevel(parsed);
  if (last?.kind !== 'member') {
    const value = exportedNames(parsed).get(read.entry) ?? read.entry;
    const node = locals.get(read.entry) ?? (typeof value === 'string' ? locals.get(value) : value);
    return node !== undefined && isFunctionNode(node) ? [node] : [];
  }
  return [...locals.values()].flatMap((node) => methodsNamed(node, last.name));
}

function topLevel(parsed: Parsed): Map<string, Node> {
  const found = new Map<string, Node>();
  for (const statement of parsed.ast.program.body) {
    const declaration = 'declaration' in statement && statement.declaration ? statement.declaration : statement;
    for (const [name, node] of declared(declaration)) found.set(name, node);
  }
  return found;
}

function declared(node: Node): [string, Node][] {
  if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration')
    return node.id ? [[node.id.name, node]] : [];
  if (node.type !== 'VariableDeclaration') return [];
  return node.declarations.flatMap(({ id, init }): [string, Node][] =>
    id.type === 'Identifier' && init ? [[id.name, unwrap(init)]] : [],
  );
}

/** Each exported name with the local name, or the expression, behind it. */
function exportedNames(parsed: Parsed): Map<string, string | Node> {
  return new Map(
    parsed.ast.program.body.flatMap((statement) => [...esExports(statement), ...commonExports(statement)]),
  );
}

function esExports(statement: Statement): [string, string | Node][] {
  if (statement.type === 'ExportDefaultDeclaration') {
    const { declaration } = statement;
    if (declaration.type === 'Identifier') return [['default', declaration.name]];
    const id = 'id' in declaration && declaration.id?.type === 'Identifier' ? declaration.id.name : null;
    return [['default', id ?? unwrap(declaration)]];
  }
  if (statement.type !== 'ExportNamedDeclaration' || statement.source) return [];
  const names = statement.declaration ? declared(statement.declaration) : [];
  return [
    ...names.map(([name]): [string, string] => [name, name]),
    ...statement.specifiers.flatMap((specifier): [string, string][] => {
      if (specifier.type !== 'ExportSpecifier') return [];
      const { exported, local } = specifier;
      return [[exported.type === 'Identifier' ? exported.name : exported.value, local.name]];
    }),
  ];
}

/** `exports.a = …`, `module.exports.a = …`, `module.exports = { a, b: … }`. */
function commonExports(statement: Statement): [string, string | Node][] {
  if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'AssignmentExpression') return [];
  const { left, right } = statement.expression;
  if (left.type !== 'MemberExpression') return [];
  const name = keyName(left.property, left.computed);
  if (name === null) return [];
  if (isIdentifier(left.object, 'module') && name === 'exports') return fromObject(unwrap(right));
  const { object } = left;
  const onModule =
    object.type === 'MemberExpression' &&
    isIdentifier(object.object, 'module') &&
    keyName(object.property, object.computed) === 'exports';
  return isIdentifier(object, 'exports') || onModule ? [[name, behind(right)]] : [];
}

function fromObject(value: Node): [string, string | Node][] {
  if (value.type !== 'ObjectExpression') return [['default', behind(value)]];
  return value.properties.flatMap((property): [string, string | Node][] => {
    if (property.type === 'SpreadElement') return [];
    const name = keyName(property.key, property.computed);
    if (name === null) return [];
    return [[name, property.type === 'ObjectMethod' ? property : behind(property.value)]];
  });
}

function behind(node: Node): string | Node {
  const value = unwrap(node);
  return value.type === 'Identifier' ? value.name : value;
}

function staticMethods(node: Class): [string, FunctionNode][] {
  return node.body.body.flatMap((member): [string, FunctionNode][] => {
    if (member.type === 'ClassMethod' && member.static && member.kind === 'method') {
      const name = keyName(member.key, member.computed);
      return name === null ? [] : [[name, member]];
    }
    if (member.type !== 'ClassProperty' || !member.static || !member.value) return [];
    const name = keyName(member.key, member.computed);
    const value = unwrap(member.value);
    return name !== null && isFunctionNode(value) ? [[name, value]] : [];
  });
}

/** Methods of a class or object literal, whether written as a method or as a property with a function. */
function methodsNamed(node: Node, name: string): FunctionNode[] {
  const members = isClass(node) ? node.body.body : node.type === 'ObjectExpression' ? node.properties : [];
  return members.flatMap((member): FunctionNode[] => {
    if (!('key' in member) || keyName(member.key, 'computed' in member && member.computed === true) !== name) return [];
    const value = isFunctionNode(member) ? member : 'value' in member && member.value ? unwrap(member.value) : null;
    return value !== null && isFunctionNode(value) ? [value] : [];
  });
}

function isFunctionNode(node: Node): node is FunctionNode {
  return 'params' in node && 'body' in node;
}

function isClass(node: Node): node is Class {
  return node.type === 'ClassDeclaration' || node.type === 'ClassExpression';
}

function isIdentifier(node: Node, name: string): boolean {
  return node.type === 'Identifier' && node.name === name;
}
