import type { Node, ObjectProperty, Statement } from '@babel/types';
import { reasons } from '../../../messages/reasons.js';
import type { CallRule } from '../../language.js';
import type { Reference } from '../../reference.js';
import type { Head } from '../calls/calls.js';
import { declaredNames, moduleExports } from '../scan/exports.js';
import { encloses } from '../nodes.js';
import type { Binding } from '../scope/scopes.js';
import { boundBy, type Access } from './accesses.js';
import type { Spec } from './import-lines.js';
import type { FactoryBinding, Site } from './site.js';

/** `import { create } from './factory'`. */
export function noteImport(site: Site, reference: Reference, spec: Spec, rules: readonly CallRule[]): void {
  note(site, { reference, binding: site.binding(spec.local), spec, property: null, holder: null, gone: false }, rules);
}

/** A factory taken from a module object; `spec`: the namespace import that holds the object. */
export function noteAccess(
  site: Site,
  reference: Reference,
  access: Access,
  spec: Spec | null,
  rules: readonly CallRule[],
): void {
  if (access.property) return noteProperty(site, reference, access.property, spec, rules);
  const { head } = access;
  if (!head) return;
  const object = 'object' in head.node ? (head.node.object as Node) : null;
  const binding = object?.type === 'Identifier' ? site.scopes.bindingAt(object) : null;
  const variable = spec || binding ? null : variableOf(head, reference);
  if (variable) {
    const held = site.scopes.bindingAt(variable.node);
    if (held && !held.uses.some(({ write }) => write))
      return note(site, { reference, binding: held, spec: null, property: null, holder: variable, gone: false }, rules);
  }
  site.factoryUses.push({ head, rules, by: objectBinding(site, reference, binding, spec) });
}

/** Calls of the factories that the file offers itself, outside of their declarations, which will go. */
export function noteOwn(site: Site): void {
  const { own, references } = site.job;
  if (own.size === 0) return;
  const locals = new Map(
    moduleExports(site.parsed, references).flatMap(({ name, local }) =>
      local !== null && own.has(name) ? [[local, own.get(name) ?? []]] : [],
    ),
  );
  const going = site.parsed.ast.program.body.filter((statement) =>
    declaredIn(statement).some((name) => locals.has(name)),
  );
  for (const [local, rules] of locals) {
    const by = { reference: null, binding: site.binding(local), spec: null, property: null, holder: null, gone: false };
    site.factories.push(by);
    for (const head of by.binding?.uses ?? [])
      if (head.shape !== 'export' && !isExported(head) && !going.some((one) => encloses(one, head.node)))
        site.factoryUses.push({ head, rules, by });
  }
}

function declaredIn(statement: Statement): string[] {
  const declaration = 'declaration' in statement && statement.declaration ? statement.declaration : statement;
  return declaredNames(declaration as Statement);
}

/** `export default create`, `exports.create = create`, `module.exports = { create }`. */
function isExported({ ancestors }: Head): boolean {
  const [, statement, assignment] = ancestors;
  if (statement?.type === 'ExportDefaultDeclaration') return ancestors.length === 2;
  if (assignment?.type !== 'AssignmentExpression' || assignment.left.type !== 'MemberExpression') return false;
  const depth = ancestors.length - (ancestors.at(-1)?.type === 'ObjectProperty' ? 2 : 0);
  const { object, property } = assignment.left;
  return depth === 3 && [object, property].some((node) => node.type === 'Identifier' && node.name === 'exports');
}

function note(site: Site, by: FactoryBinding, rules: readonly CallRule[]): void {
  site.factories.push(by);
  for (const head of by.binding?.uses ?? [])
    if (!(site.job.dropReexports && by.spec && head.shape === 'export')) site.factoryUses.push({ head, rules, by });
}

/** `const { create } = require('./factory')`: the uses of `create` are the factory's. */
function noteProperty(
  site: Site,
  reference: Reference,
  property: ObjectProperty,
  spec: Spec | null,
  rules: readonly CallRule[],
): void {
  const id = property.value.type === 'AssignmentPattern' ? property.value.left : property.value;
  const binding = id.type === 'Identifier' ? site.scopes.bindingAt(id) : null;
  const holder = spec ? null : patternOf(site, reference, property);
  if (binding && holder) note(site, { reference, binding, spec: null, property, holder, gone: false }, rules);
  else site.report('factory-use', property.loc?.start.line ?? reference.line, reasons.kept(boundBy(property) ?? '{…}'));
}

/** One for each module object, however often a factory is taken from it. */
function objectBinding(site: Site, reference: Reference, binding: Binding | null, spec: Spec | null): FactoryBinding {
  const known = site.factories.find((one) => one.reference === reference && one.binding === binding && !one.property);
  if (known) return known;
  const { ancestors } = site.literal(reference);
  const at = ancestors.findLastIndex((node) => node.type === 'VariableDeclarator');
  const declarator = ancestors[at];
  const held =
    declarator?.type === 'VariableDeclarator' && binding !== null && site.scopes.bindingAt(declarator.id) === binding;
  const holder = held ? { node: declarator.id, ancestors: ancestors.slice(0, at + 1) } : null;
  const made = { reference, binding, spec, property: null, holder, gone: false };
  site.factories.push(made);
  return made;
}

/** The variable of `const create = require('./factory').create`. */
function variableOf({ node, ancestors }: Head, reference: Reference): Head | null {
  const declarator = ancestors.at(-1);
  if (declarator?.type !== 'VariableDeclarator' || declarator.init !== node || declarator.id.type !== 'Identifier')
    return null;
  const direct =
    'object' in node && (node.object as Node).end === reference.statement.end && reference.kind === 'require';
  return direct ? { node: declarator.id, ancestors } : null;
}

/** The pattern in which a property stands: of a declaration, or of the function given to `.then`. */
function patternOf(site: Site, reference: Reference, property: ObjectProperty): Head | null {
  const { ancestors } = site.literal(reference);
  const holds = (node: Node | undefined): node is Node =>
    node?.type === 'ObjectPattern' && node.properties.includes(property);
  for (const [i, node] of ancestors.entries()) {
    if (node.type === 'VariableDeclarator' && holds(node.id))
      return { node: node.id, ancestors: ancestors.slice(0, i + 1) };
    const callback = node.type === 'CallExpression' ? node.arguments[0] : undefined;
    if (callback?.type !== 'ArrowFunctionExpression' && callback?.type !== 'FunctionExpression') continue;
    const [first] = callback.params;
    if (holds(first)) return { node: first, ancestors: [...ancestors.slice(0, i + 1), callback] };
  }
  return null;
}
