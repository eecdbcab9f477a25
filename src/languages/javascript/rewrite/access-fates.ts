import type { ModuleId } from '../../language.js';
import type { Reference } from '../../reference.js';
import { spanOf } from '../nodes.js';
import { boundBy, type Access } from './accesses.js';
import { noteAccess } from './factory-uses.js';
import type { Spec } from './import-lines.js';
import type { Site, Target } from './site.js';

/** The accesses that go to one module. */
export type Group = readonly { readonly access: Access; readonly to: Target }[];

/** What becomes of the accesses of one module object. */
export interface Fates {
  readonly groups: ReadonlyMap<ModuleId, Group>;
  /** Names that are no business of this phase, or do not exist. */
  readonly staying: readonly Access[];
  readonly factories: number;
}

/** What becomes of each access. Factories are noted as uses, to be rewritten with the other calls. */
export function fatesOf(
  site: Site,
  reference: Reference,
  module: ModuleId,
  accesses: readonly Access[],
  spec: Spec | null,
): Fates {
  const groups = new Map<ModuleId, Group>();
  const staying: Access[] = [];
  let factories = 0;
  for (const access of accesses) {
    const fate = site.job.fate(module, access.name);
    if (fate.kind === 'move' && fate.module === module) {
      // Another name of the same module: it stays in its place.
      renameAccess(site, access, fate, reference);
      staying.push(access);
    } else if (fate.kind === 'move' && fate.name !== '*')
      groups.set(fate.module, [...(groups.get(fate.module) ?? []), { access, to: fate }]);
    else if (fate.kind !== 'construct') staying.push(access);
    else {
      factories++;
      noteAccess(site, reference, access, spec, fate.rules);
    }
  }
  return { groups, staying, factories };
}

/** The edits that make an access take the name under which the target offers it. */
export function renameAccess(site: Site, access: Access, to: Target, reference: Reference): void {
  if (access.name === to.name || access.form === 'mirror') return;
  if (access.form !== 'shorthand') {
    // `{ default: Manager }` becomes `{ Manager }`.
    const short =
      access.form === 'pattern' && access.property && boundBy(access.property) === to.name ? access.property : null;
    site.edits.push(
      short
        ? { start: spanOf(short).start, end: spanOf(short.value).start, text: '' }
        : { ...access.span, text: to.name },
    );
    return;
  }
  const local = access.property ? boundBy(access.property) : null;
  const { value } = access.property ?? {};
  const id = value?.type === 'AssignmentPattern' ? value.left : value;
  const bound =
    local !== null && id && to.name !== 'default' && site.job.aliases.has(local) ? site.scopes.bindingAt(id) : null;
  // A public name stays as it is.
  const binding = bound?.scope === site.scopes.module && site.isExported(access.span.start) ? null : bound;
  if (binding && binding.declarations.length === 1 && site.renameBinding(binding, to.name, false)) {
    site.edits.push({ ...access.span, text: to.name });
    return;
  }
  if (binding) site.report('kept-alias', reference.line, `${to.name} as ${local ?? ''}`);
  site.edits.push({ start: access.span.start, end: access.span.start, text: `${to.name}: ` });
}

/** `m.X` becomes `local.X`, under the name that the target has for it. */
export function moveMembers(site: Site, reference: Reference, group: Group, local: string): void {
  for (const { access, to } of group) {
    if (access.object) site.edits.push({ ...access.object, text: local });
    renameAccess(site, access, to, reference);
  }
}

/** A name for a namespace, after the file it names: `./unified-manager` -> `unifiedManager`. */
export function freeName(site: Site, target: ModuleId): string {
  const stem = (/([^/]+?)(\.[cm]?[jt]sx?)?$/.exec(target)?.[1] ?? 'module').replace(
    /[^\p{ID_Continue}]+(.)?/gu,
    (_, next: string | undefined) => next?.toUpperCase() ?? '',
  );
  const base = /^\p{ID_Start}/u.test(stem) ? stem : `_${stem}`;
  let name = base;
  for (let i = 2; site.isTaken(name); i++) name = `${base}${i}`;
  site.take(name);
  return name;
}
