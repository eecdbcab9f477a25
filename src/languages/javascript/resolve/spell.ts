import { folderOf } from '../../../workspace/folder.js';
import { isManifest, type Lookup } from './lookup.js';
import { namesOf, styleOf } from './names.js';
import { keysFor, offers, packageSpecifiers } from './package-entry.js';
import { CODE } from './probe.js';
import { fillPattern, isRelative, matchPattern, parseSpecifier, relativeFrom, withoutFragment } from './specifier.js';

interface Task {
  readonly lookup: Lookup;
  readonly from: string;
  readonly target: string;
  /** The path of `like`, without loader prefix and query. */
  readonly path: string;
  /** The file that `like` leads to, if it leads to one. */
  readonly led: string | null;
  /** The paths by which the target may be named, those in the style of `like` first. */
  readonly names: readonly string[];
}

/** See `Resolver.spell`: every candidate is resolved before it is given out, so that it can be ugly but never wrong. */
export function spell(lookup: Lookup, from: string, target: string, like: string): string | null {
  if (target.startsWith('pkg:')) return target.slice('pkg:'.length);
  const resolved = lookup.resolve(from, like);
  const led = resolved.kind === 'file' ? resolved.path : null;
  if (led === target) return like;
  const { prefix, path, suffix } = takeApart(lookup, from, like);
  const names = [...namesOf(target, styleOf(path)), ...foldersOf(lookup, target)];
  const task: Task = { lookup, from, target, path, led, names };
  const found = candidates(task).find((candidate) => accepts(task, candidate));
  return found === undefined ? null : prefix + found + suffix;
}

function takeApart(lookup: Lookup, from: string, like: string): ReturnType<typeof parseSpecifier> {
  const parsed = parseSpecifier(like);
  const cut = withoutFragment(parsed);
  return cut !== null && lookup.resolve(from, cut.path).kind === 'file' ? cut : parsed;
}

/** The folders whose package.json makes the file their main module. */
export function foldersOf(lookup: Lookup, target: string): string[] {
  const folders = lookup.packages.around(folderOf(target)).map((manifest) => manifest.folder);
  return folders.filter((folder) => {
    const importer = `${folder === '' ? '' : `${folder}/`}importer`;
    return ['.ts', '.js'].some((extension) => {
      const led = lookup.resolve(importer + extension, './');
      return led.kind === 'file' && led.path === target;
    });
  });
}

/** Specifiers that may name the target, in the order of preference that the style of `like` asks for. */
function candidates(task: Task): string[] {
  const { from, path, led, names } = task;
  const relative = names.map((name) => relativeFrom(folderOf(from), name));
  if (isManifest(from)) return [...derived(task), ...relative];
  if (isRelative(path)) return crosses(task) ? [...aliases(task), ...relative] : [...relative, ...aliases(task)];
  return led === null ? [...relative, ...aliases(task)] : [...derived(task), ...aliases(task), ...relative];
}

/** From a folder that has an alias into a folder that has another: there nobody climbs with `../..`. */
function crosses({ lookup, from, target }: Task): boolean {
  const mapped = lookup.tsconfigs.mappings(folderOf(from)).filter(({ pattern }) => pattern !== '*');
  const roots = mapped.flatMap(({ targets }) => targets.filter((each) => each.endsWith('/*')));
  const around = (path: string): string[] => roots.filter((root) => matchPattern(root, path) !== null);
  const [home, there] = [around(from), around(target)];
  return home.length > 0 && there.length > 0 && !home.some((root) => there.includes(root));
}

/**
 * The alias that `like` uses, read off the end that it shares with the file it leads to: `@/ws/a` and `src/ws/a.ts` say
 * that `@` stands for `src`. So aliases work whose configuration we cannot see.
 */
function derived({ path, led, names }: Task): string[] {
  if (led === null) return [];
  const named = path.replace(CODE, '').split('/');
  const stem = led.replace(CODE, '');
  const file = (named.at(-1) === 'index' ? stem : stem.replace(/(^|\/)index$/, '')).split('/');
  let shared = 0;
  while (shared < Math.min(named.length, file.length) && named.at(-1 - shared) === file.at(-1 - shared)) shared++;
  const found: string[] = [];
  for (; shared > 0; shared--) {
    const alias = [...named.slice(0, -shared), '*'].join('/');
    const folder = [...file.slice(0, -shared), '*'].join('/');
    found.push(...rename(names, folder, alias));
  }
  return found;
}

/** The names that match `pattern`, written by `alias`. */
function rename(names: readonly string[], pattern: string, alias: string): string[] {
  return names.flatMap((name) => {
    const middle = matchPattern(pattern, name);
    return middle === null ? [] : [fillPattern(alias, middle)];
  });
}

/**
 * Every alias, `#import` and package specifier that the configuration gives; those most like `like` first. A file of the
 * importer's own package goes by the package's name only where `like` does; `*` (`baseUrl`) is left to `derived`.
 */
function aliases({ lookup, from, target, path, names }: Task): string[] {
  const { packages, tsconfigs, files } = lookup;
  const folder = folderOf(from);
  const reaches = (specifier: string): boolean => {
    const led = lookup.resolve(from, specifier);
    return led.kind === 'file' && led.path === target;
  };
  const mapped = tsconfigs
    .mappings(folder)
    .filter(({ pattern }) => pattern !== '*')
    .flatMap(({ pattern, targets }) => targets.flatMap((each) => rename(names, each, pattern)));
  const inner = packages.around(folder)[0];
  const imports = inner === undefined ? [] : keysFor(inner, inner.imports, names, reaches);
  const owner = packages.owner(target);
  const byName = owner !== packages.owner(from) || owner === packages.named(folder, path)?.manifest;
  const named = owner === null || !byName ? [] : packageSpecifiers(files, owner, target, names);
  return [...mapped, ...imports, ...named].sort((a, b) => likeness(b, path) - likeness(a, path));
}

function likeness(specifier: string, like: string): number {
  if (specifier.split('/', 1)[0] === like.split('/', 1)[0]) return 2;
  return specifier[0] === like[0] ? 1 : 0;
}

function accepts({ lookup, from, target, path, led }: Task, candidate: string): boolean {
  const resolved = lookup.resolve(from, candidate);
  if (resolved.kind !== 'file' || resolved.path !== target) return false;
  const { packages } = lookup;
  const home = packages.owner(target);
  const crosses = home !== packages.owner(from);
  if (!crosses || isAlias(lookup, from, candidate)) return true;
  const named = packages.named(folderOf(from), candidate);
  if (named !== null) return isOffered(lookup, from, candidate) || !isOffered(lookup, from, path);
  // A package is reached by its name: a path into another one (relative, or by `baseUrl`) breaks once it is published.
  const isPath = !isAlias(lookup, from, path) && packages.named(folderOf(from), path) === null;
  return isPath && led !== null && home === packages.owner(led);
}

/** By an entry of `paths` or `imports`; `*` (and so `baseUrl`) is no alias but a path. */
function isAlias({ tsconfigs }: Lookup, from: string, specifier: string): boolean {
  const patterns = tsconfigs.mappings(folderOf(from)).map(({ pattern }) => pattern);
  return (
    specifier.startsWith('#') ||
    patterns.some((pattern) => !pattern.startsWith('*') && matchPattern(pattern, specifier) !== null)
  );
}

function isOffered(lookup: Lookup, from: string, specifier: string): boolean {
  const named = lookup.packages.named(folderOf(from), specifier);
  return isAlias(lookup, from, specifier) || named === null || offers(lookup.files, named.manifest, named.subpath);
}
