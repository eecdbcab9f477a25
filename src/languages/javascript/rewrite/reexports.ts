import type { ExportSpecifier } from '@babel/types';
import type { ModuleId, OfferedName } from '../../language.js';
import type { NameUse, Reference } from '../../reference.js';
import { nameOf, spanOf } from '../nodes.js';
import {
  afterStatement,
  braces,
  editList,
  type Entry,
  nameInList,
  newlineOf,
  onOwnLine,
  quoteAt,
  removal,
} from './layout.js';
import type { Site } from './site.js';

/** One name on its way: `name` of the target (`*`: all of it as an object), offered here as `exported`. */
interface Passed {
  readonly name: string;
  readonly exported: string;
  readonly typeOnly: boolean;
  /** With the comments that go where it goes. */
  readonly entry?: Entry | undefined;
}

/** What goes into one statement. */
interface Group {
  readonly module: ModuleId;
  readonly specs: Set<NameUse>;
  readonly passed: Passed[];
}

/** Keyed so that each module has one statement, and each `* as ns` its own. */
function groupFor(groups: Map<string, Group>, module: ModuleId, name: string, exported: string): Group {
  const key = name === '*' ? `${module}\0${exported}` : module;
  const group = groups.get(key) ?? { module, specs: new Set(), passed: [] };
  groups.set(key, group);
  return group;
}

/** `export … from`: the public names stay as they are, only where they come from changes. */
export function moveReexports(site: Site): void {
  let own: Set<string> | null = null;
  for (const [reference, module] of site.moved('reexport')) {
    const [first] = reference.names;
    if (reference.nested) site.report('nested-reexport', reference.line, reference.specifier);
    else if (first?.imported !== '*') moveNamed(site, reference, module);
    else if (first.local === '*') {
      own ??= new Set(site.job.exports().map(({ name }) => name));
      moveStar(site, reference, module, own);
    } else moveWhole(site, reference, module);
  }
}

function moveNamed(site: Site, reference: Reference, module: ModuleId): void {
  const groups = new Map<string, Group>();
  const dropped = new Set<NameUse>();
  for (const spec of reference.names) {
    const { imported, local } = spec;
    const exported = local ?? imported;
    const fate = site.job.fate(module, imported);
    if (fate.kind === 'construct' && site.job.dropReexports) dropped.add(spec);
    if (fate.kind === 'missing') site.report('missing-name', reference.line, `${imported} from ${reference.specifier}`);
    if (fate.kind !== 'move') continue;
    if (fate.module === site.job.path) {
      site.report('self-import', reference.line, `${imported} from ${reference.specifier}`);
      continue;
    }
    const group = groupFor(groups, fate.module, fate.name, exported);
    group.specs.add(spec);
    const typeOnly = spec.typeOnly && !reference.typeOnly;
    group.passed.push({ name: fate.name, exported, typeOnly, entry: onOwnLine(site.job.text, spec.span)?.entry });
  }
  split(site, reference, groups, dropped);
}

/** Leaves in the statement what stays (or, when nothing does, the first group) and writes a new statement for each other group. */
function split(
  site: Site,
  reference: Reference,
  groups: ReadonlyMap<string, Group>,
  dropped: ReadonlySet<NameUse>,
): void {
  if (groups.size === 0 && dropped.size === 0) return;
  const { text } = site.job;
  const leaving = new Set([...groups.values()].flatMap((group) => [...group.specs]));
  const stays = reference.names.some((spec) => !leaving.has(spec) && !dropped.has(spec));
  const inPlace = stays ? undefined : [...groups.values()].find(({ passed }) => passed[0]?.name !== '*');
  const written: string[] = [];
  const here = new Map<NameUse, string>();
  for (const group of groups.values()) {
    const { specs: own, passed } = group;
    const specifier = site.spell(group.module, reference);
    if (specifier === null) return;
    if (group === inPlace) {
      site.setSpecifier(reference, specifier);
      [...own].forEach((spec, i) => here.set(spec, shown(passed[i] as Passed)));
    } else written.push(statement(site, reference, passed, specifier, reference.typeOnly));
  }
  site.rewritten++;
  const span = reference.statement;
  if (!stays && inPlace === undefined) {
    site.edits.push(written.length > 0 ? { ...span, text: written.join(newlineOf(text)) } : removal(text, span));
    return;
  }
  const items = reference.names.map((spec) => {
    const gone = dropped.has(spec) || (leaving.has(spec) && !here.has(spec));
    return { ...spec.span, text: gone ? null : (here.get(spec) ?? text.slice(spec.span.start, spec.span.end)) };
  });
  site.edits.push(...editList(text, items, []));
  const at = afterStatement(text, span);
  if (written.length > 0)
    site.edits.push({ start: at, end: at, text: newlineOf(text) + written.join(newlineOf(text)) });
}

