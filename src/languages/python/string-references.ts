import type { Span } from '../../workspace/edit.js';
import type { NameUse, ReferenceKind } from '../reference.js';
import type { Composed } from './composed.js';
import type { Str } from './nodes.js';
import type { Draft } from './references.js';
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
export function stringDrafts(text: string, { start, end, content: whole }: Literal): Draft[] {
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
    return [{ ...common('string', statement), specifier: module, span, names: [use], speculative: true }];
  }
  if (/[\s<>{}]/.test(value)) return [];
  if (isPath(value)) return [{ ...common('string', statement), specifier: value, span: whole, names: [] }];
  return DOTTED.test(value)
    ? dottedDrafts('string', value, whole, statement, DEEPEST).filter(
        ({ specifier }, i) => i === 0 || specifier.includes('.'),
      )
    : [];
}

/**
 * `a.b.c` may be a module, the name `c` of `a.b`, or `b.c` of `a`: one speculative reference for each, the longest first,
 * each with the name that follows. At most `deepest` parts are taken for names.
 */
export function dottedDrafts(
  kind: ReferenceKind,
  value: string,
  span: Span,
  statement: Span,
  deepest = Infinity,
): Draft[] {
  const parts = value.split('.');
  const drafts: Draft[] = [];
  let end = value.length;
  for (let count = parts.length; count > 0 && parts.length - count <= deepest; count--) {
    const specifier = value.slice(0, end);
    const next = parts[count];
    const from = span.start + end + 1;
    const names: NameUse[] =
      next === undefined
        ? []
        : [{ imported: next, local: null, typeOnly: false, span: { start: from, end: from + next.length } }];
    drafts.push({
      ...common(kind, statement),
      specifier,
      span: { start: span.start, end: span.start + end },
      names,
      speculative: true,
    });
    end -= (parts[count - 1]?.length ?? 0) + 1;
  }
  return drafts;
}

/** The same for a string that is put together; of what is known only in part, the whole words at its beginning count. */
export function composedDrafts(kind: ReferenceKind, composed: Composed, node: Span, statement: Span): Draft[] {
  const { value, whole, constant } = composed;
  const known = whole ? value : value.slice(0, Math.max(0, value.lastIndexOf('.')));
  if (!DOTTED.test(whole ? known : `${known}.x`)) return [];
  const span = { start: node.start, end: node.end };
  return dottedDrafts(kind, known, { start: 0, end: known.length }, statement).map((draft): Draft => {
    const places = draft.names.map((name) => ({ name, at: composed.at(name.span.start, name.span.end) }));
    // A name that stands in several places cannot be rewritten, nor can what it is taken from.
    const names = places.flatMap(({ name, at }): NameUse[] => [{ ...name, span: at ?? span }]);
    const fixed = !whole || places.some(({ at }) => at === null);
    const place = { span: fixed ? null : composed.at(0, draft.specifier.length), constant };
    return { ...draft, span, names, composed: place };
  });
}

/** What a reference in a string has whatever it names: it is no import. */
export function common(kind: ReferenceKind, statement: Span): Pick<Draft, 'kind' | 'statement' | 'typeOnly' | 'eager'> {
  return { kind, statement: { start: statement.start, end: statement.end }, typeOnly: false, eager: false };
}

/** The bare span of a node. */
export function spanOf({ start, end }: Span): Span {
  return { start, end };
}
