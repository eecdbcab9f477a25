import type { Expression, Node, ObjectExpression } from '@babel/types';
import type { ModuleId } from '../../language.js';
import type { Reference } from '../../reference.js';
import { keyName, spanOf, unwrap } from '../nodes.js';
import { walk } from '../walk.js';
import { withoutItems } from './layout.js';
import type { Site, Target } from './site.js';

/** What a mock's factory function returns, as far as it is written down in the call. */
interface MockShape {
  readonly object: ObjectExpression | null;
  /** It spreads something (usually the actual module), so names it does not list stay what they are. */
  readonly spreads: boolean;
}

/** The module for which a mock stood, and the line of the mock. */
interface Landed {
  readonly from: ModuleId;
  readonly line: number;
}

/** Mocks follow their module; two that land on one, or one that replaces more than it did, are findings (issue 2). */
export function moveMocks(site: Site): void {
  const landed = new Map<ModuleId, Landed>();
  for (const { module, line } of otherMocks(site)) landed.set(module, { from: module, line });
  for (const [reference, module] of site.moved('mock')) {
    const target = moveMock(site, reference, module, landed);
    if (target !== null) landed.set(target, { from: module, line: reference.line });
  }
}

function moveMock(
  site: Site,
  reference: Reference,
  module: ModuleId,
  landed: ReadonlyMap<ModuleId, Landed>,
): ModuleId | null {
  const { job } = site;
  const shape = shapeOf(site, reference);
  const keys = shape?.object ? keysOf(shape.object) : null;
  const names = keys ? [...keys.keys()] : job.names(module).map(({ name }) => name);
  const fates = new Map(names.map((name) => [name, job.fate(module, name)]));
  if ([...fates.values()].some((fate) => fate.kind === 'construct')) {
    site.report('mock-of-factory', reference.line, reference.specifier);
    return null;
  }
  const targets = [...fates].flatMap(([name, fate]): [string, Target][] =>
    fate.kind === 'move' ? [[name, fate]] : [],
  );
  const renames = targets.filter(([name, to]) => name !== to.name);
  const opaque = shape !== null && !keys;
  const target = targets.length < fates.size || (renames.length > 0 && opaque) ? null : onlyModule(targets);
  if (target === null) {
    site.report('mock-splits', reference.line, reference.specifier);
    return null;
  }
  const other = landed.get(target);
  if (other !== undefined && other.from !== module) {
    site.report(
      'mocks-collide',
      reference.line,
      `${reference.specifier} and the mock in line ${other.line} -> ${target}`,
    );
    return null;
  }
  const specifier = site.spell(target, reference);
  if (specifier === null) return null;
  site.setSpecifier(reference, specifier);
  site.movedMocks.push({ ...reference.statement, from: module, to: target });
  if (shape?.object && keys) renameKeys(site, shape.object, new Map(renames));
  if (shape && !shape.spreads) reportExtra(site, reference, target, targets);
  site.rewritten++;
  return target;
}

/** The one module to which all names go; null when there are several, or none, or a name becomes a whole module. */
function onlyModule(targets: readonly (readonly [string, Target])[]): ModuleId | null {
  const [module, ...others] = new Set(targets.map(([, to]) => to.module));
  return others.length > 0 || targets.some(([, to]) => to.name === '*') ? null : (module ?? null);
}

/** Names of the target that the moved mock leaves undefined, though the old mock never replaced their module. */
function reportExtra(
  site: Site,
  reference: Reference,
  target: ModuleId,
  targets: readonly (readonly [string, Target])[],
): void {
  const given = new Set(targets.map(([, to]) => to.name));
  const extra = site.job
    .names(target)
    .filter(({ name, typeOnly }) => !typeOnly && !given.has(name) && name !== 'default');
  if (extra.length > 0)
    site.report('mock-replaces-more', reference.line, `${target}: ${extra.map(({ name }) => name).join(', ')}`);
}

/** Renames keys; one whose new name is there already (`default` beside the named one) goes away. */
function renameKeys(site: Site, object: ObjectExpression, renames: ReadonlyMap<string, Target>): void {
  const { text } = site.job;
  const present = new Set([...keysOf(object).keys()].filter((name) => !renames.has(name)));
  const doubled = new Set<Node>();
  for (const property of object.properties) {
    const to =
      property.type === 'SpreadElement' || property.computed
        ? undefined
        : renames.get(keyName(property.key, false) ?? '');
    if (property.type === 'SpreadElement' || !to) continue;
    if (present.has(to.name)) {
      doubled.add(property);
      continue;
    }
    present.add(to.name);
    const key = spanOf(property.key);
    const shorthand = property.type === 'ObjectProperty' && property.shorthand;
    site.edits.push(shorthand ? { start: key.start, end: key.start, text: `${to.name}: ` } : { ...key, text: to.name });
  }
  if (doubled.size > 0) site.edits.push(...withoutItems(text, object.properties, (property) => doubled.has(property)));
}

function keysOf(object: ObjectExpression): Map<string, Node> {
  const keys = new Map<string, Node>();
  for (const property of object.properties) {
    const name = property.type === 'SpreadElement' || property.computed ? null : keyName(property.key, false);
    if (name !== null && name !== '__esModule') keys.set(name, property);
  }
  return keys;
}

/** Null when the call has no factory function: the runner then mocks every export by itself. */
function shapeOf(site: Site, reference: Reference): MockShape | null {
  const { ancestors } = site.literal(reference);
  const call = ancestors.findLast((node) => node.type === 'CallExpression' && node.start === reference.statement.start);
  const factory = call?.type === 'CallExpression' ? call.arguments[1] : undefined;
  if (factory?.type !== 'ArrowFunctionExpression' && factory?.type !== 'FunctionExpression')
    return factory && factory.type !== 'ObjectExpression' ? { object: null, spreads: false } : null;
  const returned = factory.body.type === 'BlockStatement' ? onlyReturn(factory.body) : factory.body;
  const object = returned ? unwrap(returned) : null;
  if (object?.type !== 'ObjectExpression') return { object: null, spreads: false };
  const spreads = object.properties.some((property) => property.type === 'SpreadElement');
  return { object, spreads };
}

/** The one expression that a function returns; null when it returns in several places. */
function onlyReturn(body: Node): Expression | null {
  const returned: (Expression | null | undefined)[] = [];
  walk(body, (node, ancestors) => {
    const nested = ancestors.some((one) => /Function|Method/.test(one.type));
    if (node.type === 'ReturnStatement' && !nested) returned.push(node.argument);
  });
  return returned.length === 1 ? (returned[0] ?? null) : null;
}

/** Mocks of this file that do not move. */
function otherMocks(site: Site): { module: ModuleId; line: number }[] {
  return site.job.references
    .filter((reference) => reference.kind === 'mock' && !site.job.moved.has(reference))
    .flatMap((reference) => {
      const module = site.moduleOf(reference.specifier);
      return module === null ? [] : [{ module, line: reference.line }];
    });
}
