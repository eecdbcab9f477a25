import { lineAt } from '../../../workspace/edit.js';
import type { NameUse, Reference } from '../../reference.js';
import { parseSpecifier } from '../resolve/specifier.js';
import { UNSURE } from './characters.js';

/** `/// <reference path="…" />` before the first statement, which begins at `end`. */
export function pathReferences(text: string, end: number): Reference[] {
  const found: Reference[] = [];
  for (const match of text
    .slice(0, end)
    .matchAll(/^[ \t]*\/\/\/[ \t]*<reference[ \t]+path[ \t]*=[ \t]*(["'])(.*?)\1/gm)) {
    const stop = match.index + match[0].length - 1;
    const span = { start: stop - (match[2] ?? '').length, end: stop };
    const statement = { start: match.index, end: stop + 1 };
    const line = lineAt(text, match.index);
    const specifier = match[2] ?? '';
    found.push({ kind: 'path', specifier, span, statement, line, names: [], typeOnly: true, eager: false });
  }
  return found;
}

/** `./a?raw`, `raw-loader!./a`: the default is what the bundler makes of the file, none of its exports. */
export function isMadeByBundler(specifier: string): boolean {
  const { prefix, suffix } = parseSpecifier(specifier);
  return prefix !== '' || /[?&](raw|url|inline|init|worker|sharedworker)\b/.test(suffix);
}

/** A statement whose names are all types is erased, unless it names nothing: then it is there for its side effects. */
export function isEager(typeOnly: boolean, names: readonly NameUse[]): boolean {
  return !typeOnly && (names.length === 0 || names.some((name) => !name.typeOnly));
}

/**
 * The path that a whole string may stand for; null when it cannot be one. `"."` is a character far more often than a
 * folder; `<rootDir>` is how a test runner's configuration writes the folder it stands in.
 */
export function pathIn(written: string): string | null {
  const text = written.replace(/^<rootDir>\//, './');
  const isPath = text.length <= 300 && /[/.]/.test(text) && !/[\s<>]/.test(text) && /[\p{L}\p{N}]/u.test(text);
  return isPath ? text : null;
}

const ESCAPE = /\\(?:x([\da-f]{2})|u([\da-f]{4})|u\{([\da-f]{1,6})\}|(\r\n|[\n\r\u2028\u2029])|(0\d|[^]))/gi;
const NAMED: ReadonlyMap<string, string> = new Map([
  ...[['n', '\n'] as const, ['r', '\r'] as const, ['t', '\t'] as const],
  ['0', '\0'],
  ...[['v', '\v'] as const, ['f', '\f'] as const, ['b', '\b'] as const],
]);

/** A string's characters with its escapes resolved. Octal ones, and those that are none, throw `Unsure`. */
export function cooked(raw: string): string {
  return raw.replace(ESCAPE, (_, byte?: string, unit?: string, point?: string, line?: string, char?: string) => {
    const number = byte ?? unit ?? point;
    if (number !== undefined) {
      if (parseInt(number, 16) > 0x10ffff) throw UNSURE;
      return String.fromCodePoint(parseInt(number, 16));
    }
    if (line !== undefined) return '';
    const named = NAMED.get(char ?? '');
    if (char === undefined || (named === undefined && /[\dxu]/.test(char))) throw UNSURE;
    return named ?? char;
  });
}
