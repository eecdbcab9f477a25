import type { ExportEntry, Reference } from '../reference.js';
import { listedNames } from './all-names.js';
import { isTypeOnly } from './import-context.js';
import type { Expression, Name, Node, Statement } from './nodes.js';
import type { Parsed } from './parse.js';
import type { Binding, Scopes } from './scopes.js';
import { joinSpecifier } from './specifier.js';
import { dottedName } from './walk.js';

export interface Offer {
  readonly exports: readonly ExportEntry[];
  /** It may offer names that we cannot see: a module `__getattr__`, names put into `globals()`. */
  readonly open: boolean;
}

/** What a name stands for: something imported, another name of the module or what is taken from it, or what is made here. */
type Meaning =
  | { readonly kind: 'import'; readonly specifier: string; readonly imported: string; readonly renewed: boolean }
  | { readonly kind: 'same'; readonly name: string }
  | { readonly kind: 'member'; readonly name: string; readonly path: string }
  | { readonly kind: 'own' };

/** One declaration, and how sure it is that it is the one that counts: 0 always, 1 on a condition, 2 as a way out, 3 for types. */
interface Candidate {
  readonly meaning: Meaning;
  readonly rank: 0 | 1 | 2 | 3;
  readonly node: Name;
  /** What it is where the import fails (`except ImportError`). */
  readonly otherwise?: Meaning;
}

const OPENS =
  /\bglobals\(\)\s*(?:\[[^\n]*\]\s*=(?!=)|\.(?:update|setdefault)\b)|^\s*exec\(|\bsys\.modules\[__name__\](?:\s*=(?!=)|\.__dict__)|\bsetattr\(\s*sys\.modules\[__name__\]|\b__class__\s*=/m;

const OPENING_WORDS = ['globals()', 'exec(', 'sys.modules[__name__]', '__class__'];

/** The words are looked for first, since the whole expression is tried at every place. */
function isOpened(text: string): boolean {
  return OPENING_WORDS.some((word) => text.includes(word)) && OPENS.test(text);
}

/** Everything bound at the level of the module, with what is behind each name: through an import, `A = B` or `A = m.B`. */
export function moduleExports(parsed: Parsed, scopes: Scopes, references: readonly Reference[]): Offer {
  const listed = listedNames(parsed.module);
  const meanings = new Map<string, Candidate>();
  for (const binding of scopes.module.bindings.values()) {
    const chosen = chosenOf(binding, scopes);
    if (chosen) meanings.set(binding.name, chosen);
  }
  const handsOn = listed === null && (/(^|\/)__init__\.pyi?$/.test(parsed.path) || isBarrel(parsed.module.body));
  const named = [...meanings].map(([name, { meaning, rank, node }]): ExportEntry => {
    // `__all__` speaks of this module, and of no other.
    const offered =
      meaning.kind !== 'import' || isListed(listed, name) || meaning.renewed || (handsOn && !name.startsWith('_'));
    const explicit = offered && name !== '__all__';
    const starred = listed === null ? !name.startsWith('_') : isListed(listed, name);
    return {
      name,
      ...behind(name, meanings),
      typeOnly: rank === 3,
      line: parsed.lineOf(node.start),
      ...(explicit ? {} : { implicit: true }),
      ...(starred ? {} : { unstarred: true }),
    };
  });
  const exports = [...named, ...starEntries(references, listed, handsOn)].sort((a, b) => a.line - b.line);
  return { exports, open: meanings.has('__getattr__') || isOpened(parsed.text) };
}

/** A list that we cannot read may hold any name. */
function isListed(listed: Listed, name: string): boolean {
  return listed === 'computed' || (listed?.has(name) ?? false);
}

type Listed = ReturnType<typeof listedNames>;

/** Of what a star brings `__all__` offers what it lists; without one, a package offers all of it, and others nothing on purpose. */
function starEntries(references: readonly Reference[], listed: Listed, handsOn: boolean): ExportEntry[] {
  return references
    .filter(
      ({ kind, names, eager, typeOnly }) =>
        kind === 'import' && (eager || typeOnly) && names[0]?.imported === '*' && names[0].local === '*',
    )
    .map(({ specifier, typeOnly, line }) => ({
      name: '*',
      from: { specifier, imported: '*' },
      local: null,
      typeOnly,
      line,
      ...(listed === null && !handsOn ? { implicit: true as const } : {}),
      ...(listed === null || listed === 'computed' ? {} : { only: [...listed] }),
    }));
}

function behind(
  name: string,
  meanings: ReadonlyMap<string, Candidate>,
): Pick<ExportEntry, 'from' | 'local' | 'speculative' | 'otherwise'> {
  let local = name;
  for (let hops = 0; hops < 100; hops++) {
    const { meaning, otherwise } = meanings.get(local) ?? {};
    if (meaning?.kind === 'import')
      return { from: fromOf(meaning), local: null, ...(otherwise ? { otherwise: wayOut(otherwise, local) } : {}) };
    if (meaning?.kind === 'member') return { ...memberOf(meaning, meanings), local };
    // `X = Y` where Y is a built-in, or comes from a star import.
    if (meaning?.kind !== 'same' || !meanings.has(meaning.name)) break;
    local = meaning.name;
  }
  return { from: null, local };
}

function fromOf({ specifier, imported }: Extract<Meaning, { kind: 'import' }>): ExportEntry['from'] {
  return { specifier, imported };
}

function wayOut(meaning: Meaning, local: string): NonNullable<ExportEntry['otherwise']> {
  return meaning.kind === 'import' ? { from: fromOf(meaning), local: null } : { from: null, local };
}

/** `m.B`: the name `B` of the module that `m` stands for, if it is one. */
function memberOf(
  { name, path }: Extract<Meaning, { kind: 'member' }>,
  meanings: ReadonlyMap<string, Candidate>,
): Pick<ExportEntry, 'from' | 'speculative'> {
  const object = meanings.get(name)?.meaning;
  if (object?.kind !== 'import') return { from: null };
  const whole = object.imported === '*' ? object.specifier : joinSpecifier(object.specifier, object.imported);
  const parts = path.split('.');
  const imported = parts.pop() ?? path;
  return { from: { specifier: parts.reduce(joinSpecifier, whole), imported }, speculative: true };
}

/** A module of which nothing but imports is left exists to hand them on. */
function isBarrel(body: readonly Statement[]): boolean {
  return (
    body.length > 0 &&
    body.every((statement) => {
      if (statement.type === 'Import' || statement.type === 'ImportFrom') return true;
      if (statement.type === 'Expr') return isNotice(statement.value);
      if (statement.type === 'Try')
        return [...statement.body, ...statement.handlers.flatMap((one) => one.body)].every(
          (one) => one.type !== 'FunctionDef' && one.type !== 'ClassDef',
        );
      return statement.type === 'Assign' && (statement.value.type === 'Name' || statement.value.type === 'Attribute');
    })
  );
}

/** A docstring, a warning, `__all__.extend(…)`. */
function isNotice(value: Expression): boolean {
  if (value.type === 'Str') return true;
  return value.type === 'Call' && /^__all__\.|warn|deprecat/i.test(dottedName(value.callee) ?? '');
}

/** The declaration that counts when the module is loaded; null when the name is deleted again. */
function chosenOf(binding: Binding, scopes: Scopes): Candidate | null {
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
  const best = Math.min(...candidates.map(({ rank }) => rank));
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
