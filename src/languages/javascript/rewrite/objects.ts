import type { Node, ObjectProperty } from '@babel/types';
import { contains } from '../../../workspace/edit.js';
import type { ModuleId } from '../../language.js';
import type { Reference } from '../../reference.js';
import { spanOf } from '../nodes.js';
import { boundBy, followBinding, followExpression, type Access, type Followed } from './accesses.js';
import { noteAccess } from './factory-uses.js';
import type { Line, Spec } from './import-table.js';
import { afterStatement, editList, indentAt, newlineOf } from './layout.js';
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
    const mock = site.movedMocks.find((one) => one.from === module && contains(one, reference.span));
    if (mock) moveTo(site, reference, mock.to);
    else moveObject(site, reference, module);
  }
}

function moveObject(site: Site, reference: Reference, module: ModuleId): void {
  const followed = followReference(site, reference);
  if (followed.escapesAt) return moveWhole(site, reference, module);
  const sorted = sort(site, reference, module, followed.accesses, null);
  if (sorted.groups.size === 0) {
    if (followed.accesses.length === 0) moveWhole(site, reference, module);
    return;
  }
  const [first, ...others] = sorted.groups.entries();
  if (!first) return;
  if (sorted.staying.length > 0 || others.length > 0) return splitObject(site, reference, sorted);
  if (moveTo(site, reference, first[0]))
    for (const { access, to } of first[1]) renameAccess(site, access, to, reference);
}

function followReference(site: Site, reference: Reference): Followed {
  const { ancestors } = site.literal(reference);
  if (reference.kind === 'type') return followType(site, reference, ancestors);
  if (reference.kind === 'assign') {
    const binding = ancestors.some((node) => node.type === 'TSImportEqualsDeclaration' && node.isExport)
      ? null
      : site.binding(reference.names[0]?.local ?? '');
    return binding ? followBinding(binding) : { accesses: [], escapesAt: ancestors[0] ?? null };
  }
  const at = ancestors.findLastIndex(
    (node) => node.start === reference.statement.start && node.end === reference.statement.end,
  );
  return followExpression(ancestors[at] as Node, ancestors.slice(0, at), reference.kind === 'dynamic', site.scopes);
}

/** `import('…').T`, `(typeof import('…'))['T']`, and `vi.importActual<typeof import('…')>('…')`, where the call says what is taken. */
function followType(site: Site, reference: Reference, ancestors: readonly Node[]): Followed {
  const taken = (name: string, span: Access['span']): Access => ({
    name,
    span,
    form: 'type',
    head: null,
    object: null,
    property: null,
  });
  const [named] = reference.names;
  if (named) return { accesses: [taken(named.imported, named.span)], escapesAt: null };
  const indexed = ancestors.findLast((node) => node.type === 'TSIndexedAccessType');
  const key = indexed?.indexType.type === 'TSLiteralType' ? indexed.indexType.literal : null;
  if (key?.type === 'StringLiteral' && indexed && contains(spanOf(indexed.objectType), reference.span)) {
    const { start, end } = spanOf(key);
    return { accesses: [taken(key.value, { start: start + 1, end: end - 1 })], escapesAt: null };
  }
  const at = ancestors.findLastIndex((node) => node.type === 'CallExpression');
  const call = ancestors[at];
  const actual = site.job.references.find(
    (one) => one !== reference && one.statement.start === call?.start && one.specifier === reference.specifier,
  );
  if (!call || !actual) return { accesses: [], escapesAt: ancestors.at(-1) ?? null };
  // The call's own reference renames what it takes: here the names only decide where the type leads.
  const { accesses, escapesAt } = followExpression(
    call,
    ancestors.slice(0, at),
    actual.kind === 'dynamic',
    site.scopes,
  );
  return {
    accesses: accesses.map((one): Access => ({ ...one, form: 'mirror', head: null, property: null })),
    escapesAt,
  };
}

