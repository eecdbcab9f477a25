import type { Edit } from '../../workspace/edit.js';
import type { Module, Name, Node } from './nodes.js';
import { type BindingRecord, ScopeRecord, UseRecord } from './scope-tree.js';
import { type Declaration, ScopeWalk } from './scope-walk.js';

export type BindingKind = 'import' | 'function' | 'class' | 'variable' | 'param' | 'type-param';

/** One place where a name is read, deleted, or listed in `global` or `nonlocal`. What binds a name is a declaration. */
export interface Use {
  readonly node: Name;
  /** From the module down; the parent is last. Inside a string annotation the `Str` is among them. */
  readonly ancestors: readonly Node[];
  /** `annotation`: in an annotation, written out or in a string (`quoted`); it may never be evaluated. */
  readonly space: 'value' | 'annotation';
  readonly quoted: boolean;
  /** `scope`: in a `global` or `nonlocal` statement. `echo`: in an f-string's `{x=}`, which prints the name itself. */
  readonly shape: 'plain' | 'delete' | 'scope' | 'echo';
}

export interface Binding {
  readonly name: string;
  /** Of the first declaration. */
  readonly kind: BindingKind;
  readonly scope: Scope;
  /** The identifiers that bind it, in the order of the text: import, def, class, every assignment, parameters … */
  readonly declarations: readonly Name[];
  readonly uses: readonly Use[];
}

export interface Scope {
  readonly parent: Scope | null;
  /** Module, ClassDef, FunctionDef, Lambda, Comprehension; for type parameters the statement that has them. */
  readonly node: Node;
  readonly kind: 'module' | 'class' | 'function' | 'lambda' | 'comprehension' | 'type';
  readonly bindings: ReadonlyMap<string, Binding>;
  /** `locals()`, `globals()`, `eval`, `exec` inside: names may be looked up that we cannot see. */
  readonly dynamic: boolean;
}

export interface Scopes {
  readonly module: Scope;
  /** Names that are nowhere declared, built-ins among them. */
  readonly globals: ReadonlyMap<string, readonly Use[]>;
  /** There is a star import, so that a global may come from there. */
  readonly stars: boolean;
  /** The binding that a use (or its identifier, or a declaring identifier) belongs to; null for a global. */
  bindingAt(use: Use | Name): Binding | null;
  /** The scope in which this identifier is looked up, or bound; the module for one that is neither. */
  scopeOf(name: Name): Scope;
  /** What stands around a declaring identifier, from the module down; the parent (an Alias, FunctionDef, …) is last. */
  ancestorsOf(declaration: Name): readonly Node[];
  /**
   * Would a reference to `name` at each of these uses see the scope in which the used binding stands (the module, for a
   * global): no scope between declares `name` or looks names up dynamically?
   */
  freeAt(name: string, uses: readonly Use[]): boolean;
}

/** Who declares and who uses each name of a module: one pass, then the uses are resolved. */
export function analyse(module: Module, text: string): Scopes {
  const root = new ScopeRecord(null, module, 'module');
  const walk = new ScopeWalk(text, module, root);
  const globals = new Map<string, Use[]>();
  declare(walk.declarations);
  for (const use of walk.uses) {
    const binding = (use.binding = bindingOf(use));
    if (binding) binding.uses.push(use);
    else {
      const uses = globals.get(use.key);
      if (uses) uses.push(use);
      else globals.set(use.key, [use]);
    }
  }
  return new ModuleScopes(root, globals, walk);
}

/** A name that is `nonlocal` here lives where another declaration makes it: so those come last. */
function declare(declarations: readonly Declaration[]): void {
  const elsewhere: Declaration[] = [];
  for (const one of declarations)
    if (one.scope.saidOf(one.key) !== undefined) elsewhere.push(one);
    else add(one.scope.declare(one.key, one.kind), one);
  for (const one of elsewhere) add(one.scope.home(one.key).declare(one.key, one.kind), one);
}

function add(binding: BindingRecord, { name, frame }: Declaration): void {
  if (name) binding.declarations.push(name);
  if (name && binding.scope.kind === 'class')
    binding.boundAt = Math.min(binding.boundAt, frame.endWithin(binding.scope.node));
}

/** A class looks up a name that it has not bound yet in the module, past the functions around it: `class C: X = X`. */
function bindingOf({ scope, key, node }: UseRecord): BindingRecord | null {
  const binding = scope.lookup(key);
  const isEarly = binding?.scope === scope && scope.kind === 'class' && node.start < binding.boundAt;
  return isEarly ? (scope.module.bindings.get(key) ?? null) : binding;
}

class ModuleScopes implements Scopes {
  readonly stars: boolean;
  private readonly byName = new Map<Name, UseRecord | Declaration>();

  constructor(
    readonly module: ScopeRecord,
    readonly globals: ReadonlyMap<string, readonly Use[]>,
    private readonly walk: ScopeWalk,
  ) {
    this.stars = walk.stars;
  }

  /** Made when first asked: most files are never asked. */
  private find(name: Name): UseRecord | Declaration | undefined {
    if (this.byName.size === 0) {
      for (const use of this.walk.uses) this.byName.set(use.node, use);
      for (const declaration of this.walk.declarations)
        if (declaration.name) this.byName.set(declaration.name, declaration);
    }
    return this.byName.get(name);
  }

  bindingAt(at: Use | Name): BindingRecord | null {
    const found = at instanceof UseRecord ? at : this.find('node' in at ? at.node : at);
    if (found === undefined) return null;
    if (found instanceof UseRecord) return found.binding;
    return found.scope.home(found.key).bindings.get(found.key) ?? null;
  }

  scopeOf(name: Name): ScopeRecord {
    return this.find(name)?.scope ?? this.module;
  }

  ancestorsOf(declaration: Name): readonly Node[] {
    const found = this.find(declaration);
    if (found === undefined) return [];
    return found instanceof UseRecord ? found.ancestors : found.frame.path();
  }

  freeAt(name: string, uses: readonly Use[]): boolean {
    return uses.every((use) => isFree(name, this.scopeOf(use.node), this.bindingAt(use)?.scope ?? this.module));
  }
}

/** Does a name read in `from` reach `target` without another scope answering first? */
function isFree(name: string, from: ScopeRecord, target: Scope): boolean {
  for (let scope: ScopeRecord | null = from; scope !== null && scope !== target; scope = scope.outer(from)) {
    if (scope.saidOf(name) === 'global') return target.parent === null;
    if (scope.dynamic || scope.bindings.has(name)) return false;
  }
  return true;
}

/** Edits that rename every use and every declaration of a binding but those in import statements. */
export function renameEdits(scopes: Scopes, binding: Binding, to: string): Edit[] {
  const own = binding.declarations.filter((name) => scopes.ancestorsOf(name).at(-1)?.type !== 'Alias');
  const places = new Map([...own, ...binding.uses.map(({ node }) => node)].map((node) => [node.start, node]));
  return [...places.values()].map(({ start, end }) => ({ start, end, text: to }));
}
