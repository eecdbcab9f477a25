import { contains } from '../../../workspace/edit.js';
import type { CallRule } from '../../language.js';
import type { Reference } from '../../reference.js';
import type { Head } from '../call-match.js';
import type { Alias, Import, ImportFrom } from '../nodes.js';
import { followBinding } from './accesses.js';
import type { Placed } from './blocks.js';
import {
  dropAlias,
  replaceKeeping,
  retarget,
  takeNames,
  type ModuleObject,
  type MovedAccess,
} from './object-imports.js';
import type { Site } from './site.js';
import { placeOf } from './takers.js';

/** `import a.b.c`, `import a.b as m`, `from a import b`: what is taken from the module object moves, and the import with it. */
export function moveObjects(site: Site): void {
  const seen = new Set<Alias>();
  const named = new Map(
    site.job.references.flatMap(({ kind, names: [name], span }) =>
      kind === 'resolve' && name ? [[span.start, name] as const] : [],
    ),
  );
  for (const [reference, module] of site.moved('import')) {
    if (!reference.names.some(({ imported, local }) => imported === '*' && local !== '*')) continue;
    const place = site.table.statementAt(reference.statement.start);
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
  if (node.type === 'Import') return node.names.find((one) => contains(one.nameSpan, reference.span)) ?? null;
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
  // What is mocked where it stays (`patch.object(m, 'X')`) is also taken from there: elsewhere it is no mock.
  const mocked = followed.accesses.filter(({ node, name }) => node === null && site.job.looksUp(module, name));
  const held = new Set(mocked.map(({ name }) => name));
  let stays = 0;
  for (const access of followed.accesses) {
    const fate = site.job.fate(module, access.name);
    if (held.has(access.name)) stays++;
    else if (fate.kind === 'move') moved.push([access, fate]);
    else if (fate.kind === 'construct' && access.node)
      constructs.push([{ node: access.node, ancestors: access.ancestors }, fate.rules]);
    else if (fate.kind === 'construct' && !site.job.moves(module)) stays++;
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
  const [taker] = site.takersOf(binding);
  // `patch("importer.m.Old")`: what stands behind the name of the module object is not ours to see.
  if (taker && (targets.size > 1 || moved.some(([access, to]) => to.name !== access.name)))
    return site.report('module-object', reference.line, `${reference.specifier}, taken by ${placeOf(taker)}`);
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
    mocks: [],
    line: site.parsed.lineOf(place.node.start),
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
