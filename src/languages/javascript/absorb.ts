import type { ImportDeclaration, Statement } from '@babel/types';
import { finding, type Finding } from '../../messages.js';
import { applyEdits, type Edit, type Span } from '../../workspace/edit.js';
import type { AbsorbJob } from '../language.js';
import type { ExportEntry } from '../reference.js';
import { declaredNames, moduleExports } from './exports.js';
import { parse, type Parsed } from './parse.js';
import { references } from './references.js';
import { ImportTable } from './rewrite/import-table.js';
import { editList, newlineOf, removal } from './rewrite/layout.js';
import { analyse, renameEdits, type Scopes } from './scopes.js';
import { nameOf, spanOf } from './walk.js';

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
  /** Public name -> final local name. */
  readonly offered = new Map<string, string>();

  constructor(
    readonly job: AbsorbJob,
    readonly canonical: Side,
    readonly implementation: Side,
  ) {}

  /** Does this specifier, in one of the two files, lead to the other one? */
  leads(from: 'canonical' | 'implementation', specifier: string): boolean {
    const { canonical, implementation } = this.job;
    const [here, there] = from === 'canonical' ? [canonical.path, implementation.path] : [implementation.path, canonical.path];
    return this.job.moduleOf(here, specifier) === there;
  }

  refuse(side: 'canonical' | 'implementation', line: number, what: string): void {
    this.problems.push({ path: this.job[side].path, line, what });
  }
}

/**
 * Moves the content of the implementation into the canonical module: its imports are merged and re-based, its bodies
 * stand behind the imports, its names become the canonical ones, and the public names of both are offered (aliases retired).
 */
export function absorb(job: AbsorbJob): { readonly text: string | null; readonly findings: readonly Finding[] } {
  const canonical = sideOf(job.canonical);
  const implementation = sideOf(job.implementation);
  if (!canonical || !implementation)
    return { text: null, findings: [finding('absorb', job.implementation.path, 0, 'one of the two files cannot be parsed')] };
  const it = new Absorption(job, canonical, implementation);
  chooseNames(it);
  const nodes = canonical.parsed.ast.program.body.filter((node): node is ImportDeclaration => node.type === 'ImportDeclaration');
  const table = new ImportTable(job.canonical.text, nodes, (specifier) => job.moduleOf(job.canonical.path, specifier));
  detach(it, table);
  takeImports(it, table);
  rebase(it);
  checkCollisions(it, table);
  if (it.problems.length > 0)
    return { text: null, findings: it.problems.map(({ path, line, what }) => finding('absorb', path, line, what)) };
  return { text: assemble(it, table), findings: [] };
}

function sideOf({ path, text }: { path: string; text: string }): Side | null {
  const parsed = parse(path, text);
  if ('error' in parsed) return null;
  return { parsed, scopes: analyse(parsed.ast), exports: moduleExports(parsed, references(parsed)), edits: [] };
}

/** Which declaration gets which name, and under which names each is offered. */
function chooseNames(it: Absorption): void {
  const { job, canonical, implementation } = it;
  const localOf = new Map<string, string>();
  for (const { name, local } of implementation.exports) {
    if (name === '*' || local === null) continue;
    localOf.set(name, local);
    const wanted = job.renames.get(name) ?? name;
    if (wanted !== 'default' && wanted !== name && local !== '*default*' && !it.finalNames.has(local)) it.finalNames.set(local, wanted);
  }
  const finalOf = (local: string): string => it.finalNames.get(local) ?? local;
  for (const [name, local] of localOf) {
    it.offered.set(job.renames.get(name) ?? name, finalOf(local));
    if (!job.retired.has(name)) it.offered.set(name, finalOf(local));
  }
  for (const { name, from, line } of canonical.exports) {
    if (!from || !it.leads('canonical', from.specifier)) continue;
    if (from.imported === '*' && name !== '*') it.refuse('canonical', line, `offers the whole module object as ${name}`);
    const local = localOf.get(from.imported);
    if (local !== undefined && name !== '*' && !job.retired.has(name)) it.offered.set(name, finalOf(local));
  }
}

