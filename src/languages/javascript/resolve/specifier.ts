import { posix } from 'node:path';

/** A specifier taken apart: `!!raw!` + `./a` + `?x`. Only `path` is resolved; the rest is kept when it is rewritten. */
export interface Specifier {
  readonly prefix: string;
  readonly path: string;
  readonly suffix: string;
}

/** Takes off loader prefixes (everything up to the last `!`) and the query. */
export function parseSpecifier(specifier: string): Specifier {
  const bang = specifier.lastIndexOf('!') + 1;
  const rest = specifier.slice(bang);
  const query = rest.indexOf('?');
  const end = query < 0 ? rest.length : query;
  return { prefix: specifier.slice(0, bang), path: rest.slice(0, end), suffix: rest.slice(end) };
}

/**
 * The same without a `#fragment`, or null when it has none. A leading `#` is a package import, and a file may have `#` in
 * its name: so this is for a path that led nowhere as it stands.
 */
export function withoutFragment(parsed: Specifier): Specifier | null {
  const hash = parsed.path.lastIndexOf('#');
  if (hash <= 0) return null;
  return { ...parsed, path: parsed.path.slice(0, hash), suffix: parsed.path.slice(hash) + parsed.suffix };
}

/** Does the path begin at the importing file (`.`, `..`, `./a`, `../a`)? */
export function isRelative(path: string): boolean {
  return /^\.\.?(\/|$)/.test(path);
}

/** `.`, `..`, `./` and `a/` mean the folder, also where a file `a.ts` stands beside it. */
export function namesFolder(path: string): boolean {
  return /(^|\/)(\.\.?)?$/.test(path);
}

/**
 * A query on a folder spelled with dots or a slash, a loader on `.`, an empty segment: nobody writes them, and `clues`
 * could not find them by any text that is not in every file.
 */
export function isOdd({ prefix, path, suffix }: Specifier): boolean {
  return (suffix !== '' && namesFolder(path)) || (prefix !== '' && path === '.') || /[^:]\/\//.test(path);
}

/** `path` seen from `folder`, normalised and relative to the root; null when it leaves the root. */
export function within(folder: string, path: string): string | null {
  const joined = posix.join(folder, path).replace(/\/$/, '');
  if (joined === '.') return '';
  return joined === '..' || joined.startsWith('../') || joined.startsWith('/') ? null : joined;
}

/** How `folder` names `path` relatively: `./a`, `../a`, `.`, `..`; a slash at the end is kept. */
export function relativeFrom(folder: string, path: string): string {
  const slash = path.endsWith('/') ? '/' : '';
  const way = posix.relative(`/${folder}`, `/${path}`);
  if (way === '') return `.${slash}`;
  return (isRelative(way) ? way : `./${way}`) + slash;
}

/** What `*` stands for when `text` matches the pattern (`''` when it has no `*`); null when it does not match. */
export function matchPattern(pattern: string, text: string): string | null {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text ? '' : null;
  const after = pattern.slice(star + 1);
  const fits = text.length >= pattern.length - 1 && text.startsWith(pattern.slice(0, star)) && text.endsWith(after);
  return fits ? text.slice(star, text.length - after.length) : null;
}

/** The pattern with its `*` filled in. */
export function fillPattern(pattern: string, middle: string): string {
  return pattern.replaceAll('*', () => middle);
}

/**
 * The target for what `*` stood for; null for `//`, and for dots before a fixed ending (`@a/../b/main` by `@*\/main`):
 * nobody writes them, and `clues` could not find them.
 */
export function fillTarget(target: string, middle: string): string | null {
  const filled = fillPattern(target, middle);
  const dots = /\*.*\//.test(target) && /(^|\/)\.\.?(\/|$)/.test(middle);
  return dots || filled.includes('//') ? null : filled;
}

/** Exact patterns first, then those with the longest text before `*`: the order in which the compiler tries them. */
export function bySpecificity(a: string, b: string): number {
  const rank = (pattern: string): number => (pattern.includes('*') ? pattern.indexOf('*') : Infinity);
  const [left, right] = [rank(a), rank(b)];
  return left === right ? 0 : right - left;
}
