import type { Span } from '../../workspace/edit.js';
import type { Scanned } from '../language.js';
import type { Reference } from '../reference.js';
import { isWord } from './scan/classes.js';
import { sketch } from './scan/sketch.js';
import { WordReader } from './scan/word-reader.js';
import { analyse } from './scopes.js';
import { FIXED } from './token-kinds.js';

const SOFT_KEYWORDS = new Set(['match', 'case', 'type', '_']);

/**
 * See `Language.onlyImportsDiffer`. Line by line, both versions must say the same but for import statements, strings that name
 * modules, and names that became others. Of these names, and of those that imports bind otherwise than before, none may be
 * undefined afterwards: that is asked of the lines with them alone.
 */
export function onlyImportsDiffer(before: Scanned, after: Scanned): boolean {
  const [was, now] = [linesOf(before), linesOf(after)];
  if (!was || !now || was.code.length !== now.code.length) return false;
  const words = new Set<string>();
  for (const [i, line] of was.code.entries()) {
    const later = now.code[i];
    if (!later || line.opens !== later.opens || line.column !== later.column) return false;
    if (!isRenamed(before, line, after, later, words)) return false;
  }
  for (const bound of was.bound) if (!now.bound.has(bound)) words.add(nameOf(bound));
  for (const bound of now.bound) if (!was.bound.has(bound)) words.add(nameOf(bound));
  return words.size === 0 || (!words.has('*') && !anyUndefined(after.text, words));
}

/** A logical line that is no import statement. */
interface Line extends Span {
  readonly column: string;
  /** A block begins behind it. */
  opens: boolean;
  /** Strings in it that name modules, in order. */
  readonly strings: readonly Span[];
}

interface Lines {
  readonly code: readonly Line[];
  /** Each name that an import binds, with the line before it and its indentation. */
  readonly bound: ReadonlySet<string>;
}

/** Null where the lines do not tell. */
function linesOf({ text, scan }: Scanned): Lines | null {
  const reader = new WordReader(text, []);
  const imports = importsOf(scan.references);
  const strings = stringsOf(scan.references);
  const code: Line[] = [];
  const bound = new Set<string>();
  let [depth, nextString] = [0, 0];
  while (reader.next()) {
    const { start, end, column, flat } = reader;
    const last = code.at(-1);
    if (last && column > depth) last.opens = true;
    depth = column;
    const names = imports.get(start);
    if (names?.end === end) {
      for (const name of names.locals) bound.add(`${code.length} ${column} ${name}`);
      continue;
    }
    const from = nextString;
    while ((strings[nextString]?.start ?? Infinity) < end) nextString++;
    code.push({ start, end, column: `${column} ${flat}`, opens: false, strings: strings.slice(from, nextString) });
  }
  return reader.odd ? null : { code, bound };
}

function nameOf(bound: string): string {
  return bound.slice(bound.lastIndexOf(' ') + 1);
}

/** The import statements, by where they start. A module that may be meant binds no further name. */
function importsOf(references: readonly Reference[]): Map<number, { end: number; locals: string[] }> {
  const found = new Map<number, { end: number; locals: string[] }>();
  for (const { kind, speculative, statement, names, specifier } of references) {
    if (kind !== 'import' || speculative) continue;
    const one = found.get(statement.start) ?? { end: statement.end, locals: [] };
    for (const { local } of names)
      one.locals.push(local === '*' ? `${specifier} *` : (local ?? specifier.replace(/\..*$/, '')));
    found.set(statement.start, one);
  }
  return found;
}

/** Of several that begin in one place the longest. */
function stringsOf(references: readonly Reference[]): Span[] {
  const found: { start: number; end: number }[] = [];
  for (const { kind, span, names } of references) {
    if (kind !== 'mock' && kind !== 'dynamic' && kind !== 'string') continue;
    const end = Math.max(span.end, ...names.map((name) => (name.span.start === span.end + 1 ? name.span.end : 0)));
    const last = found.at(-1);
    if (last?.start === span.start) last.end = Math.max(last.end, end);
    else if (!last || last.end <= span.start) found.push({ start: span.start, end });
  }
  return found;
}

/** Are the lines the same but for names, all of which are noted, and for strings that name modules? */
function isRenamed(before: Scanned, line: Line, after: Scanned, later: Line, words: Set<string>): boolean {
  let [i, j, k] = [line.start, later.start, 0];
  for (; i < line.end && j < later.end; i++, j++) {
    const [string, laterString] = [line.strings[k], later.strings[k]];
    if (string?.start === i && laterString?.start === j) {
      [i, j] = [string.end - 1, laterString.end - 1];
      k++;
    } else if (before.text.charCodeAt(i) !== after.text.charCodeAt(j)) {
      const [from, to] = [wordAt(before.text, i), wordAt(after.text, j)];
      const [old, name] = [before.text.slice(from.start, from.end), after.text.slice(to.start, to.end)];
      const isWithin = from.end > i || to.end > j;
      if (!isWithin || !isName(old) || !isName(name)) return false;
      words.add(old).add(name);
      [i, j] = [from.end - 1, to.end - 1];
    }
  }
  return i === line.end && j === later.end;
}

function wordAt(text: string, at: number): Span {
  let [start, end] = [at, at];
  while (isWord(text.charCodeAt(start - 1))) start--;
  while (isWord(text.charCodeAt(end))) end++;
  return { start, end };
}

function isName(word: string): boolean {
  return /^[A-Za-z_]/.test(word) && !FIXED.has(word) && !SOFT_KEYWORDS.has(word);
}

function anyUndefined(text: string, words: ReadonlySet<string>): boolean {
  const sketched = sketch('', text, new WordReader(text, words), false);
  if ('error' in sketched) return true;
  const { globals, stars } = analyse(sketched.module, text);
  return !stars && [...words].some((word) => globals.has(word));
}