/** Takes out of the canonical module what it has from the implementation; uses of it get the final names. */
function detach(it: Absorption, table: ImportTable): void {
  const { canonical, job } = it;
  for (const line of table.lines) {
    if (line.module !== job.implementation.path) continue;
    for (const spec of line.specs) {
      spec.gone = true;
      const local = it.implementation.exports.find((one) => one.name === spec.imported)?.local;
      if (spec.imported === '*' || local == null) {
        it.refuse('canonical', line.node?.loc?.start.line ?? 0, `imports ${spec.imported} as ${spec.local}`);
        continue;
      }
      const name = it.finalNames.get(local) ?? local;
      const binding = canonical.scopes.module.bindings.get(spec.local);
      if (binding && name !== spec.local && !isAliasOnly(it, spec.local)) canonical.edits.push(...renameEdits(binding, name));
    }
  }
  for (const statement of canonical.parsed.ast.program.body) canonical.edits.push(...detachStatement(it, statement));
}

/** Is the import used for nothing but being handed on under other names? */
function isAliasOnly(it: Absorption, local: string): boolean {
  const uses = it.canonical.scopes.module.bindings.get(local)?.uses ?? [];
  return uses.every((use) => {
    const top = use.ancestors[2] ?? use.ancestors[1];
    return top !== undefined && it.canonical.parsed.ast.program.body.some((one) => spanOf(one).start <= spanOf(top).start && spanOf(top).end <= spanOf(one).end && detachStatement(it, one).length > 0);
  });
}

function detachStatement(it: Absorption, statement: Statement): Edit[] {
  const { text } = it.job.canonical;
  const fromThere = (name: string): boolean => {
    const entry = it.canonical.exports.find((one) => one.name === name);
    return entry?.from != null && it.leads('canonical', entry.from.specifier);
  };
  switch (statement.type) {
    case 'ExportAllDeclaration':
      return it.leads('canonical', statement.source.value) ? [removal(text, spanOf(statement))] : [];
    case 'ExportDefaultDeclaration':
      return fromThere('default') ? [removal(text, spanOf(statement))] : [];
    case 'ExportNamedDeclaration': {
      if (statement.declaration) {
        const names = declaredNames(statement.declaration);
        return names.length === 1 && names.every(fromThere) ? [removal(text, spanOf(statement))] : [];
      }
      const items = statement.specifiers.map((spec) => {
        const at = spanOf(spec);
        return { ...at, text: fromThere(nameOf(spec.exported)) ? null : text.slice(at.start, at.end) };
      });
      if (items.length === 0 || items.every((item) => item.text !== null)) return [];
      return items.every((item) => item.text === null) ? [removal(text, spanOf(statement))] : editList(text, items, []);
    }
    default:
      return [];
  }
}

/** The implementation's imports go to the canonical module's; what it had from there is at home now. */
function takeImports(it: Absorption, table: ImportTable): void {
  const { implementation, job } = it;
  const anchor = table.lines.findLast((line) => line.node !== null) ?? null;
  for (const node of implementation.parsed.ast.program.body) {
    if (node.type !== 'ImportDeclaration') continue;
    const specifier = node.source.value;
    if (node.specifiers.length === 0) continue;
    implementation.edits.push(removal(job.implementation.text, spanOf(node)));
    if (it.leads('implementation', specifier)) {
      for (const spec of node.specifiers) atHome(it, spec.local.name, spec.type === 'ImportSpecifier' ? nameOf(spec.imported) : spec.type, node.loc?.start.line ?? 0);
      continue;
    }
    const module = job.moduleOf(job.implementation.path, specifier);
    const spelt = job.respell(specifier) ?? (module === null ? specifier : null);
    if (spelt === null) {
      it.refuse('implementation', node.loc?.start.line ?? 0, `imports ${specifier}, which the canonical module cannot name`);
      continue;
    }
    const own = new ImportTable(job.implementation.text, [node], () => module);
    for (const { imported, local, typeOnly } of own.lines[0]?.specs ?? []) {
      const lineTypeOnly = own.lines[0]?.typeOnly === true;
      if (imported === '*') table.addLine(module ?? spelt, spelt, lineTypeOnly, anchor).specs.push({ imported, local, typeOnly, gone: false, at: null });
      else table.put(module ?? spelt, spelt, { imported, local, typeOnly }, lineTypeOnly, anchor);
    }
  }
}

function atHome(it: Absorption, local: string, imported: string, line: number): void {
  const home = it.canonical.exports.find((one) => one.name === imported);
  const name = home?.local;
  const binding = it.implementation.scopes.module.bindings.get(local);
  if (name == null || name.startsWith('*') || !binding) return it.refuse('implementation', line, `takes ${imported} from the canonical module`);
  if (name !== local) it.implementation.edits.push(...renameEdits(binding, name));
}

