import { finding, type Finding } from '../../messages/findings.js';
import { applyEdits, type Edit } from '../../workspace/edit.js';
import type { AbsorbJob } from '../language.js';
import type { ExportEntry } from '../reference.js';
import { topLevelAll, withoutListed } from './all.js';
import { declaredNames } from './declarations.js';
import { moduleExports } from './exports.js';
import type { ImportFrom, Statement } from './nodes.js';
import { parse, type Parsed } from './parse.js';
import { references } from './references.js';
import { followBinding } from './rewrite/accesses.js';
import { importsOf, removeStatements, type Placed } from './rewrite/blocks.js';
import { ImportTable, topOf } from './rewrite/import-table.js';
import { editList, newlineOf } from './rewrite/layout.js';
import { dropAlias } from './rewrite/object-imports.js';
import { analyse, renameEdits, type Scopes } from './scopes.js';
import { joinSpecifier } from './specifier.js';

interface Side {
  readonly parsed: Parsed;
  readonly scopes: Scopes;
  readonly exports: readonly ExportEntry[];
  readonly edits: Edit[];
}

/** What goes wrong is collected; nothing is moved when anything did. */
class Absorption {
  readonly problems: { path: string; line: number; what: string }[] = [];
  /** Implementation's top-level name -> its name in the canonical module. */
  readonly finalNames = new Map<string, string>();

  constructor(
    readonly job: AbsorbJob,
    readonly canonical: Side,
    readonly implementation: Side,
  ) {}

  /** Does this specifier, in one of the two files, lead to the other one? */
  leads(from: 'canonical' | 'implementation', specifier: string): boolean {
    const { canonical, implementation } = this.job;
    const [here, there] =
      from === 'canonical' ? [canonical.path, implementation.path] : [implementation.path, canonical.path];
    return this.job.moduleOf(here, specifier) === there;
  }

  refuse(side: 'canonical' | 'implementation', line: number, what: string): void {
    this.problems.push({ path: this.job[side].path, line, what });
  }
}

/**
 * Moves the content of the implementation into the canonical module: its imports are merged and re-based, its bodies stand
 * behind the imports, its names become the canonical ones, and the public names of both are offered (aliases retired).
 */
export function absorb(job: AbsorbJob): { readonly text: string | null; readonly findings: readonly Finding[] } {
  const canonical = sideOf(job.canonical);
  const implementation = sideOf(job.implementation);
  if (!canonical || !implementation)
    return {
      text: null,
      findings: [finding('absorb', job.implementation.path, 0, 'one of the two files cannot be parsed')],
    };
  const it = new Absorption(job, canonical, implementation);
  chooseNames(it);
  detach(it);
  const table = new ImportTable(job.canonical.text, canonical.parsed.module, (specifier) =>
    job.moduleOf(job.canonical.path, specifier),
  );
  dropOwn(it, table);
  dropObjects(it, table);
  const plain = takeImports(it, table);
  rebase(it);
  checkCollisions(it, table);
  if (it.problems.length > 0)
    return { text: null, findings: it.problems.map(({ path, line, what }) => finding('absorb', path, line, what)) };
  return { text: assemble(it, table, plain), findings: [] };
}

function sideOf({ path, text }: { path: string; text: string }): Side | null {
  const parsed = parse(path, text);
  if ('error' in parsed) return null;
  const scopes = analyse(parsed.module, text);
  return { parsed, scopes, exports: moduleExports(parsed, scopes, references(parsed)).exports, edits: [] };
}

/** Which declaration gets which name. */
function chooseNames(it: Absorption): void {
  for (const { name, local } of it.implementation.exports) {
    const wanted = it.job.renames.get(name) ?? name;
    if (local !== null && wanted !== local && it.job.retired.has(local) && !it.finalNames.has(local))
      it.finalNames.set(local, wanted);
  }
  for (const { name, local } of it.implementation.exports) {
    const wanted = it.job.renames.get(name);
    if (local !== null && wanted !== undefined && wanted !== local && !it.finalNames.has(local))
      it.finalNames.set(local, wanted);
  }
}

