import { posix } from 'node:path';
import type { Entry, Manifest } from './packages.js';
import { CODE, type Files, probe } from './probe.js';
import { fillPattern, fillTarget, matchPattern, within } from './specifier.js';

const BUILT = /^(dist|lib|es|esm|cjs|build|out|output|types|typings|umd)$/;

/**
 * The sources from which a build may have made `target` (relative to the package, without extension): `dist/esm/a.js`
 * comes from `src/esm/a`, `src/a`, `a` … Only to be asked where `target` itself is not there. May contain `*`.
 */
export function sourcesOf(target: string): string[] {
  const segments = posix.normalize(target).replace(CODE, '').replace(/\/$/, '').split('/');
  const rests: string[] = [];
  for (let i = 0; BUILT.test(segments[i] ?? ''); i++) rests.push(segments.slice(i + 1).join('/'));
  return [...rests.map((rest) => posix.join('src', rest)), ...rests.filter((rest) => rest !== '')];
}

/** The file that one of the targets of a package leads to: as it is written, else its source when it is a build's output. */
export function resolveTargets(
  files: Files,
  folder: string,
  targets: readonly string[],
  typed: boolean,
): string | null {
  const look = (target: string): string | null => {
    const path = within(folder, target);
    return path === null ? null : probe(files, { path, typed, folder: target.endsWith('/') });
  };
  return firstOf(targets, look) ?? firstOf(targets, (target) => firstOf(sourcesOf(target), look));
}

function firstOf(targets: readonly string[], look: (target: string) => string | null): string | null {
  for (const target of targets) {
    const hit = look(target);
    if (hit !== null) return hit;
  }
  return null;
}

/** The targets that `exports` or `imports` give for a key, `*` filled in; empty when no entry matches. */
export function targetsFor(entries: readonly Entry[], key: string): string[] {
  for (const entry of entries) {
    const middle = matchPattern(entry.key, key);
    if (middle !== null) return entry.targets.flatMap((target) => fillTarget(target, middle) ?? []);
  }
  return [];
}

/** The file that a subpath (`.`, `./sub`) of a package of the workspace leads to, whether or not the package is built. */
export function resolvePackage(files: Files, manifest: Manifest, subpath: string, typed: boolean): string | null {
  const { folder } = manifest;
  const exported = resolveTargets(files, folder, targetsFor(manifest.exports, subpath), typed);
  if (exported !== null) return exported;
  // Without `exports`, monorepos map what a build would put beside the manifest to `src` by generated configurations.
  const unbuilt = manifest.exports.length === 0 ? [`./src/${subpath.slice(2)}`] : [];
  if (subpath !== '.') return resolveTargets(files, folder, [subpath, ...unbuilt], typed);
  return resolveTargets(files, folder, [...files.mains(folder, typed), './src/index', './index'], typed);
}

/**
 * Whether a package means a subpath to be imported: by `exports`, or, without it, when the file is there after a build
 * too. `resolve` is more lenient than this, since bundlers are; but we never write what the package does not offer.
 */
export function offers(files: Files, manifest: Manifest, subpath: string): boolean {
  if (subpath === '.') return true;
  if (manifest.exports.length > 0) return targetsFor(manifest.exports, subpath).length > 0;
  const isThere = (target: string): boolean => {
    const path = within(manifest.folder, target);
    return path !== null && probe(files, { path, typed: true, folder: false }) !== null;
  };
  const built = manifest.mains.length > 0 && !manifest.mains.some(isThere);
  return !built || (!subpath.startsWith('./src/') && isThere(subpath));
}

/**
 * The keys of `exports` or `imports` that may lead to a file known by `names` (relative to the root). Exact keys are
 * taken when `reaches` says so.
 */
export function keysFor(
  manifest: Manifest,
  entries: readonly Entry[],
  names: readonly string[],
  reaches: (key: string) => boolean,
): string[] {
  return entries.flatMap(({ key, targets }) => {
    if (!key.includes('*')) return reaches(key) ? [key] : [];
    const patterns = targets.flatMap((target) => [target, ...sourcesOf(target)]);
    return patterns.flatMap((pattern) => {
      const path = within(manifest.folder, pattern);
      if (path === null) return [];
      return names.flatMap((name) => {
        const middle = matchPattern(path, name);
        return middle === null ? [] : [fillPattern(key, middle)];
      });
    });
  });
}

/** The specifiers by which a file known by `names` may be imported from its package, from outside or by itself. */
export function packageSpecifiers(
  files: Files,
  manifest: Manifest,
  target: string,
  names: readonly string[],
): string[] {
  const { name, folder } = manifest;
  if (name === null) return [];
  const reaches = (subpath: string): boolean =>
    [true, false].some((typed) => resolvePackage(files, manifest, subpath, typed) === target);
  const exported = keysFor(manifest, manifest.exports, names, reaches);
  const inside = names.flatMap((each) => matchPattern(folder === '' ? '*' : `${folder}/*`, each) ?? []);
  const main = reaches('.') ? ['.'] : [];
  const subpaths = [...main, ...exported, ...inside.filter((path) => path !== '').map((path) => `./${path}`)];
  return [...new Set(subpaths)].map((subpath) => name + subpath.slice(1));
}
