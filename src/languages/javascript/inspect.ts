import type { Inspection, Scanned } from '../language.js';
import type { Reference } from '../reference.js';
import { parse } from './parse.js';
import { analyse } from './scope/scopes.js';
import { isContextual, mentions, wholeWord } from './scope/plain-uses.js';
import { STANDARD_NAMES } from './standard-names.js';

/** Errors and undeclared names of a file, to be compared with those of the same file before a rewrite. */
export function inspect(path: string, text: string): Inspection {
  const parsed = parse(path, text);
  if ('error' in parsed)
    return { errors: [`line ${parsed.line}: ${parsed.error}`], parses: false, undefinedNames: new Map() };
  const undefinedNames = new Map<string, number>();
  for (const [name, uses] of analyse(parsed.ast).globals)
    if (!STANDARD_NAMES.has(name)) undefinedNames.set(name, uses[0]?.node.loc?.start.line ?? 0);
  return { errors: parsed.errors, parses: true, undefinedNames };
}

/** See `Language.onlyImportsDiffer`: the same code around the statements, the same names bound, each once and as what it was. */
export function onlyImportsDiffer(before: Scanned, after: Scanned): boolean {
  const bound = new Set(boundNames(after));
  const was = new Set(boundNames(before));
  if (bound.size !== boundNames(after).length || bound.size !== was.size) return false;
  const gone = [...was].filter((name) => !bound.has(name));
  if (gone.length === 0) return codeOf(before) === codeOf(after);
  const come = [...bound].filter((name) => !was.has(name));
  return gone.length === 1 && isRename(before, after, gone[0] ?? '', come[0] ?? '');
}

/**
 * Is all that differs that an imported name is called otherwise, wherever it stands? Then what was bound by the old name is
 * bound by the new one, and nothing else can be meant by it: it stood nowhere.
 */
function isRename(before: Scanned, after: Scanned, gone: string, come: string): boolean {
  const [was = '', from = '', typeOnly] = gone.split(' ');
  const [is, to = '', stillTypeOnly] = come.split(' ');
  if (was !== 'import' || is !== 'import' || typeOnly !== stillTypeOnly || isContextual(from) || isContextual(to))
    return false;
  const [old, now] = [codeOf(before, ' '), codeOf(after, ' ')];
  if (mentions(old, to) || now.replace(wholeWord(to, 'g'), from) !== old) return false;
  // A property may go on bearing the old name.
  return !new RegExp(`(?<![^.]\\.)${wholeWord(from).source}`).test(now);
}

function isStatement({ kind, nested }: Reference): boolean {
  return (kind === 'import' || kind === 'reexport') && !nested;
}

function boundNames({ scan }: Scanned): string[] {
  return scan.references.filter(isStatement).flatMap(({ kind, names }) =>
    // A star re-export binds nothing; its names are the surface check's affair.
    names.filter(({ local }) => local !== '*').map(({ local, typeOnly }) => `${kind} ${local} ${typeOnly}`),
  );
}

/** The text without import and export statements, and with `space` for all white space: where a statement goes, its line goes. */
function codeOf({ text, scan }: Scanned, space = ''): string {
  let at = 0;
  let code = '';
  const statements = scan.references.filter(isStatement).map(({ statement }) => statement);
  for (const { start, end } of statements.sort((a, b) => a.start - b.start)) {
    code += text.slice(at, start);
    at = end;
  }
  return (code + text.slice(at)).replace(/\s+/g, space).trim();
}
