import type { Edit, Span } from '../../../workspace/edit.js';
import { lineStart, nextLine } from './layout.js';

export interface ListItem extends Span {
  /** What is to stand there; null takes the item away. */
  readonly text: string | null;
}

/**
 * Edits for a list with commas (names of an import, `__all__`, arguments): items changed or taken away, others added
 * behind the last that stays. A comment behind an item on its line goes with it; those on lines of their own stay.
 * At least one item must stay or be added: an emptied list is its statement's affair.
 */
export function editList(text: string, items: readonly ListItem[], added: readonly string[]): Edit[] {
  const [first] = items;
  const last = items.at(-1);
  if (!first || !last) return [];
  const lastKept = items.findLast((item) => item.text !== null);
  if (!lastKept) return [{ start: first.start, end: last.end, text: added.join(separatorOf(text, items)) }];
  const edits = items.flatMap((item): Edit[] =>
    item.text === null || item.text === text.slice(item.start, item.end)
      ? []
      : [{ start: item.start, end: item.end, text: item.text }],
  );
  for (const line of byLine(text, items)) edits.push(...cutLine(text, line));
  if (added.length > 0) return [...edits, ...append(text, items, lastKept, added)];
  return [...edits, ...danglingComma(text, items, lastKept)];
}

/** A list that ended without a comma goes on doing so, when its last line goes. */
function danglingComma(text: string, items: readonly ListItem[], lastKept: ListItem): Edit[] {
  const last = items.at(-1);
  const line = lineStart(text, lastKept.start);
  const end = items.findLast((item) => lineStart(text, item.start) === line);
  if (!last || !end || end === last || commaEnd(text, last.end) !== null) return [];
  const comma = commaEnd(text, end.end);
  return comma === null ? [] : [{ start: end.end, end: comma, text: '' }];
}

/** Items that begin on the same line. */
function byLine(text: string, items: readonly ListItem[]): ListItem[][] {
  const lines = new Map<number, ListItem[]>();
  for (const item of items) {
    const at = lineStart(text, item.start);
    lines.set(at, [...(lines.get(at) ?? []), item]);
  }
  return [...lines.values()];
}

function cutLine(text: string, line: readonly ListItem[]): Edit[] {
  const [first] = line;
  const last = line.at(-1);
  if (!first || !last || line.every((item) => item.text !== null)) return [];
  const kept = line.findLast((item) => item.text !== null);
  if (!kept) return [cutWhole(text, first, last)];
  const edits = line.flatMap((item, i): Edit[] => {
    const next = line[i + 1];
    return item.text === null && next && item.start < kept.start
      ? [{ start: item.start, end: next.start, text: '' }]
      : [];
  });
  return kept === last ? edits : [...edits, { start: kept.end, end: last.end, text: '' }];
}

/** All items of a line: with the line, when nothing but a comment about them stands there beside them. */
function cutWhole(text: string, first: ListItem, last: ListItem): Edit {
  const end = commaEnd(text, last.end) ?? last.end;
  const from = lineStart(text, first.start);
  const rest = /^[ \t]*(?:#[^\r\n]*|\\)?(?=[\r\n])/.exec(text.slice(end));
  if (rest && /^[ \t\f]*$/.test(text.slice(from, first.start)))
    return { start: from, end: nextLine(text, end + rest[0].length), text: '' };
  return { start: first.start, end: end + (/^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0), text: '' };
}

/** Behind the comma that follows an item (comments and line ends may stand between); null when there is none. */
function commaEnd(text: string, end: number): number | null {
  const gap = /^(?:[ \t\r\n\f]|\\\r?\n|#[^\r\n]*)*,/.exec(text.slice(end));
  return gap ? end + gap[0].length : null;
}

function append(text: string, items: readonly ListItem[], lastKept: ListItem, added: readonly string[]): Edit[] {
  const separator = separatorOf(text, items);
  if (!/[\r\n]/.test(separator)) return [{ start: lastKept.end, end: lastKept.end, text: `, ${added.join(', ')}` }];
  const comma = commaEnd(text, lastKept.end);
  const trailing = items.at(-1) !== undefined && commaEnd(text, (items.at(-1) as ListItem).end) !== null;
  const at = comma === null ? lastKept.end : comma;
  const behind = at + (/^[ \t]*(?:#[^\r\n]*)?(?=[\r\n])/.exec(text.slice(at))?.[0].length ?? 0);
  const lines = separator.slice(1) + added.join(separator) + (trailing ? ',' : '');
  if (comma !== null) return [{ start: behind, end: behind, text: lines }];
  return [
    { start: lastKept.end, end: lastKept.end, text: ',' },
    { start: behind, end: behind, text: lines },
  ];
}

function separatorOf(text: string, items: readonly ListItem[]): string {
  const [first] = items;
  if (!first) return ', ';
  const before = /((?:\r\n|\n|\r)[ \t]*)$/.exec(text.slice(0, first.start));
  return before && !/\\$/.test(text.slice(0, first.start - before[0].length)) ? `,${before[0]}` : ', ';
}
