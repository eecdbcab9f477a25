import { posix } from 'node:path';
import { configProblems, didYouMean } from '../messages/problems.js';
import { compileGlob, isGlob, type Matcher } from '../workspace/glob.js';
import { nearestPath } from '../workspace/guess.js';
import type { JsonPath } from './jsonc.js';
import type { Migration, Place, Redirect } from './migration.js';
import { type Found, type World, findModule, findPlace, relativePath } from './modules.js';
import type { MigrationFile } from './schema.js';

/** Of one list; plain paths do not count. Each is tried on each file. */
const MOST_GLOBS = 200;
/** So many problems are told; looking further would take long, with a guess for each. */
const SHOWN = 20;

export interface Misplaced {
  readonly path: JsonPath;
  readonly text: string;
}

/** Fills in defaults, finds the modules, and checks what a schema cannot say. The migration only counts without problems. */
export function normalise(
  file: MigrationFile,
  world: World,
  origin: { readonly configPath: string; readonly hash: string },
): { migration: Migration; problems: readonly Misplaced[] } {
  const problems: Misplaced[] = [];
  const take = (found: Found, path: JsonPath): string => {
    if ('path' in found) return found.path;
    problems.push({ path, text: found.problem });
    return '';
  };
  const module = (written: string, path: JsonPath): string =>
    problems.length < SHOWN ? take(findModule(written, world), path) : '';
  const canonical = file.canonical
    ? { module: module(file.canonical.module, ['canonical', 'module']), export: file.canonical.export }
    : null;
  const implementation = file.implementation === undefined ? null : module(file.implementation, ['implementation']);
  const globs = {
    entrypoints: compiled(file.entrypoints, 'entrypoints', take),
    tests: compiled(file.tests, 'tests', take),
    obsolete: compiled(file.obsolete, 'obsolete', take),
    exclude: compiled(file.exclude, 'exclude', take),
  };
  const migration: Migration = {
    name: nameOf(file),
    canonical,
    aliases: file.aliases ?? [],
    implementation,
    shims: (file.shims ?? []).map((written, i) => module(written, ['shims', i])),
    factories: (file.factories ?? []).map((factory, i) => ({
      module: module(factory.module, ['factories', i, 'module']),
      calls: factory.calls ?? null,
    })),
    redirects: (file.redirects ?? []).map((written, i) =>
      redirect(written, ['redirects', i], problems.length < SHOWN ? world : { ...world, forgiving: true }, take),
    ),
    isEntrypoint: anyOf(globs.entrypoints),
    isTest: anyOf(globs.tests),
    isObsolete: anyOf(globs.obsolete),
    isExcluded: anyOf(globs.exclude),
    finalize: file.finalize ?? 'absorb',
    retire: file.retire ?? 'delete',
    validate: validation(file.validate),
    unmatched: () => Object.values(globs).flatMap((list) => list.filter((glob) => !matchesSome(glob, world))),
    ...origin,
  };
  problems.push(...contradictions(file, migration), ...lostEntrypoints(file, world));
  return { migration, problems };
}

function redirect(
  written: { readonly from: string; readonly to: string },
  path: JsonPath,
  world: World,
  take: (found: Found, path: JsonPath) => string,
): Redirect {
  const place = (end: 'from' | 'to'): Place => {
    const [module = '', name] = written[end].split('#');
    return { module: take(findPlace(module, world), [...path, end]), name: name ?? null };
  };
  const from = place('from');
  const to = place('to');
  // `old#Name` -> `new` means the same name over there.
  return { from, to: to.name === null ? { ...to, name: from.name } : to };
}

