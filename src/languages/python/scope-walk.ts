import type {
  AnnAssign,
  Call,
  ClassDef,
  Comprehension,
  Expression,
  FormatField,
  FunctionDef,
  Name,
  Node,
  Parameter,
  Str,
  Subscript,
  TypeParam,
} from './nodes.js';
import { parseExpression } from './parse.js';
import { BY_MODULE, markDynamic, namesItself } from './scope-dynamic.js';
import { Frame, ScopeRecord, UseRecord } from './scope-tree.js';
import type { BindingKind, Use } from './scopes.js';
import {
  annotated,
  argument,
  bracketed,
  type Context,
  evaluated,
  isTypeArgument,
  mangled,
  plain,
  typed,
} from './scope-context.js';
import { forEachChild, tailName } from './walk.js';

export interface Declaration {
  readonly scope: ScopeRecord;
  readonly key: string;
  /** Null for `del x`, which makes a name local but does not bind it. */
  readonly name: Name | null;
  readonly kind: BindingKind;
  readonly frame: Frame;
}

/** One pass over a module: every scope, every name that is bound, and every name that is used. */
export class ScopeWalk {
  readonly declarations: Declaration[] = [];
  readonly uses: UseRecord[] = [];
  /** A star import: names may come from there. */
  stars = false;

  constructor(
    private readonly text: string,
    root: Node,
    module: ScopeRecord,
  ) {
    const frame = new Frame(root, null);
    const context: Context = { space: 'value', types: false, fields: null, quoted: false, echo: false, owner: null };
    forEachChild(root, (child) => this.visit(child, frame, module, context));
  }

  private visit(node: Node, up: Frame, scope: ScopeRecord, around: Context): void {
    const context = around.fields?.has(node) ? { ...around, types: true, fields: null } : around;
    switch (node.type) {
      case 'Name':
        return this.use(node, up, scope, context, context.echo ? 'echo' : 'plain');
      case 'Constant':
      case 'Pass':
        return;
      // Attributes and keywords are no names.
      case 'Attribute':
      case 'Argument':
      case 'Expr':
      case 'Await':
        return this.visit(node.value, new Frame(node, up), scope, context);
      case 'BoolOp':
      case 'BinOp':
      case 'UnaryOp':
      case 'Compare':
        return this.all(node.operands, new Frame(node, up), scope, context);
      case 'Tuple':
      case 'List':
      case 'Set':
        return this.all(node.elements, new Frame(node, up), scope, context);
      case 'Call':
        return this.call(node, new Frame(node, up), scope, context);
      case 'Str':
        return this.string(node, new Frame(node, up), scope, context);
      case 'Subscript':
        return this.subscript(node, new Frame(node, up), scope, context);
      case 'FormatField':
        return this.formatField(node, new Frame(node, up), scope, context);
      default:
        return this.binding(node, new Frame(node, up), scope, context);
    }
  }

  private all(nodes: readonly Node[], at: Frame, scope: ScopeRecord, context: Context): void {
    for (const node of nodes) this.visit(node, at, scope, context);
  }

  /** What has a scope of its own, or binds names. */
  private binding(node: Node, at: Frame, scope: ScopeRecord, context: Context): void {
    switch (node.type) {
      case 'FunctionDef':
        return this.functionDef(node, at, scope, context);
      case 'ClassDef':
        return this.classDef(node, at, scope, context);
      case 'Lambda':
        return this.callable(node, at, scope, context, scope);
      case 'ListComp':
      case 'SetComp':
      case 'DictComp':
      case 'GeneratorExp':
        return this.comprehension(node, at, scope, context);
      case 'NamedExpr':
        this.declare(node.target, 'variable', at, scope.assigns, context);
        return this.visit(node.value, at, scope, context);
      case 'Alias':
        if (node.bound) this.declare(node.bound, 'import', at, scope, context);
        else this.stars = true;
        return;
      case 'Assign':
        for (const target of node.targets) this.target(target, at, scope, context);
        return this.visit(node.value, at, scope, context);
      case 'AnnAssign':
        return this.annotated(node, at, scope, context);
      case 'TypeAlias':
        this.declare(node.name, 'variable', at, scope, context);
        return this.visit(node.value, at, this.typeScope(node.typeParams, at, scope, context), annotated(context));
      default:
        return this.named(node, at, scope, context);
    }
  }

