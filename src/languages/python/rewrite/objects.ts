import type { CallRule, ModuleId } from '../../language.js';
import type { Reference } from '../../reference.js';
import type { Head } from '../call-match.js';
import type { Alias, Import, ImportFrom } from '../nodes.js';
import type { Binding } from '../scopes.js';
import { followBinding, isTarget, type Access, type Followed } from './accesses.js';
import { importsOf, type Placed } from './blocks.js';
import { putModule, splitModule } from './imports.js';
import { editList } from './layout.js';
import type { Site, Target } from './site.js';

/** An import that binds a module as an object, with what is taken from it. */
interface ModuleObject {
  readonly reference: Reference;
  readonly module: ModuleId;
  readonly alias: Alias;
  readonly place: Placed<Import | ImportFrom>;
  readonly binding: Binding;
  readonly followed: Followed;
}

type MovedAccess = readonly [Access, Target];

/** `import a.b.c`, `import a.b as m`, `from a import b`: what is taken from the module object moves, and the import with it. */
export function moveObjects(site: Site): void {
  const places = importsOf(site.parsed.module);
  const seen = new Set<Alias>();
  const named = new Map(
    site.job.references.flatMap(({ kind, names: [name], span }) =>
      kind === 'resolve' && name ? [[span.start, name] as const] : [],
    ),
  );
  for (const [reference, module] of site.moved('import')) {
    const place = places.find(({ node }) => node.start === reference.statement.start);
    const alias = place && aliasOf(place, reference);
    if (!place || !alias || seen.has(alias)) continue;
    seen.add(alias);
    const binding = alias.bound && site.scopes.bindingAt(alias.bound);
    if (!binding) continue;
    const path = place.node.type === 'Import' && alias.asname === null ? alias.name.split('.').slice(1) : [];
    moveObject(site, { reference, module, alias, place, binding, followed: followBinding(binding, path, named) });
  }
}

function aliasOf({ node }: Placed<Import | ImportFrom>, reference: Reference): Alias | null {
  const star = reference.names.some(({ imported, local }) => imported === '*' && local !== '*');
  if (!star) return null;
  if (node.type === 'Import')
    return (
      node.names.find((one) => one.nameSpan.start <= reference.span.start && reference.span.end <= one.nameSpan.end) ??
      null
    );
  const local = reference.names[0]?.local;
  return reference.speculative
    ? (node.names.find((one) => one.bound?.name === local && one.name !== '*') ?? null)
    : null;
}

function moveObject(site: Site, it: ModuleObject): void {
  const { reference, module, followed, binding } = it;
  const escape = (): void => moveWhole(site, it);
  if (followed.escapesAt !== null || binding.scope.kind === 'class' || binding.scope.dynamic) return escape();
  if (followed.accesses.length === 0) return moveWhole(site, it);
  const moved: MovedAccess[] = [];
  const constructs: [Head, readonly CallRule[]][] = [];
  let stays = 0;
  for (const access of followed.accesses) {
    const fate = site.job.fate(module, access.name);
    if (fate.kind === 'move') moved.push([access, fate]);
    else if (fate.kind === 'construct' && access.node)
      constructs.push([{ node: access.node, ancestors: access.ancestors }, fate.rules]);
    else if (fate.kind === 'construct')
      return site.report('mock-of-factory', reference.line, `${reference.specifier}.${access.name}`);
    else {
      stays++;
      if (fate.kind === 'missing')
        site.report(
          'missing-name',
          site.parsed.lineOf(access.object.start),
          `${access.name} from ${reference.specifier}`,
        );
    }
  }
  if (constructs.length > 0) addFactory(site, it, constructs, stays + moved.length === 0);
  if (moved.length === 0) return;
  const targets = new Set(moved.map(([, to]) => to.module));
  const [target] = targets;
  const plain = moved.every(([, to]) => to.name !== '*');
  const leaves = stays === 0 && constructs.length === 0;
  const done =
    target !== undefined && targets.size === 1 && plain && leaves && target !== site.job.path
      ? retarget(site, it, target, moved)
      : takeNames(site, it, moved, leaves && followed.others === 0 && binding.declarations.length === 1);
  if (done) site.rewritten++;
  else site.report(targets.size > 1 ? 'split-object' : 'module-object', reference.line, reference.specifier);
}

