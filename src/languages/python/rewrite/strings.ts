import type { Edit } from '../../../workspace/edit.js';
import type { ModuleId } from '../../language.js';
import type { NameUse, Reference } from '../../reference.js';
import { Landings } from './landings.js';
import { moveLoaded } from './loaded-modules.js';
import type { Site, Target } from './site.js';

/**
 * Modules named in strings: patch targets follow the name they replace, `import_module` follows its module. What is only a
 * string that looks like one (or `sys.modules[…]`) is for a person, and blocks the removal of what it names.
 */
export function moveStrings(site: Site): void {
  const handled = moveComposed(site);
  const landings = site.moved('mock').length > 0 ? new Landings(site) : null;
  for (const [reference, module] of longest(site.moved('mock', 'dynamic'))) {
    if (reference.composed) continue;
    const whole = reference.names.every(({ imported }) => imported === '*');
    if (!whole && staysInside(site, reference, module)) continue;
    if (reference.kind === 'dynamic' && moveLoaded(site, reference, module)) continue;
    const moved = whole ? moveModule(site, reference, module) : moveNames(site, reference, module, landings);
    if (moved) site.rewritten++;
  }
  // A name beside a module object (`patch.object(m, 'X')`) follows with the object.
  const others = site
    .moved('resolve', 'string', 'path', 'augmentation')
    .filter(([{ kind, names }]) => kind !== 'resolve' || names.length === 0);
  for (const [reference] of longest(others))
    if (!handled.has(reference.span.start))
      site.report('unmovable-reference', reference.line, `${reference.kind} ${reference.specifier}`);
}

/** Does it replace what the module looks up itself? An attribute behind the name is the same by whatever way. */
function staysInside(site: Site, { names }: Reference, module: ModuleId): boolean {
  const stays = names.filter(({ imported, span }) => {
    const isDeep = site.job.text[span.end] === '.' && site.job.fate(module, imported).kind === 'move';
    return !isDeep && site.job.looksUp(module, imported);
  });
  return names.length > 0 && stays.length === names.length;
}

/** `a.b.c` may be the module `a.b.c`, or the name `c` of `a.b`: of one string the longest that is a module counts. */
function longest(found: readonly [Reference, ModuleId][]): [Reference, ModuleId][] {
  const best = new Map<number, [Reference, ModuleId]>();
  for (const one of found) {
    const known = best.get(one[0].span.start);
    if (!known || known[0].specifier.length < one[0].specifier.length) best.set(one[0].span.start, one);
  }
  return [...best.values()];
}

function moveModule(site: Site, reference: Reference, module: ModuleId): boolean {
  const target = site.job.standIn(module);
  if (target === null || target === site.job.path) {
    site.report(reference.kind === 'mock' ? 'mock-splits' : 'module-object', reference.line, reference.specifier);
    return false;
  }
  const specifier = site.spell(target, reference);
  if (specifier === null) return false;
  site.edits.push({ ...reference.span, text: specifier });
  return true;
}

function moveNames(site: Site, reference: Reference, module: ModuleId, landings: Landings | null): boolean {
  const targets = targetsOf(site, reference, module);
  const [first] = targets;
  if (!first) return false;
  const specifier = site.spell(first.to.module, reference);
  if (specifier === null || collides(site, reference, module, targets, landings)) return false;
  if (first.to.name === '*') {
    site.edits.push({ start: reference.span.start, end: first.name.span.end, text: specifier });
    return true;
  }
  site.edits.push({ ...reference.span, text: specifier }, ...renames(targets));
  return true;
}

/** An attribute behind the name is another place than the name. */
function collides(
  site: Site,
  reference: Reference,
  module: ModuleId,
  targets: readonly Aimed[],
  landings: Landings | null,
): boolean {
  for (const { name, to } of targets) {
    const behind = landings?.behind(name) ?? '';
    const from = { module, name: name.imported + behind };
    const line = landings?.take(reference, from, { module: to.module, name: to.name + behind }) ?? null;
    if (line === null) continue;
    const detail = `${reference.specifier}.${name.imported} and the mock in line ${line} -> ${to.module}`;
    site.report('mocks-collide', reference.line, detail);
    return true;
  }
  return false;
}