/** What the file says twice or against itself. Compared as found modules, so that `./a` and `a.ts` are one. */
function contradictions(file: MigrationFile, migration: Migration): Misplaced[] {
  const { canonical, implementation } = migration;
  const problems: Misplaced[] = [];
  const say = (path: JsonPath, text: (value: string) => string, value: string | undefined): void => {
    problems.push({ path, text: text(JSON.stringify(value)) });
  };
  if (!file.canonical && migration.redirects.length === 0)
    problems.push({ path: [], text: configProblems.nothingDeclared() });
  if (implementation !== null && implementation !== '' && implementation === canonical?.module) {
    say(['implementation'], configProblems.isCanonical, file.implementation);
  }
  migration.shims.forEach((shim, i) => {
    const written = file.shims?.[i];
    if (shim === '') return;
    if (shim === canonical?.module) say(['shims', i], configProblems.isCanonical, written);
    else if (shim === implementation) say(['shims', i], configProblems.isImplementation, written);
    else if (migration.shims.indexOf(shim) < i) say(['shims', i], configProblems.twice, written);
  });
  const factories = migration.factories.map((factory) => factory.module);
  factories.forEach((factory, i) => {
    if (factory !== '' && factories.indexOf(factory) < i) {
      say(['factories', i, 'module'], configProblems.twice, file.factories?.[i]?.module);
    }
  });
  migration.aliases.forEach((alias, i) => {
    if (alias === canonical?.export) say(['aliases', i], configProblems.ownAlias, alias);
    else if (migration.aliases.indexOf(alias) < i) say(['aliases', i], configProblems.twice, alias);
  });
  migration.redirects.forEach(({ from, to }, i) => {
    const written = file.redirects?.[i];
    if (from.module === '' || to.module === '') return;
    if (from.name === null && to.name !== null) say(['redirects', i, 'to'], configProblems.redirectName, written?.to);
    else if (from.module === to.module && from.name === to.name) {
      say(['redirects', i, 'to'], configProblems.redirectNowhere, written?.to);
    }
  });
  return problems;
}

/** An entry point that is written as a plain path and is not there is a slip: it would silently never be detached. */
function lostEntrypoints(file: MigrationFile, world: World): Misplaced[] {
  let lost = 0;
  return (file.entrypoints ?? []).flatMap((written, i) => {
    const relative = relativePath(written);
    if ('problem' in relative || isGlob(written) || world.has(relative.path)) return [];
    if (world.forgiving) return [];
    const guess = lost++ < SHOWN ? nearestPath(relative.path, world.paths()) : null;
    const text = configProblems.noModule(JSON.stringify(written)) + (guess === null ? '' : didYouMean(guess));
    return [{ path: ['entrypoints', i], text }];
  });
}

interface Glob {
  readonly key: string;
  readonly glob: string;
  readonly matches: Matcher;
}

/** The globs of one list; a plain path matches itself. */
function compiled(
  globs: readonly string[] | undefined,
  key: string,
  take: (found: Found, path: JsonPath) => string,
): Glob[] {
  const cleaned = (globs ?? []).map((glob, i) => take(globPath(glob), [key, i]));
  if (cleaned.filter(isGlob).length > MOST_GLOBS) {
    take({ problem: configProblems.tooMany('globs', MOST_GLOBS) }, [key]);
    return [];
  }
  return cleaned.flatMap((glob, i): Glob[] => {
    const matches = isGlob(glob) ? compileGlob(glob) : (path: string) => path === glob;
    if (typeof matches === 'function') return [{ key, glob, matches }];
    take({ problem: configProblems.glob(JSON.stringify(glob), matches.refused) }, [key, i]);
    return [];
  });
}

function matchesSome({ glob, matches }: Glob, world: World): boolean {
  return world.has(glob) || (isGlob(glob) && world.paths().some(matches));
}

/**
 * A path matches as it stands (`app/[id]/page.ts` is a file in some frameworks) or as a glob. Plain paths may be thousands:
 * they are looked up, not compared one by one.
 */
function anyOf(globs: readonly Glob[]): Matcher {
  const plain = new Set(globs.filter(({ glob }) => !isGlob(glob)).map(({ glob }) => glob));
  const patterns = globs.filter(({ glob }) => isGlob(glob));
  return (path) => plain.has(path) || patterns.some(({ matches }) => matches(path));
}

/** Globs may escape characters with a backslash and are not normalised, but must stay inside the root as paths must. */
function globPath(glob: string): Found {
  const inside = relativePath(glob.replaceAll('\\', ''));
  return 'problem' in inside ? inside : { path: glob.replace(/^(\.\/)+/, '').replace(/\/$/, '/**') };
}

function validation(declared: MigrationFile['validate']): (phase: number) => string | null {
  if (declared === undefined) return () => null;
  if (typeof declared === 'string') return () => declared;
  const byPhase = new Map(Object.entries(declared));
  return (phase) => byPhase.get(String(phase)) ?? null;
}

/**
 * The name given, or one from the canonical module's file (or its folder's, for an index), as a safe folder name. It comes
 * from what is written, not from what is found: a journal must be found even when the tree is in disorder.
 */
export function nameOf(file: MigrationFile): string {
  if (file.name !== undefined) return file.name;
  const module = posix.normalize(file.canonical?.module ?? 'migration').replace(/\.([cm]?[jt]sx?|py)$/, '');
  const base = posix.basename(module);
  const name = base === 'index' || base === '__init__' ? posix.basename(posix.dirname(module)) : base;
  const slug = name.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 64);
  return slug.replace(/^-+|-+$/g, '') || 'migration';
}
