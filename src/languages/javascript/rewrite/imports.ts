import type { ModuleId } from '../../language.js';
import type { Reference } from '../../reference.js';
import { noteImport } from './factory-uses.js';
import type { Line, Spec } from './import-lines.js';
import { moveNamespace } from './namespaces.js';
import type { Site, Target } from './site.js';

interface Moving {
  readonly spec: Spec;
  readonly to: Target;
}

/** Import statements: each name goes to where it lives; statements are split, merged and emptied as that asks. */
export function moveImports(site: Site): void {
  for (const [reference, module] of site.moved('import')) {
    const line = site.table.lineOf(reference.statement.start);
    // Inside `declare module`: nothing may be merged or split there.
    if (!line) site.report('unmovable-reference', reference.line, reference.specifier);
    else if (line.specs.length === 0) moveSideEffect(site, reference, module, line);
    else moveLine(site, reference, module, line);
  }
}

function moveSideEffect(site: Site, reference: Reference, module: ModuleId, line: Line): void {
  const target = site.job.standIn(module);
  const specifier = target === null ? null : site.spell(target, reference);
  if (target === null) site.report('side-effect-import', reference.line, reference.specifier);
  if (target === null || specifier === null) return;
  site.setSpecifier(reference, specifier);
  site.table.lead(line, target);
  site.rewritten++;
}

function moveLine(site: Site, reference: Reference, module: ModuleId, line: Line): void {
  const moving: Moving[] = [];
  for (const spec of line.specs) {
    if (spec.imported === '*') {
      moveNamespace(site, reference, module, line, spec);
      continue;
    }
    const fate = site.job.fate(module, spec.imported);
    if (fate.kind === 'move') moving.push({ spec, to: fate });
    if (fate.kind === 'missing')
      site.report('missing-name', reference.line, `${spec.imported} from ${reference.specifier}`);
    if (fate.kind === 'construct') noteImport(site, reference, spec, fate.rules);
  }
  if (moving.length === 0) return;
  const targets = new Map(
    [...new Set(moving.map(({ to }) => to.module))].map((target) => [target, spellTarget(site, reference, target)]),
  );
  // `import { type X }` that becomes a default needs another statement (`import type X`); so does a namespace beside others.
  const apart = moving.some(({ spec, to }) =>
    to.name === '*'
      ? line.specs.length > 1 || spec.typeOnly !== line.typeOnly
      : to.name === 'default' && spec.typeOnly && !line.typeOnly,
  );
  const leaves = new Set(moving.map(({ spec }) => spec));
  const stays =
    apart || [...targets.values()].includes(null) || line.specs.some((spec) => !spec.gone && !leaves.has(spec));
  if (line.sealed && (stays || targets.size > 1))
    return site.report('split-object', reference.line, reference.specifier);
  // The statement itself goes with the first names that no other statement can take in: it keeps its layout and comments.
  const home = [...targets.keys()].find((target) => !stays && !site.table.host(target, line, line));
  if (moveNames(site, reference, line, moving, targets, home)) site.rewritten++;
}

/** Null where the file has no way to say it, or is the target itself. */
function spellTarget(site: Site, reference: Reference, target: ModuleId): string | null {
  return target === site.job.path ? null : site.spell(target, reference);
}

function moveNames(
  site: Site,
  reference: Reference,
  line: Line,
  moving: readonly Moving[],
  targets: ReadonlyMap<ModuleId, string | null>,
  home: ModuleId | undefined,
): boolean {
  let done = false;
  for (const [target, specifier] of targets) {
    const group = moving.filter(({ to }) => to.module === target);
    if (target === site.job.path) for (const { spec, to } of group) done = useOwn(site, reference, spec, to) || done;
    if (specifier === null) continue;
    if (target === home) moveInPlace(site, reference, line, group, specifier);
    else moveApart(site, reference, line, group, specifier);
    done = true;
  }
  return done;
}

function moveInPlace(site: Site, reference: Reference, line: Line, group: readonly Moving[], specifier: string): void {
  for (const moving of group) {
    const { spec, to } = moving;
    const { local, merged } = site.newLocal(spec.local, to, spec.typeOnly, reference.line, twinOf(site, moving, group));
    const same = line.specs.some((one) => one !== spec && !one.gone && one.imported === to.name && one.local === local);
    spec.gone = merged || same;
    site.table.name(line, spec, to.name, local);
    site.table.lead(line, to.module);
  }
  line.specifier = specifier;
}

function moveApart(site: Site, reference: Reference, line: Line, group: readonly Moving[], specifier: string): void {
  for (const moving of group) {
    const { spec, to } = moving;
    const { local } = site.newLocal(spec.local, to, spec.typeOnly, reference.line, twinOf(site, moving, group));
    spec.gone = true;
    site.table.put(
      to.module,
      specifier,
      { imported: to.name, local, typeOnly: spec.typeOnly, notes: spec.notes },
      line.typeOnly,
      line,
    );
  }
}

/** Where an alias stands beside the name itself, the name's own binding serves both. */
function twinOf(site: Site, { spec, to }: Moving, group: readonly Moving[]): string | null {
  if (!site.job.aliases.has(spec.local)) return null;
  const twin = group.find(
    (one) =>
      one.spec !== spec &&
      one.to.name === to.name &&
      (spec.typeOnly || !one.spec.typeOnly) &&
      !site.job.aliases.has(one.spec.local),
  );
  return twin?.spec.local ?? null;
}

/** A module that took its own thing through a shim uses it directly: never a self-import. */
function useOwn(site: Site, reference: Reference, spec: Spec, to: Target): boolean {
  if (to.name === spec.local || !site.binding(to.name) || !site.rename(spec.local, to.name, true)) {
    site.report('self-import', reference.line, `${spec.imported} from ${reference.specifier}`);
    return false;
  }
  spec.gone = true;
  return true;
}
