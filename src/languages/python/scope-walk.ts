import type {
  Call,
  ClassDef,
  Comprehension,
  Expression,
  FunctionDef,
  Name,
  Node,
  Parameter,
  Str,
  Subscript,
  TypeParam,
} from './nodes.js';
import { identifier } from './cursor.js';
import { parseExpression } from './parse.js';
import { Frame, ScopeRecord, UseRecord } from './scope-tree.js';
import type { BindingKind, Use } from './scopes.js';
import { forEachChild, tailName } from './walk.js';

/** Where an expression stands. */
interface Context {
  readonly space: Use['space'];
  /** Strings here are types. */
  readonly types: boolean;
  /** Further expressions in which they are. */
  readonly fields: ReadonlySet<Node> | null;
  readonly quoted: boolean;
  readonly echo: boolean;
  /** The class whose private names are mangled here. */
  readonly owner: string | null;
}

export interface Declaration {
  readonly scope: ScopeRecord;
  readonly key: string;
  /** Null for `del x`, which makes a name local but does not bind it. */
  readonly name: Name | null;
  readonly kind: BindingKind;
  readonly frame: Frame;
}

/** Calls that may be told a name together with its module. */
const BY_MODULE = new Set(['patch', 'setattr', 'delattr']);
/** Calls that make a class with typed fields. */
const RECORDS = new Set(['NamedTuple', 'TypedDict', 'make_dataclass']);
/** In their brackets a string is a type, wherever they stand. */
const TYPING = new Set(
  `Optional Union List Dict Set FrozenSet Tuple Type Callable Awaitable Coroutine Iterable Iterator Sequence Mapping
  MutableMapping AsyncIterator AsyncGenerator Generator ClassVar Final Deque DefaultDict Collection`.split(/\s+/),
);

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
      case 'Str':
        return this.string(node, new Frame(node, up), scope, context);
      case 'FunctionDef':
        return this.functionDef(node, new Frame(node, up), scope, context);
      case 'ClassDef':
        return this.classDef(node, new Frame(node, up), scope, context);
      case 'ListComp':
      case 'SetComp':
      case 'DictComp':
      case 'GeneratorExp':
        return this.comprehension(node, new Frame(node, up), scope, context);
      default:
        return this.other(node, new Frame(node, up), scope, context);
    }
  }

  private other(node: Node, at: Frame, scope: ScopeRecord, context: Context): void {
    const visit = (child: Node | null): void => {
      if (child) this.visit(child, at, scope, context);
    };
    switch (node.type) {
      // Attributes and keywords are no names.
      case 'Attribute':
      case 'Argument':
        return visit(node.value);
      case 'Call':
        return this.call(node, at, scope, context);
      case 'Subscript':
        return this.subscript(node, at, scope, context);
      case 'FormatField':
        this.visit(node.value, at, scope, node.echo ? { ...context, echo: true } : context);
        return node.fields.forEach(visit);
      case 'Lambda':
        return this.callable(node, at, scope, context, scope);
      case 'NamedExpr':
        this.declare(node.target, 'variable', at, scope.assigns, context);
        return visit(node.value);
      case 'Alias':
        if (node.bound) this.declare(node.bound, 'import', at, scope, context);
        else this.stars = true;
        return;
      case 'Assign':
        for (const target of node.targets) this.target(target, at, scope, context);
        return visit(node.value);
      case 'AugAssign':
      case 'Generator':
      case 'For':
      case 'WithItem':
        return forEachChild(node, (child, field) => {
          if (field === 'target') this.target(child as Expression, at, scope, context);
          else visit(child);
        });
      case 'AnnAssign': {
        const { target, annotation, value } = node;
        // `(x): int` alone binds nothing.
        if (value || !target.paren || target.type !== 'Name') this.target(target, at, scope, context);
        this.visit(annotation, at, scope, annotated(context));
        const isAlias = tailName(annotation) === 'TypeAlias';
        return value ? this.visit(value, at, scope, isAlias ? { ...context, types: true } : context) : undefined;
      }
      case 'ExceptHandler':
        visit(node.test);
        if (node.name) this.declare(node.name, 'variable', at, scope, context);
        return node.body.forEach(visit);
      case 'Pattern':
        if (node.binds) this.declare(node.binds, 'variable', at, scope, context);
        node.values.forEach(visit);
        return node.patterns.forEach(visit);
      case 'Delete':
        return node.targets.forEach((target) => this.deleted(target, at, scope, context));
      case 'Global':
      case 'Nonlocal':
        return node.names.forEach((name) => {
          scope.elsewhere.set(mangled(name.name, context.owner), node.type === 'Global' ? 'global' : 'nonlocal');
          this.use(name, at, scope, context, 'scope');
        });
      case 'TypeAlias': {
        this.declare(node.name, 'variable', at, scope, context);
        const inner = this.typeScope(node.typeParams, at, scope, context);
        return this.visit(node.value, at, inner, annotated(context));
      }
      default:
        return forEachChild(node, visit);
    }
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
    for (const child of body) this.visit(child, at, inner, { ...context, space: 'value', types: false });
  }

  private classDef(node: ClassDef, at: Frame, scope: ScopeRecord, context: Context): void {
    for (const decorator of node.decorators) this.visit(decorator, at, scope, context);
    this.declare(node.name, 'class', at, scope, context);
    const beside = this.typeScope(node.typeParams, at, scope, context);
    for (const argument of node.args) this.visit(argument, at, beside, context);
    const inner = new ScopeRecord(beside, node, 'class');
    for (const child of node.body) this.visit(child, at, inner, { ...context, owner: node.name.name });
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
    const value: Context = { ...context, types: false };
    const types: Context = TYPING.has(tail) ? { ...context, types: true } : context;
    if (tail === 'Literal') return this.visit(node.index, at, scope, value);
    if (tail !== 'Annotated' || node.index.type !== 'Tuple') return this.visit(node.index, at, scope, types);
    const frame = new Frame(node.index, at);
    node.index.elements.forEach((element, i) => this.visit(element, frame, scope, i === 0 ? types : value));
  }

  private call(node: Call, at: Frame, scope: ScopeRecord, context: Context): void {
    const tail = tailName(node.callee) ?? '';
    const fields = RECORDS.has(tail) ? fieldTypes(node) : context.fields;
    const value: Context = { ...context, types: false, fields };
    if (node.callee.type === 'Name') markDynamic(node.callee.name, node.args.length, scope);
    if (BY_MODULE.has(tail) && node.args[0] && namesItself(node.args[0])) scope.module.markDynamic(false);
    this.visit(node.callee, at, scope, context);
    const type: Context = { ...context, types: true };
    node.args.forEach((argument, i) => {
      const names = argument.name === null ? i > 0 : argument.name.name === 'bound';
      const isType = (tail === 'cast' && i === 0) || (tail === 'TypeVar' && names) || (tail === 'NewType' && i === 1);
      this.visit(argument, at, scope, isType ? type : value);
    });
  }
}

