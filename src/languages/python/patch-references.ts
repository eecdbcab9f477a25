import type { NameUse } from '../reference.js';
import type { CallReferences } from './call-references.js';
import type { Call, Expression } from './nodes.js';
import { composedReferences, dottedReferences, referenceTo, speculativeTo, spanOf } from './string-references.js';

/** `patch('a.b.c')`, `patch.dict('a.b.C')`, `patch.dict('sys.modules', {'a.b': x})`, `patch.multiple('a.b', c=x)`. */
export function addPatch(calls: CallReferences, call: Call, tail: string): void {
  const named = call.args.find(({ name }) => name?.name === 'target' || name?.name === 'in_dict');
  const first = (named ?? call.args[0])?.value;
  if (tail === 'multiple') return addByName(calls, call, tail);
  const values = call.args[1]?.value;
  if (tail === 'dict' && (isModules(first) || (first?.type === 'Str' && first.value === 'sys.modules'))) {
    if (first?.type === 'Str') calls.taken.add(first.start);
    if (values?.type === 'Dict')
      for (const { key, value } of values.items)
        if (key) calls.plain('mock', key, { start: key.start, end: value.end });
    return;
  }
  addDotted(calls, first, call);
}

function addDotted(calls: CallReferences, node: Expression | undefined, call: Call): void {
  const found = node?.type === 'Str' && isDotted(node.value ?? '') ? calls.literal(node) : null;
  if (found) return void dottedReferences('mock', found.value, found.span, call).forEach(calls.add);
  const composed = node ? calls.composed(node) : null;
  const references = node && composed ? composedReferences('mock', composed, node, call) : [];
  if (references.length > 0 && node?.type === 'Str') calls.taken.add(node.start);
  references.forEach(calls.add);
}

/** `patch.object(m, 'x')`, `setattr(m, 'x', y)`, `patch.multiple('a.b', x=y)`. */
export function addByName(calls: CallReferences, call: Call, tail: string): void {
  const [target, second] = call.args;
  const found = tail === 'multiple' ? calls.literal(target?.value) : null;
  if (found) {
    const names = call.args.flatMap(({ name }): NameUse[] =>
      name ? [{ imported: name.name, local: null, typeOnly: false, span: spanOf(name) }] : [],
    );
    return calls.add(referenceTo('mock', call, found.value, found.span, names));
  }
  const isText = target?.value.type === 'Str' || target?.value.type === 'BinOp' || target?.value.type === 'Call';
  if (isText) return addDotted(calls, target.value, call);
  const specifier = target ? calls.moduleObject(target.value) : null;
  const name = specifier === null ? null : calls.literal(second?.value);
  if (!target || specifier === null || !name) return;
  const use: NameUse = { imported: name.value, local: null, typeOnly: false, span: name.span };
  calls.add(speculativeTo('resolve', call, specifier, spanOf(target.value), [use]));
}

function isDotted(value: string): boolean {
  return /^[^\s./:]+(?:\.[^\s./:]+)+$/.test(value);
}

/** `sys.modules` */
export function isModules(node: Expression | undefined): boolean {
  return (
    node?.type === 'Attribute' &&
    node.attr.name === 'modules' &&
    node.value.type === 'Name' &&
    /^_*sys$/.test(node.value.name)
  );
}