/** Every other specifier of the implementation is spelt from the canonical module's place. */
function rebase(it: Absorption): void {
  const { job, implementation } = it;
  const { text, path } = job.implementation;
  const folder = (one: string): string => one.slice(0, one.lastIndexOf('/') + 1);
  for (const reference of references(implementation.parsed)) {
    const bound = reference.kind === 'import' && reference.names.length > 0;
    const module = job.moduleOf(path, reference.specifier);
    if (bound || module === null || reference.kind === 'string') continue;
    const spelt = job.respell(reference.specifier);
    if (module === job.canonical.path || spelt === null) it.refuse('implementation', reference.line, `${reference.kind} ${reference.specifier}`);
    else if (spelt !== reference.specifier) implementation.edits.push({ ...reference.span, text: spelt });
  }
  const placed = /\b(?:import\.meta\.(?:url|dirname|filename)|__dirname|__filename)\b/.exec(text);
  if (placed && folder(path) !== folder(job.canonical.path)) it.refuse('implementation', 0, `reads its own place (${placed[0]})`);
  for (const [local, name] of it.finalNames) {
    const binding = implementation.scopes.module.bindings.get(local);
    if (!binding) continue;
    if (!implementation.scopes.freeAt(name, binding.uses)) it.refuse('implementation', 0, `${name} means something else where ${local} is used`);
    implementation.edits.push(...renameEdits(binding, name), ...binding.declarations.map((node) => ({ ...spanOf(node), text: name })));
  }
}

function checkCollisions(it: Absorption, table: ImportTable): void {
  const imports = new Map<string, string>();
  for (const line of table.lines)
    for (const spec of line.specs) {
      if (spec.gone) continue;
      const what = `${line.module ?? line.specifier}\0${spec.imported}`;
      const known = imports.get(spec.local);
      if (known !== undefined && known !== what) it.refuse('canonical', 0, `both modules import something as ${spec.local}`);
      imports.set(spec.local, what);
    }
  const removed = (span: Span): boolean => it.canonical.edits.some((edit) => edit.start <= span.start && span.end <= edit.end);
  for (const [name, binding] of it.canonical.scopes.module.bindings) {
    if (binding.kind === 'import' || binding.declarations.every((node) => removed(spanOf(node)))) continue;
    const taken = [...it.implementation.scopes.module.bindings.keys()].map((one) => it.finalNames.get(one) ?? one);
    if (taken.includes(name)) it.refuse('canonical', 0, `both modules declare ${name}`);
  }
  for (const [name, binding] of it.implementation.scopes.module.bindings)
    if (binding.kind !== 'import' && imports.has(it.finalNames.get(name) ?? name)) it.refuse('implementation', 0, `the canonical module imports something as ${name}`);
}

/** Holds the place of the implementation's body; no source text can contain it. */
const SEAM = '\0implementation\0';

/** Canonical header and imports, the implementation's body, what else the canonical module had, and the remaining public names. */
function assemble(it: Absorption, table: ImportTable): string {
  const { text } = it.job.canonical;
  const newline = newlineOf(text);
  const { body } = it.canonical.parsed.ast.program;
  const top = body[0] ? spanOf(body[0]).start : text.length;
  const rest = body.find((node) => node.type !== 'ImportDeclaration');
  const at = rest ? text.lastIndexOf('\n', spanOf(rest).start - 1) + 1 : text.length;
  const seam: Edit = { start: at, end: at, text: SEAM };
  const merged = applyEdits(text, [...table.edits(top), seam, ...it.canonical.edits]);
  const [before = '', after = ''] = merged.split(SEAM);
  const inner = applyEdits(it.job.implementation.text, it.implementation.edits);
  const taken = inner.replace(/^\uFEFF/, '').replace(/\r?\n/g, newline);
  const parts = [before, taken, after, offers(it)].map((part) => part.replace(/^(?:[ \t]*\r?\n)+/, '').replace(/[ \t\r\n]+$/, ''));
  return parts.filter((part) => part !== '' && part !== '\uFEFF').join(newline + newline) + newline;
}

/** The public names that no declaration offers by itself. */
function offers(it: Absorption): string {
  const inline = new Set(
    it.implementation.exports.flatMap(({ name, local }) => (local === null ? [] : [name === 'default' ? name : (it.finalNames.get(name) ?? name)])),
  );
  const names = [...it.offered].filter(([name]) => !inline.has(name)).map(([name, local]) => (name === local ? name : `${local} as ${name}`));
  return names.length === 0 ? '' : `export { ${names.join(', ')} };`;
}
