import { folderOf } from '../../../workspace/folder.js';
import { posix } from 'node:path';
import type { ModuleId, Near } from '../../language.js';
import type { Lookup } from './lookup.js';
import { namesOf, PLAIN } from './names.js';
import { keysFor, packageSpecifiers } from './package-entry.js';
import { CODE } from './probe.js';
import { fillPattern, isRelative, matchPattern } from './specifier.js';
import { foldersOf } from './spell.js';

const QUOTES = ["'", '"', '`'];

/** How every specifier ends that names a folder by dots: `.`, `..`, `./`, `../..`. (`resolve` wants no query there.) */
const BY_DOTS = QUOTES.flatMap((quote) => [`${quote}.${quote}`, `..${quote}`, `./${quote}`, `/.${quote}`]);

/** `index` alone: `baseUrl`, manifests, triple-slash paths, the last part of a path that is joined. */
const INDEX = QUOTES.map((quote) => `${quote}index`);

/** How a specifier ends that names a folder. Only the ends, since a bare `src` or `utils` is in every file. */
function byFolder(name: string): string[] {
  const ends = [...QUOTES, ...QUOTES.map((quote) => `/${quote}`), '?', '#'];
  return ends.map((end) => `/${name}${end}`);
}

/**
 * See `Resolver.needles`. The stem of a file is in every specifier of it, unless an alias hides it (`@ws` for
 * `src/ws/manager.ts`) or the specifier names a folder.
 */
export function needles(lookup: Lookup, module: ModuleId): string[] {
  if (module.startsWith('pkg:')) return [module.slice('pkg:'.length)];
  const stem = stemOf(module);
  const own = folderOf(module);
  const folders = foldersFor(lookup, module);
  const sure = stem === 'index' ? [...INDEX, `${posix.basename(own)}/index`] : [stem];
  const ends = [...folders].filter((folder) => folder !== '').map((folder) => posix.basename(folder));
  const isSure = (text: string): boolean =>
    sure.some((needle) => text.includes(needle)) || ends.some((end) => text.endsWith(`/${end}`));
  const names = [...namesOf(module, PLAIN), ...[...folders].flatMap((folder) => [folder, `${folder}/`])];
  const hidden = specifiers(lookup, module, names).filter((text) => !isSure(text));
  const beginnings = openings(lookup, module, names).flatMap(beginning);
  return [...new Set([...sure, ...ends.flatMap(byFolder), ...hidden.flatMap(whole), ...beginnings])];
}

/**
 * See `Resolver.near`. Dots alone lead to a folder around the importer; dots and `index`, to one around it as well
 * (`resolve` wants no dots after a name there).
 */
export function near(lookup: Lookup, module: ModuleId): Near[] {
  if (module.startsWith('pkg:')) return [];
  const below = [...foldersFor(lookup, module)].map((folder): Near => ({ folder, needles: BY_DOTS }));
  return stemOf(module) === 'index' ? [...below, { folder: folderOf(module), needles: ['/index'] }] : below;
}

function stemOf(module: string): string {
  return posix
    .basename(module)
    .replace(CODE, '')
    .replace(/\.json$/, '');
}

/** The folders that stand for the module. */
function foldersFor(lookup: Lookup, module: string): Set<string> {
  const folders = new Set(foldersOf(lookup, module));
  return stemOf(module) === 'index' ? folders.add(folderOf(module)) : folders;
}

/** A lone word (`baseUrl`, a package's name) would be in every file: it stands where a specifier begins. */
function beginning(text: string): string[] {
  return /^\w*$/.test(text) ? [...QUOTES, '!'].map((before) => before + text) : [text];
}

/** `@/` would be in every file as well: it stands where a specifier ends. */
function whole(text: string): string[] {
  return text.endsWith('/') ? QUOTES.map((after) => text + after) : beginning(text);
}

/** Whole specifiers by alias or package name, and what manifests call the file. */
function specifiers(lookup: Lookup, module: string, names: readonly string[]): string[] {
  const { packages, tsconfigs, files } = lookup;
  const reaches = (from: string, specifier: string): boolean =>
    ['ts', 'js'].some((extension) => {
      const led = lookup.resolve(posix.join(from, `importer.${extension}`), specifier);
      return led.kind === 'file' && led.path === module;
    });
  const mapped = tsconfigs.all().flatMap(({ pattern, targets }) => {
    return targets.flatMap((target) => names.flatMap((name) => fill(pattern, matchPattern(target, name))));
  });
  const imported = packages.all().flatMap((manifest) => {
    return keysFor(manifest, manifest.imports, names, (key) => reaches(manifest.folder, key));
  });
  const named = packages.around(folderOf(module)).flatMap((manifest) => {
    return [...packageSpecifiers(files, manifest, module, names), ...ownTargets(lookup, manifest.folder, module)];
  });
  const found = new Set([...mapped, ...imported, ...named]);
  return [...found].filter((text) => text !== '' && !(text.endsWith('/') && found.has(text.slice(0, -1))));
}

/** What specifiers must begin with of which no more is certain. */
function openings({ packages }: Lookup, module: string, names: readonly string[]): string[] {
  // `"#ws/*": "@scope/ws/*"` may lead anywhere.
  const imported = packages.all().flatMap(({ imports }) => {
    const open = imports.filter(({ key, targets }) => key.includes('*') && !targets.every(isRelative));
    return open.map(({ key }) => key.slice(0, key.indexOf('*')));
  });
  // `pkg`, `pkg/dist`, `pkg/lib/esm` … may each stand for the package's `src`.
  const named = packages.around(folderOf(module)).flatMap(({ name, folder }) => {
    const roots = [folder, posix.join(folder, 'src')];
    return name !== null && names.some((each) => roots.includes(each)) ? [name] : [];
  });
  return [...imported, ...named];
}

function fill(pattern: string, middle: string | null): string[] {
  return middle === null ? [] : [fillPattern(pattern, middle)];
}

/** The texts by which the package.json itself names the file (`"main": "dist"` for `src/index.ts`). */
function ownTargets(lookup: Lookup, folder: string, module: string): string[] {
  const manifest = lookup.packages.at(folder);
  if (manifest === null) return [];
  const targets = [...manifest.mains, ...[...manifest.exports, ...manifest.imports].flatMap((entry) => entry.targets)];
  return targets.filter((target) => {
    const led = lookup.resolve(posix.join(folder, 'package.json'), target);
    return led.kind === 'file' && led.path === module;
  });
}
