import type { ModuleId } from '../../language.js';
import type { Reference } from '../../reference.js';
import type { Alias, Import, ImportFrom } from '../nodes.js';
import type { Binding } from '../scopes.js';
import { isTarget, type Access, type Followed } from './accesses.js';
import type { Placed } from './blocks.js';
import { putModule, splitModule } from './imports.js';
import { editList } from './lists.js';
import type { Site, Target } from './site.js';

/** An import that binds a module as an object, with what is taken from it. */
export interface ModuleObject {
  readonly reference: Reference;
  readonly module: ModuleId;
  readonly alias: Alias;
  readonly place: Placed<Import | ImportFrom>;
  readonly binding: Binding;
  readonly followed: Followed;
}

export type MovedAccess = readonly [Access, Target];

/** The import leads to the target, under the old local name. */
export function replaceKeeping(site: Site, { reference, alias, place }: ModuleObject, target: ModuleId): boolean {
  const specifier = site.spell(target, reference);
  if (specifier === null || alias.bound === null) return false;
  if (place.node.type === 'ImportFrom') {
    moveSpec(site, place as Placed<ImportFrom>, alias, target, specifier, alias.bound.name);
    return true;
  }
  if (alias.asname === null) return false;
  site.edits.push({ ...alias.nameSpan, text: specifier });
  return true;
}

/** Everything lives in one module: the import leads there, and the uses say its name. */
export function retarget(site: Site, it: ModuleObject, target: ModuleId, moved: readonly MovedAccess[]): boolean {
  const { reference, alias, place, binding, followed } = it;
  const specifier = site.spell(target, reference);
  if (specifier === null || alias.bound === null) return false;
  const dotted = place.node.type === 'Import' && alias.asname === null;
  const own = place.node.type === 'ImportFrom' && alias.asname === null;
  const wanted = dotted ? (specifier.split('.')[0] ?? specifier) : splitModule(specifier).name;
  const local = (dotted || own) && wanted !== binding.name ? wanted : binding.name;
  const free = local === binding.name || isFree(site, binding, local);
  const taken = site.takersOf(binding).length > 0 || (own && site.isListed(binding.name));
  if (dotted && (!free || (local !== binding.name && (followed.others > 0 || binding.declarations.length > 1))))
    return false;
  const name = own && (!free || taken) ? binding.name : local;
  if (!dotted && binding.declarations.length > 1 && moved.some(([access, to]) => to.name !== access.name)) return false;
  for (const [access, to] of moved) if (to.name !== access.name) site.edit({ ...access.span, text: to.name });
  for (const { object } of followed.accesses) {
    const text = dotted ? specifier : name;
    if (site.text(object) !== text) site.edit({ start: object.start, end: object.end, text });
  }
  if (place.node.type === 'Import') site.edits.push({ ...alias.nameSpan, text: specifier });
  else moveSpec(site, place as Placed<ImportFrom>, alias, target, specifier, name);
  return true;
}

function moveSpec(
  site: Site,
  place: Placed<ImportFrom>,
  alias: Alias,
  target: ModuleId,
  specifier: string,
  local: string,
): void {
  const line = site.table.lineOf(place.node.start);
  const spec = line?.specs.find((one) => one.at?.span.start === alias.start);
  if (!line || !spec) return;
  const { from, name } = splitModule(specifier);
  const home = site.moduleOf(from);
  const here = line.module !== null && home === line.module;
  if (from !== '' && (line.specs.length === 1 || here)) {
    if (!here) line.specifier = from;
    line.module = home;
    spec.imported = name;
    spec.local = local;
    return;
  }
  spec.gone = true;
  putModule(site, target, specifier, local, place);
}

function isFree(site: Site, binding: Binding, name: string): boolean {
  return (
    !binding.scope.bindings.has(name) &&
    !site.scopes.globals.has(name) &&
    site.scopes.freeAt(name, binding.uses) &&
    binding.declarations.length === 1
  );
}

/** The names live in several modules: each is imported by itself, and stands without the module before it. */
export function takeNames(site: Site, it: ModuleObject, moved: readonly MovedAccess[], leaves: boolean): boolean {
  const { reference, place, alias, binding } = it;
  const names = new Map(moved.map(([access, to]) => [access.name, to]));
  const fits = [...names].every(
    ([, to]) =>
      to.module !== site.job.path &&
      (site.table.localOf(to.module, to.name, place) === to.name || isFreeName(site, binding, to.name)),
  );
  if (
    !fits ||
    moved.some(([access, to]) => isTarget(access) || to.name === '*') ||
    (!leaves && place.node.type === 'Import' && alias.asname === null)
  )
    return false;
  const spelt = new Map([...names].map(([, to]) => [to.module, site.spell(to.module, reference)]));
  if ([...spelt.values()].includes(null)) return false;
  for (const [{ node }, to] of moved) if (node) site.edit({ start: node.start, end: node.end, text: to.name });
  for (const to of names.values()) site.table.put(to.module, spelt.get(to.module) ?? '', to.name, to.name, place);
  if (leaves) dropAlias(site, place, alias);
  return true;
}

function isFreeName(site: Site, binding: Binding, name: string): boolean {
  return !binding.scope.bindings.has(name) && !site.scopes.globals.has(name) && site.scopes.freeAt(name, binding.uses);
}

/** Takes one module out of an import; the statement goes when it was the only one. */
export function dropAlias(
  { table, parsed, edits }: Pick<Site, 'table' | 'parsed' | 'edits'>,
  place: Placed<Import | ImportFrom>,
  alias: Alias,
): void {
  const spec = table.lineOf(place.node.start)?.specs.find((one) => one.at?.span.start === alias.start);
  if (spec) {
    spec.gone = true;
    return;
  }
  if (place.node.names.length === 1) return void table.removed.push(place);
  const items = place.node.names.map((one) => ({
    start: one.start,
    end: one.end,
    text: one === alias ? null : parsed.text.slice(one.start, one.end),
  }));
  edits.push(...editList(parsed.text, items, []));
}