/** Takes aliases of what moves in (`Manager = UnifiedManager`) out of the canonical module, and renames in the implementation. */
function detach(it: Absorption): void {
  const { canonical, implementation, job } = it;
  const own = new Set([...implementation.scopes.module.bindings.keys()].map((name) => it.finalNames.get(name) ?? name));
  const gone: Placed[] = [];
  for (const node of canonical.parsed.module.body) {
    const [name, ...more] = declaredNames(node);
    const entry = canonical.exports.find((one) => one.name === name);
    const alias =
      node.type === 'Assign' &&
      name !== undefined &&
      more.length === 0 &&
      entry?.from &&
      it.leads('canonical', entry.from.specifier);
    if (alias && (own.has(name) || job.retired.has(name)))
      gone.push({ node, block: { statements: canonical.parsed.module.body, owners: [canonical.parsed.module] } });
  }
  canonical.edits.push(...removeStatements(job.canonical.text, gone));
  for (const [local, name] of it.finalNames) {
    const binding = implementation.scopes.module.bindings.get(local);
    if (!binding) continue;
    const present = implementation.scopes.module.bindings.get(name);
    const alias = present && implementation.exports.find((one) => one.name === name)?.local === local;
    if (present && !alias) it.refuse('implementation', 0, `declares both ${local} and ${name}`);
    if (!implementation.scopes.freeAt(name, binding.uses))
      it.refuse('implementation', 0, `${name} means something else where ${local} is used`);
    implementation.edits.push(...renameEdits(implementation.scopes, binding, name));
    if (alias) dropAliases(it, name);
  }
}

/** `Manager = UnifiedManager` in the implementation would now name itself. */
function dropAliases(it: Absorption, name: string): void {
  const { module } = it.implementation.parsed;
  const gone = module.body.filter((node) => node.type === 'Assign' && declaredNames(node).join() === name);
  for (const node of gone) {
    const inside = (edit: Edit): boolean => node.start <= edit.start && edit.end <= node.end;
    it.implementation.edits.splice(0, Infinity, ...it.implementation.edits.filter((edit) => !inside(edit)));
  }
  it.implementation.edits.push(
    ...removeStatements(
      it.job.implementation.text,
      gone.map((node) => ({ node, block: { statements: module.body, owners: [module] } })),
    ),
  );
}

/** The canonical module's imports from the implementation go; uses of what they bound get the final names. */
function dropOwn(it: Absorption, table: ImportTable): void {
  for (const line of table.lines) {
    if (line.module !== it.job.implementation.path) continue;
    for (const spec of line.specs) {
      const local = it.implementation.exports.find((one) => one.name === spec.imported)?.local ?? spec.imported;
      const name = it.finalNames.get(local) ?? local;
      const binding = spec.at?.bound ? it.canonical.scopes.bindingAt(spec.at.bound) : null;
      spec.gone = true;
      if (spec.imported === '*') continue;
      if (binding && spec.local !== name)
        it.canonical.edits.push(
          ...renameEdits(it.canonical.scopes, binding, name).filter(
            (edit) => !it.canonical.edits.some((known) => known.start <= edit.start && edit.end <= known.end),
          ),
        );
    }
  }
}

/** The same for the implementation as an object: `import impl as m` goes, and `m.X` becomes `X`. */
function dropObjects(it: Absorption, table: ImportTable): void {
  const { canonical } = it;
  for (const place of importsOf(canonical.parsed.module))
    for (const alias of place.node.names) {
      const from = place.node.type === 'ImportFrom' ? place.node.module : '';
      const binding = alias.bound && canonical.scopes.bindingAt(alias.bound);
      if (!binding || alias.name === '*' || !it.leads('canonical', joinSpecifier(from, alias.name))) continue;
      const path = from === '' && alias.asname === null ? alias.name.split('.').slice(1) : [];
      const { accesses, escapesAt, others } = followBinding(binding, path, new Map());
      if (escapesAt !== null || others > 0)
        it.refuse('canonical', canonical.parsed.lineOf(alias.start), `uses the implementation as an object`);
      for (const { name, node } of accesses) {
        const gone = node === null || canonical.edits.some(({ start, end }) => start <= node.start && node.end <= end);
        const local = it.implementation.exports.find((one) => one.name === name)?.local ?? name;
        if (!gone) canonical.edits.push({ start: node.start, end: node.end, text: it.finalNames.get(local) ?? local });
      }
      dropAlias({ table, parsed: canonical.parsed, edits: canonical.edits }, place, alias);
    }
}

