import type { Span } from '../../workspace/edit.js';
import type { NameUse, Reference, ReferenceKind } from '../reference.js';
import type { Composed } from './composed.js';
import type { Str } from './nodes.js';
import type { Literal } from './scan/reference-reader.js';
import { owned } from './owned.js';
import { isPath } from './specifier.js';

const DOTTED = /^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)+$/u;
const ENTRY = /^(?:[\w.-]+\s*=\s*)?([\p{L}_][\p{L}\p{N}_.]*):([\p{L}_][\p{L}\p{N}_]*)$/u;
/** A string in any place names a module, or a class in it, or a method of that. */
const DEEPEST = 2;

/** Where the characters of a string stand; null when they are not written as the program sees them. */
export function contentOf(text: string, node: Str): Span | null {
  const [only] = node.parts;
  if (!only || node.parts.length > 1 || only.value === null) return null;
  return text.slice(only.content.start, only.content.end) === only.value ? only.content : null;
}

/** A whole string that looks like a module or a path; whether it leads to one of ours is for the resolver to say. */
export function stringReferences(text: string, { start, end, content: whole }: Literal): Reference[] {
  const value = owned(text.slice(whole.start, whole.end));
  const statement = { start, end };
  const entry = ENTRY.exec(value);
  if (entry) {
    const [, module = '', name = ''] = entry;
    const colon = whole.end - name.length - 1;
    const span = { start: colon - module.length, end: colon };
    const use: NameUse = {
      imported: name,
      local: null,
      typeOnly: false,
      span: { start: span.end + 1, end: whole.end },
    };
    return [speculativeTo('string', statement, module, span, [use])];
  }
  if (/[\s<>{}]/.test(value)) return [];
  if (isPath(value)) return [referenceTo('string', statement, value, whole, [])];
  return DOTTED.test(value)
    ? dottedReferences('string', value, whole, statement, DEEPEST).filter(
        ({ specifier }, i) => i === 0 || specifier.includes('.'),
      )
    : [];
}

/**
 * `a.b.c` may be a module, the name `c` of `a.b`, or `b.c` of `a`: one speculative reference for each, the longest first,
 * each with the name that follows. At most `deepest` parts are taken for names.
 */
export function dottedReferences(
  kind: ReferenceKind,
  value: string,
  span: Span,
  statement: Span,
  deepest = Infinity,
): Reference[] {
  const found: Reference[] = [];
  let end = value.length;
  for (let behind = end, count = 0; end !== -1 && count <= deepest; count++) {
    const from = span.start + end + 1;
    const to = span.start + behind;
    const names: NameUse[] =
      count === 0
        ? []
        : [
            {
              imported: value.slice(end + 1, behind),
              local: null,
              typeOnly: false,
              span: { start: from, end: to },
            },
          ];
    found.push(
      speculativeTo(kind, statement, value.slice(0, end), { start: span.start, end: span.start + end }, names),
    );
    behind = end;
    end = value.lastIndexOf('.', end - 1);
  }
  return found;
}

/** The same for a string that is put together; of what is known only in part, the whole words at its beginning count. */
export function composedReferences(kind: ReferenceKind, composed: Composed, node: Span, statement: Span): Reference[] {
  const { value, whole, constant } = composed;
  const known = whole ? value : value.slice(0, Math.max(0, value.lastIndexOf('.')));
  if (!DOTTED.test(whole ? known : `${known}.x`)) return [];
  const span = { start: node.start, end: node.end };
  return dottedReferences(kind, known, { start: 0, end: known.length }, statement).map((one): Reference => {
    const places = one.names.map((name) => ({ name, at: composed.at(name.span.start, name.span.end) }));
    // A name that stands in several places cannot be rewritten, nor can what it is taken from.
    const names = places.flatMap(({ name, at }): NameUse[] => [{ ...name, span: at ?? span }]);
    const fixed = !whole || places.some(({ at }) => at === null);
    const place = { span: fixed ? null : composed.at(0, one.specifier.length), constant };
    return { ...one, span, names, composed: place };
  });
}

/**
 * A reference that is no import, within a statement or expression. Its line is told later, for all of a file. Both of these are
 * written out: spreads and later additions make objects that take several times the memory.
 */
export function referenceTo(
  kind: ReferenceKind,
  { start, end }: Span,
  specifier: string,
  span: Span,
  names: readonly NameUse[],
): Reference {
  return { kind, statement: { start, end }, typeOnly: false, eager: false, line: 0, specifier, span, names };
}

/** The same for one that counts only when it leads to a file. */
export function speculativeTo(
  kind: ReferenceKind,
  { start, end }: Span,
  specifier: string,
  span: Span,
  names: readonly NameUse[],
): Reference {
  return {
    kind,
    statement: { start, end },
    typeOnly: false,
    eager: false,
    line: 0,
    specifier,
    span,
    names,
    speculative: true,
  };
}

/** The bare span of a node. */
export function spanOf({ start, end }: Span): Span {
  return { start, end };
}
