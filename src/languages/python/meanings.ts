import { isTypeOnly } from './import-context.js';
import type { Expression, Name, Node } from './nodes.js';
import type { Binding, Scopes } from './scopes.js';
import { dottedName } from './walk.js';

/** What a name stands for: something imported, another name of the module or what is taken from it, or what is made here. */
export type Meaning =
  | { readonly kind: 'import'; readonly specifier: string; readonly imported: string; readonly renewed: boolean }
  | { readonly kind: 'same'; readonly name: string }
  | { readonly kind: 'member'; readonly name: string; readonly path: string }
  | { readonly kind: 'own' };

/** One declaration, and how sure it is that it is the one that counts: 0 always, 1 on a condition, 2 as a way out, 3 for types. */
export interface Candidate {
  readonly meaning: Meaning;
  readonly rank: 0 | 1 | 2 | 3;
  readonly node: Name;
  /** What it is where the import fails (`except ImportError`). */
  readonly otherwise?: Meaning;
}

/** The declaration that counts when the module is loaded; null when the name is deleted again. */
export function chosenOf(binding: Binding, scopes: Scopes): Candidate | null {
  const candidates = telling(
    binding.name,
    binding.declarations.map((node) => candidateOf(node, scopes)),
  );
  const deleted = binding.uses.some(
    (use) =>
      use.shape === 'delete' &&
      scopes.scopeOf(use.node) === binding.scope &&
      use.node.start > (candidates.at(-1)?.node.start ?? 0) &&
      rankOf(use.ancestors, use.node) === 0,
  );
  const [first] = candidates;
  if (!first || deleted) return null;
  // One by one: so many declarations may be more than one call takes arguments.
  const best = candidates.reduce((least, { rank }) => Math.min(least, rank), Infinity);
  const equals = candidates.filter(({ rank }) => rank === best);
  const last = equals.at(-1) ?? first;
  const others =
    best === 0
      ? candidates.filter(({ rank, node }) => rank === 1 && node.start > last.node.start)
      : best === 1
        ? equals
        : [];
  const isSure = others.every(({ meaning }) => isSameMeaning(meaning, last.meaning));
  if (!isSure) return { meaning: { kind: 'own' }, rank: last.rank, node: last.node };
  const [way, ...further] = candidates.filter(({ rank, node }) => rank === 2 && node.start > last.node.start);
  if (!way || last.rank === 2) return last;
  const isOne = further.every(({ meaning }) => isSameMeaning(meaning, way.meaning));
  return { ...last, otherwise: isOne ? way.meaning : { kind: 'own' } };
}

/** `X = X` behind an import of X only says that it is meant for others: what it stands for, the import tells. */
function telling(name: string, declared: readonly Candidate[]): readonly Candidate[] {
  const found = declared.filter(({ meaning }) => meaning.kind !== 'same' || meaning.name !== name);
  if (found.length === 0 || found.length === declared.length) return declared;
  return found.map((one) =>
    one.meaning.kind === 'import' ? { ...one, meaning: { ...one.meaning, renewed: true } } : one,
  );
}

function isSameMeaning(a: Meaning, b: Meaning): boolean {
  if (a.kind === 'import' && b.kind === 'import') return a.specifier === b.specifier && a.imported === b.imported;
  if (a.kind === 'member' && b.kind === 'member') return a.name === b.name && a.path === b.path;
  return a.kind === 'same' && b.kind === 'same' && a.name === b.name;
}

function candidateOf(node: Name, scopes: Scopes): Candidate {
  const ancestors = scopes.ancestorsOf(node);
  return { meaning: meaningOf(node, ancestors), rank: rankOf(ancestors, node), node };
}

function rankOf(ancestors: readonly Node[], node: Node): 0 | 1 | 2 | 3 {
  if (isTypeOnly(ancestors, node)) return 3;
  if (ancestors.some(({ type }) => type === 'ExceptHandler')) return 2;
  return ancestors.some(({ type }) => CONDITIONAL.has(type)) ? 1 : 0;
}

const CONDITIONAL: ReadonlySet<Node['type']> = new Set([
  'If',
  'For',
  'While',
  'MatchCase',
  'FunctionDef',
  'Lambda',
  'IfExp',
  'BoolOp',
]);

function meaningOf(node: Name, ancestors: readonly Node[]): Meaning {
  const parent = ancestors.at(-1);
  const outer = ancestors.at(-2);
  if (parent?.type === 'Alias' && outer?.type === 'ImportFrom')
    return {
      kind: 'import',
      specifier: outer.module,
      imported: parent.name,
      renewed: parent.asname?.name === parent.name,
    };
  if (parent?.type === 'Alias') {
    const specifier = parent.asname ? parent.name : node.name;
    return { kind: 'import', specifier, imported: '*', renewed: parent.asname?.name === parent.name };
  }
  const value = parent?.type === 'Assign' || parent?.type === 'AnnAssign' ? parent.value : null;
  return value ? aliasOf(value) : { kind: 'own' };
}

function aliasOf(value: Expression): Meaning {
  if (value.type === 'Name') return { kind: 'same', name: value.name };
  const [name, ...path] = dottedName(value)?.split('.') ?? [];
  return name === undefined ? { kind: 'own' } : { kind: 'member', name, path: path.join('.') };
}
