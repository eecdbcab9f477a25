import { posix } from 'node:path';
import { configProblems, didYouMean } from '../messages/problems.js';
import { nearestPath } from '../workspace/guess.js';

/** What loading needs to know of the source tree. */
export interface World {
  has(path: string): boolean;
  paths(): readonly string[];
  /** Modules that are not there count as removed already: for `check`, which runs where no journal need be. */
  readonly forgiving?: boolean;
}

export type Found = { readonly path: string } | { readonly problem: string };

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.py'];
const INDEXES = [...EXTENSIONS.slice(0, -1).map((extension) => `index${extension}`), '__init__.py'];
/** What a TypeScript file is called in an import of a Node16 project. */
const COMPILED: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

/** A path as it is written, as one relative to the root: `./src/../src/a.ts` -> `src/a.ts`. */
export function relativePath(written: string): Found {
  const shown = JSON.stringify(written);
  if ([...written].some((character) => character < ' ' || character === '\u007f')) {
    return { problem: configProblems.control(shown) };
  }
  if (written.includes('\\')) {
    return { problem: configProblems.backslash(shown) + didYouMean(written.replaceAll('\\', '/')) };
  }
  if (written.startsWith('/') || /^[A-Za-z]:/.test(written)) return { problem: configProblems.absolute(shown) };
  const path = posix.normalize(written).replace(/\/$/, '');
  if (path === '..' || path.startsWith('../')) return { problem: configProblems.outside(shown) };
  return { path };
}

/** The file of a module that must be in the tree. */
export function findModule(written: string, world: World): Found {
  const relative = relativePath(written);
  if ('problem' in relative) return relative;
  const files = filesOf(relative.path, world);
  const [file] = files;
  if (file !== undefined && files.length === 1) return { path: file };
  if (files.length > 1) {
    return {
      problem: configProblems.ambiguous(JSON.stringify(written), files.map((f) => JSON.stringify(f)).join(', ')),
    };
  }
  if (world.forgiving) return { path: relative.path };
  const guess = nearestPath(relative.path, world.paths());
  return { problem: configProblems.noModule(JSON.stringify(written)) + (guess === null ? '' : didYouMean(guess)) };
}

/**
 * The module at one end of a redirect: a file of the tree, or `pkg:` and the specifier. A path that begins with `./` or
 * in a folder of the root is meant to be in the tree; anything else that is not there is a package.
 */
export function findPlace(written: string, world: World): Found {
  if (written.startsWith('pkg:')) return { path: written };
  const relative = relativePath(written);
  if ('problem' in relative) return relative;
  const inside = written.startsWith('./') || isFolder(`${relative.path.split('/')[0] ?? ''}/`, world);
  if (inside || filesOf(relative.path, world).length > 0) return findModule(written, world);
  return { path: `pkg:${relative.path}` };
}

function isFolder(prefix: string, world: World): boolean {
  return world.paths().some((path) => path.startsWith(prefix));
}

/** A world in which files that applied phases removed are still known. */
export function withRemoved(world: World, removed: ReadonlySet<string>): World {
  if (removed.size === 0) return world;
  const paths = [...new Set([...world.paths(), ...removed])].sort();
  return { ...world, has: (path) => removed.has(path) || world.has(path), paths: () => paths };
}

/** The files that a module written without its extension, as a folder, or with dots could mean. */
function filesOf(path: string, world: World): string[] {
  if (world.has(path)) return [path];
  const extension = posix.extname(path);
  const compiled = (COMPILED[extension] ?? []).map((other) => path.slice(0, -extension.length) + other);
  const dotted = /^[\w.]+$/.test(path) ? path.replaceAll('.', '/') : null;
  const candidates = [
    ...compiled,
    ...EXTENSIONS.map((other) => path + other),
    ...INDEXES.map((index) => (path === '.' ? index : `${path}/${index}`)),
    ...(dotted === null || dotted === path ? [] : [`${dotted}.py`, `${dotted}/__init__.py`]),
  ];
  const found = candidates.filter((candidate) => world.has(candidate));
  return found.length > 0 || dotted === null || dotted === path ? found : belowRoots(dotted, world);
}

/** `app.ws.manager` in a `src` layout: wherever the packages begin. */
function belowRoots(dotted: string, world: World): string[] {
  const ends = [`/${dotted}.py`, `/${dotted}/__init__.py`];
  return world.paths().filter((path) => ends.some((end) => path.endsWith(end)));
}
