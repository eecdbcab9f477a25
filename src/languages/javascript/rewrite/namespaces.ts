import type { ModuleId } from '../../language.js';
import type { Reference } from '../../reference.js';
import { followBinding } from './accesses.js';
import type { Line, Spec } from './import-lines.js';
import type { Site } from './site.js';
import { fatesOf, freeName, type Group, moveMembers, renameAccess } from './access-fates.js';

/** `import * as ns`: the members are followed. One module: its specifier changes; several: a namespace for each. */
export function moveNamespace(site: Site, reference: Reference, module: ModuleId, line: Line, spec: Spec): void {
  const binding = site.binding(spec.local);
  const followed = binding ? followBinding(binding) : { accesses: [], escapesAt: null };
  const target = site.job.standIn(module);
  if (followed.escapesAt || followed.accesses.length === 0) {
    if (target === null)
      return site.report('module-object', reference.line, `* as ${spec.local} from ${reference.specifier}`);
    setNamespace(site, reference, line, spec, target);
    return;
  }
  const { groups, staying, factories } = fatesOf(site, reference, module, followed.accesses, spec);
  const only = groups.size === 1 && staying.length === 0 && factories === 0 ? [...groups.keys()][0] : undefined;
  if (only !== undefined && only !== site.job.path) {
    if (!setNamespace(site, reference, line, spec, only)) return;
    for (const { access, to } of groups.get(only) ?? []) renameAccess(site, access, to, reference);
    return;
  }
  if (groups.has(site.job.path))
    return site.report('self-import', reference.line, `* as ${spec.local} from ${reference.specifier}`);
  const members = [...groups.values()].flat().every(({ access }) => access.object !== null);
  const spelt = [...groups.keys()].every((to) => site.spell(to, reference) !== null);
  if (groups.size > 0 && !members) return site.report('split-object', reference.line, reference.specifier);
  if (!spelt) return;
  for (const [to, group] of groups) splitNamespace(site, reference, line, spec, to, group);
  if (staying.length === 0 && factories === 0) spec.gone = true;
}

function setNamespace(site: Site, reference: Reference, line: Line, spec: Spec, target: ModuleId): boolean {
  const specifier = site.spell(target, reference);
  if (specifier === null) return false;
  if (line.specs.length > 1) {
    // `import D, * as ns`: the default may live elsewhere, so the namespace gets a statement of its own.
    const own = site.table.addLine(target, specifier, line.typeOnly, line);
    site.table.add(own, { ...spec, gone: false, at: null });
    spec.gone = true;
    site.rewritten++;
    return true;
  }
  site.table.lead(line, target);
  line.specifier = specifier;
  site.rewritten++;
  return true;
}

function splitNamespace(
  site: Site,
  reference: Reference,
  line: Line,
  spec: Spec,
  target: ModuleId,
  group: Group,
): void {
  const specifier = site.spell(target, reference);
  if (specifier === null) return;
  const local = freeName(site, target);
  const own = site.table.addLine(target, specifier, line.typeOnly, line);
  site.table.add(own, { imported: '*', local, typeOnly: spec.typeOnly, gone: false, at: null });
  moveMembers(site, reference, group, local);
  site.rewritten++;
}