  /** Statements and patterns that bind names by the way; and all others. */
  private named(node: Node, at: Frame, scope: ScopeRecord, context: Context): void {
    switch (node.type) {
      case 'AugAssign':
      case 'Generator':
      case 'For':
      case 'WithItem':
        return forEachChild(node, (child, field) => {
          if (field === 'target') this.target(child as Expression, at, scope, context);
          else this.visit(child, at, scope, context);
        });
      case 'ExceptHandler':
        if (node.test) this.visit(node.test, at, scope, context);
        if (node.name) this.declare(node.name, 'variable', at, scope, context);
        return this.all(node.body, at, scope, context);
      case 'Pattern':
        if (node.binds) this.declare(node.binds, 'variable', at, scope, context);
        this.all(node.values, at, scope, context);
        return this.all(node.patterns, at, scope, context);
      case 'Delete':
        for (const target of node.targets) this.deleted(target, at, scope, context);
        return;
      case 'Global':
      case 'Nonlocal':
        for (const name of node.names) {
          scope.say(mangled(name.name, context.owner), node.type === 'Global' ? 'global' : 'nonlocal');
          this.use(name, at, scope, context, 'scope');
        }
        return;
      default:
        return forEachChild(node, (child) => this.visit(child, at, scope, context));
    }
  }

  private annotated({ target, annotation, value }: AnnAssign, at: Frame, scope: ScopeRecord, context: Context): void {
    // `(x): int` alone binds nothing.
    if (value || !target.paren || target.type !== 'Name') this.target(target, at, scope, context);
    this.visit(annotation, at, scope, annotated(context));
    if (value) this.visit(value, at, scope, tailName(annotation) === 'TypeAlias' ? typed(context) : context);
  }

  private formatField({ value, fields, echo }: FormatField, at: Frame, scope: ScopeRecord, context: Context): void {
    this.visit(value, at, scope, echo ? { ...context, echo: true } : context);
    this.all(fields, at, scope, context);
  }

  private use(node: Name, up: Frame, scope: ScopeRecord, context: Context, shape: Use['shape']): void {
    const key = mangled(node.name, context.owner);
    this.uses.push(new UseRecord(node, up, scope, key, context.space, context.quoted, shape));
  }

  private declare(name: Name, kind: BindingKind, frame: Frame, scope: ScopeRecord, { owner }: Context): void {
    this.declarations.push({ scope, key: mangled(name.name, owner), name, kind, frame });
  }

  private target(node: Expression, up: Frame, scope: ScopeRecord, context: Context): void {
    if (node.type === 'Name') return this.declare(node, 'variable', up, scope, context);
    if (node.type === 'Starred') return this.target(node.value, new Frame(node, up), scope, context);
    if (node.type !== 'Tuple' && node.type !== 'List') return this.visit(node, up, scope, context);
    const at = new Frame(node, up);
    for (const element of node.elements) this.target(element, at, scope, context);
  }

  private deleted(node: Expression, up: Frame, scope: ScopeRecord, context: Context): void {
    if (node.type === 'Tuple' || node.type === 'List') {
      const at = new Frame(node, up);
      return node.elements.forEach((element) => this.deleted(element, at, scope, context));
    }
    if (node.type !== 'Name') return this.visit(node, up, scope, context);
    this.declarations.push({ scope, key: mangled(node.name, context.owner), name: null, kind: 'variable', frame: up });
    this.use(node, up, scope, context, 'delete');
  }

  /** Type parameters live in a scope of their own; without any, it is the scope around. */
  private typeScope(params: readonly TypeParam[], at: Frame, scope: ScopeRecord, context: Context): ScopeRecord {
    if (params.length === 0 && at.node.type !== 'TypeAlias') return scope;
    const inner = new ScopeRecord(scope, at.node, 'type');
    for (const param of params) {
      const frame = new Frame(param, at);
      this.declare(param.name, 'type-param', frame, inner, context);
      for (const part of [param.bound, param.default]) if (part) this.visit(part, frame, inner, annotated(context));
    }
    return inner;
  }