/** The types of fields, made by a call: `('a', T)` in a list, `{'a': T}`, or `a=T`. */
function fieldTypes({ args }: Call): Set<Node> {
  const types = args.flatMap(({ name, value }): readonly Node[] => {
    if (value.type === 'Dict') return value.items.map((item) => item.value);
    if (value.type !== 'List' && value.type !== 'Tuple') return name ? [value] : [];
    return value.elements.flatMap((one) => (one.type === 'Tuple' ? one.elements.slice(1, 2) : []));
  });
  return new Set(types);
}

function annotated(context: Context): Context {
  return { ...context, space: 'annotation', types: true };
}

function markDynamic(callee: string, count: number, scope: ScopeRecord): void {
  if (callee === 'eval' || callee === 'exec') scope.markDynamic(true);
  else if (callee === 'globals') scope.module.markDynamic(false);
  else if ((callee === 'locals' || callee === 'vars') && count === 0) scope.markDynamic(false);
}

/** `__name__`, or a string made of it. */
function namesItself(node: Node): boolean {
  if (node.type === 'Name') return node.name === '__name__';
  let found = false;
  forEachChild(node, (child) => {
    found ||= namesItself(child);
  });
  return found;
}

/** `__x` in a class `_C` is `_C__x`. */
function mangled(name: string, owner: string | null): string {
  if (owner === null || !name.startsWith('__') || name.endsWith('__')) return name;
  const bare = identifier(owner).replace(/^_+/, '');
  return bare === '' ? name : `_${bare}${name}`;
}
