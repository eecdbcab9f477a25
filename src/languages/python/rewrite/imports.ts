import { pythonReasons as reasons } from '../../../messages/python.js';
import type { CallRule, ModuleId } from '../../language.js';
import type { Reference } from '../../reference.js';
import { walk } from '../walk.js';
import type { Anchor, Line, Spec } from './import-lines.js';
import { isBoundAround } from './renames.js';
import type { Moving, Site } from './site.js';
import { placeOf } from './takers.js';

/** What one statement does with its names. */
interface Statement {
  readonly reference: Reference;
  readonly line: Line;
  readonly moving: Moving[];
}

/** `from … import`: each name goes to where it lives; statements are split, merged and emptied as that asks. */
export function moveImports(site: Site): void {
  const statements: Statement[] = [];
  for (const [reference, module] of site.moved('import')) {
    const line = site.table.lineOf(reference.statement.start);
    if (!line || reference.speculative) continue;
    if (line.specs.some((spec) => spec.imported === '*')) moveStar(site, reference, module, line);
    else statements.push({ reference, line, moving: decide(site, reference, module, line) });
  }
  site.renames.plan(statements.flatMap(({ moving }) => moving));
  for (const statement of statements) if (statement.moving.length > 0) moveLine(site, statement);
}

function decide(site: Site, reference: Reference, module: ModuleId, line: Line): Moving[] {
  return line.specs.flatMap((spec): Moving[] => {
    const fate = site.job.fate(module, spec.imported);
    if (fate.kind === 'move') return [{ spec, to: fate, line: reference.line }];
    if (fate.kind === 'missing' && !isSubmodule(site, reference, spec))
      site.report('missing-name', reference.line, `${spec.imported} from ${reference.specifier}`);
    if (fate.kind === 'construct') addFactory(site, reference, line, spec, fate.rules);
    return [];
  });
}

function isSubmodule(site: Site, { specifier }: Reference, { imported }: Spec): boolean {
  return site.job.resolve(specifier + (specifier.endsWith('.') ? '' : '.') + imported).kind === 'file';
}

/** A factory's import: its uses are calls that become construction, whichever of several imports binds it. */
function addFactory(site: Site, reference: Reference, line: Line, spec: Spec, rules: readonly CallRule[]): void {
  const binding = site.bindingOf(spec);
  if (!binding) return;
  if (binding.scope.kind === 'class')
    return site.report('factory-use', reference.line, `\`${spec.local}\` is an attribute of a class`);
  const odd = binding.declarations.find((one) => site.scopes.ancestorsOf(one).at(-1)?.type !== 'Alias');
  if (odd) return site.report('factory-use', site.parsed.lineOf(odd.start), reasons.assigned());
  if (binding.scope.dynamic && standsInString(site, spec.local))
    return site.report('factory-use', reference.line, reasons.readsNames());
  const fixed = site.takersOf(binding).find((one) => one.fixed);
  if (fixed) return site.report('factory-use', reference.line, reasons.mockedSomehow(placeOf(fixed)));
  const known = site.factories.find((one) => one.binding === binding);
  if (known) {
    const before = known.drop.bind(known);
    known.drop = (): void => {
      before();
      spec.gone = true;
    };
    return;
  }
  const keep = !site.job.dropReexports && (site.isListed(spec.local) || site.takenBy(binding) !== null);
  const drop = (): void => {
    spec.gone = true;
  };
  const bound = {
    binding,
    local: spec.local,
    anchor: line.place,
    uses: binding.uses,
    keep,
    mocks: site.takersOf(binding).filter(({ mock }) => mock),
    line: reference.line,
    drop,
  };
  site.factories.push(bound);
  for (const head of binding.uses) site.factoryUses.push({ head, rules, bound });
}

/** As a word of a string, which may be a program. */
function standsInString(site: Site, name: string): boolean {
  let found = false;
  walk(site.parsed.module, (node) => {
    found ||=
      node.type === 'Str' &&
      (site
        .text(node)
        .match(/[\p{L}\p{N}_]+/gu)
        ?.includes(name) ??
        false);
  });
  return found;
}

function moveLine(site: Site, { reference, line, moving: all }: Statement): void {
  const moving = all.filter((one) => !isBuiltIn(site, one));
  for (const { spec } of all) if (!moving.some((one) => one.spec === spec)) spec.gone = true;
  if (moving.length === 0) return void site.rewritten++;
  const groups = new Map<ModuleId, Moving[]>();
  for (const one of moving) groups.set(one.to.module, [...(groups.get(one.to.module) ?? []), one]);
  const leaves = all.length === line.specs.length;
  const sorted = [...groups.values()].sort((a, b) => b.length - a.length);
  const inPlace = leaves ? sorted.find((group) => stays(site, line, group)) : undefined;
  let done = false;
  for (const [target, group] of groups) {
    const moved =
      group === inPlace
        ? moveInPlace(site, reference, line, group, target)
        : moveApart(site, reference, line, group, target);
    done = moved || done;
  }
  if (done) site.rewritten++;
}

