import type { Node, Statement } from '@babel/types';
import { finding, type Finding } from '../../messages.js';
import { applyEdits, lineAt, type Edit, type Span } from '../../workspace/edit.js';
import type { AbsorbJob } from '../language.js';
import type { Unparsed } from '../reference.js';
import { checkClashes } from './absorb-clashes.js';
import { directiveEdits, moveDirectives } from './absorb-directives.js';
import { finalNames, type Public, type Side, sideOf } from './absorb-names.js';
import { parse } from './parse.js';
import { references } from './references.js';
import { followBinding } from './rewrite/accesses.js';
import { ImportTable } from './rewrite/import-table.js';
import { editList, newlineOf, removal } from './rewrite/layout.js';
import { renameEdits } from './scopes.js';
import { nameOf, spanOf } from './walk.js';

interface Offered {
  readonly local: string;
  readonly typeOnly: boolean;
}

/** The move under way. What goes wrong is collected; nothing is moved when anything did. */
export class Absorption {
  readonly problems: Finding[] = [];
  /** Top-level name of the implementation -> its name in the canonical module, where the two differ. */
  readonly finals: Map<string, string>;
  /** Top-level name of the canonical module that stands for something of the implementation -> final name. */
  readonly aliases = new Map<string, string>();
  /** Public name -> what it is then, for those that no declaration offers where it stands. */
  readonly offered = new Map<string, Offered>();
  /** Whole statements (re-exports of what the implementation hands on) to stand at the end. */
  readonly statements: string[] = [];
  /** Directives of the implementation that go to the top. */
  readonly directives: string[] = [];
  readonly edits = { canonical: [] as Edit[], implementation: [] as Edit[] };
  /** Text that goes, so that no rename is tried inside. */
  readonly gone = { canonical: [] as Edit[], implementation: [] as Edit[] };
  readonly table: ImportTable;

  constructor(
    readonly job: AbsorbJob,
    readonly canonical: Side,
    readonly implementation: Side,
  ) {
    this.finals = finalNames(job, implementation);
    const nodes = canonical.parsed.ast.program.body.filter((node) => node.type === 'ImportDeclaration');
    this.table = new ImportTable(job.canonical.text, nodes, (specifier) => job.moduleOf(job.canonical.path, specifier));
  }

  finalOf(local: string): string {
    return this.finals.get(local) ?? local;
  }

  /** The public name of the implementation, as it is written down there. */
  published(name: string): Public | undefined {
    return this.implementation.publics.find((one) => one.name === name);
  }

  offer(name: string, local: string, typeOnly: boolean): void {
    if (!this.offered.has(name)) this.offered.set(name, { local, typeOnly });
  }

  refuse(side: Side, line: number, what: string): void {
    this.problems.push(finding('absorb', this.job[side.which].path, line, what));
  }

  /** Takes items of a list away, or the whole statement when none is left. */
  cut(side: Side, statement: Statement, items: readonly Span[], isGone: (item: Span) => boolean): void {
    const { text } = this.job[side.which];
    const list = items.map((item) => ({ ...item, text: isGone(item) ? null : text.slice(item.start, item.end) }));
    if (list.every((item) => item.text !== null) && list.length > 0) return;
    const edits = list.every((item) => item.text === null) ? [removal(text, spanOf(statement))] : editList(text, list, []);
    this.gone[side.which].push(...edits);
  }
}

/**
 * Moves the content of the implementation into the canonical module: its imports are merged and re-based, its bodies
 * stand behind the imports, its names become the canonical ones, and the public names of both are offered (aliases retired).
 */
export function absorb(job: AbsorbJob): { readonly text: string | null; readonly findings: readonly Finding[] } {
  const canonical = parse(job.canonical.path, job.canonical.text);
  const implementation = parse(job.implementation.path, job.implementation.text);
  if ('error' in canonical) return unparsed(job.canonical.path, canonical);
  if ('error' in implementation) return unparsed(job.implementation.path, implementation);
  const it = new Absorption(job, sideOf(job, 'canonical', canonical), sideOf(job, 'implementation', implementation));
  takeImports(it);
  detachImports(it);
  detachAliases(it);
  detachExports(it);
  moveDirectives(it);
  publish(it);
  rebase(it);
  rename(it);
  checkClashes(it);
  return it.problems.length > 0 ? { text: null, findings: it.problems } : { text: assemble(it), findings: [] };
}

function unparsed(path: string, { line, error }: Unparsed): { readonly text: null; readonly findings: readonly Finding[] } {
  return { text: null, findings: [finding('absorb', path, line, `it cannot be parsed: ${error}`)] };
}

