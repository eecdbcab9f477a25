import { posix } from 'node:path';
import { CODE } from './probe.js';
import { parseSpecifier } from './specifier.js';

/** How a specifier is written: what became of the extension, whether `index` is spelled out, a slash at the end. */
export interface Style {
  readonly extension: 'none' | 'emitted' | 'source' | 'declaration';
  readonly index: boolean;
  readonly slash: boolean;
}

export const PLAIN: Style = { extension: 'none', index: false, slash: false };

function extensionStyle(path: string): Style['extension'] {
  if (!CODE.test(path)) return 'none';
  if (/\.d\.[cm]?ts$/.test(path)) return 'declaration';
  return /\.[cm]?tsx?$/.test(path) ? 'source' : 'emitted';
}

/** How a specifier names a file: with which ending, with `index`, with a slash. */
export function styleOf(specifier: string): Style {
  const { path } = parseSpecifier(specifier);
  return {
    extension: extensionStyle(path),
    index: /(^|\/)index$/.test(path.replace(CODE, '')),
    slash: path.endsWith('/'),
  };
}

/** The name under which the compiler writes a source: `a.mts` becomes `a.mjs`. */
function emitted(path: string): string {
  return path.replace(CODE, (ending) => ending.replace(/^\.d/, '').replace(/([jt])(s)x?$/, 'js'));
}

/**
 * The paths (relative to the root) by which a file may be named, those in the given style first. They are candidates:
 * `./a` may be taken by another file, so each must be resolved before it is used.
 */
export function namesOf(target: string, style: Style): string[] {
  if (!CODE.test(target)) return target.endsWith('.json') ? [target, target.slice(0, -'.json'.length)] : [target];
  const stem = target.replace(CODE, '');
  const isIndex = posix.basename(stem) === 'index';
  const folder = isIndex ? stem.slice(0, -'/index'.length) : null;
  const short = folder === null ? [stem] : folderNames(folder, stem, style);
  const full = style.extension === 'source' ? [target, emitted(target)] : [emitted(target), target];
  if (style.extension === 'declaration') full.unshift(emitted(target).replace(/\.([cm]?)js$/, '.d.$1ts'));
  const ordered = style.extension === 'none' ? [...short, ...full] : [...full, ...short];
  return [...new Set(ordered)];
}

function folderNames(folder: string, stem: string, { index, slash }: Style): string[] {
  const named = slash ? [`${folder}/`, folder] : [folder];
  return index ? [stem, ...named] : [...named, stem, `${folder}/`];
}
