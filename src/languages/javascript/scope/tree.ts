import type { Identifier, JSXIdentifier, Node } from '@babel/types';
import type { Binding, BindingKind, Scope, Use } from './scopes.js';
import { encloses, startOf } from '../nodes.js';

/** What a name may mean; a declaration has several meanings, a use asks for one (or any). */
export const VALUE = 1;
export const TYPE = 2;
export const NAMESPACE = 4;
export const ANY = 7;
/** Beside the meanings in a frame's mode: assigned to; and read for its type although any meaning may answer. */
export const WRITE = 8;
export const TYPE_ONLY = 16;

const MEANINGS: Record<BindingKind, number> = {
  'import': ANY,
  'var': VALUE,
  'let': VALUE,
  'const': VALUE,
  'function': VALUE,
  'class': VALUE | TYPE,
  'param': VALUE,
  'catch': VALUE,
  'enum': ANY,
  'namespace': VALUE | NAMESPACE,
  'type': TYPE,
  'type-param': TYPE,
  'unknown': ANY,
};

/** A binding while its uses are collected. */
export class BindingRecord implements Binding {
  readonly declarations: Node[] = [];
  readonly uses: Use[] = [];
  meanings = 0;

  constructor(
    readonly name: string,
    public kind: BindingKind,
    readonly scope: ScopeRecord,
  ) {}
}

/** A scope while its names are collected. */
export class ScopeRecord implements Scope {
  readonly bindings = new Map<string, BindingRecord>();
  readonly children: ScopeRecord[] = [];
  dynamic = false;

  constructor(
    readonly parent: ScopeRecord | null,
    readonly node: Node,
    /** `var` and sloppy declarations end up here: a program, function body, static block or namespace. */
    readonly hoists: boolean,
    /** Where the names begin to be seen: a method's key and decorators stand outside. */
    readonly start: number,
    /** The `extends` side of a conditional type: `infer T` declares here. */
    readonly infers = false,
  ) {
    parent?.children.push(this);
  }

  /** Adds a declaration; those of one name merge (overloads, class and interface, function and namespace). */
  declare(name: string, kind: BindingKind, node: Node): BindingRecord {
    let binding = this.bindings.get(name);
    if (binding === undefined) this.bindings.set(name, (binding = new BindingRecord(name, kind, this)));
    if ((binding.meanings & VALUE) === 0 && (MEANINGS[kind] & VALUE) !== 0) binding.kind = kind;
    binding.meanings |= MEANINGS[kind];
    binding.declarations.push(node);
    return binding;
  }

  lookup(name: string, meanings: number): BindingRecord | null {
    const binding = this.bindings.get(name);
    if (binding !== undefined && (binding.meanings & meanings) !== 0) return binding;
    return this.parent?.lookup(name, meanings) ?? null;
  }

  /** This scope or the nearest one around it that is wanted; the outermost one when none is. */
  nearest(wanted: (scope: ScopeRecord) => boolean): ScopeRecord {
    return this.parent === null || wanted(this) ? this : this.parent.nearest(wanted);
  }

  markDynamic(): void {
    if (this.dynamic) return;
    this.dynamic = true;
    this.parent?.markDynamic();
  }

  /** The innermost scope below this one whose names are seen at the node. */
  innermost(node: Node): ScopeRecord {
    const child = this.children.find((scope) => scope.start <= startOf(node) && encloses(scope.node, node));
    return child === undefined ? this : child.innermost(node);
  }
}

/** One node on its way from the program, with the scope in which its names are looked up. */
export class Frame {
  constructor(
    readonly node: Node,
    readonly up: Frame | null,
    readonly scope: ScopeRecord,
    readonly mode: number,
  ) {}
}

/** A use; its ancestors are only spelt out when asked for, since most uses never are. */
export class UseRecord implements Use {
  private path: Node[] | null = null;

  constructor(
    readonly node: Identifier | JSXIdentifier,
    private readonly frame: Frame,
  ) {}

  get ancestors(): readonly Node[] {
    if (this.path !== null) return this.path;
    const path: Node[] = [];
    for (let frame = this.frame.up; frame !== null; frame = frame.up) path.push(frame.node);
    return (this.path = path.reverse());
  }

  get space(): Use['space'] {
    if ((this.frame.mode & TYPE_ONLY) !== 0) return 'type';
    const meanings = this.frame.mode & ANY;
    return meanings === VALUE ? 'value' : meanings === ANY ? 'both' : 'type';
  }

  get write(): boolean {
    return (this.frame.mode & WRITE) !== 0;
  }

  get shape(): Use['shape'] {
    if (this.node.type === 'JSXIdentifier') return this.inClosingTag() ? 'jsx-close' : 'jsx';
    const parent = this.frame.up;
    if (parent?.node.type === 'ExportSpecifier') return 'export';
    const property = parent?.node.type === 'AssignmentPattern' ? parent.up : parent;
    if (property?.node.type !== 'ObjectProperty' || !property.node.shorthand) return 'plain';
    // `{ x: y = z }` and `{ x = z }`: only the target `x` is spelt in short, never the default `z`.
    if (parent?.node.type === 'AssignmentPattern' && parent.node.left !== this.node) return 'plain';
    return property.up?.node.type === 'ObjectPattern' ? 'shorthand-pattern' : 'shorthand';
  }

  private inClosingTag(): boolean {
    let frame = this.frame.up;
    while (frame?.node.type === 'JSXMemberExpression') frame = frame.up;
    return frame?.node.type === 'JSXClosingElement';
  }
}