/** The implementation's imports go to the canonical module's; what it had from there is at home now. */
function takeImports(it: Absorption): void {
  const { implementation, job, table } = it;
  const anchor = table.lines.findLast((line) => line.node !== null) ?? null;
  for (const node of implementation.parsed.ast.program.body) {
    if (node.type !== 'ImportDeclaration') continue;
    const specifier = node.source.value;
    const home = implementation.leads(specifier);
    if (node.specifiers.length === 0 && !home) continue;
    it.gone.implementation.push(removal(job.implementation.text, spanOf(node)));
    const module = job.moduleOf(job.implementation.path, specifier);
    const [own] = new ImportTable(job.implementation.text, [node], () => module).lines;
    const spelt = home ? specifier : (job.respell(specifier) ?? (module === null ? specifier : null));
    if (spelt === null) it.refuse(implementation, lineOf(node), `imports ${specifier}, which the canonical module cannot name`);
    else for (const { imported, local, typeOnly } of own?.specs ?? []) {
      if (home) bringHome(it, local, imported, lineOf(node));
      else if (imported !== '*') table.put(module ?? spelt, spelt, { imported, local, typeOnly }, own?.typeOnly === true, anchor);
      else table.addLine(module ?? spelt, spelt, own?.typeOnly === true, anchor).specs.push({ imported, local, typeOnly, gone: false, at: null });
    }
  }
}

/** `import { Manager } from './canonical'` in the implementation: its uses mean what the canonical module calls so itself. */
function bringHome(it: Absorption, local: string, imported: string, line: number): void {
  const { canonical } = it;
  const known = canonical.publics.find(({ name }) => name === imported);
  const behind = known?.from ?? (known?.local == null ? undefined : canonical.taken.get(known.local));
  const star = !known && imported !== '*' && imported !== 'default' && canonical.publics.some(({ name, from }) => name === '*' && from && canonical.leads(from.specifier));
  const own = star ? imported : behind && canonical.leads(behind.specifier) ? behind.imported : null;
  if (behind && own === null && behind.imported !== '*') {
    const module = it.job.moduleOf(it.job.canonical.path, behind.specifier) ?? behind.specifier;
    it.table.put(module, behind.specifier, { imported: behind.imported, local, typeOnly: false }, false, null);
    return;
  }
  const final = own === null ? known?.local : it.published(own)?.local;
  if (final == null) it.refuse(it.implementation, line, `takes ${imported} from the canonical module`);
  else it.finals.set(local, own === null ? final : it.finalOf(final));
}

/** The implementation's public names: those in lists are offered anew, at the end. */
function publish(it: Absorption): void {
  const { implementation, job } = it;
  const offers = new Set(it.canonical.publics.map(keyOf));
  const taken = new Set(it.finals.values());
  if (implementation.publics.length === 0 && job.renames.size > 0) it.refuse(implementation, 0, 'it is a CommonJS module');
  const dropped = new Set<Span>();
  for (const one of implementation.publics) {
    const wanted = job.renames.get(one.name) ?? one.name;
    if (one.from) {
      if (implementation.leads(one.from.specifier) || offers.has(keyOf(one))) dropped.add(one.span);
      continue;
    }
    if (one.local === null) {
      if (wanted !== one.name) it.refuse(implementation, lineOf(one.statement), `its ${one.name} export has no name of its own`);
      continue;
    }
    if (!one.inline) dropped.add(one.span);
    it.offer(wanted, taken.has(wanted) ? wanted : it.finalOf(one.local), one.typeOnly);
    if (!job.retired.has(one.name) && !offers.has(one.name)) it.offer(one.name, it.finalOf(one.local), one.typeOnly);
    // The canonical module has another default: then ours is only its name.
    const isTaken = one.inline && one.name === 'default' && it.offered.get('default')?.local !== it.finalOf(one.local);
    if (isTaken) undefault(it, one);
  }
  cutPublics(it, implementation, dropped);
}

function undefault(it: Absorption, { statement }: Public): void {
  if (statement.type !== 'ExportDefaultDeclaration') return;
  const { start } = spanOf(statement);
  it.gone.implementation.push({ start, end: spanOf(statement.declaration).start, text: '' });
}

/** Stars are many, each with its module; names are unique. */
function keyOf({ name, from }: Public): string {
  return name === '*' ? `* ${from?.specifier ?? ''}` : name;
}

