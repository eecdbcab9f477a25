import type { Edit } from '../../workspace/edit.js';
import type { Module, Name, Node } from './nodes.js';

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
  throw new Error(`to come: ${module.type} ${text.length}`);
}

/** Edits that rename every use and every declaration of a binding but those in import statements. */
export function renameEdits(scopes: Scopes, binding: Binding, to: string): Edit[] {
  throw new Error(`to come: ${scopes.module.kind} ${binding.name} ${to}`);
}