interface Aimed {
  readonly name: NameUse;
  readonly to: Target;
}

/** Where the names of a mock go, all to one module; none, with a finding, when they cannot go together. */
function targetsOf(site: Site, reference: Reference, module: ModuleId): Aimed[] {
  const fates = reference.names.map((name) => ({ name, fate: site.job.fate(module, name.imported) }));
  for (const { name, fate } of fates)
    // Where the factory is only looked up, the rewrite of that place says what becomes of its mocks.
    if (fate.kind === 'construct' && site.job.moves(module))
      site.report('mock-of-factory', reference.line, `${reference.specifier}.${name.imported}`);
  const targets = fates.flatMap(({ name, fate }): Aimed[] => (fate.kind === 'move' ? [{ name, to: fate }] : []));
  const modules = new Set(targets.map(({ to }) => to.module));
  const names = new Set(targets.map(({ to }) => to.name));
  if (targets.length === 0 || (modules.size === 1 && names.size === fates.length)) return targets;
  site.report('mock-splits', reference.line, reference.specifier);
  return [];
}

function renames(targets: readonly Aimed[]): Edit[] {
  return targets.flatMap(({ name, to }) => (to.name === name.imported ? [] : [{ ...name.span, text: to.name }]));
}

/**
 * Mocks whose target is put together (`MODULE + ".X"`, `f"{MODULE}.X"`). A constant moves only when all that is made of it
 * moves to one module. Returns where such constants begin.
 */
function moveComposed(site: Site): Set<number> {
  const groups = new Map<number, [Reference, ModuleId][]>();
  for (const one of site.moved('mock', 'dynamic')) {
    const key = one[0].composed?.constant?.start ?? one[0].span.start;
    const inside = staysInside(site, ...one);
    if (one[0].composed && site.job.moves(one[1]) && !inside) groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const handled = new Set(site.job.references.flatMap(({ composed }) => composed?.constant?.start ?? []));
  for (const [start, group] of groups) {
    const moved = moveGroup(site, start, group);
    for (const [{ line, kind, specifier }] of moved ? [] : group)
      site.report('unmovable-reference', line, `${kind} ${specifier}`);
  }
  return handled;
}

function moveGroup(site: Site, start: number, group: readonly [Reference, ModuleId][]): boolean {
  const [[first] = [null]] = group;
  const constant = first?.composed?.constant;
  if (!first || (constant && usesOf(site, start) !== group.length)) return false;
  const targets = group.map(([reference, module]) => targetsOf(site, reference, module));
  const modules = new Set(targets.flatMap((aimed) => aimed.map(({ to }) => to.module)));
  const [target] = modules;
  const specifier = target === undefined || modules.size > 1 ? null : site.job.spell(target, first.specifier);
  const fits = group.every(
    ([{ composed, specifier: own, names }], i) =>
      composed?.span && own === first.specifier && names.length === 1 && targets[i]?.[0]?.to.name !== '*',
  );
  if (specifier === null || !fits || targets.some(({ length }) => length === 0)) return false;
  for (const [i, [{ composed }]] of group.entries()) {
    if (composed?.span) site.edit({ ...composed.span, text: specifier });
    for (const edit of renames(targets[i] ?? [])) site.edit(edit);
  }
  site.rewritten += group.length;
  return true;
}

/** How often the constant that begins here is used. */
function usesOf(site: Site, start: number): number {
  const bindings = [...site.scopes.module.bindings.values()];
  const own = bindings.find(({ declarations: [name] }) => {
    const parent = name && site.scopes.ancestorsOf(name).at(-1);
    return parent?.type === 'Assign' && parent.value.start <= start && start <= parent.value.end;
  });
  return own?.uses.length ?? 0;
}