function cutPublics(it: Absorption, side: Side, dropped: ReadonlySet<Span>): void {
  const statements = new Set(side.publics.filter(({ span }) => dropped.has(span)).map(({ statement }) => statement));
  for (const statement of statements) {
    const spans = side.publics.filter((one) => one.statement === statement).map(({ span }) => span);
    it.cut(side, statement, spans, (span) => dropped.has(span));
  }
}

/** What the canonical module imports from the implementation is at home; what that only handed on is imported from its source. */
function detachImports(it: Absorption): void {
  for (const line of it.table.lines.slice()) {
    if (line.module !== it.job.implementation.path) continue;
    const at = line.node ? lineOf(line.node) : 0;
    for (const spec of line.specs) {
      spec.gone = true;
      if (spec.imported === '*') {
        detachNamespace(it, spec.local, at);
        continue;
      }
      const known = it.published(spec.imported);
      const spelt = known?.from ? it.job.respell(known.from.specifier) : null;
      if (known?.local != null) it.aliases.set(spec.local, it.finalOf(known.local));
      else if (!known?.from || spelt === null) it.refuse(it.canonical, at, `imports ${spec.imported} as ${spec.local}`);
      else {
        const module = it.job.moduleOf(it.job.implementation.path, known.from.specifier) ?? spelt;
        it.table.put(module, spelt, { imported: known.from.imported, local: spec.local, typeOnly: spec.typeOnly }, line.typeOnly, line);
      }
    }
  }
}

/** `impl.Manager` becomes `Manager`. */
function detachNamespace(it: Absorption, local: string, line: number): void {
  const binding = it.canonical.scopes.module.bindings.get(local);
  const { accesses, escapesAt } = binding ? followBinding(binding) : { accesses: [], escapesAt: null };
  if (escapesAt) return it.refuse(it.canonical, line, `uses the whole module object ${local}`);
  for (const { name, head, object, span } of accesses) {
    const known = it.published(name);
    const whole = head ? spanOf(head.node) : object && { start: object.start, end: span.end };
    if (known?.local == null || !whole) it.refuse(it.canonical, line, `takes ${name} from ${local}`);
    else it.edits.canonical.push({ ...whole, text: it.finalOf(known.local) });
  }
}

/** `const Manager = Unified` in the canonical module goes: its uses get the final name. */
function detachAliases(it: Absorption): void {
  const { canonical } = it;
  for (const [local, { specifier, imported }] of canonical.taken) {
    const known = canonical.leads(specifier) && imported !== '*' ? it.published(imported) : undefined;
    if (known?.local != null) it.aliases.set(local, it.finalOf(known.local));
  }
  for (const statement of canonical.parsed.ast.program.body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    const isAlias = (id: { readonly type: string; readonly name?: unknown }): boolean => typeof id.name === 'string' && it.aliases.has(id.name);
    if (declaration?.type === 'TSTypeAliasDeclaration' && isAlias(declaration.id)) it.cut(canonical, statement, [spanOf(declaration.id)], () => true);
    if (declaration?.type !== 'VariableDeclaration') continue;
    const going = new Map(declaration.declarations.map((one) => [spanOf(one), isAlias(one.id)]));
    it.cut(canonical, statement, [...going.keys()], (span) => going.get(span) === true);
  }
}

/** The canonical module's public names for what was the implementation's. */
function detachExports(it: Absorption): void {
  const { canonical, job } = it;
  const dropped = new Set<Span>();
  for (const { name, local, from, typeOnly, inline, span, statement } of canonical.publics) {
    if (local !== null) {
      const final = it.aliases.get(local);
      if (final === undefined) continue;
      if (!job.retired.has(name)) it.offer(name, final, typeOnly);
      if (!inline) dropped.add(span);
    } else if (from && canonical.leads(from.specifier)) {
      dropped.add(span);
      const known = it.published(from.imported);
      if (name === '*' || job.retired.has(name)) continue;
      if (known?.local != null) it.offer(name, it.finalOf(known.local), typeOnly || known.typeOnly);
      else handOn(it, name, known, typeOnly, lineOf(statement));
    }
  }
  cutPublics(it, canonical, dropped);
}

/** What the implementation only hands on from elsewhere, the canonical module hands on from there. */
function handOn(it: Absorption, name: string, known: Public | undefined, typeOnly: boolean, line: number): void {
  const spelt = known?.from ? it.job.respell(known.from.specifier) : null;
  if (!known?.from || known.from.imported === '*' || spelt === null) return it.refuse(it.canonical, line, `hands on ${name}`);
  const { imported } = known.from;
  const clause = imported === name ? name : `${imported} as ${name}`;
  it.statements.push(`export ${typeOnly || known.typeOnly ? 'type ' : ''}{ ${clause} } from '${spelt}';`);
}