  /** Decorators and defaults are evaluated outside, annotations beside the type parameters. */
  private functionDef(node: FunctionDef, at: Frame, scope: ScopeRecord, context: Context): void {
    for (const decorator of node.decorators) this.visit(decorator, at, scope, context);
    this.declare(node.name, 'function', at, scope, context);
    const beside = this.typeScope(node.typeParams, at, scope, context);
    if (node.returns) this.visit(node.returns, at, beside, annotated(context));
    this.callable(node, at, scope, context, beside);
  }

  private callable(
    node: { readonly params: readonly Parameter[]; readonly body: Node | readonly Node[] },
    at: Frame,
    scope: ScopeRecord,
    context: Context,
    beside: ScopeRecord,
  ): void {
    const inner = new ScopeRecord(beside, at.node, at.node.type === 'Lambda' ? 'lambda' : 'function');
    for (const param of node.params) {
      const frame = new Frame(param, at);
      this.declare(param.name, 'param', frame, inner, context);
      if (param.annotation) this.visit(param.annotation, frame, beside, annotated(context));
      if (param.default) this.visit(param.default, frame, scope, context);
    }
    const body = Array.isArray(node.body) ? (node.body as readonly Node[]) : [node.body as Node];
    this.all(body, at, inner, evaluated(context));
  }

  private classDef(node: ClassDef, at: Frame, scope: ScopeRecord, context: Context): void {
    for (const decorator of node.decorators) this.visit(decorator, at, scope, context);
    this.declare(node.name, 'class', at, scope, context);
    const beside = this.typeScope(node.typeParams, at, scope, context);
    for (const argument of node.args) this.visit(argument, at, beside, context);
    const inner = new ScopeRecord(beside, node, 'class');
    this.all(node.body, at, inner, { ...context, owner: node.name.name });
  }

  /** Only the first thing that is iterated over is evaluated outside. */
  private comprehension(node: Comprehension, at: Frame, scope: ScopeRecord, context: Context): void {
    const inner = new ScopeRecord(scope, node, 'comprehension');
    for (const [i, generator] of node.generators.entries()) {
      const frame = new Frame(generator, at);
      this.visit(generator.iter, frame, i === 0 ? scope : inner, context);
      this.target(generator.target, frame, inner, context);
      for (const test of generator.ifs) this.visit(test, frame, inner, context);
    }
    for (const element of node.elements) this.visit(element, at, inner, context);
  }

  private string(node: Str, at: Frame, scope: ScopeRecord, context: Context): void {
    for (const part of node.parts) for (const field of part.fields) this.visit(field, at, scope, context);
    if (!context.types) return;
    const [only] = node.parts;
    // Where an escape stands, offsets in the value are not those in the text.
    if (!only || node.parts.length > 1 || only.value !== this.text.slice(only.content.start, only.content.end)) return;
    const inside = parseExpression(this.text, only.content);
    if (inside) this.visit(inside, at, scope, { ...context, space: 'annotation', quoted: true });
  }

  private subscript(node: Subscript, at: Frame, scope: ScopeRecord, context: Context): void {
    this.visit(node.value, at, scope, context);
    const tail = tailName(node.value) ?? '';
    if (tail === 'modules' && namesItself(node.index)) scope.module.markDynamic(false);
    const types = bracketed(context, tail);
    if (tail !== 'Annotated' || node.index.type !== 'Tuple') return this.visit(node.index, at, scope, types);
    const frame = new Frame(node.index, at);
    const value = plain(context);
    node.index.elements.forEach((element, i) => this.visit(element, frame, scope, i === 0 ? types : value));
  }

  private call(node: Call, at: Frame, scope: ScopeRecord, context: Context): void {
    const tail = tailName(node.callee) ?? '';
    const value = argument(context, node, tail);
    if (node.callee.type === 'Name') markDynamic(node.callee.name, node.args.length, scope);
    if (BY_MODULE.has(tail) && node.args[0] && namesItself(node.args[0])) scope.module.markDynamic(false);
    this.visit(node.callee, at, scope, context);
    let i = 0;
    for (const argument of node.args)
      this.visit(argument, at, scope, isTypeArgument(tail, i++, argument) ? typed(context) : value);
  }
}
