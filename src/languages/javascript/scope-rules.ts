import type { Node } from '@babel/types';
import type { Handlers, ScopeWalk } from './scope-walk.js';
import { ANY, Frame, NAMESPACE, TYPE, TYPE_ONLY, VALUE, WRITE } from './scope-tree.js';
import { forEachChild } from './walk.js';

/** Flow has one space for types and values, but a name in an annotation is still only read as a type. */
const FLOW = ANY | TYPE_ONLY;

function nothing(): void {}

function use(_node: Node, at: Frame, walk: ScopeWalk): void {
  walk.references.push(at);
}

/** A key is only looked at when it is computed. */
function keyed(node: { key: Node; computed?: boolean | null }, at: Frame, walk: ScopeWalk): void {
  const computed = node.computed === true;
  forEachChild(at.node, (child, field) => {
    if (field !== 'key' || computed) walk.later(child, at);
  });
}

function member(node: { object: Node; property: Node; computed?: boolean | null }, at: Frame, walk: ScopeWalk): void {
  walk.later(node.object, at);
  if (node.computed === true) walk.later(node.property, at);
}

function block(node: Node, at: Frame, walk: ScopeWalk): void {
  walk.children(at, walk.open(node, at.scope));
}

/** Wrappers that an assignment's target may stand in: `(x as T) = 1`. */
function wrapper(_node: Node, at: Frame, walk: ScopeWalk): void {
  forEachChild(at.node, (child, field) => walk.later(child, at, at.scope, field === 'expression' ? at.mode : VALUE));
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

/** `type A<T> = …`, `interface A<T> …`: declares the name, then opens a scope for the type parameters. */
function typeDeclaration(node: { id: { name: string } & Node }, at: Frame, walk: ScopeWalk): void {
  at.scope.declare(node.id.name, at.node.type === 'DeclareClass' ? 'class' : 'type', node.id);
  const scope = walk.open(at.node, at.scope);
  forEachChild(at.node, (child, field) => {
    if (field !== 'id') walk.later(child, at, scope);
  });
}

function typeParameter(node: { name?: string | null }, at: Frame, walk: ScopeWalk): void {
  at.scope.declare(node.name ?? '', 'type-param', at.node);
  walk.children(at);
}

function skipping(...skipped: string[]) {
  return (_node: Node, at: Frame, walk: ScopeWalk): void =>
    forEachChild(at.node, (child, field) => {
      if (!skipped.includes(field)) walk.later(child, at);
    });
}

/** The named field stands for a type (or the first part of one). */
function typeName(field: string, mode: number) {
  return (_node: Node, at: Frame, walk: ScopeWalk): void =>
    forEachChild(at.node, (child, key) => walk.later(child, at, at.scope, key === field ? mode : VALUE));
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
  ClassMethod: (node, at, walk) => method(node as unknown as Extract<Node, { type: 'ObjectMethod' }>, at, walk),
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
    if (node.local.type === 'Identifier') walk.later(node.local, at, at.scope, at.mode | typed);
  },
  ExportDefaultDeclaration: (node, at, walk) => walk.later(node.declaration, at, at.scope, ANY),
};

