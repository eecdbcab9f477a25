import type { Inspection, Scanned } from '../language.js';
import type { Reference } from '../reference.js';
import { parse } from './parse.js';
import { analyse } from './scope/scopes.js';
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
  const bound = boundNames(after);
  if (new Set(bound).size !== bound.length || codeOf(before) !== codeOf(after)) return false;
  const was = new Set(boundNames(before));
  return was.size === bound.length && bound.every((name) => was.has(name));
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

/** The text without import and export statements, and without white space: where a statement goes, its line goes. */
function codeOf({ text, scan }: Scanned): string {
  let at = 0;
  let code = '';
  const statements = scan.references.filter(isStatement).map(({ statement }) => statement);
  for (const { start, end } of statements.sort((a, b) => a.start - b.start)) {
    code += text.slice(at, start);
    at = end;
  }
  return (code + text.slice(at)).replace(/\s+/g, '');
}
