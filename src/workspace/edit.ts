/** A half-open range of UTF-16 offsets into one text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Replaces `[start, end)` of the *original* text by `text`. Every byte outside the edits of a file stays as it was. */
export interface Edit extends Span {
  readonly text: string;
}

/**
 * Applies edits given in original offsets, in any order. Insertions at one place keep the order in which they were given.
 * Throws on overlapping edits: two rewrites that want the same bytes are a mistake of ours, never something to guess at.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const sorted = edits
    .map((edit, order) => ({ edit, order }))
    .sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.order - b.order)
    .map(({ edit }) => edit);
  let at = 0;
  let out = '';
  for (const edit of sorted) {
    if (edit.start < at) throw new Error(`overlapping edits at offset ${edit.start}`);
    out += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return out + text.slice(at);
}

/** Does the inner span lie in the outer one, which may be the same? */
export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** The text of a span with the edits that lie in it made. */
export function editedText(text: string, span: Span, edits: readonly Edit[]): string {
  const { start, end } = span;
  const local = edits
    .filter((edit) => contains(span, edit))
    .map((edit) => ({ start: edit.start - start, end: edit.end - start, text: edit.text }));
  return applyEdits(text.slice(start, end), local);
}

/** Where the spaces and tabs begin that stand right before an offset. */
export function indentStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && (text[at - 1] === ' ' || text[at - 1] === '\t')) at--;
  return at;
}

/** The 1-based line of an offset; `\n`, `\r\n` and a lone `\r` each end a line, as in the languages we read. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let i = 0; i < offset; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) line++;
  }
  return line;
}

/**
 * `lineAt` for offsets asked for in any order, without counting from the start each time. As long as they rise, only the text
 * up to the last of them is looked at; the table of all lines is made when one goes back.
 */
export function lineIndex(text: string): (offset: number) => number {
  let starts: number[] | null = null;
  let line = 1;
  let start = 0;
  let end = -1;
  return (offset) => {
    if (end === -1) {
      end = endOfLine(text, 0);
      if (text.includes('\r')) starts = lineStarts(text);
    }
    if (offset < start) starts ??= lineStarts(text);
    if (starts !== null) return lineIn(starts, offset);
    while (offset > end) {
      line++;
      start = end + 1;
      end = endOfLine(text, start);
    }
    return line;
  };
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? Infinity : end;
}

function lineIn(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  if (text.includes('\r')) for (const found of text.matchAll(/\r\n?|\n/g)) starts.push(found.index + found[0].length);
  else for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