/** Every other specifier of the implementation is spelt from the canonical module's place. */
function rebase(it: Absorption): void {
  const { job, implementation } = it;
  const { text, path } = job.implementation;
  const folder = (one: string): string => one.slice(0, one.lastIndexOf('/') + 1);
  for (const reference of references(implementation.parsed)) {
    const module = job.moduleOf(path, reference.specifier);
    if (module === null || reference.kind === 'string' || isGone(it, 'implementation', reference.span)) continue;
    const spelt = job.respell(reference.specifier);
    if (module === job.canonical.path || spelt === null) it.refuse(implementation, reference.line, `${reference.kind} ${reference.specifier}`);
    else if (spelt !== reference.specifier) it.edits.implementation.push({ ...reference.span, text: spelt });
  }
  const placed = /\b(?:import\.meta\.(?:url|dirname|filename)|__dirname|__filename)\b/.exec(text);
  if (placed && folder(path) !== folder(job.canonical.path)) it.refuse(implementation, lineAt(text, placed.index), `reads its own place (${placed[0]})`);
}

function isGone(it: Absorption, which: Side['which'], { start, end }: Span): boolean {
  return it.gone[which].some((edit) => edit.text === '' && edit.start <= start && end <= edit.end);
}

/** Uses (and in the implementation, declarations) get the final names, unless that would change what they mean. */
function rename(it: Absorption): void {
  for (const side of [it.canonical, it.implementation]) {
    const names = side === it.canonical ? it.aliases : it.finals;
    for (const [from, to] of names) {
      const binding = side.scopes.module.bindings.get(from);
      if (!binding || from === to) continue;
      const uses = binding.uses.filter(({ node }) => !isGone(it, side.which, spanOf(node)));
      const hidden = uses.find((use) => !side.scopes.freeAt(to, [use]));
      if (hidden) it.refuse(side, lineOf(hidden.node), `${to} means something else where ${from} is used`);
      const declared = side === it.implementation ? binding.declarations : [];
      const edits = [...renameEdits({ ...binding, name: from, uses }, to), ...declared.map((node) => ({ ...spanOf(node), text: to }))];
      it.edits[side.which].push(...edits.filter((edit) => !isGone(it, side.which, edit)));
    }
  }
}

/** Holds the place of the implementation's body; no source text can contain it. */
const SEAM = '\0implementation\0';

/** Canonical header and imports, the implementation's body, what else the canonical module had, and the remaining public names. */
function assemble(it: Absorption): string {
  const { text } = it.job.canonical;
  const newline = newlineOf(text);
  const { body } = it.canonical.parsed.ast.program;
  const top = body[0] ? spanOf(body[0]).start : text.length;
  const rest = body.find((node) => node.type !== 'ImportDeclaration');
  const at = rest ? text.lastIndexOf('\n', spanOf(rest).start - 1) + 1 : text.length;
  const seam: Edit = { start: at, end: at, text: SEAM };
  const merged = applyEdits(text, [...directiveEdits(it, top), ...it.table.edits(top), seam, ...edited(it, 'canonical')]);
  const [before = '', after = ''] = merged.split(SEAM);
  const inner = applyEdits(it.job.implementation.text, edited(it, 'implementation'));
  const taken = inner.replace(/^\uFEFF/, '').replace(/\r?\n/g, newline);
  const parts = [before, taken, after, [...it.statements, ...offers(it)].join(newline)].map((part) =>
    part.replace(/^(?:[ \t]*\r?\n)+/, '').replace(/[ \t\r\n]+$/, ''),
  );
  return parts.filter((part) => part !== '' && part !== '\uFEFF').join(newline + newline) + newline;
}

function edited(it: Absorption, which: Side['which']): Edit[] {
  return [...it.gone[which], ...it.edits[which].filter((edit) => !isGone(it, which, edit))];
}

/** The public names that no declaration offers by itself. */
function offers(it: Absorption): string[] {
  const inline = new Set(
    it.implementation.publics.flatMap(({ name, local, inline: here }) =>
      here && local !== null && !(name === 'default' && it.offered.get(name)?.local !== it.finalOf(local)) ? [name === 'default' ? name : it.finalOf(local)] : [],
    ),
  );
  const names = [...it.offered]
    .filter(([name]) => !inline.has(name))
    .map(([name, { local, typeOnly }]) => (typeOnly ? 'type ' : '') + (name === local ? name : `${local} as ${name}`));
  return names.length === 0 ? [] : [`export { ${names.join(', ')} };`];
}

export function lineOf(node: Node): number {
  return node.loc?.start.line ?? 0;
}
