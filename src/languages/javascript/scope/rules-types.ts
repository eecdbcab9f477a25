import type { Node } from '@babel/types';
import { block, keyed, nothing, skipping, wrapper } from './parts.js';
import { ANY, type Frame, NAMESPACE, TYPE, TYPE_ONLY, VALUE } from './tree.js';
import type { Handlers, ScopeWalk } from './walk.js';
import { forEachChild } from '../walk.js';

/** Flow has one space for types and values, but a name in an annotation is still only read as a type. */
const FLOW = ANY | TYPE_ONLY;

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

/** The named field stands for a type (or the first part of one). */
function typeName(field: string, mode: number) {
  return (_node: Node, at: Frame, walk: ScopeWalk): void =>
    forEachChild(at.node, (child, key) => walk.later(child, at, at.scope, key === field ? mode : VALUE));
}

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

/** TypeScript and Flow: what their nodes declare, open and read. */
export const typeRules: Handlers = { ...typescript, ...flow };
