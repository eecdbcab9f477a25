import { folderOf } from '../../../workspace/folder.js';
import type { CallExpression, Node } from '@babel/types';
import type { NameUse } from '../../reference.js';
import type { Parsed } from '../parse.js';
import { ACTUALS, MOCKS, RUNNERS } from './runners.js';
import { nameOf, stringOf } from '../nodes.js';
import { accessedNames } from './accessed-names.js';
import { type Add, draftOf } from './draft.js';

/** What a call names: `require`, `import()`, what test runners mock or load, `proxyquire`. `runners`: see `runnerNames`. */
export function addCall(
  call: CallExpression,
  ancestors: readonly Node[],
  add: Add,
  runners: ReadonlySet<string>,
): void {
  const { callee } = call;
  const first = call.arguments[0];
  const names = (): NameUse[] => accessedNames(call, ancestors);
  if (callee.type === 'Import') return add(first, draftOf('dynamic', call, names(), false, false));
  if (callee.type === 'Identifier') {
    if (callee.name === 'require') add(first, draftOf('require', call, names(), false, isTopLevel(ancestors)));
    if (callee.name === 'proxyquire') addProxyquire(call, add);
    return;
  }
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return;
  const { object } = callee;
  const method = callee.property.name;
  if (method === 'resolve' && (isNamed(object, 'require') || object.type === 'MetaProperty'))
    return add(first, draftOf('resolve', call, [], false, false));
  if (isNamed(object, 'proxyquire') || rootName(object) === 'proxyquire') return addProxyquire(call, add);
  const runner = rootName(object);
  if (runner === null || !runners.has(runner)) return;
  if (MOCKS.has(method)) return add(importedBy(first) ?? first, draftOf('mock', call, [], false, false));
  if (ACTUALS.has(method))
    add(first, draftOf(method.startsWith('import') ? 'dynamic' : 'require', call, names(), false, false));
}

/** What `jest` and `vi` are called in this file. */
export function runnerNames({ ast }: Parsed): Set<string> {
  const names = new Set(RUNNERS);
  for (const node of ast.program.body)
    for (const spec of node.type === 'ImportDeclaration' ? node.specifiers : [])
      if (spec.type === 'ImportSpecifier' && names.has(nameOf(spec.imported))) names.add(spec.local.name);
  return names;
}

/** The specifier of `import('./a')`. */
function importedBy(node: Node | undefined): Node | undefined {
  if (node?.type === 'ImportExpression') return node.source;
  return node?.type === 'CallExpression' && node.callee.type === 'Import' ? node.arguments[0] : undefined;
}

/**
 * The keys of `proxyquire('./subject', { './dep': stub })` name what the *subject* requires; a rewrite is not ours to
 * guess. They are given as seen from this file.
 */
function addProxyquire(call: CallExpression, add: Add): void {
  const subject = stringOf(call.arguments[0]);
  add(call.arguments[0], draftOf('resolve', call, [], false, false));
  const stubs = call.arguments[1];
  if (stubs?.type !== 'ObjectExpression' || subject === null) return;
  for (const property of stubs.properties) {
    const key = property.type === 'SpreadElement' ? null : stringOf(property.key);
    if (property.type === 'SpreadElement' || key === null) continue;
    const seen = /^\.\.?\//.test(key) ? `${folderOf(subject)}/${key}`.replace(/^\//, './') : key;
    add(property.key, draftOf('string', property, [], false, false), seen);
  }
}

function isTopLevel(ancestors: readonly Node[]): boolean {
  return !ancestors.some((node) => /Function|Method|StaticBlock/.test(node.type));
}

function isNamed(node: Node, name: string): boolean {
  return node.type === 'Identifier' && node.name === name;
}

/** The identifier with which a chain of members and calls begins: `vi` in `vi.resetModules().mock`. */
function rootName(node: Node): string | null {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'MemberExpression') return rootName(node.object);
  return node.type === 'CallExpression' ? rootName(node.callee) : null;
}
