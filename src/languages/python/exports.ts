import type { ExportEntry, Offer } from '../reference.js';
import { listedNames } from './all-names.js';
import type { Expression, Statement } from './nodes.js';
import type { Parsed } from './parse.js';
import { references } from './references.js';
import type { Scopes } from './scopes.js';
import { joinSpecifier } from './specifier.js';
import { dottedName } from './walk.js';
import { type Meaning, type Candidate, chosenOf } from './meanings.js';

const OPENS =
  /\bglobals\(\)\s*(?:\[[^\n]*\]\s*=(?!=)|\.(?:update|setdefault)\b)|^\s*exec\(|\bsys\.modules\[__name__\](?:\s*=(?!=)|\.__dict__)|\bsetattr\(\s*sys\.modules\[__name__\]|\b__class__\s*=/m;

/** Short ones are found fastest by a rare letter. */
const OPENING_WORDS = ['globals()', 'xec(', 'sys.modules[__name__]', '__class__'];

/** The words are looked for first, since the whole expression is tried at every place. */
function isOpened(text: string): boolean {
  return OPENING_WORDS.some((word) => text.includes(word)) && OPENS.test(text);
}

/** Everything bound at the level of the module, with what is behind each name: through an import, `A = B` or `A = m.B`. */
export function moduleExports(parsed: Parsed, scopes: Scopes): Offer {
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
  const entries = [...named, ...(scopes.stars ? starEntries(parsed.text, listed, handsOn) : [])].sort(
    (a, b) => a.line - b.line,
  );
  return { entries, open: meanings.has('__getattr__') || isOpened(parsed.text) };
}

/** A list that we cannot read may hold any name. */
function isListed(listed: Listed, name: string): boolean {
  return listed === 'computed' || (listed?.has(name) ?? false);
}

type Listed = ReturnType<typeof listedNames>;

/** Of what a star brings `__all__` offers what it lists; without one, a package offers all of it, and others nothing on purpose. */
function starEntries(text: string, listed: Listed, handsOn: boolean): ExportEntry[] {
  return references(text)
    .references.filter(
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
