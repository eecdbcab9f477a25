import type { Edit, Span } from '../../../workspace/edit.js';

/** The line end that the text uses where it first ends a line. */
export function newlineOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}

/** The white space with which the line of this place begins. */
export function indentAt(text: string, at: number): string {
  const lineStart = Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1)) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart, at))?.[0] ?? '';
}

/** The quote with which a string literal at this place begins. */
export function quoteAt(text: string, contentStart: number): string {
  const quote = text[contentStart - 1];
  return quote === '"' ? '"' : "'";
}

/**
 * Takes a whole statement away, with its line when nothing else stands there. Comments are not part of a statement:
 * those before it and behind it stay (edge case 10).
 */
export function removal(text: string, { start, end }: Span): Edit {
  const lineStart = Math.max(text.lastIndexOf('\n', start - 1), text.lastIndexOf('\r', start - 1)) + 1;
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
  for (const [line] of text.matchAll(/^(?:import|export)\b[^\r\n]*\bfrom\b[^\r\n]*/gm)) width = Math.max(width, line.length);
  return width;
}

/**
 * Names in braces, as the file writes them: on one line when there is room beside the `taken` characters of the rest of
 * the statement, else one line for each.
 */
export function braces(text: string, names: readonly string[], taken: number): string {
  const space = /^(?:import|export)\b[^\r\n{]*\{[^\s}][^\r\n}]*\}\s*from\b/m.test(text) ? '' : ' ';
  const short = `{${space}${names.join(', ')}${space}}`;
  // A lone name stays where it is however long the line: breaking it would not help.
  if (names.length < 2 || taken + short.length <= statementWidth(text)) return short;
  const newline = newlineOf(text);
  const indent = /^(?:import|export)\b[^\r\n]*\{\r?\n([ \t]+)/m.exec(text)?.[1] ?? '  ';
  const last = /[\w$]\s*\r?\n\}\s*from\b/.test(text) ? '' : ',';
  return `{${newline}${names.map((name) => indent + name).join(`,${newline}`)}${last}${newline}}`;
}

export interface ListItem extends Span {
  /** What is to stand there; null takes the item away. */
  readonly text: string | null;
}

/**
 * Edits for a list in braces: items changed or taken away with one comma each, others added behind the last that stays.
 * At least one item must stay or be added: an emptied list is its statement's affair.
 */
export function editList(text: string, items: readonly ListItem[], added: readonly string[]): Edit[] {
  const first = items[0];
  const last = items[items.length - 1];
  if (!first || !last) return [];
  const separator = separatorOf(text, items);
  const lastKept = items.findLast((item) => item.text !== null);
  if (!lastKept) return [{ start: first.start, end: last.end, text: added.join(separator) }];
  const edits = items.flatMap((item): Edit[] => {
    if (item.text !== null) return item.text === text.slice(item.start, item.end) ? [] : [item as Edit];
    return item.start < lastKept.start ? [{ start: item.start, end: afterComma(text, item.end), text: '' }] : [];
  });
  if (lastKept !== last) edits.push({ start: lastKept.end, end: last.end, text: '' });
  if (added.length > 0) edits.push({ start: lastKept.end, end: lastKept.end, text: separator + added.join(separator) });
  return edits;
}

function separatorOf(text: string, items: readonly ListItem[]): string {
  const first = items[0];
  if (!first) return ', ';
  const before = /(\r?\n[ \t]*)$/.exec(text.slice(0, first.start));
  return before ? `,${before[0]}` : ', ';
}

/** Behind the comma that follows, and the white space behind that (up to the next item, or the comment before it). */
function afterComma(text: string, end: number): number {
  const gap = /^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*,\s*/.exec(text.slice(end));
  return gap ? end + gap[0].length : end;
}
