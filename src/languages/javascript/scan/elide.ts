import type { Span } from '../../../workspace/edit.js';

/**
 * The text with blanks in the place of every body without a doubtful place, each offset as it was. Of the places outside of
 * these bodies its tree says what the tree of the whole says: an empty body may stand wherever a full one may, and nothing in
 * one body changes what the tree shows of a reference outside of it. `bodies`: the spans between their braces.
 */
export function elided(text: string, bodies: readonly Span[], doubts: readonly number[]): string {
  const places = [...doubts].sort((a, b) => a - b);
  let outline = '';
  let at = 0;
  let next = 0;
  for (const { start, end } of [...bodies].sort((a, b) => a.start - b.start)) {
    while ((places[next] ?? Infinity) < start) next++;
    if (start < at || (places[next] ?? Infinity) < end) continue;
    outline += text.slice(at, start) + ' '.repeat(end - start);
    at = end;
  }
  return outline + text.slice(at);
}