const typescript: Handlers = {
  TSAsExpression: wrapper,
  TSSatisfiesExpression: wrapper,
  TSNonNullExpression: wrapper,
  TSTypeAssertion: wrapper,
  TSDeclareFunction: (node, at, walk) => {
    if (node.id) at.scope.declare(node.id.name, 'function', node.id);
    walk.signature(node, node.params, at);
  },
  TSDeclareMethod: (node, at, walk) => {
    walk.laterAll(node.decorators, at);
    if (node.computed) walk.later(node.key, at);
    walk.signature(node, node.params, at);
  },
  TSFunctionType: (node, at, walk) => walk.signature(node, node.parameters, at),
  TSConstructorType: (node, at, walk) => walk.signature(node, node.parameters, at),
  TSCallSignatureDeclaration: (node, at, walk) => walk.signature(node, node.parameters, at),
  TSConstructSignatureDeclaration: (node, at, walk) => walk.signature(node, node.parameters, at),
  TSIndexSignature: (node, at, walk) => walk.signature(node, node.parameters, at),
  TSMethodSignature: (node, at, walk) => {
    if (node.computed) walk.later(node.key, at);
    walk.signature(node, node.parameters, at);
  },
  TSPropertySignature: keyed,
  TSEnumDeclaration: (node, at, walk) => {
    at.scope.declare(node.id.name, 'enum', node.id);
    const scope = walk.open(node, at.scope);
    for (const member of node.members) {
      scope.declare(member.id.type === 'Identifier' ? member.id.name : member.id.value, 'const', member.id);
    }
    walk.laterAll(node.members, at, scope);
  },
  TSEnumMember: skipping('id'),
  TSModuleDeclaration: (node, at, walk) => {
    if (node.id.type === 'Identifier' && !node.global) at.scope.declare(node.id.name, 'namespace', node.id);
    walk.later(node.body, at, walk.open(node, at.scope, true));
  },
  TSInterfaceDeclaration: typeDeclaration,
  TSTypeAliasDeclaration: typeDeclaration,
  TSTypeParameter: typeParameter,
  TSMappedType: block,
  TSInferType: (node, at, walk) => {
    const scope = at.scope.nearest((candidate) => candidate.infers);
    walk.later(node.typeParameter, at, scope);
  },
  TSConditionalType: (node, at, walk) => {
    walk.later(node.checkType, at);
    const scope = walk.open(node, at.scope, false, node.extendsType.start ?? 0, true);
    walk.later(node.extendsType, at, scope);
    walk.later(node.trueType, at, scope);
    walk.later(node.falseType, at);
  },
  TSTypeReference: typeName('typeName', TYPE),
  TSExpressionWithTypeArguments: typeName('expression', TYPE),
  TSQualifiedName: (node, at, walk) =>
    walk.later(node.left, at, at.scope, (at.mode & ANY) === TYPE ? NAMESPACE : at.mode),
  TSNamedTupleMember: skipping('label'),
  TSImportType: skipping('qualifier'),
  TSImportEqualsDeclaration: (node, at, walk) => {
    at.scope.declare(node.id.name, 'import', node.id);
    walk.later(node.moduleReference, at, at.scope, ANY);
  },
  TSExportAssignment: (node, at, walk) => walk.later(node.expression, at, at.scope, ANY),
  TSNamespaceExportDeclaration: nothing,
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

const flow: Handlers = {
  TypeAlias: typeDeclaration,
  OpaqueType: typeDeclaration,
  InterfaceDeclaration: typeDeclaration,
  DeclareTypeAlias: typeDeclaration,
  DeclareOpaqueType: typeDeclaration,
  DeclareInterface: typeDeclaration,
  DeclareClass: typeDeclaration,
  DeclareFunction: (node, at, walk) => walk.declare(node.id, 'function', at.scope, at),
  DeclareVariable: (node, at, walk) => walk.declare(node.id, 'var', at.scope, at),
  DeclareModule: (node, at, walk) => walk.later(node.body, at, walk.open(node, at.scope, true)),
  EnumDeclaration: (node, at) => void at.scope.declare(node.id.name, 'enum', node.id),
  FunctionTypeAnnotation: block,
  FunctionTypeParam: skipping('name'),
  TypeParameter: typeParameter,
  GenericTypeAnnotation: typeName('id', FLOW),
  InterfaceExtends: typeName('id', FLOW),
  ClassImplements: typeName('id', FLOW),
  QualifiedTypeIdentifier: (node, at, walk) => walk.later(node.qualification, at, at.scope, at.mode),
  ObjectTypeProperty: skipping('key'),
  ObjectTypeIndexer: skipping('id'),
  ObjectTypeInternalSlot: skipping('id'),
};

/** What each kind of node declares, opens and reads; a kind that is missing here reads all of its children. */
export const scopeRules: Handlers = { ...statements, ...modules, ...typescript, ...jsx, ...flow };