/** What is built in needs no import, where nothing else has its name and nobody takes it from here. */
function isBuiltIn(site: Site, { spec, to }: Moving): boolean {
  const binding = to.module === 'pkg:builtins' ? site.bindingOf(spec) : null;
  if (binding === null || binding.declarations.length > 1) return false;
  const free = binding.scope.kind !== 'class' && !binding.scope.dynamic && !site.scopes.stars;
  const isOffered = binding.scope.kind === 'module' && (site.isListed(spec.local) || site.takersOf(binding).length > 0);
  return free && !isOffered && site.renames.localFor(spec) === to.name && !isBoundAround(to.name, binding);
}

/** Can this group keep the statement, with its layout? */
function stays(site: Site, line: Line, group: readonly Moving[]): boolean {
  const target = group[0]?.to.module;
  if (target === undefined || target === site.job.path || group.some(({ to }) => to.name === '*')) return false;
  const host = site.table.host(target, line.place);
  return host === null || host === line;
}

function moveInPlace(
  site: Site,
  reference: Reference,
  line: Line,
  group: readonly Moving[],
  target: ModuleId,
): boolean {
  const specifier = site.spell(target, reference);
  if (specifier === null) return false;
  for (const { spec, to } of group) {
    const local = site.renames.localFor(spec);
    const twin = line.specs.some((one) => one !== spec && !one.gone && one.imported === to.name && one.local === local);
    spec.gone = twin;
    spec.imported = to.name;
    spec.local = local;
  }
  line.module = target;
  line.specifier = specifier;
  return true;
}

function moveApart(site: Site, reference: Reference, line: Line, group: readonly Moving[], target: ModuleId): boolean {
  if (target === site.job.path) return group.map((one) => useOwn(site, reference, one)).some(Boolean);
  const specifier = site.spell(target, reference);
  if (specifier === null) return false;
  for (const { spec, to } of group) {
    const local = site.renames.localFor(spec);
    spec.gone = true;
    if (to.name !== '*') site.table.put(target, specifier, to.name, local, line.place);
    else putModule(site, target, specifier, local, line.place);
  }
  return true;
}

/** A module itself, as `from package import module`. */
export function putModule(site: Site, target: ModuleId, specifier: string, local: string, anchor: Anchor | null): void {
  const { from, name } = splitModule(specifier);
  site.table.put(site.moduleOf(from) ?? `${target}/..`, from, name, local, anchor);
}

/** `a.b.c` as `a.b` and `c`; `.c` as `.` and `c`. */
export function splitModule(specifier: string): { from: string; name: string } {
  const [, from = '', dot = '', name = ''] = /^(.*?)(\.?)([^.]*)$/.exec(specifier) ?? [];
  return { from: from === '' || /^\.+$/.test(from) ? from + dot : from, name };
}

/** A module that took its own thing through a shim uses it directly: never a self-import. */
function useOwn(site: Site, reference: Reference, { spec, to }: Moving): boolean {
  const binding = site.bindingOf(spec);
  const own = site.scopes.module.bindings.get(to.name);
  const nested = binding !== null && binding.scope.kind !== 'module';
  if (
    !own ||
    !nested ||
    site.renames.localFor(spec) !== to.name ||
    binding.declarations.length > 1 ||
    !site.scopes.freeAt(to.name, own.uses)
  ) {
    site.report('self-import', reference.line, `${spec.imported} from ${reference.specifier}`);
    return false;
  }
  spec.gone = true;
  return true;
}

/** `from shim import *`: from the stand-in, or else the names that this file uses or others may take from it. */
function moveStar(site: Site, reference: Reference, module: ModuleId, line: Line): void {
  const { job } = site;
  const target = job.standIn(module);
  const specifier = target === null || target === job.path ? null : site.spell(target, reference);
  if (target !== null && specifier !== null) {
    line.module = target;
    line.specifier = specifier;
    site.rewritten++;
    return;
  }
  if (job.isOpen(module) || site.table.blockOf(line).owners.length > 1)
    return site.report('module-object', reference.line, reference.specifier);
  const wanted = starNames(site, reference, module);
  const fates = wanted.map((name) => ({ name, fate: job.fate(module, name) }));
  const stuck = fates.find(({ fate }) => fate.kind !== 'move');
  if (stuck) return site.report('star-import', reference.line, `${stuck.name} of ${reference.specifier}`);
  for (const spec of line.specs) spec.gone = true;
  for (const { name, fate } of fates) {
    const spelt = fate.kind === 'move' ? site.spell(fate.module, reference) : null;
    if (fate.kind !== 'move' || spelt === null) continue;
    if (fate.name === '*') putModule(site, fate.module, spelt, name, line.place);
    else site.table.put(fate.module, spelt, fate.name, name, line.place);
  }
  site.rewritten++;
}

/** Of what the star brings: the names that this file uses, offers, or others take from it. */
function starNames({ job, scopes }: Site, { specifier }: Reference, module: ModuleId): string[] {
  const star = job.exports().find(({ name, from }) => name === '*' && from?.specifier === specifier);
  const offers = (name: string): boolean => star?.only?.includes(name) ?? star?.implicit !== true;
  // What the file binds itself as well may be bound before the star, or from what the star brought.
  // Where names are looked up by strings (`globals()['Old']`), nobody wrote down which.
  const used = (name: string): boolean =>
    scopes.module.dynamic || scopes.globals.has(name) || scopes.module.bindings.has(name);
  const needed = (name: string): boolean => used(name) || offers(name) || job.takers(name).length > 0;
  return job
    .names(module)
    .filter(({ name, unstarred }) => unstarred !== true && needed(name))
    .map(({ name }) => name);
}
