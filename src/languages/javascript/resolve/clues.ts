import { folderOf } from '../../../workspace/folder.js';
import { posix } from 'node:path';
import { anywhere, type Clue } from '../../clue.js';
import type { ModuleId } from '../../language.js';
import type { Lookup } from './lookup.js';
import { namesOf, PLAIN } from './names.js';
import { keysFor, packageSpecifiers, sourcesOf } from './package-entry.js';
import { CODE } from './probe.js';
import { fillPattern, isRelative, matchPattern } from './specifier.js';
import { foldersOf } from './spell.js';

const QUOTES = ["'", '"', '`'];

/** How every specifier ends that names a folder by dots: `.`, `..`, `./`, `../..`, `a/.`. (`resolve` wants no query there.) */
const BY_DOTS = QUOTES.flatMap((quote) => [`${quote}.${quote}`, `..${quote}`, `./${quote}`, `/.${quote}`]);

/** `index` spelled out: after a folder, or alone (`baseUrl`, manifests, triple-slash paths). */
const INDEX = ['/index', ...QUOTES.map((quote) => `${quote}index`)];

/** What stands where a path is put together from the file's own folder: `join(__dirname, '..', 'ws')`. */
const OWN_FOLDER = ['__dirname', 'meta.dirname'];

/** In characters: a name so long is not in every second file. */
const TELLING = 5;

/** How a specifier ends that names a folder. Only the ends, since a bare `src` or `utils` is in every file. */
function byFolder(name: string): string[] {
  const ends = [...QUOTES, ...QUOTES.map((quote) => `/${quote}`), '?', '#'];
  return ends.map((end) => `/${name}${end}`);
}

/**
 * See `Resolver.clues`. The stem of a file is in every specifier of it, unless an alias hides it (`@ws` for
 * `src/ws/manager.ts`) or the specifier names a folder.
 */
export function clues(lookup: Lookup, module: ModuleId): Clue[] {
  if (module.startsWith('pkg:')) return [anywhere(module.slice('pkg:'.length))];
  const stem = posix
    .basename(module)
    .replace(CODE, '')
    .replace(/\.json$/, '');
  const folders = new Set(foldersOf(lookup, module));
  if (stem === 'index') folders.add(folderOf(module));
  const sure = stem === 'index' ? inFolder(lookup, folderOf(module), INDEX) : [anywhere(stem)];
  for (const folder of folders) sure.push(...inFolder(lookup, folder, [...BY_DOTS, ...OWN_FOLDER]));
  const ends = [...folders].filter((folder) => folder !== '').map((folder) => posix.basename(folder));
  const isSure = (text: string): boolean =>
    sure.some(({ folder, texts }) => folder === '' && texts.every((each) => text.includes(each))) ||
    ends.some((end) => text.endsWith(`/${end}`));
  const names = [...namesOf(module, PLAIN), ...[...folders].flatMap((folder) => [folder, `${folder}/`])];
  const hidden = specifiers(lookup, module, names).filter((text) => !isSure(text));
  const beginnings = openings(lookup, module, names).flatMap(beginning);
  const others = new Set([...ends.flatMap(byFolder), ...hidden.flatMap(whole), ...beginnings]);
  return [...sure, ...[...others].map(anywhere)];
}

/**
 * Endings of specifiers that are in every second file (`..'`), of something in this folder: who names it relatively stands
 * near, or writes the names of the folders on the way. Where an alias or a package's name begins so near that it does not
 * say them, it is written itself.
 */
function inFolder({ tsconfigs, packages }: Lookup, folder: string, endings: readonly string[]): Clue[] {
  const landmark = landmarkOf(folder);
  if (landmark === null) return endings.map(anywhere);
  const isNear = (base: string): boolean => base === landmark || base.startsWith(`${landmark}/`);
  const hides = (base: string, targets: readonly string[]): boolean =>
    [...targets, ...targets.flatMap(sourcesOf)].some(
      (target) => target.endsWith('*') && isNear(posix.join(base, target.slice(0, -1)).replace(/\/$/, '')),
    );
  const openings = [
    posix.basename(landmark),
    ...tsconfigs.all().flatMap(({ pattern, targets }) => (hides('', targets) ? [pattern] : [])),
    ...packages.all().flatMap(({ name, folder: base, imports, exports }) => {
      const isHidden = isNear(base) || exports.some(({ targets }) => hides(base, targets));
      const keys = imports.flatMap(({ key, targets }) => (hides(base, targets) ? [key] : []));
      return name !== null && isHidden ? [name, ...keys] : keys;
    }),
  ].map((opening) => opening.split('*', 1)[0] ?? '');
  return [
    ...endings.map((ending): Clue => ({ folder: landmark, texts: [ending] })),
    ...[...new Set(openings)].flatMap((opening) =>
      endings.map((ending): Clue => ({ folder: '', texts: [opening, ending] })),
    ),
  ];
}

/** The innermost folder around (or at) this one whose name is not in every second file, nor left out in a package's name. */
export function landmarkOf(folder: string): string | null {
  for (let at = folder; at !== ''; at = folderOf(at))
    if (posix.basename(at).length >= TELLING && sourcesOf(posix.basename(at)).length === 0) return at;
  return null;
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
