import { posix } from 'node:path';
import { within } from './specifier.js';

/** What probing may ask of the world. `find` gives the file at a path (perhaps spelled in other case), or null. */
export interface Files {
  find(path: string): string | null;
  /** False only where `find` finds nothing at this path, at this path with any other ending, or below it. */
  mayFind(path: string): boolean;
  /** `main`, `types` … of the package.json in this folder, relative to it; empty when there is none. */
  mains(folder: string, typed: boolean): readonly string[];
}

export interface Request {
  /** Relative to the root. */
  readonly path: string;
  /** The importer is TypeScript (or a component), so that `.ts` wins over `.js`. */
  readonly typed: boolean;
  /** Only the folder is meant: `./a/`, `.`, `..`. */
  readonly folder: boolean;
}

const TS_FIRST = ['.ts', '.tsx', '.d.ts', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json'];
const JS_FIRST = ['.js', '.jsx', '.mjs', '.cjs', '.ts', '.tsx', '.mts', '.cts', '.d.ts', '.json'];

/** The sources that an emitted name may stand for, in the compiler's order. */
const EMITTED: ReadonlyMap<string, readonly string[]> = new Map([
  ['.js', ['.ts', '.tsx', '.d.ts', '.js', '.jsx']],
  ['.mjs', ['.mts', '.d.mts', '.mjs']],
  ['.cjs', ['.cts', '.d.cts', '.cjs']],
  ['.jsx', ['.tsx', '.d.ts', '.jsx']],
]);

/** Extensions that a specifier may leave out or exchange. */
export const CODE = /(\.d)?\.[cm]?[jt]sx?$/;

/** Whether a file that imports reads `./a` as TypeScript does; single-file components do. */
export function isTyped(path: string): boolean {
  return !/\.[cm]?jsx?$/.test(path);
}

function candidates(path: string, typed: boolean): string[] {
  const ending = posix.extname(path);
  const sources = EMITTED.get(ending);
  const stem = path.slice(0, path.length - ending.length);
  const appended = (typed ? TS_FIRST : JS_FIRST).map((extension) => path + extension);
  // The compiler never takes `./config` for a file without an extension; Node does.
  if (sources === undefined) return ending !== '' || !typed ? [path, ...appended] : appended;
  const ordered = typed ? sources : [ending, ...sources.filter((source) => source !== ending)];
  return [...ordered.map((extension) => stem + extension), ...appended];
}

function firstFile(files: Files, path: string, typed: boolean): string | null {
  for (const candidate of candidates(path, typed)) {
    const hit = files.find(candidate);
    if (hit !== null) return hit;
  }
  return null;
}

function indexOf(files: Files, folder: string, typed: boolean): string | null {
  return firstFile(files, posix.join(folder, 'index'), typed);
}

/** The file that a folder stands for: what its package.json names, else its index. */
function folderFile(files: Files, folder: string, typed: boolean): string | null {
  for (const main of files.mains(folder, typed)) {
    const path = within(folder, main);
    if (path === null) continue;
    const hit = firstFile(files, path, typed) ?? indexOf(files, path, typed);
    if (hit !== null) return hit;
  }
  return indexOf(files, folder, typed);
}

/** The file that a path without or with another extension leads to, as the compiler looks for it; null when none does. */
export function probe(files: Files, request: Request): string | null {
  const { path, typed, folder } = request;
  if (!files.mayFind(path)) return null;
  const file = folder || path === '' ? null : firstFile(files, path, typed);
  return file ?? folderFile(files, path, typed);
}