/** The implementation's `from` imports are merged; its `import a.b` statements are written as they stand. */
function takeImports(it: Absorption, table: ImportTable): string[] {
  const { implementation, job } = it;
  const plain: string[] = [];
  const top = importsOf(it.canonical.parsed.module).filter(({ block }) => block.owners.length === 1);
  const gone: Placed[] = [];
  for (const place of importsOf(implementation.parsed.module)) {
    const { node, block } = place;
    if (node.type === 'ImportFrom' && it.leads('implementation', node.module)) {
      atHome(it, node);
      gone.push(place);
      continue;
    }
    if (block.owners.length > 1) continue;
    gone.push(place);
    if (node.type === 'Import') plain.push(job.implementation.text.slice(node.start, node.end));
    else takeFrom(it, table, node, top.at(-1) ?? null);
  }
  implementation.edits.push(...removeStatements(job.implementation.text, gone));
  const known = new Set(top.map(({ node }) => job.canonical.text.slice(node.start, node.end)));
  return plain.filter((one) => !known.has(one));
}

function takeFrom(it: Absorption, table: ImportTable, node: ImportFrom, anchor: Placed | null): void {
  const { job } = it;
  const module = job.moduleOf(job.implementation.path, node.module);
  const spelt = job.respell(node.module) ?? (node.module.startsWith('.') ? null : node.module);
  if (spelt === null)
    return it.refuse(
      'implementation',
      it.implementation.parsed.lineOf(node.start),
      `imports ${node.module}, which the canonical module cannot name`,
    );
  const key = node.module === '__future__' ? '__future__' : (module ?? spelt);
  for (const { name, asname } of node.names) {
    if (node.module === '__future__' && !table.lines.some((line) => line.specifier === '__future__'))
      it.refuse('canonical', 0, `needs \`from __future__ import ${name}\`, as the implementation has it`);
    const same = table.lines.some(
      (line) => line.specifier === spelt && line.specs.some((spec) => spec.imported === name),
    );
    if (node.module === '__future__' || (same && asname === null)) continue;
    table.put(key, spelt, name, asname?.name ?? name, anchor);
  }
}

/** What the implementation took from the canonical module is at home now. */
function atHome(it: Absorption, node: ImportFrom): void {
  for (const { name, bound } of node.names) {
    const binding = bound && it.implementation.scopes.bindingAt(bound);
    const nested = binding !== null && binding.scope.kind !== 'module';
    if (!binding || bound.name !== name || (nested && binding.declarations.length > 1))
      it.refuse(
        'implementation',
        it.implementation.parsed.lineOf(node.start),
        `takes ${name} from the canonical module`,
      );
  }
}

/** Every other specifier of the implementation is spelt from the canonical module's place. */
function rebase(it: Absorption): void {
  const { job, implementation } = it;
  const top = new Set(
    importsOf(implementation.parsed.module)
      .filter(({ block }) => block.owners.length === 1)
      .map(({ node }) => node.start),
  );
  for (const reference of references(implementation.parsed)) {
    if (reference.speculative || top.has(reference.statement.start) || reference.kind === 'string') continue;
    const module = job.moduleOf(job.implementation.path, reference.specifier);
    if (module === null || module === job.canonical.path) continue;
    const spelt = job.respell(reference.specifier);
    if (spelt === null) it.refuse('implementation', reference.line, `${reference.kind} ${reference.specifier}`);
    else if (spelt !== reference.specifier) implementation.edits.push({ ...reference.span, text: spelt });
  }
}

