import type { Node, ObjectProperty } from '@babel/types';
import type { CallRule, ModuleId } from '../../language.js';
import type { Reference } from '../../reference.js';
import { spanOf } from '../walk.js';
import { boundBy, followBinding, followExpression, type Access, type Followed } from './accesses.js';
import type { Line, Spec } from './import-table.js';
import { afterStatement, editList, newlineOf, removal } from './layout.js';
import type { Site, Target } from './site.js';

interface Sorted {
  readonly groups: ReadonlyMap<ModuleId, { access: Access; to: Target }[]>;
  /** Names that are no business of this phase, or do not exist. */
  readonly staying: readonly Access[];
  readonly factories: number;
}

/** `require()`, `import()`, `import x = require()` and `import('…').T`: expressions and bindings that hold a module object. */
export function moveObjects(site: Site): void {
  for (const [reference, module] of site.moved('require', 'dynamic', 'assign', 'type')) {
    const mock = site.movedMocks.find(({ start, end, from }) => from === module && start <= reference.span.start && reference.span.end <= end);
    if (mock) moveTo(site, reference, mock.to);
    else moveObject(site, reference, module);
  }
}

function moveObject(site: Site, reference: Reference, module: ModuleId): void {
  const followed = followReference(site, reference);
  if (followed.escapesAt) return moveWhole(site, reference, module);
  const sorted = sort(site, module, followed.accesses, null);
  if (sorted.groups.size === 0) {
    if (followed.accesses.length === 0) moveWhole(site, reference, module);
    return;
  }
  const [first, ...others] = sorted.groups.entries();
  if (!first) return;
  if (sorted.staying.length > 0 || others.length > 0) return splitPattern(site, reference, sorted);
  if (moveTo(site, reference, first[0])) for (const { access, to } of first[1]) renameAccess(site, access, to, reference);
}

function followReference(site: Site, reference: Reference): Followed {
  const { ancestors } = site.literal(reference);
  if (reference.kind === 'type') {
    const accesses = reference.names.map(({ imported, span }): Access => ({ name: imported, span, form: 'type', head: null, object: null, property: null }));
    return { accesses, escapesAt: accesses.length === 0 ? (ancestors[ancestors.length - 1] ?? null) : null };
  }
  if (reference.kind === 'assign') {
    const binding = site.binding(reference.names[0]?.local ?? '');
    return binding ? followBinding(binding) : { accesses: [], escapesAt: ancestors[0] ?? null };
  }
  const at = ancestors.findLastIndex((node) => node.start === reference.statement.start && node.end === reference.statement.end);
  return followExpression(ancestors[at] as Node, ancestors.slice(0, at), reference.kind === 'dynamic', site.scopes);
}

/** What becomes of each access. Factories are noted as uses, to be rewritten with the other calls. */
function sort(site: Site, module: ModuleId, accesses: readonly Access[], spec: Spec | null): Sorted {
  const groups = new Map<ModuleId, { access: Access; to: Target }[]>();
  const staying: Access[] = [];
  let factories = 0;
  for (const access of accesses) {
    const fate = site.job.fate(module, access.name);
    if (fate.kind === 'move') groups.set(fate.module, [...(groups.get(fate.module) ?? []), { access, to: fate }]);
    else if (fate.kind !== 'construct') staying.push(access);
    else {
      factories++;
      if (access.head) site.factoryUses.push({ head: access.head, rules: fate.rules, spec });
      else if (access.property) noteTakenFactory(site, access.property, fate.rules);
    }
  }
  return { groups, staying, factories };
}

/** `const { create } = require('./factory')`: the uses of `create` are the factory's. */
function noteTakenFactory(site: Site, property: ObjectProperty, rules: readonly CallRule[]): void {
  const id = property.value.type === 'AssignmentPattern' ? property.value.left : property.value;
  const binding = id.type === 'Identifier' ? site.scopes.bindingAt(id) : null;
  const taken = { property, gone: false };
  site.takenFactories.push(taken);
  for (const head of binding?.uses ?? []) site.factoryUses.push({ head, rules, spec: taken });
}

function renameAccess(site: Site, access: Access, to: Target, reference: Reference): void {
  if (access.name === to.name) return;
  if (access.form !== 'shorthand') {
    site.edits.push({ ...access.span, text: to.name });
    return;
  }
  const local = access.property ? boundBy(access.property) : null;
  const binding = local !== null && site.job.aliases.has(local) ? site.binding(local) : null;
  if (local !== null && binding && binding.declarations.length === 1 && site.rename(local, to.name, false)) {
    site.edits.push({ ...access.span, text: to.name });
    return;
  }
  if (binding) site.report('kept-alias', reference.line, `${to.name} as ${local ?? ''}`);
  site.edits.push({ start: access.span.start, end: access.span.start, text: `${to.name}: ` });
}

/** The whole object goes on to somewhere: right only when one module offers all its names unchanged. */
function moveWhole(site: Site, reference: Reference, module: ModuleId): void {
  const target = site.job.standIn(module);
  if (target === null) site.report('module-object', reference.line, reference.specifier);
  else moveTo(site, reference, target);
}

function moveTo(site: Site, reference: Reference, target: ModuleId): boolean {
  const specifier = site.spell(target, reference);
  if (specifier === null) return false;
  site.setSpecifier(reference, specifier);
  site.rewritten++;
  return true;
}