/** `export * from`: from the module's stand-in, or else name by name, so that the surface stays what it was. */
function moveStar(site: Site, reference: Reference, module: ModuleId, own: Set<string>): void {
  const { job } = site;
  const target = job.standIn(module);
  // A stand-in may offer more than was handed on: then the names are written out.
  const wider =
    target !== null &&
    job.names(target).some(({ name }) => name !== 'default' && !job.names(module).some((one) => one.name === name));
  if (job.isOpen(module) || (target !== null && target !== job.path && !wider))
    return moveWhole(site, reference, module);
  const groups = new Map<string, Group>();
  for (const { name, typeOnly } of job.names(module)) {
    // What the file offers by name hides what a star would hand on.
    if (name === 'default' || own.has(name)) continue;
    const fate = job.fate(module, name);
    if (fate.kind === 'construct' && job.dropReexports) continue;
    // What stays is handed on as before; the factories leave the star by leaving their module.
    if (fate.kind === 'stay' && job.dropReexports) return;
    if (fate.kind !== 'move') return site.report('star-reexport', reference.line, `${name} of ${reference.specifier}`);
    if (fate.module === job.path) continue;
    groupFor(groups, fate.module, fate.name, name).passed.push({ name: fate.name, exported: name, typeOnly });
  }
  const statements: string[] = [];
  for (const { module: to, passed } of groups.values()) {
    const specifier = site.spell(to, reference);
    if (specifier === null) return;
    const all = isAll(passed, job.names(to), own);
    if (!all) for (const { exported } of passed) own.add(exported);
    const names = all ? [{ name: '*', exported: '*', typeOnly: false }] : passed;
    statements.push(statement(site, reference, names, specifier, reference.typeOnly));
  }
  const span = reference.statement;
  site.rewritten++;
  site.edits.push(
    statements.length > 0 ? { ...span, text: statements.join(newlineOf(job.text)) } : removal(job.text, span),
  );
}

/** Everything that a star of the target would hand on here, under the same names. */
function isAll(passed: readonly Passed[], offered: readonly OfferedName[], own: ReadonlySet<string>): boolean {
  const names = new Set(passed.filter(({ name, exported }) => name === exported).map(({ name }) => name));
  const starred = offered.filter(({ name }) => name !== 'default' && !own.has(name));
  return names.size === passed.length && names.size === starred.length && starred.every(({ name }) => names.has(name));
}

function moveWhole(site: Site, reference: Reference, module: ModuleId): void {
  const target = site.job.standIn(module);
  if (target === null || target === site.job.path)
    return site.report('module-object', reference.line, reference.specifier);
  const specifier = site.spell(target, reference);
  if (specifier === null) return;
  site.setSpecifier(reference, specifier);
  site.rewritten++;
}

function shown({ name, exported, typeOnly }: Passed): string {
  return (
    (typeOnly ? 'type ' : '') +
    (name === exported ? nameInList(name) : `${nameInList(name)} as ${nameInList(exported)}`)
  );
}

function statement(
  site: Site,
  reference: Reference,
  passed: readonly Passed[],
  specifier: string,
  typeOnly: boolean,
): string {
  const { text } = site.job;
  const quote = quoteAt(text, reference.span.start);
  const semicolon = text[reference.statement.end - 1] === ';' ? ';' : '';
  const allTypes = typeOnly || passed.every((one) => one.typeOnly);
  const names = passed.map((one): Entry => ({
    text: shown({ ...one, typeOnly: one.typeOnly && !allTypes }),
    above: one.entry?.above ?? [],
    behind: one.entry?.behind ?? '',
  }));
  const [whole] = passed;
  const head = `export ${allTypes ? 'type ' : ''}`;
  const tail = ` from ${quote}${specifier}${quote}${semicolon}`;
  if (whole?.name === '*') return head + (whole.exported === '*' ? '*' : `* as ${nameInList(whole.exported)}`) + tail;
  return head + braces(text, names, head.length + tail.length) + tail;
}

/** `export { create }` of an imported factory: in the phase that retires it, the public name goes too. */
export function dropLocalReexports(site: Site, locals: ReadonlySet<string>): void {
  if (!site.job.dropReexports || locals.size === 0) return;
  for (const node of site.parsed.ast.program.body) {
    if (node.type !== 'ExportNamedDeclaration' || node.source || node.declaration) continue;
    const specs = node.specifiers.filter((spec): spec is ExportSpecifier => spec.type === 'ExportSpecifier');
    const gone = new Set(specs.filter((spec) => locals.has(nameOf(spec.local))));
    if (gone.size === 0) continue;
    const items = specs.map((spec) => {
      const at = spanOf(spec);
      return { ...at, text: gone.has(spec) ? null : site.job.text.slice(at.start, at.end) };
    });
    site.edits.push(
      ...(gone.size === specs.length ? [removal(site.job.text, spanOf(node))] : editList(site.job.text, items, [])),
    );
    site.rewritten++;
  }
}
