import type { Node } from '@babel/types';
import { block, keyed, nothing, skipping, wrapper } from './parts.js';
import { typeRules } from './rules-types.js';
import { ANY, Frame, TYPE_ONLY, VALUE, WRITE } from './tree.js';
import type { Handlers, ScopeWalk } from './walk.js';
import { forEachChild } from '../walk.js';

function use(_node: Node, at: Frame, walk: ScopeWalk): void {
  walk.references.push(at);
}

function member(node: { object: Node; property: Node; computed?: boolean | null }, at: Frame, walk: ScopeWalk): void {
  walk.later(node.object, at);
  if (node.computed === true) walk.later(node.property, at);
}

function assigned(_node: Node, at: Frame, walk: ScopeWalk): void {
  walk.children(at, at.scope, at.mode);
}

function forEach(node: { left: Node; right: Node; body: Node }, at: Frame, walk: ScopeWalk): void {
  const scope = walk.open(at.node, at.scope);
  walk.later(node.left, at, scope, node.left.type === 'VariableDeclaration' ? VALUE : VALUE | WRITE);
  walk.later(node.right, at, scope);
  walk.later(node.body, at, scope);
}

/** Methods: the key stands outside of the function. */
function method(node: Extract<Node, { type: 'ObjectMethod' | 'ClassMethod' }>, at: Frame, walk: ScopeWalk): void {
  walk.laterAll(node.decorators, at);
  if (node.computed) walk.later(node.key, at);
  walk.callable(node, at);
}

function jsxTag(node: { name: Node }, at: Frame, walk: ScopeWalk): void {
  const { name } = node;
  // `<div>` and `<my-tag>` are the platform's; `<Foo>`, `<_foo>` and the `foo` of `<foo.Bar>` are names.
  if (name.type !== 'JSXIdentifier' || !/^[a-z]|-/.test(name.name)) walk.later(name, at);
  forEachChild(at.node, (child, field) => {
    if (field !== 'name') walk.later(child, at);
  });
}

const statements: Handlers = {
  Identifier: use,
  LabeledStatement: skipping('label'),
  BreakStatement: nothing,
  ContinueStatement: nothing,
  MetaProperty: nothing,
  PrivateName: nothing,
  ExportAllDeclaration: nothing,
  ImportAttribute: nothing,
  MemberExpression: member,
  OptionalMemberExpression: member,
  ClassProperty: keyed,
  ClassAccessorProperty: keyed,
  ClassPrivateProperty: skipping('key'),
  ObjectProperty: (node, at, walk) => {
    if (node.computed) walk.later(node.key, at);
    const target = at.up?.node.type === 'ObjectPattern';
    walk.later(node.value, at, at.scope, target ? at.mode : VALUE);
  },
  ObjectMethod: method,
  ClassMethod: (node, at, walk) => method(node, at, walk),
  ClassPrivateMethod: (node, at, walk) => {
    walk.laterAll(node.decorators, at);
    walk.callable(node, at);
  },
  FunctionDeclaration: (node, at, walk) => {
    if (node.id) at.scope.declare(node.id.name, 'function', node.id);
    walk.callable(node, at);
  },
  FunctionExpression: (node, at, walk) => {
    if (!node.id) return walk.callable(node, at);
    const named = walk.open(node, at.scope);
    named.declare(node.id.name, 'function', node.id);
    walk.callable(node, at, named);
  },
  ArrowFunctionExpression: (node, at, walk) => walk.callable(node, at),
  ClassDeclaration: (node, at, walk) => walk.classLike(node, at),
  ClassExpression: (node, at, walk) => walk.classLike(node, at),
  StaticBlock: (node, at, walk) => walk.children(at, walk.open(node, at.scope, true)),
  BlockStatement: (node, at, walk) => {
    const parent = at.up?.node;
    const isBody = parent !== undefined && 'params' in parent && 'body' in parent && parent.body === node;
    if (isBody) walk.children(at);
    else block(node, at, walk);
  },
  ForStatement: block,
  ForInStatement: forEach,
  ForOfStatement: forEach,
  SwitchStatement: (node, at, walk) => {
    walk.later(node.discriminant, at);
    walk.laterAll(node.cases, at, walk.open(node, at.scope, false, node.discriminant.end ?? 0));
  },
  CatchClause: (node, at, walk) => {
    const scope = walk.open(node, at.scope);
    walk.declare(node.param, 'catch', scope, at);
    walk.later(node.body, at, scope);
  },
  VariableDeclaration: (node, at, walk) => {
    const kind = node.kind === 'var' || node.kind === 'let' ? node.kind : 'const';
    const into = kind === 'var' ? at.scope.nearest((scope) => scope.hoists) : at.scope;
    for (const declarator of node.declarations) {
      const inside = new Frame(declarator, at, at.scope, VALUE);
      walk.declare(declarator.id, kind, into, inside);
      walk.later(declarator.init, inside);
    }
  },
  AssignmentExpression: (node, at, walk) => {
    walk.later(node.left, at, at.scope, VALUE | WRITE);
    walk.later(node.right, at);
  },
  UpdateExpression: (node, at, walk) => walk.later(node.argument, at, at.scope, VALUE | WRITE),
  ObjectPattern: assigned,
  ArrayPattern: assigned,
  RestElement: assigned,
  AssignmentPattern: (node, at, walk) => {
    walk.later(node.left, at, at.scope, at.mode);
    walk.later(node.right, at);
  },
  ParenthesizedExpression: wrapper,
  WithStatement: (node, at, walk) => {
    walk.later(node.object, at);
    const scope = walk.open(node, at.scope, false, node.body.start ?? 0);
    scope.markDynamic();
    walk.later(node.body, at, scope);
  },
  CallExpression: (node, at, walk) => {
    if (node.callee.type === 'Identifier' && node.callee.name === 'eval') at.scope.markDynamic();
    walk.children(at);
  },
};

const modules: Handlers = {
  ImportDeclaration: (node, at) => {
    for (const { local } of node.specifiers) at.scope.declare(local.name, 'import', local);
  },
  ExportNamedDeclaration: (node, at, walk) => {
    walk.later(node.declaration, at);
    if (node.source) return;
    const mode = node.exportKind === 'type' ? ANY | TYPE_ONLY : ANY;
    for (const specifier of node.specifiers) walk.later(specifier, at, at.scope, mode);
  },
  ExportSpecifier: (node, at, walk) => {
    const typed = node.exportKind === 'type' ? TYPE_ONLY : 0;
    walk.later(node.local, at, at.scope, at.mode | typed);
  },
  ExportDefaultDeclaration: (node, at, walk) => walk.later(node.declaration, at, at.scope, ANY),
};

const jsx: Handlers = {
  JSXIdentifier: (node, at, walk) => {
    if (node.name !== 'this') walk.references.push(at);
  },
  JSXOpeningElement: jsxTag,
  JSXClosingElement: jsxTag,
  JSXMemberExpression: skipping('property'),
  JSXNamespacedName: nothing,
  JSXAttribute: skipping('name'),
};

/** What each kind of node declares, opens and reads; a kind that is missing here reads all of its children. */
export const scopeRules: Handlers = { ...statements, ...modules, ...jsx, ...typeRules };
