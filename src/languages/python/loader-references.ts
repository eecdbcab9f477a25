import type { Span } from '../../workspace/edit.js';
import type { NameUse } from '../reference.js';
import type { CallReferences } from './call-references.js';
import { patternOf } from './composed.js';
import type { Call, Expression, Node } from './nodes.js';
import { contentOf, dottedReferences, referenceTo, spanOf } from './string-references.js';
import { tailName } from './walk.js';

/** `import_module('a.b')` */
export function addLoader(calls: CallReferences, call: Call, ancestors: readonly Node[], eager: boolean): void {
  const named = call.args.find(({ name }) => name?.name === 'name' || name?.name === 'modname');
  const first = (named ?? call.args[0])?.value;
  const found = calls.literal(first);
  if (!found) return first && addComputed(calls, call, first);
  const package_ = (call.args.find(({ name }) => name?.name === 'package') ?? call.args[1])?.value;
  const base = found.value.startsWith('.') ? calls.literal(package_) : null;
  const specifier = base ? absolute(base.value, found.value) : found.value;
  // `__import__` gives the outermost package.
  const names = tailName(call.callee) === '__import__' ? [] : accessedNames(calls.text, call, ancestors);
  calls.add({ ...referenceTo('dynamic', call, specifier, found.span, names), eager });
}

/** `import_module(f'a.{name}')`; put together from what the file says, it is a pattern without a gap. */
function addComputed(calls: CallReferences, call: Call, node: Expression): void {
  // A name alone stands for what is told where it is bound.
  const composed = node.type === 'Name' || node.type === 'Attribute' ? null : calls.composed(node);
  const pattern = composed?.whole ? composed.value : patternOf(calls.text, node);
  if (pattern?.includes('.')) calls.add(referenceTo('pattern', call, pattern, spanOf(node), []));
}

/** `resolve_name('a.b:C')` */
export function addNameLoader(calls: CallReferences, call: Call, first: Expression | undefined): void {
  const found = calls.literal(first);
  if (!found) return;
  const [module = '', name] = found.value.split(':');
  if (name === undefined) return dottedReferences('dynamic', module, found.span, call).forEach(calls.add);
  const end = found.span.start + module.length;
  const use: NameUse = {
    imported: name.split('.')[0] ?? '',
    local: null,
    typeOnly: false,
    span: { start: end + 1, end: found.span.end },
  };
  const span = { start: found.span.start, end };
  calls.add(referenceTo('dynamic', call, module, span, name === '' ? [] : [use]));
}

/** `import_module('..c', package='a.b')` means `a.c`. */
function absolute(base: string, relative: string): string {
  const name = relative.replace(/^\.+/, '');
  const ups = relative.length - name.length - 1;
  const parts = base.split('.');
  return [...parts.slice(0, parts.length - ups), ...(name === '' ? [] : [name])].join('.');
}

/** What is taken from a module object where it arises: `.X`, `getattr(…, 'X')`, `m = …`; empty when it goes elsewhere. */
function accessedNames(text: string, call: Call, ancestors: readonly Node[]): NameUse[] {
  const parent = ancestors.at(-1);
  const use = (imported: string, local: string | null, span: Span): NameUse[] => [
    { imported, local, typeOnly: false, span: spanOf(span) },
  ];
  if (parent?.type === 'Attribute') return use(parent.attr.name, null, parent.attr);
  if (parent?.type === 'Assign' && parent.value === call && parent.targets.length === 1) {
    const [target] = parent.targets;
    return target?.type === 'Name' ? use('*', target.name, target) : [];
  }
  const outer = ancestors.at(-2);
  if (
    parent?.type !== 'Argument' ||
    outer?.type !== 'Call' ||
    tailName(outer.callee) !== 'getattr' ||
    outer.args[0] !== parent
  )
    return [];
  const name = outer.args[1]?.value;
  const span = name?.type === 'Str' ? contentOf(text, name) : null;
  return name?.type === 'Str' && name.value !== null && span ? use(name.value, null, span) : [];
}
