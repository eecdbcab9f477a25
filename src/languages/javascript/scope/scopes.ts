import type { File, Identifier, JSXIdentifier, Node } from '@babel/types';
import type { Edit } from '../../../workspace/edit.js';
import { endOf, startOf } from '../nodes.js';
import { scopeRules } from './rules.js';
import { ANY, type BindingRecord, ScopeRecord, UseRecord } from './tree.js';
import { ScopeWalk } from './walk.js';

export type BindingKind =
  | 'import'
  | 'var'
  | 'let'
  | 'const'
  | 'function'
  | 'class'
  | 'param'
  | 'catch'
  | 'enum'
  | 'namespace'
  | 'type'
  | 'type-param'
  | 'unknown';

/** One place where a name is read or written. Declarations are not uses. */
export interface Use {
  readonly node: Identifier | JSXIdentifier;
  /** From the program down; the parent is last. */
  readonly ancestors: readonly Node[];
  /** `both`: export specifiers and other places where a value or a type may stand. `typeof x` reads the value. */
  readonly space: 'value' | 'type' | 'both';
  readonly write: boolean;
  /** How a rename must be spelt here. */
  readonly shape: 'plain' | 'shorthand' | 'shorthand-pattern' | 'export' | 'jsx' | 'jsx-close';
}

export interface Binding {
  readonly name: string;
  /** Of the first declaration that makes a value; of the first one when none does. */
  readonly kind: BindingKind;
  readonly scope: Scope;
  /** The identifiers that declare it (several when declarations merge). */
  readonly declarations: readonly Node[];
  readonly uses: readonly Use[];
}

export interface Scope {
  readonly parent: Scope | null;
  readonly node: Node;
  readonly bindings: ReadonlyMap<string, Binding>;
  /** A `with` or a direct `eval` inside: names may be looked up that we cannot see. */
  readonly dynamic: boolean;
}

export interface Scopes {
  readonly module: Scope;
  readonly globals: ReadonlyMap<string, readonly Use[]>;
  /** The binding that a use (or its identifier, or a declaring identifier) belongs to; null for a global. */
  bindingAt(use: Use | Node): Binding | null;
  /** The innermost scope around the node (the scope that the node itself opens, if it opens one). */
  scopeOf(node: Node): Scope;
  /**
   * Would a reference to `name` at each of these uses see the scope in which the used binding stands (the module, for a
   * global): no scope between declares `name` or looks names up dynamically?
   */
  freeAt(name: string, uses: readonly Use[]): boolean;
}

/** Who declares and who uses each name of a program: one pass, then the uses are resolved. */
export function analyse(file: File): Scopes {
  const module = new ScopeRecord(null, file.program, true, 0);
  const walk = new ScopeWalk(file.program, module, scopeRules);
  const resolved = new Map<Node, BindingRecord | null>();
  const scopes = new Map<Node, ScopeRecord>(walk.opened);
  const globals = new Map<string, Use[]>();
  for (const scope of walk.scopes) declareIn(scope, resolved, scopes);
  walk.references.sort((a, b) => startOf(a.node) - startOf(b.node));
  for (const frame of walk.references) {
    const node = frame.node as Identifier | JSXIdentifier;
    const binding = frame.scope.lookup(node.name, frame.mode & ANY);
    const uses = binding?.uses ?? globals.get(node.name) ?? [];
    if (binding === null) globals.set(node.name, uses);
    uses.push(new UseRecord(node, frame));
    resolved.set(node, binding);
    scopes.set(node, frame.scope);
  }
  const scopeOf = (node: Node): ScopeRecord => scopes.get(node) ?? module.innermost(node);
  const bindingAt = (use: Use | Node): BindingRecord | null => resolved.get('node' in use ? use.node : use) ?? null;
  return {
    module,
    globals,
    bindingAt,
    scopeOf,
    freeAt: (name, uses) =>
      uses.every(({ node }) => isFreeBetween(name, scopeOf(node), bindingAt(node)?.scope ?? module)),
  };
}

function declareIn(
  scope: ScopeRecord,
  resolved: Map<Node, BindingRecord | null>,
  scopes: Map<Node, ScopeRecord>,
): void {
  for (const binding of scope.bindings.values()) {
    for (const node of binding.declarations) {
      resolved.set(node, binding);
      scopes.set(node, scope);
    }
  }
}

/** No scope from `from` outwards to `target` (not included) declares the name, in any of its meanings. */
export function isFreeBetween(name: string, from: Scope, target: Scope): boolean {
  for (let scope: Scope | null = from; scope !== null && scope !== target; scope = scope.parent) {
    if (scope.dynamic || scope.bindings.has(name)) return false;
  }
  return true;
}

/** Edits that rename every use of a binding, not its declaration. Public names (keys, exports) stay as they were. */
export function renameEdits(binding: Binding, to: string): Edit[] {
  return binding.uses.map((use) => {
    const start = startOf(use.node);
    return { start, end: nameEnd(use.node), text: spelling(use, binding.name, to) };
  });
}

/** An identifier's node includes its type annotation (`x: T`), and escapes make its text longer than its name. */
function nameEnd(node: Identifier | JSXIdentifier): number {
  const typed = 'typeAnnotation' in node && node.typeAnnotation ? true : 'optional' in node && node.optional === true;
  return typed ? startOf(node) + node.name.length : endOf(node);
}

function spelling(use: Use, from: string, to: string): string {
  if (use.shape === 'shorthand' || use.shape === 'shorthand-pattern') return `${from}: ${to}`;
  if (use.shape !== 'export') return to;
  const specifier = use.ancestors.at(-1);
  const renamed = specifier?.type === 'ExportSpecifier' && startOf(specifier.exported) !== startOf(use.node);
  return renamed ? to : `${to} as ${from}`;
}
