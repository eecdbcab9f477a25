import type { Scanned } from '../language.js';
import type { Reference } from '../reference.js';

/** What stands between import statements, and what each run of them binds: there is a gap before each run, and one behind the last. */
interface Pieces {
  readonly gaps: string[];
  readonly runs: Set<string>[];
}

/**
 * See `Language.onlyImportsDiffer`: the same code around the statements, and the same names bound at each place; or one of
 * them called otherwise, wherever it stands.
 */
export function onlyImportsDiffer(before: Scanned, after: Scanned): boolean {
  const [was, is] = [piecesOf(before), piecesOf(after)];
  if (!was || !is || was.runs.length !== is.runs.length) return false;
  const [old, now] = [namesOf(was), namesOf(is)];
  const gone = [...old].filter((name) => !now.has(name));
  const come = [...now].filter((name) => !old.has(name));
  const [from, to] = [gone[0], come[0]];
  if (gone.length > 1 || come.length !== gone.length) return false;
  const renamed = (name: string): string => (name === to && from !== undefined ? from : name);
  const isSame = was.runs.every((names, i) => isEqual(names, new Set([...(is.runs[i] ?? [])].map(renamed))));
  if (!isSame) return false;
  return from === undefined || to === undefined
    ? was.gaps.every((gap, i) => gap === is.gaps[i])
    : isRename(was.gaps, is.gaps, from, to);
}

/** What was bound by the old name is bound by the new one, and nothing else can be meant by it: it stood nowhere. */
function isRename(was: readonly string[], is: readonly string[], from: string, to: string): boolean {
  const [old, now] = [was.join('\0'), is.join('\0')];
  if (wholeWord(to).test(old) || now.replace(wholeWord(to), from) !== old) return false;
  // An attribute may go on bearing the old name.
  return !new RegExp(`(?<!\\.)${wholeWord(from).source}`, 'u').test(now);
}

function wholeWord(name: string): RegExp {
  return new RegExp(`(?<!\\p{ID_Continue})${name}(?!\\p{ID_Continue})`, 'gu');
}

function namesOf({ runs }: Pieces): Set<string> {
  return new Set(runs.flatMap((names) => [...names]));
}

function isEqual(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((one) => b.has(one));
}

/** Null where a star may bind any name. */
function piecesOf({ text, scan }: Scanned): Pieces | null {
  const pieces: Pieces = { gaps: [], runs: [] };
  let at = 0;
  let last = -1;
  const imports = scan.references.filter(({ kind, speculative }) => kind === 'import' && !speculative);
  for (const one of imports.sort((a, b) => a.statement.start - b.statement.start)) {
    const { start, end } = one.statement;
    if (one.names.some(({ local }) => local === '*')) return null;
    const run = pieces.runs.at(-1);
    const gap = text.slice(at, start);
    // Of one statement, or one of its own line right below, indented alike.
    if (run && (start === last || isBetween(gap, indentation(text, last))))
      for (const name of bound(one)) run.add(name);
    else {
      pieces.gaps.push(gap);
      pieces.runs.push(new Set(bound(one)));
    }
    [at, last] = [end, start];
  }
  pieces.gaps.push(text.slice(at));
  return pieces;
}

function isBetween(gap: string, indent: string): boolean {
  const line = gap.lastIndexOf('\n') + 1;
  return line > 0 && gap.trim() === '' && gap.slice(line) === indent;
}

function indentation(text: string, start: number): string {
  return text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
}

/** `import a.b` binds `a`. */
function bound({ names, specifier }: Reference): string[] {
  return names.map(({ local }) => local ?? specifier.split('.', 1)[0] ?? '');
}