function checkCollisions(it: Absorption, table: ImportTable): void {
  const imports = new Map<string, string>();
  for (const line of table.lines)
    for (const spec of line.specs) {
      if (spec.gone || line.block.owners.length > 1) continue;
      const what = `${line.module ?? line.specifier}\0${spec.imported}`;
      const known = imports.get(spec.local);
      if (known !== undefined && known !== what)
        it.refuse('canonical', 0, `both modules import something as ${spec.local}`);
      imports.set(spec.local, what);
    }
  const removed = (node: { start: number; end: number }): boolean =>
    it.canonical.edits.some((edit) => edit.start <= node.start && node.end <= edit.end);
  const taken = new Set(
    [...it.implementation.scopes.module.bindings.values()]
      .filter(({ kind }) => kind !== 'import')
      .map(({ name }) => it.finalNames.get(name) ?? name),
  );
  for (const [name, binding] of it.canonical.scopes.module.bindings) {
    if (binding.kind === 'import' || name === '__all__' || name === 'logger' || binding.declarations.every(removed))
      continue;
    if (taken.has(name)) it.refuse('canonical', 0, `both modules declare ${name}`);
  }
  for (const name of taken)
    if (imports.has(name)) it.refuse('implementation', 0, `the canonical module imports something as ${name}`);
}

/** Holds the place of the implementation's body; no source text can contain it. */
const SEAM = '\0implementation\0';

/** Canonical header and imports, the implementation's imports and body, then what else the canonical module had. */
function assemble(it: Absorption, table: ImportTable, plain: readonly string[]): string {
  const { text } = it.job.canonical;
  const { module } = it.canonical.parsed;
  const newline = newlineOf(text);
  const rest = module.body.find(
    (node, i) =>
      node.type !== 'Import' &&
      node.type !== 'ImportFrom' &&
      !declaredNames(node).includes('__all__') &&
      !(i === 0 && isDocstring(node)),
  );
  const top = topOf(module, text);
  const at = rest ? text.lastIndexOf('\n', rest.start - 1) + 1 : text.length;
  const lists = mergeAll(it);
  const imports = table.edits();
  // What a statement that goes had to say goes with it: `except ImportError: Old = None`.
  const stays = (edit: Edit): boolean =>
    !imports.some((gone) => gone.text === '' && gone.start <= edit.start && edit.end <= gone.end);
  const merged = applyEdits(text, [
    ...(plain.length > 0 ? [{ start: top, end: top, text: plain.join(newline) + newline }] : []),
    ...imports,
    { start: at, end: at, text: SEAM },
    ...it.canonical.edits.filter(stays),
    ...lists.canonical,
  ]);
  const [before = '', after = ''] = merged.split(SEAM);
  const inner = applyEdits(it.job.implementation.text, [...it.implementation.edits, ...lists.implementation]);
  const taken = inner.replace(/^\uFEFF/, '').replace(/\r\n|\n|\r/g, newline);
  const parts = [before, taken, after].map((part) => part.replace(/^(?:[ \t]*\r?\n)+/, '').replace(/[ \t\r\n]+$/, ''));
  return parts.filter((part) => part !== '' && part !== '\uFEFF').join(newline + newline + newline) + newline;
}

function isDocstring(node: Statement): boolean {
  return node.type === 'Expr' && node.value.type === 'Str';
}

/** One `__all__`: the canonical module's with the implementation's names, or the implementation's own. */
function mergeAll(it: Absorption): { canonical: Edit[]; implementation: Edit[] } {
  const { canonical, implementation, job } = it;
  const own = topLevelAll(canonical.parsed.module);
  const other = topLevelAll(implementation.parsed.module);
  const finals = other
    .filter(({ value }) => !job.retired.has(value))
    .map(({ value }) => it.finalNames.get(value) ?? job.renames.get(value) ?? value);
  const last = own.at(-1);
  if (!last)
    return {
      canonical: [],
      implementation: withoutListed(implementation.parsed.module, job.implementation.text, new Set(job.retired)),
    };
  const quote = job.canonical.text[last.end - 1] ?? "'";
  const items = own.map((one) => ({
    start: one.start,
    end: one.end,
    text: job.retired.has(one.value) ? null : job.canonical.text.slice(one.start, one.end),
  }));
  const added = finals.filter((name) => !own.some(({ value }) => value === name)).map((name) => quote + name + quote);
  const { module } = implementation.parsed;
  const gone = module.body.filter((node) => declaredNames(node).includes('__all__'));
  const block = { statements: module.body, owners: [module] };
  return {
    canonical: editList(job.canonical.text, items, added),
    implementation: removeStatements(
      job.implementation.text,
      gone.map((node) => ({ node, block })),
    ),
  };
}
