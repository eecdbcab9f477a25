import type { Node } from '@babel/types';
import { indentStart, type Edit, type Span } from '../../../workspace/edit.js';
import { spanOf } from '../nodes.js';

/** The line end that the text uses where it first ends a line. */
export function newlineOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}

/** Where the line of this place begins. Looks for `\r` on the line alone: in most files there is none to find. */
function startOfLine(text: string, at: number): number {
  const line = text.lastIndexOf('\n', at - 1) + 1;
  return line + text.slice(line, at).lastIndexOf('\r') + 1;
}

/** The white space with which the line of this place begins. */
export function indentAt(text: string, at: number): string {
  const lineStart = startOfLine(text, at);
  return /^[ \t]*/.exec(text.slice(lineStart, at))?.[0] ?? '';
}

/** The quote with which a string literal at this place begins. */
export function quoteAt(text: string, contentStart: number): string {
  const quote = text[contentStart - 1];
  return quote === '"' ? '"' : "'";
}

/** A name of a module as an import or export list writes it: `a-b` can only stand there as a string. */
export function nameInList(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name);
}

/**
 * Takes a whole statement away, with its line when nothing else stands there. Comments are not part of a statement:
 * those before it and behind it stay (edge case 10).
 */
export function removal(text: string, { start, end }: Span): Edit {
  const lineStart = startOfLine(text, start);
  const rest = /^[ \t]*(\r?\n|\r|$)/.exec(text.slice(end, end + 2000));
  if (/^[ \t\uFEFF]*$/.test(text.slice(lineStart, start)) && rest) {
    const from = text.startsWith('\uFEFF', lineStart) ? lineStart + 1 : lineStart;
    return { start: from, end: end + rest[0].length, text: '' };
  }
  const behind = /^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0;
  const before = rest ? (/[ \t]*$/.exec(text.slice(lineStart, start))?.[0].length ?? 0) : 0;
  return { start: start - before, end: end + behind, text: '' };
}

/** Where a new statement goes that follows this one: behind what stands on the same line as a comment, else directly behind it. */
export function afterStatement(text: string, { end }: Span): number {
  const rest = /^[ \t]*(\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/[ \t]*)?(?=\r|\n|$)/.exec(text.slice(end));
  return rest ? end + rest[0].length : end;
}

/** How wide a statement of this file may be: as its widest import or re-export of one line, and 80 at least. */
export function statementWidth(text: string): number {
  let width = 80;
  for (const [line] of text.matchAll(/^(?:import|export)\b[^\r\n]*\bfrom\b[^\r\n]*/gm))
    width = Math.max(width, line.length);
  return width;
}

/** An item of a list with the comments that go where it goes: on lines above it, and behind it on its own line. */
export interface Entry {
  readonly text: string;
  readonly above: readonly string[];
  readonly behind: string;
}

/**
 * Names in braces, as the file writes them: on one line when there is room beside the `taken` characters of the rest of
 * the statement and no comment is among them, else one line for each.
 */
export function braces(
  text: string,
  names: readonly (string | Entry)[],
  taken: number,
  alone = names.length < 2,
): string {
  const entries = names.map((name): Entry => (typeof name === 'string' ? { text: name, above: [], behind: '' } : name));
  const space = /^(?:import|export)\b[^\r\n{]*\{[^\s}][^\r\n}]*\}\s*from\b/m.test(text) ? '' : ' ';
  const short = `{${space}${entries.map((entry) => entry.text).join(', ')}${space}}`;
  // A lone name (with no default beside it) stays where it is however long the line: so formatters have it.
  const fits = alone || taken + short.length <= statementWidth(text);
  if (fits && entries.every(({ above, behind }) => above.length === 0 && behind === '')) return short;
  const newline = newlineOf(text);
  const indent = /^(?:import|export)\b[^\r\n]*\{\r?\n([ \t]+)/m.exec(text)?.[1] ?? '  ';
  const last = /^[^/\r\n]*[\w$][ \t]*\r?\n\}\s*from\b/m.test(text) ? '' : ',';
  return `{${linesOf(entries, newline + indent, last)}${newline}}`;
}

/** One line for each, with its comments; `last` is what stands behind the last one. */
function linesOf(entries: readonly Entry[], lead: string, last: string): string {
  const line = ({ text, above, behind }: Entry, i: number): string =>
    [...above, `${text}${i < entries.length - 1 ? ',' : last}${behind === '' ? '' : ` ${behind}`}`]
      .map((one) => lead + one)
      .join('');
  return entries.map(line).join('');
}

export interface ListItem extends Span {
  /** What is to stand there; null takes the item away. */
  readonly text: string | null;
}

/**
 * Edits for a list in braces: items changed or taken away with one comma each, others added behind the last that stays.
 * At least one item must stay or be added: an emptied list is its statement's affair.
 */
