import type { ModuleId } from '../../language.js';
import type { Reference } from '../../reference.js';
import { noteImport } from './factory-uses.js';
import type { Line, Spec } from './import-table.js';
import { moveNamespace } from './objects.js';
import type { Site, Target } from './site.js';

interface Moving {
  readonly spec: Spec;
  readonly to: Target;
}

/** Import statements: each name goes to where it lives; statements are split, merged and emptied as that asks. */
export function moveImports(site: Site): void {
  for (const [reference, module] of site.moved('import')) {
    const line = site.table.lineOf(reference.statement.start);
    if (!line) throw new Error(`no import statement at ${reference.statement.start} of ${site.job.path}`);
    if (line.specs.length === 0) moveSideEffect(site, reference, module, line);
    else moveLine(site, reference, module, line);
  }
}

function moveSideEffect(site: Site, reference: Reference, module: ModuleId, line: Line): void {
  const target = site.job.standIn(module);
  const specifier = target === null ? null : site.spell(target, reference);
  if (target === null) site.report('side-effect-import', reference.line, reference.specifier);
  if (target === null || specifier === null) return;
  site.setSpecifier(reference, specifier);
  line.module = target;
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
    if (fate.kind === 'missing') site.report('missing-name', reference.line, `${spec.imported} from ${reference.specifier}`);
    if (fate.kind === 'construct') noteImport(site, reference, spec, fate.rules);
  }
  if (moving.length === 0) return;
  const targets = [...new Set(moving.map(({ to }) => to.module))];
  const only = targets.length === 1 && moving.length === line.specs.length ? targets[0] : undefined;
  // `import { type X }` that becomes a default needs another statement (`import type X`); so does a namespace beside others.
  const apart = moving.some(({ spec, to }) =>
    to.name === '*' ? line.specs.length > 1 || spec.typeOnly !== line.typeOnly : to.name === 'default' && spec.typeOnly && !line.typeOnly,
  );
  const done =
    only !== undefined && only !== site.job.path && !apart && !site.table.host(only, line.typeOnly, line)
      ? moveInPlace(site, reference, line, moving, only)
      : moveApart(site, reference, line, moving, targets);
  if (done) site.rewritten++;
}

function moveInPlace(site: Site, reference: Reference, line: Line, moving: readonly Moving[], target: ModuleId): boolean {
  const specifier = site.spell(target, reference);
  if (specifier === null) return false;
  for (const { spec, to } of moving) {
    const { local, merged } = site.newLocal(spec.local, to, spec.typeOnly, reference.line);
    const twin = line.specs.some((one) => one !== spec && !one.gone && one.imported === to.name && one.local === local);
    spec.gone = merged || twin;
    spec.imported = to.name;
    spec.local = local;
  }
  line.module = target;
  line.specifier = specifier;
  return true;
}

function moveApart(
  site: Site,
  reference: Reference,
  line: Line,
  moving: readonly Moving[],
  targets: readonly ModuleId[],
): boolean {
  let done = false;
  for (const target of targets) {
    const group = moving.filter(({ to }) => to.module === target);
    if (target === site.job.path) {
      for (const { spec, to } of group) done = useOwn(site, reference, spec, to) || done;
      continue;
    }
    const specifier = site.spell(target, reference);
    if (specifier === null) continue;
    for (const { spec, to } of group) {
      const { local } = site.newLocal(spec.local, to, spec.typeOnly, reference.line);
      spec.gone = true;
      const moved = { imported: to.name, local, typeOnly: spec.typeOnly };
      site.table.put(target, specifier, moved, line.typeOnly, line);
      done = true;
    }
  }
  return done;
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