/** What becomes of each access. Factories are noted as uses, to be rewritten with the other calls. */
function sort(
  site: Site,
  reference: Reference,
  module: ModuleId,
  accesses: readonly Access[],
  spec: Spec | null,
): Sorted {
  const groups = new Map<ModuleId, { access: Access; to: Target }[]>();
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

function renameAccess(site: Site, access: Access, to: Target, reference: Reference): void {
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

/** A declaration of which the names go several ways becomes one for each. */
function splitObject(site: Site, reference: Reference, sorted: Sorted): void {
  const { ancestors } = site.literal(reference);
  const declarator = ancestors.findLast((node) => node.type === 'VariableDeclarator');
  const declaration = ancestors.findLast(
    (node) => node.type === 'VariableDeclaration' || node.type === 'TSImportEqualsDeclaration',
  );
  if (declaration?.type === 'VariableDeclaration' && declarator?.id.type === 'ObjectPattern')
    return splitPattern(site, reference, sorted);
  const id = declaration?.type === 'TSImportEqualsDeclaration' ? declaration.id : declarator?.id;
  const simple = declaration?.type === 'TSImportEqualsDeclaration' || declaration?.declarations.length === 1;
  const groups = [...sorted.groups].map(([target, group]) => ({
    target,
    group,
    specifier: site.spell(target, reference),
  }));
  const members = groups.every(
    ({ group, specifier }) => specifier !== null && group.every(({ access }) => access.object !== null),
  );
  if (
    !declaration ||
    id?.type !== 'Identifier' ||
    id.typeAnnotation ||
    !simple ||
    !members ||
    sorted.staying.length > 0 ||
    sorted.factories > 0
  )
    return site.report('split-object', reference.line, reference.specifier);
  const { text } = site.job;
  const span = spanOf(declaration);
  const name = spanOf(id);
  const written = groups.map(({ target, group, specifier }) => {
    const local = freeName(site, target);
    for (const { access, to } of group) {
      if (access.object) site.edits.push({ ...access.object, text: local });
      renameAccess(site, access, to, reference);
    }
    return (
      text.slice(span.start, name.start) +
      local +
      text.slice(name.end, reference.span.start) +
      (specifier ?? '') +
      text.slice(reference.span.end, span.end)
    );
  });
  site.edits.push({ ...span, text: written.join(newlineOf(text) + indentAt(text, span.start)) });
  site.rewritten++;
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
  const between = newlineOf(text) + indentAt(text, span.start);
  site.rewritten++;
  if (sorted.staying.length === 0) {
    site.edits.push({ ...span, text: written.join(between) });
    return;
  }
  const staying = new Set(sorted.staying.map((access) => access.property));
  const items = (declarator.id.type === 'ObjectPattern' ? declarator.id.properties : []).map((property) => {
    const at = spanOf(property);
    return { ...at, text: staying.has(property as ObjectProperty) ? text.slice(at.start, at.end) : null };
  });
  const at = afterStatement(text, span);
  site.edits.push(...editList(text, items, []), { start: at, end: at, text: between + written.join(between) });
}

function patternText(text: string, { name, property }: Access, to: Target): string {
  if (!property) return name;
  const { start, end } = spanOf(property);
  if (name === to.name) return text.slice(start, end);
  const value = spanOf(property.value);
  return (boundBy(property) === to.name ? '' : `${to.name}: `) + text.slice(value.start, value.end);
}

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
  const { groups, staying, factories } = sort(site, reference, module, followed.accesses, spec);
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
    own.specs.push({ ...spec, gone: false, at: null });
    spec.gone = true;
    site.rewritten++;
    return true;
  }
  line.module = target;
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
  group: readonly { access: Access; to: Target }[],
): void {
  const specifier = site.spell(target, reference);
  if (specifier === null) return;
  const local = freeName(site, target);
  const own = site.table.addLine(target, specifier, line.typeOnly, line);
  own.specs.push({ imported: '*', local, typeOnly: spec.typeOnly, gone: false, at: null });
  for (const { access, to } of group) {
    if (access.object) site.edits.push({ ...access.object, text: local });
    renameAccess(site, access, to, reference);
  }
  site.rewritten++;
}

/** A name for a namespace, after the file it names: `./unified-manager` -> `unifiedManager`. */
function freeName(site: Site, target: ModuleId): string {
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