export function editList(text: string, items: readonly ListItem[], added: readonly Entry[]): Edit[] {
  const first = items[0];
  const last = items[items.length - 1];
  if (!first || !last) return [];
  const separator = separatorOf(text, items);
  const lastKept = items.findLast((item) => item.text !== null);
  if (!lastKept) return [{ start: first.start, end: last.end, text: added.map((entry) => entry.text).join(separator) }];
  const byLine = items.every((item) => (item.text !== null && item !== lastKept) || onOwnLine(text, item) !== null);
  if (byLine && separator !== ', ') return editLines(text, items, lastKept, added, separator.slice(1));
  const edits = items.flatMap((item): Edit[] => {
    if (item.text !== null) return item.text === text.slice(item.start, item.end) ? [] : [item as Edit];
    return item.start < lastKept.start ? [{ start: item.start, end: afterComma(text, item.end), text: '' }] : [];
  });
  if (lastKept !== last) edits.push({ start: lastKept.end, end: last.end, text: '' });
  if (added.length > 0)
    edits.push({
      start: lastKept.end,
      end: lastKept.end,
      text: [{ text: '' }, ...added].map((entry) => entry.text).join(separator),
    });
  return edits;
}

/** A list with one item on each line: whole lines come and go, so that every comment stays with its item. */
function editLines(
  text: string,
  items: readonly ListItem[],
  lastKept: ListItem,
  added: readonly Entry[],
  lead: string,
): Edit[] {
  const last = items[items.length - 1] ?? lastKept;
  const trailing = /^[ \t]*,/.test(text.slice(last.end)) ? ',' : '';
  const edits = items.flatMap((item): Edit[] => {
    if (item.text === null)
      return [onOwnLine(text, item)?.lines ?? item].map(({ start, end }) => ({ start, end, text: '' }));
    return item.text === text.slice(item.start, item.end) ? [] : [item as Edit];
  });
  const comma = /^[ \t]*,/.exec(text.slice(lastKept.end))?.[0].length ?? 0;
  const wanted = trailing !== '' || added.length > 0;
  if (comma === 0 && wanted) edits.push({ start: lastKept.end, end: lastKept.end, text: ',' });
  if (comma > 0 && !wanted) edits.push({ start: lastKept.end, end: lastKept.end + comma, text: '' });
  const at = lastKept.end + (/^[^\r\n]*/.exec(text.slice(lastKept.end))?.[0].length ?? 0);
  if (added.length > 0) edits.push({ start: at, end: at, text: linesOf(added, lead, trailing) });
  return edits;
}

/** The lines of a list's item with its comments; null when it shares its line with anything else. */
export function onOwnLine(text: string, { start, end }: Span): { readonly lines: Span; readonly entry: Entry } | null {
  const from = aboveComments(text, start);
  const before =
    from === null
      ? null
      : /^(\r?\n[ \t]*)((?:(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/)[ \t]*\r?\n[ \t]*)*)$/.exec(text.slice(from, start));
  const behind = /^[ \t]*,?[ \t]*(\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/)?[ \t]*(?=\r?\n)/.exec(text.slice(end));
  if (from === null || !before || !behind) return null;
  const above = (before[2] ?? '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const entry = { text: text.slice(start, end), above, behind: behind[1] ?? '' };
  return { lines: { start: from, end: end + behind[0].length }, entry };
}

/** The line end before the lines of comments that stand right above this place; null when it does not begin its line. */
function aboveComments(text: string, at: number): number | null {
  let from = lineEndBefore(text, at);
  while (from !== null && from > 0) {
    const line: number = text.lastIndexOf('\n', from - 1) + 1;
    if (line === 0 || !COMMENT_LINE.test(text.slice(line, from))) break;
    from = lineEndBefore(text, line);
  }
  return from;
}

const COMMENT_LINE = /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/)[ \t]*$/;

/** The line end before the white space that stands right before this place. */
function lineEndBefore(text: string, at: number): number | null {
  const end = indentStart(text, at) - 1;
  if (text[end] !== '\n') return null;
  return text[end - 1] === '\r' ? end - 1 : end;
}

function separatorOf(text: string, items: readonly ListItem[]): string {
  const first = items[0];
  if (!first) return ', ';
  const from = lineEndBefore(text, first.start);
  return from === null ? ', ' : `,${text.slice(from, first.start)}`;
}

/** Behind the comma that follows, and the white space behind that (up to the next item, or the comment before it). */
function afterComma(text: string, end: number): number {
  const gap = /^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*,\s*/.exec(text.slice(end));
  return gap ? end + gap[0].length : end;
}

/** Takes nodes out of a list between commas, and leaves every byte of the others to other edits. */
export function withoutItems<T extends Node>(text: string, list: readonly T[], isGone: (node: T) => boolean): Edit[] {
  const items = list.map((node) => {
    const at = spanOf(node);
    return { ...at, text: isGone(node) ? null : text.slice(at.start, at.end) };
  });
  return editList(text, items, []);
}
