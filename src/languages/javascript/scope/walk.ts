import type { Class, Function as FunctionNode, Node } from '@babel/types';
import type { BindingKind } from './scopes.js';
import { startOf } from '../nodes.js';
import { forEachChild, reverseFrom } from '../walk.js';
import { Frame, ScopeRecord, VALUE } from './tree.js';

type Maybe = Node | null | undefined;
type Handler<T extends Node['type']> = (node: Extract<Node, { type: T }>, at: Frame, walk: ScopeWalk) => void;
export type Handlers = { readonly [T in Node['type']]?: Handler<T> };

/**
 * One pass over a program: declares every name in its scope and collects every identifier that is a use, to be
 * resolved when all declarations are known (hoisting). Work waits on a stack of our own, since generated files nest
 * deeper than the engine's.
 */
export class ScopeWalk {
  readonly references: Frame[] = [];
  /** The scope that a node opens: the inner one, where it opens two. */
  readonly opened = new Map<Node, ScopeRecord>();
  readonly scopes: ScopeRecord[] = [];
  private readonly pending: Frame[] = [];

  constructor(
    root: Node,
    readonly module: ScopeRecord,
    private readonly handlers: Handlers,
  ) {
    this.opened.set(root, module);
    this.scopes.push(module);
    this.pending.push(new Frame(root, null, module, VALUE));
    for (let frame = this.pending.pop(); frame !== undefined; frame = this.pending.pop()) {
      const mark = this.pending.length;
      this.visit(frame);
      reverseFrom(this.pending, mark);
    }
  }

  private visit(frame: Frame): void {
    const handler = this.handlers[frame.node.type] as ((node: Node, at: Frame, walk: ScopeWalk) => void) | undefined;
    if (handler === undefined) this.children(frame);
    else handler(frame.node, frame, this);
  }

  /** Looks at a child later, in this scope; `mode` says what an identifier standing there means. */
  later(child: Maybe, up: Frame, scope: ScopeRecord = up.scope, mode = VALUE): void {
    if (child !== null && child !== undefined) this.pending.push(new Frame(child, up, scope, mode));
  }

  laterAll(children: readonly Maybe[] | null | undefined, up: Frame, scope: ScopeRecord = up.scope): void {
    for (const child of children ?? []) this.later(child, up, scope);
  }

  children(frame: Frame, scope: ScopeRecord = frame.scope, mode = VALUE): void {
    forEachChild(frame.node, (child) => this.later(child, frame, scope, mode));
  }

  open(node: Node, parent: ScopeRecord, hoists = false, start = startOf(node), infers = false): ScopeRecord {
    const scope = new ScopeRecord(parent, node, hoists, start, infers);
    this.opened.set(node, scope);
    this.scopes.push(scope);
    return scope;
  }

  /**
   * Declares the names of a pattern in `into`; what it evaluates (defaults, computed keys, annotations) is looked at in
   * `up.scope`, decorators of parameters outside of it, in `outer`.
   */
  declare(pattern: Maybe, kind: BindingKind, into: ScopeRecord, up: Frame, outer: ScopeRecord = up.scope): void {
    if (pattern === null || pattern === undefined) return;
    const at = new Frame(pattern, up, up.scope, VALUE);
    if ('decorators' in pattern) this.laterAll(pattern.decorators, at, outer);
    if (pattern.type === 'Identifier' && pattern.name !== 'this') into.declare(pattern.name, kind, pattern);
    if (pattern.type === 'TSParameterProperty') this.declare(pattern.parameter, kind, into, at, outer);
    if (pattern.type === 'RestElement') this.declare(pattern.argument, kind, into, at, outer);
    if (pattern.type === 'ArrayPattern') for (const item of pattern.elements) this.declare(item, kind, into, at, outer);
    if (pattern.type === 'AssignmentPattern') {
      this.declare(pattern.left, kind, into, at, outer);
      this.later(pattern.right, at);
    }
    if (pattern.type === 'ObjectPattern') this.declareProperties(pattern.properties, kind, into, at, outer);
    if ('typeAnnotation' in pattern) this.later(pattern.typeAnnotation, at);
  }

  private declareProperties(
    properties: readonly Node[],
    kind: BindingKind,
    into: ScopeRecord,
    up: Frame,
    outer: ScopeRecord,
  ): void {
    for (const property of properties) {
      if (property.type !== 'ObjectProperty') this.declare(property, kind, into, up, outer);
      else {
        const at = new Frame(property, up, up.scope, VALUE);
        if (property.computed) this.later(property.key, at);
        this.declare(property.value, kind, into, at, outer);
      }
    }
  }

  /** A function's parameters and body; with parameter expressions the body's `var`s live in a scope of their own. */
  callable(node: FunctionNode, at: Frame, parent: ScopeRecord = at.scope): void {
    const { params, body } = node;
    const separate = body.type === 'BlockStatement' && params.some(hasExpression);
    const begins = [node.typeParameters, ...params, node.returnType, body].map((part) =>
      part ? startOf(part) : Infinity,
    );
    const scope = this.open(node, parent, !separate, Math.min(...begins));
    const inside = new Frame(node, at.up, scope, VALUE);
    this.later(node.typeParameters, inside);
    for (const param of params) this.declare(param, 'param', scope, inside, parent);
    this.later(node.returnType, inside);
    if ('predicate' in node) this.later(node.predicate, inside);
    this.later(body, inside, separate ? this.open(body, scope, true) : scope);
  }

  /** A signature without a body: overloads, abstract methods, function types. */
  signature(node: Node, params: readonly Maybe[], at: Frame, parent: ScopeRecord = at.scope): void {
    const scope = this.open(node, parent);
    const inside = new Frame(node, at.up, scope, VALUE);
    const parts = node as { typeParameters?: Maybe; typeAnnotation?: Maybe; returnType?: Maybe };
    this.later(parts.typeParameters, inside);
    for (const param of params) this.declare(param, 'param', scope, inside, parent);
    this.later(parts.returnType, inside);
    this.later(parts.typeAnnotation, inside);
  }

  /** Decorators stand outside of the class; its type parameters, and the name of a class expression, are seen inside. */
  classLike(node: Class, at: Frame): void {
    this.laterAll(node.decorators, at);
    if (node.type === 'ClassDeclaration' && node.id) at.scope.declare(node.id.name, 'class', node.id);
    const begins = [node.typeParameters, node.superClass, ...(node.implements ?? []), node.body];
    const scope = this.open(
      node,
      at.scope,
      false,
      Math.min(...begins.map((part) => (part ? startOf(part) : Infinity))),
    );
    if (node.type === 'ClassExpression' && node.id) scope.declare(node.id.name, 'class', node.id);
    this.later(node.typeParameters, at, scope);
    this.later(node.superClass, at, scope);
    this.later(node.superTypeParameters, at, scope);
    this.laterAll(node.implements, at, scope);
    this.later(node.body, at, scope);
  }
}

/** Does binding this parameter evaluate something? */
function hasExpression(param: Node): boolean {
  switch (param.type) {
    case 'AssignmentPattern':
      return true;
    case 'RestElement':
      return hasExpression(param.argument);
    case 'TSParameterProperty':
      return hasExpression(param.parameter);
    case 'ArrayPattern':
      return param.elements.some((element) => element !== null && hasExpression(element));
    case 'ObjectPattern':
      return param.properties.some((property) =>
        property.type === 'RestElement' ? hasExpression(property) : property.computed || hasExpression(property.value),
      );
    default:
      return false;
  }
}
