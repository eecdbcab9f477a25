import type { Name, Node } from './nodes.js';
import type { Binding, BindingKind, Scope, Use } from './scopes.js';

/** A binding while its uses are collected. */
export class BindingRecord implements Binding {
  readonly declarations: Name[] = [];
  readonly uses: Use[] = [];
  /** In a class: where the first statement that binds the name ends. */
  boundAt = Infinity;

  constructor(
    readonly name: string,
    readonly kind: BindingKind,
    readonly scope: ScopeRecord,
  ) {}
}

/** A scope while its names are collected. */
export class ScopeRecord implements Scope {
  readonly bindings = new Map<string, BindingRecord>();
  private elsewhere: Map<string, 'global' | 'nonlocal'> | null = null;
  dynamic = false;

  constructor(
    readonly parent: ScopeRecord | null,
    readonly node: Node,
    readonly kind: Scope['kind'],
  ) {}

  get module(): ScopeRecord {
    return this.parent === null ? this : this.parent.module;
  }

  /** What `global` and `nonlocal` say of a name here. */
  saidOf(name: string): 'global' | 'nonlocal' | undefined {
    return this.elsewhere?.get(name);
  }

  say(name: string, where: 'global' | 'nonlocal'): void {
    (this.elsewhere ??= new Map()).set(name, where);
  }

  /** The scope in which a name that is bound here really lives. */
  home(name: string): ScopeRecord {
    const said = this.saidOf(name);
    if (said === 'global') return this.module;
    if (said === undefined) return this;
    return (
      this.parent?.enclosing((scope) => scope.saidOf(name) === 'global' || scope.bindings.has(name))?.home(name) ?? this
    );
  }

  /** The nearest function around that is wanted: neither classes nor the module answer to `nonlocal`. */
  private enclosing(wanted: (scope: ScopeRecord) => boolean): ScopeRecord | null {
    if (this.parent === null) return null;
    return this.kind !== 'class' && wanted(this) ? this : this.parent.enclosing(wanted);
  }

  /** Where `x := …` binds: comprehensions hand it out. */
  get assigns(): ScopeRecord {
    return this.kind === 'comprehension' && this.parent ? this.parent.assigns : this;
  }

  declare(name: string, kind: BindingKind): BindingRecord {
    let binding = this.bindings.get(name);
    if (binding === undefined) this.bindings.set(name, (binding = new BindingRecord(name, kind, this)));
    return binding;
  }

  /** The binding that a name read here means; null for a global that is nowhere bound. */
  lookup(name: string, from: ScopeRecord = this): BindingRecord | null {
    const said = this.saidOf(name);
    if (said === 'global') return this.module.bindings.get(name) ?? null;
    const binding = said === undefined ? this.bindings.get(name) : undefined;
    return binding ?? this.outer(from)?.lookup(name, from) ?? null;
  }

  /**
   * The next scope in which a name read in `from` is looked up. A class is seen by its own statements only, and by the
   * type parameters of what stands in it.
   */
  outer(from: ScopeRecord): ScopeRecord | null {
    let scope = this.parent;
    while (scope?.kind === 'class' && !(this.kind === 'type' && this.isBeside(from))) scope = scope.parent;
    return scope;
  }

  /** Is there nothing but type parameters from `from` outwards to here? */
  private isBeside(from: ScopeRecord): boolean {
    let scope: ScopeRecord | null = from;
    while (scope && scope !== this && scope.kind === 'type') scope = scope.parent;
    return scope === this;
  }

  /** `locals()`: names of this scope; `eval`: names of all around it as well. */
  markDynamic(outwards: boolean): void {
    this.dynamic = true;
    if (outwards) this.parent?.markDynamic(true);
  }
}

/** One node on its way from the module; ancestors are only spelt out when asked for. */
export class Frame {
  constructor(
    readonly node: Node,
    readonly up: Frame | null,
  ) {}

  /** Where the statement of this block ends in which the node stands. */
  endWithin(block: Node): number {
    return this.up === null || this.up.node === block ? this.node.end : this.up.endWithin(block);
  }

  /** From the module down, this one last. */
  path(): Node[] {
    const path = this.up?.path() ?? [];
    path.push(this.node);
    return path;
  }
}

/** A use as the walk found it. */
export class UseRecord implements Use {
  /** Once all names are declared; null for a global that is nowhere bound. */
  binding: BindingRecord | null = null;

  constructor(
    readonly node: Name,
    private readonly frame: Frame,
    readonly scope: ScopeRecord,
    /** What the program looks up: private names of classes are mangled. */
    readonly key: string,
    readonly space: Use['space'],
    readonly quoted: boolean,
    readonly shape: Use['shape'],
  ) {}

  get ancestors(): readonly Node[] {
    return this.frame.path();
  }
}