/** A factory taken by its module: the import goes when nothing else is taken from it. */
function addFactory(
  site: Site,
  { alias, place, binding }: ModuleObject,
  taken: [Head, readonly CallRule[]][],
  alone: boolean,
): void {
  const drop = (): void => {
    if (alone) dropAlias(site, place, alias);
  };
  const bound = {
    binding,
    local: binding.name,
    anchor: place,
    uses: taken.map(([head]) => head),
    keep: false,
    drop,
  };
  site.factories.push(bound);
  for (const [head, rules] of taken) site.factoryUses.push({ head, rules, bound });
}

/** Nothing is taken that we can see: the whole module is replaced by its stand-in, or it is for a person. */
function moveWhole(site: Site, it: ModuleObject): void {
  const { reference, module, followed, binding } = it;
  const target = site.job.standIn(module);
  if (target !== null && target !== site.job.path && followed.escapesAt === null && retarget(site, it, target, []))
    return void site.rewritten++;
  if (target !== null && target !== site.job.path && followed.others === 0 && replaceKeeping(site, it, target))
    return void site.rewritten++;
  const effect = binding.uses.length === 0 && it.place.node.type === 'Import';
  site.report(effect ? 'side-effect-import' : 'module-object', reference.line, reference.specifier);
}

/** The import leads to the target, under the old local name. */
function replaceKeeping(site: Site, { reference, alias, place }: ModuleObject, target: ModuleId): boolean {
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
function retarget(site: Site, it: ModuleObject, target: ModuleId, moved: readonly MovedAccess[]): boolean {
  const { reference, alias, place, binding, followed } = it;
  const specifier = site.spell(target, reference);
  if (specifier === null || alias.bound === null) return false;
  const dotted = place.node.type === 'Import' && alias.asname === null;
  const own = place.node.type === 'ImportFrom' && alias.asname === null;
  const wanted = dotted ? (specifier.split('.')[0] ?? specifier) : splitModule(specifier).name;
  const local = (dotted || own) && wanted !== binding.name ? wanted : binding.name;
  const free = local === binding.name || isFree(site, binding, local);
  const taken = site.takenBy(binding, false) !== null || (own && site.isListed(binding.name));
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
  const spec = line?.specs.find((one) => one.at === alias);
  if (!line || !spec) return;
  const { from, name } = splitModule(specifier);
  const home = site.moduleOf(from);
  const here = line.module !== null && home === line.module;
  if (line.specs.length === 1 || here) {
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
function takeNames(site: Site, it: ModuleObject, moved: readonly MovedAccess[], leaves: boolean): boolean {
  const { reference, place, alias, binding } = it;
  const names = new Map(moved.map(([access, to]) => [access.name, to]));
  const fits = [...names].every(
    ([, to]) =>
      to.module !== site.job.path &&
      (site.table.localOf(to.module, to.name, place.block) === to.name || isFreeName(site, binding, to.name)),
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
export function dropAlias(site: Site, place: Placed<Import | ImportFrom>, alias: Alias): void {
  const spec = site.table.lineOf(place.node.start)?.specs.find((one) => one.at === alias);
  if (spec) {
    spec.gone = true;
    return;
  }
  if (place.node.names.length === 1) return void site.table.removed.push(place);
  const items = place.node.names.map((one) => ({
    start: one.start,
    end: one.end,
    text: one === alias ? null : site.text(one),
  }));
  site.edits.push(...editList(site.job.text, items, []));
}
