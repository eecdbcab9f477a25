import type { Edit, Span } from '../../../workspace/edit.js';

/** Comments that speak to a tool about their own line: without the statement they mean nothing, or something else. */
const PRAGMA = /^#\s*(?:noqa|type:|pylint:|pragma:|isort:|nosec|pyright:|mypy:|ruff:|fmt:|yapf:)/i;

/** The line end that the text uses where it first ends a line. */
export function newlineOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}

/** Where the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  const at = line + text.slice(line, offset).lastIndexOf('\r') + 1;
  return text.startsWith('\uFEFF', at) ? at + 1 : at;
}

/** Behind the line end at this place, if there is one. */
export function nextLine(text: string, end: number): number {
  return text.startsWith('\r\n', end) ? end + 2 : /[\r\n]/.test(text.charAt(end)) ? end + 1 : end;
}

/** The white space with which the line of an offset begins. */
export function indentAt(text: string, offset: number): string {
  return /^[ \t\f]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? '';
}

/** Where a new line goes that follows this statement: behind the comment on its last line. */
export function afterStatement(text: string, { end }: Span): number {
  const rest = /^[ \t]*(?:#[^\r\n]*)?(?=[\r\n]|$)/.exec(text.slice(end));
  return rest ? end + rest[0].length : end;
}

/**
 * Takes a whole statement away, with its line when nothing else stands there. Comments before it stay, and so does one
 * behind it, unless it speaks to a tool (`# noqa`). Of `a; b` only the one part goes, with its semicolon.
 */
export function removal(text: string, span: Span): Edit {
  const from = lineStart(text, span.start);
  const first = /^[ \t\f]*$/.test(text.slice(from, span.start));
  const [, space = '', comment = ''] = /^([ \t]*)(#[^\r\n]*)?/.exec(text.slice(span.end)) ?? [];
  const end = span.end + space.length;
  const atEnd = end === text.length || /[\r\n]/.test(text.charAt(end));
  if (first && (atEnd || PRAGMA.test(comment)))
    return { start: from, end: nextLine(text, end + (atEnd ? 0 : comment.length)), text: '' };
  if (first && comment !== '') return { start: span.start, end, text: '' };
  if (text.charAt(end) === ';')
    return { start: span.start, end: end + (/^;[ \t]*/.exec(text.slice(end))?.[0].length ?? 0), text: '' };
  const before = /[ \t]*;?[ \t]*$/.exec(text.slice(from, span.start))?.[0].length ?? 0;
  return {
    start: span.start - before,
    end: span.end,
    text: text.charAt(span.start - before - 1) === ':' ? ' pass' : '',
  };
}

/**
 * Of the blank lines around whole lines that go, those above and those below are not both needed: the larger gap stays.
 * None stays at the top of a file.
 */
export function withoutGaps(text: string, removals: readonly Edit[]): Edit[] {
  const sorted = [...removals].sort((a, b) => a.start - b.start);
  return sorted.map((edit, i): Edit => {
    const isLast = sorted[i + 1]?.start !== edit.end;
    if (!isLast || edit.text !== '' || !isLineStart(text, edit.end)) return edit;
    let first = i;
    while (first > 0 && sorted[first - 1]?.end === sorted[first]?.start) first--;
    const start = sorted[first]?.start ?? edit.start;
    if (!isLineStart(text, start)) return edit;
    const below = /^(?:[ \t]*(?:\r\n|\n|\r))*/.exec(text.slice(edit.end))?.[0].match(LINE) ?? [];
    const above = /^\uFEFF?\s*$/.test(text.slice(0, start)) ? Infinity : blankLinesBefore(text, start);
    return { ...edit, end: edit.end + below.slice(0, above).join('').length };
  });
}

const LINE = /[ \t]*(?:\r\n|\n|\r)/g;

function isLineStart(text: string, offset: number): boolean {
  return lineStart(text, offset) === offset && (offset < text.length || /[\r\n]$/.test(text));
}

function blankLinesBefore(text: string, start: number): number {
  const gap = /(?:^|\r\n|\n|\r)((?:[ \t]*(?:\r\n|\n|\r))*)$/.exec(text.slice(0, start));
  return gap?.[1]?.match(LINE)?.length ?? 0;
}

/** Takes a top-level declaration away with the blank lines that set it off, as PEP 8 leaves two. */
export function blockRemoval(text: string, span: Span): Edit {
  const edit = removal(text, span);
  const blank = /^(?:[ \t]*(?:\r\n|\n|\r))+/.exec(text.slice(edit.end));
  const atTop = /^\s*$/.test(text.slice(0, edit.start));
  const before = /(?:^|\n|\r)(?:[ \t]*(?:\r\n|\n|\r))+$/.test(text.slice(0, edit.start));
  if (blank && (before || atTop)) return { ...edit, end: edit.end + blank[0].length };
  if (edit.end < text.length) return edit;
  const tail = /(?:\r\n|\n|\r)((?:[ \t]*(?:\r\n|\n|\r))+)$/.exec(text.slice(0, edit.start));
  return { ...edit, start: edit.start - (tail?.[1]?.length ?? 0) };
}

/** How wide a line of this file may be: as its widest import of one line, and 88 at least (what Black allows). */
export function statementWidth(text: string): number {
  let width = 88;
  for (const [line] of text.matchAll(/^[ \t]*(?:from|import)[ \t][^\r\n#]*/gm))
    width = Math.max(width, line.trimEnd().length);
  return width;
}

/**
 * `from module import names`, on one line when there is room, else in parentheses as the file writes them. Without a module:
 * `import names`.
 */
export function fromImport(text: string, indent: string, specifier: string, names: readonly string[]): string {
  if (specifier === '') return `import ${names.join(', ')}`;
  const head = `from ${specifier} import `;
  const short = head + names.join(', ');
  // A lone name stays where it is however long the line: breaking it would not help.
  if (names.length < 2 || indent.length + short.length <= statementWidth(text)) return short;
  const newline = newlineOf(text);
  const inner = /^[ \t]*from[ \t][^\r\n(]*\((?:\r\n|\n|\r)([ \t]+)/m.exec(text)?.[1];
  const step = inner !== undefined && indent === '' ? inner : `${indent}    `;
  return `${head}(${newline}${names.map((name) => `${step}${name},`).join(newline)}${newline}${indent})`;
}