/** `const { a, b } = require('./shim')` of which the names go several ways: one declaration for each. */
function splitPattern(site: Site, reference: Reference, sorted: Sorted): void {
  const { text } = site.job;
  const { ancestors } = site.literal(reference);
  const declarator = ancestors.findLast((node) => node.type === 'VariableDeclarator');
  const declaration = ancestors.findLast((node) => node.type === 'VariableDeclaration');
  const simple = declarator?.id.type === 'ObjectPattern' && declaration?.declarations.length === 1 && declarator.init;
  if (!simple || sorted.factories > 0) return site.report('split-object', reference.line, reference.specifier);
  const written: string[] = [];
  for (const [target, group] of sorted.groups) {
    const specifier = site.spell(target, reference);
    if (specifier === null) return;
    const names = group.map(({ access, to }) => patternText(text, access, to)).join(', ');
    const init = spanOf(declarator.init as Node);
    const source = text.slice(init.start, reference.span.start) + specifier + text.slice(reference.span.end, init.end);
    written.push(`${declaration.kind} { ${names} } = ${source}${text[spanOf(declaration).end - 1] === ';' ? ';' : ''}`);
  }
  const span = spanOf(declaration);
  site.rewritten++;
  if (sorted.staying.length === 0) {
    site.edits.push({ ...span, text: written.join(newlineOf(text)) });
    return;
  }
  const staying = new Set(sorted.staying.map((access) => access.property));
  const items = (declarator.id.type === 'ObjectPattern' ? declarator.id.properties : []).map((property) => {
    const at = spanOf(property);
    return { ...at, text: staying.has(property as ObjectProperty) ? text.slice(at.start, at.end) : null };
  });
  const at = afterStatement(text, span);
  site.edits.push(...editList(text, items, []), { start: at, end: at, text: newlineOf(text) + written.join(newlineOf(text)) });
}

function patternText(text: string, { name, property }: Access, to: Target): string {
  if (!property) return name;
  const { start, end } = spanOf(property);
  if (name === to.name) return text.slice(start, end);
  const value = spanOf(property.value);
  return `${to.name}: ${text.slice(value.start, value.end)}`;
}

/** `import * as ns`: the members are followed. One module: its specifier changes; several: a namespace for each. */
export function moveNamespace(site: Site, reference: Reference, module: ModuleId, line: Line, spec: Spec): void {
  const binding = site.binding(spec.local);
  const followed = binding ? followBinding(binding) : { accesses: [], escapesAt: null };
  const target = site.job.standIn(module);
  if (followed.escapesAt || followed.accesses.length === 0) {
    if (target === null) return site.report('module-object', reference.line, `* as ${spec.local} from ${reference.specifier}`);
    return setNamespace(site, reference, line, target);
  }
  const { groups, staying, factories } = sort(site, module, followed.accesses, spec);
  const only = groups.size === 1 && staying.length === 0 && factories === 0 ? [...groups.keys()][0] : undefined;
  if (only !== undefined && only !== site.job.path) {
    for (const { access, to } of groups.get(only) ?? []) renameAccess(site, access, to, reference);
    return setNamespace(site, reference, line, only);
  }
  for (const [to, group] of groups) splitNamespace(site, reference, line, spec, to, group);
  if (staying.length === 0 && factories === 0) spec.gone = true;
}

function setNamespace(site: Site, reference: Reference, line: Line, target: ModuleId): void {
  if (line.specs.length > 1) return site.report('module-object', reference.line, reference.specifier);
  const specifier = site.spell(target, reference);
  if (specifier === null) return;
  line.module = target;
  line.specifier = specifier;
  site.rewritten++;
}

function splitNamespace(site: Site, reference: Reference, line: Line, spec: Spec, target: ModuleId, group: readonly { access: Access; to: Target }[]): void {
  const specifier = site.spell(target, reference);
  if (specifier === null) return;
  const local = freeName(site, target);
  const own = site.table.addLine(target, specifier, line.typeOnly, line);
  own.specs.push({ imported: '*', local, typeOnly: spec.typeOnly, gone: false, at: null });
  for (const { access, to } of group) {
    if (access.object) site.edits.push({ ...access.object, text: `${local}.` });
    renameAccess(site, access, to, reference);
  }
  site.rewritten++;
}

/** A name for a namespace, after the file it names: `./unified-manager` -> `unifiedManager`. */
function freeName(site: Site, target: ModuleId): string {
  const stem = (/([^/]+?)(\.[cm]?[jt]sx?)?$/.exec(target)?.[1] ?? 'module').replace(/[^\p{ID_Continue}]+(.)?/gu, (_, next: string | undefined) => next?.toUpperCase() ?? '');
  const base = /^\p{ID_Start}/u.test(stem) ? stem : `_${stem}`;
  let name = base;
  for (let i = 2; site.isTaken(name); i++) name = `${base}${i}`;
  site.take(name);
  return name;
}

/** Takes emptied properties out of `const { create } = require('./factory')`, and the declaration when it is empty. */
export function dropTakenFactories(site: Site): void {
  const { text } = site.job;
  const gone = new Set(site.takenFactories.filter((taken) => taken.gone).map((taken) => taken.property));
  if (gone.size === 0) return;
  for (const [reference] of site.moved('require', 'dynamic')) {
    const { ancestors } = site.literal(reference);
    const declarator = ancestors.findLast((node) => node.type === 'VariableDeclarator');
    const declaration = ancestors.findLast((node) => node.type === 'VariableDeclaration');
    if (declarator?.id.type !== 'ObjectPattern' || !declaration) continue;
    const { properties } = declarator.id;
    const left = properties.filter((property) => !gone.has(property as ObjectProperty));
    if (left.length === properties.length) continue;
    if (left.length === 0 && declaration.declarations.length === 1) site.edits.push(removal(text, spanOf(declaration)));
    else
      site.edits.push(
        ...editList(
          text,
          properties.map((property) => {
            const at = spanOf(property);
            return { ...at, text: gone.has(property as ObjectProperty) ? null : text.slice(at.start, at.end) };
          }),
          [],
        ),
      );
  }
}
