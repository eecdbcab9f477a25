import type { Node } from '@babel/types';
import { contains } from '../../../workspace/edit.js';
import type { ModuleId } from '../../language.js';
import type { Reference } from '../../reference.js';
import { spanOf } from '../nodes.js';
import { followBinding, followExpression, type Access, type Followed } from './accesses.js';
import type { Site } from './site.js';
import { fatesOf, renameAccess } from './access-fates.js';
import { splitObject } from './split-objects.js';

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
  const fates = fatesOf(site, reference, module, followed.accesses, null);
  if (fates.groups.size === 0) {
    if (followed.accesses.length === 0) moveWhole(site, reference, module);
    return;
  }
  const [first, ...others] = fates.groups.entries();
  if (!first) return;
  if (fates.staying.length > 0 || others.length > 0) return splitObject(site, reference, fates);
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
