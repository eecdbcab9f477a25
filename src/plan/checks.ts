import { isOutside, type Graph } from '../graph/graph.js';
import { languageOf } from '../languages/index.js';
import type { ModuleId } from '../languages/language.js';
import type { Reference } from '../languages/reference.js';
import { finding, type Finding } from '../messages/findings.js';
import type { Migration } from '../migration/migration.js';
import { Cycles } from '../phase/cycles.js';
import type { FactoryBook } from '../phase/factories.js';
import { publicModules } from '../phase/companions.js';
import { loadingImports, typeImportRemedy } from '../phase/type-imports.js';
import type { Change } from '../workspace/change.js';
import { likenessOf } from './likeness.js';
import { checkLoadOrder } from './load-order.js';

/** Two worlds, and what was done between them. What was broken before (the baseline) is never a finding. */
interface Passage {
  readonly before: Graph;
  readonly after: Graph;
  readonly changes: readonly Change[];
  readonly migration: Migration;
  readonly book: FactoryBook;
  /** Told how many of the changed texts are checked, of how many. */
  readonly progress?: (done: number, total: number) => void;
}

/** What must hold before a phase is offered: parses, resolves, defines, offers and loads no worse than before (issue 2). */
export function checkPhase(passage: Passage): Finding[] {
  const sources = passage.changes.filter((change) => change.after !== null && languageOf(change.path) !== null);
  const paths = sources.map(({ path }) => path);
  /** Those that may offer other names than before. */
  const others: string[] = [];
  const unsound = sources.flatMap((change, i) => {
    passage.progress?.(i, sources.length);
    const likeness = likenessOf(passage.before, passage.after, change);
    if (likeness !== 'names kept') others.push(change.path);
    return likeness === null ? checkText(passage, change) : [];
  });
  return [
    ...unsound,
    ...[...paths, ...bereft(passage, sources, others)].flatMap((path) => checkImports(passage, path)),
    ...others.flatMap((path) => checkSurface(passage, path)),
    ...checkCycles(passage, paths),
    ...checkLoadOrder(passage.before, passage.after, paths),
  ];
}

function checkText(passage: Passage, change: Change): Finding[] {
  const { path, before, after } = change;
  const language = languageOf(path);
  if (!language || after === null) return [];
  const now = language.inspect(path, after);
  if (!now.parses) return [finding('does-not-parse', path, 0, now.errors[0] ?? '')];
  // What is in scope everywhere cannot have got lost, unless the file had something of its own by that name.
  const own = new Set(passage.before.references(path).flatMap(({ names }) => names.map(({ local }) => local)));
  const suspects = [...now.undefinedNames].filter(([name]) => !language.standardNames.has(name) || own.has(name));
  if (suspects.length === 0 && now.errors.length === 0) return [];
  const was = before === null ? null : language.inspect(path, before);
  const known = [...(was?.errors ?? [])];
  const worse = now.errors.filter((error) => {
    const at = known.indexOf(error);
    if (at !== -1) known.splice(at, 1);
    return at === -1;
  });
  const lost = suspects.filter(([name]) => !was?.undefinedNames.has(name) && !isTakenIn(passage.changes, name));
  return [
    ...worse.map((error) => finding('does-not-parse', path, 0, error)),
    ...lost.map(([name, line]) => finding('undefined-name', path, line, name)),
  ];
}

/** What a module that goes (or becomes a stub) left to the environment, the one that takes it in leaves to it too. */
function isTakenIn(changes: readonly Change[], name: string): boolean {
  return changes.some(({ path, before, after }) => {
    const language = before === null ? null : languageOf(path);
    if (language === null || before === null || !language.inspect(path, before).undefinedNames.has(name)) return false;
    return after === null || !language.inspect(path, after).undefinedNames.has(name);
  });
}

/** Untouched files that import from a module which offers less than before (one of `others` does), directly or through others. */
function bereft(
  { before, after, migration }: Passage,
  sources: readonly Change[],
  others: readonly string[],
): string[] {
  const changed = new Set(sources.map(({ path }) => path));
  const lostBy = (path: string): string[] => {
    const now = new Set(after.names(path).map(({ name }) => name));
    return before.names(path).flatMap(({ name }) => (now.has(name) ? [] : [name]));
  };
  const found = new Set<string>();
  let round = new Map(others.map((path) => [path, lostBy(path)]));
  for (;;) {
    const poorer = new Set([...round].flatMap(([path, lost]) => (lost.length > 0 ? [path] : [])));
    if (poorer.size === 0) return [...found];
    const counts = (path: string): boolean => !changed.has(path) && !found.has(path) && !migration.isExcluded(path);
    const users = takersOf(after, poorer, new Set([...round.values()].flat()), counts);
    for (const path of users) found.add(path);
    round = new Map(users.map((path) => [path, lostBy(path)]));
  }
}

/** Files that refer to one of the modules and mention one of the names: whoever takes a name writes it, but for `default`. */
function takersOf(
  graph: Graph,
  modules: ReadonlySet<string>,
  names: ReadonlySet<string>,
  counts: (path: string) => boolean,
): string[] {
  if (names.has('default')) return [...new Set(graph.referencesTo(modules, counts).map(({ path }) => path))];
  return graph
    .mentioning([], [...names], counts)
    .filter((path) => graph.uses(path).some(({ module }) => module !== null && modules.has(module)));
}

function checkImports({ before, after }: Passage, path: string): Finding[] {
  const now = brokenNames(after, path);
  if (now.length === 0) return [];
  const known = new Set(brokenNames(before, path).map(({ what }) => what));
  return now.flatMap(({ what, line }) => (known.has(what) ? [] : [finding('broken-import', path, line, what)]));
}

function brokenNames(graph: Graph, path: string): { what: string; line: number }[] {
  return graph.uses(path).flatMap(({ reference, module }) => {
    if (reference.kind === 'string' || reference.kind === 'pattern') return [];
    if (module === null) return reference.guard ? [] : lostNames(path, reference);
    if (reference.guard || isOutside(module) || !languageOf(module) || !isKnown(graph, module)) return [];
    return reference.names
      .filter(({ imported }) => imported !== '*' && !graph.trace(module, imported) && !graph.isOpen(module))
      .map(({ imported }) => ({ what: `${imported} from ${reference.specifier}`, line: reference.line }));
  });
}

/** Where a missing name fails by itself, the loss of its module makes it no worse: so each name counts by itself. */
function lostNames(path: string, { specifier, names, line }: Reference): { what: string; line: number }[] {
  const named = languageOf(path)?.missingNamesFail === true ? names.filter(({ imported }) => imported !== '*') : [];
  return named.length === 0
    ? [{ what: specifier, line }]
    : named.map(({ imported }) => ({ what: `${imported} from ${specifier}`, line }));
}

/** Is what the module exports all that it offers? What has no file (a namespace package) offers its modules only. */
function isKnown(graph: Graph, module: ModuleId): boolean {
  const offer = graph.offer(module);
  if (offer === null) return !graph.workspace.has(module);
  return 'entries' in offer && (offer.open === undefined ? offer.entries.length > 0 : !offer.open);
}

function checkSurface({ before, after, migration, book }: Passage, path: string): Finding[] {
  const asked = new Set([...migration.aliases, ...book.entries]);
  const now = new Set(after.names(path).map(({ name }) => name));
  // What the module only imports for itself matters to those who take it from there: `bereft` finds them.
  const lost = before
    .names(path)
    .filter(({ name, implicit }) => !now.has(name) && implicit !== true && isThere(before, after, path, name));
  const meant = lost.filter(({ name }) => asked.has(name) || handsOnFactory(before, book, path, name));
  const isPublic = meant.length > 0 && publicModules(before).has(path);
  return [
    ...lost.filter((one) => !meant.includes(one)).map(({ name }) => finding('surface-changed', path, 0, name)),
    ...(isPublic ? meant.map(({ name }) => finding('public-name', path, 0, name)) : []),
  ];
}

/** Does the name lead anywhere, and not to a module that the phase takes away? Whoever takes that from here is found by itself. */
function isThere(before: Graph, after: Graph, path: string, name: string): boolean {
  const last = before.trace(path, name)?.at(-1);
  if (!last) return false;
  const module = last.local === '*' ? last.module : last.local?.startsWith('* ') ? last.local.slice('* '.length) : null;
  return module === null || isOutside(module) || after.workspace.has(module) || !before.workspace.has(module);
}

function handsOnFactory(graph: Graph, book: FactoryBook, path: string, name: string): boolean {
  return (graph.trace(path, name) ?? []).some((station) => book.rules.has(`${station.module}\0${station.name}`));
}

function checkCycles({ before, after, migration }: Passage, paths: readonly string[]): Finding[] {
  const cycles = new Cycles(before, after, migration);
  return paths.flatMap((path) => {
    const closing = cycles.closedBy(path);
    const way = closing === null ? null : after.way(closing, path);
    if (closing === null || way === null) return [];
    const line = loadingImports(after, path, closing)[0]?.line ?? 0;
    return [finding('new-cycle', path, line, [path, ...way].join(' -> '), typeImportRemedy(after, path, closing))];
  });
}
