import {
  MODULE_OBJECT,
  type ExportEntry,
  type Reference,
  type Resolution,
  type Scan,
  type Unparsed,
} from '../languages/reference.js';
import type { ModuleId, OfferedName, Resolver, Source } from '../languages/language.js';
import { languageOf, languages } from '../languages/index.js';
import type { Change } from '../workspace/change.js';
import type { Scope, Workspace } from '../workspace/workspace.js';

/** One station of a name on its way to its declaration. `local` is set at the last one only. */
export interface Station {
  readonly module: ModuleId;
  readonly name: string;
  readonly local: string | null;
  readonly typeOnly: boolean;
}

/** A reference with the file it stands in and the module it leads to. */
export interface Located {
  readonly path: string;
  readonly reference: Reference;
  readonly module: ModuleId;
}

const SOURCE: Scope = { id: 'source', includes: (path) => languageOf(path) !== null };

const NONE: ReadonlySet<string> = new Set();

/** Of the base, which never changes, and of what was put in its place. */
interface Scans {
  readonly base: Map<string, Scan | Unparsed>;
  readonly changed: WeakMap<Change, Scan | Unparsed>;
}

/**
 * Who imports whom, and what a name really is, in one world (a workspace). Files are scanned when they are first asked
 * for, and once: `over` hands the scans of untouched files on to the next world.
 */
export class Graph {
  /** Texts with escapes, those resolved. */
  private readonly unescaped = new Map<string, string>();
  private readonly acting = new Map<ModuleId, boolean>();
  private readonly traced = new Map<string, Station[] | null>();
  private readonly resolved = new Map<string, Resolution>();
  private readonly loaded = new Map<string, ReadonlySet<string>>();
  private readonly settled = new Map<string, { readonly scan: Scan; readonly references: readonly Reference[] }>();

  constructor(
    readonly workspace: Workspace,
    readonly root: string,
    private readonly scans: Scans = { base: new Map(), changed: new WeakMap() },
    private readonly resolvers = new Map<string, Resolver>(),
  ) {}

  /** The same code base after changes. */
  over(workspace: Workspace): Graph {
    const resolvers = [...this.resolvers].flatMap(([id, one]): [string, Resolver][] =>
      one.over ? [[id, one.over(workspace)]] : [],
    );
    return new Graph(workspace, this.root, this.scans, new Map(resolvers));
  }

  /** Null for what is no source file, or cannot be read. */
  scan(path: string): Scan | Unparsed | null {
    const language = languageOf(path);
    if (!language) return null;
    const change = this.workspace.changeOf(path);
    const known = change ? this.scans.changed.get(change) : this.scans.base.get(path);
    if (known !== undefined) return known;
    const text = this.workspace.read(path);
    if (text === null) return null;
    const scan = language.scan(path, text);
    if (change) this.scans.changed.set(change, scan);
    else this.scans.base.set(path, scan);
    return scan;
  }

  /** Of the speculative ones those that lead to a file. */
  references(path: string): readonly Reference[] {
    const scan = this.scan(path);
    if (!scan || !('references' in scan)) return [];
    const known = this.settled.get(path);
    if (known?.scan === scan) return known.references;
    const references = this.settle(path, scan.references);
    this.settled.set(path, { scan, references });
    return references;
  }

  private settle(path: string, references: readonly Reference[]): readonly Reference[] {
    if (!references.some(({ speculative }) => speculative)) return references;
    const taken = new Set<number>();
    return references.filter(({ speculative, specifier, span }) => {
      if (!speculative) return true;
      if (taken.has(span.start) || this.resolve(path, specifier).kind !== 'file') return false;
      taken.add(span.start);
      return true;
    });
  }

  exports(path: string): readonly ExportEntry[] {
    const scan = this.scan(path);
    return scan && 'exports' in scan ? scan.exports : [];
  }

  /** See `Language.acts`. */
  acts(module: ModuleId): boolean {
    const known = this.acting.get(module);
    if (known !== undefined) return known;
    const text = isOutside(module) ? null : this.workspace.read(module);
    const acts = text !== null && (languageOf(module)?.acts(module, text) ?? false);
    this.acting.set(module, acts);
    return acts;
  }

  resolver(path: string): Resolver {
    const language = languageOf(path) ?? languages.find((one) => one.isCompanion(path));
    if (!language) throw new Error(`no language for ${path}`);
    const known = this.resolvers.get(language.id);
    if (known) return known;
    const made = language.resolver(this.workspace, this.root);
    this.resolvers.set(language.id, made);
    return made;
  }

  resolve(path: string, specifier: string): Resolution {
    const key = `${path}\0${specifier}`;
    const known = this.resolved.get(key);
    if (known) return known;
    const resolution = this.resolver(path).resolve(path, specifier);
    this.resolved.set(key, resolution);
    return resolution;
  }

  /** The module that a specifier leads to where upper and lower case are one; null when it leads there anyway, or nowhere. */
  nearby(path: string, specifier: string): ModuleId | null {
    const resolution = this.resolve(path, specifier);
    return resolution.kind === 'unresolved' ? (resolution.nearby ?? null) : null;
  }

  /** The module a specifier leads to; null when it leads nowhere. */
  moduleOf(path: string, specifier: string): ModuleId | null {
    const resolution = this.resolve(path, specifier);
    if (resolution.kind === 'file') return resolution.path;
    return resolution.kind === 'package' ? `pkg:${resolution.name}` : null;
  }

  /**
   * The way of a name from this module to its declaration: through re-exports, imports that are exported again, aliases
   * and stars. The last station is the declaration, or a module outside the root. Null: the module offers no such name.
   */
  trace(module: ModuleId, name: string): Station[] | null {
    const key = `${module}\0${name}`;
    const known = this.traced.get(key);
    if (known !== undefined) return known;
    const stations = this.follow(module, name, NONE);
    // What a module declares itself is found at once; remembered for each name, it would fill the memory.
    if (stations?.length !== 1) this.traced.set(key, stations);
    return stations;
  }

  private follow(module: ModuleId, name: string, seen: ReadonlySet<string>): Station[] | null {
    const key = `${module}\0${name}`;
    if (seen.has(key)) return this.traceMember(module, name);
    const here = new Set(seen).add(key);
    if (isOutside(module) || !languageOf(module)) return [{ module, name, local: name, typeOnly: false }];
    const entries = this.exports(module);
    const entry = entries.find((one) => one.name === name);
    if (entry) return this.traceEntry(module, name, entry, here);
    if (name === '*') return [{ module, name, local: '*', typeOnly: false }];
    const starred = name === 'default' ? null : this.traceStars(module, name, entries, here);
    return starred ?? this.traceMember(module, name);
  }

  /** A package's name may be a module in it. */
  private traceMember(module: ModuleId, name: string): Station[] | null {
    const member =
      isOutside(module) || !languageOf(module) ? null : (this.resolver(module).member?.(module, name) ?? null);
    if (member === null) return null;
    return [
      { module, name, local: null, typeOnly: false },
      { module: member, name: '*', local: '*', typeOnly: false },
    ];
  }

  private traceEntry(module: ModuleId, name: string, entry: ExportEntry, seen: ReadonlySet<string>): Station[] | null {
    const { from, typeOnly, speculative } = entry;
    if (!from || (speculative && this.resolve(module, from.specifier).kind !== 'file'))
      return [{ module, name, local: entry.local ?? name, typeOnly }];
    const next = this.moduleOf(module, from.specifier);
    if (next === null) return null;
    if (from.imported === '*' && name !== '*') return [{ module, name, local: `* ${next}`, typeOnly }];
    const rest = this.follow(next, from.imported, seen);
    return rest && [{ module, name, local: null, typeOnly }, ...rest];
  }

  private traceStars(
    module: ModuleId,
    name: string,
    entries: readonly ExportEntry[],
    seen: ReadonlySet<string>,
  ): Station[] | null {
    const outside: Station[] = [];
    for (const entry of entries) {
      if (entry.name !== '*' || !entry.from) continue;
      const next = this.moduleOf(module, entry.from.specifier);
      if (next === null) continue;
      const station = { module, name, local: null, typeOnly: entry.typeOnly };
      if (isOutside(next)) outside.push({ module: next, name, local: name, typeOnly: false });
      const rest = isOutside(next) || this.isUnstarred(next, name) ? null : this.follow(next, name, seen);
      if (rest) return [station, ...rest];
    }
    // A name we cannot see here can only come from the one package that is handed on as a whole.
    const [only] = outside;
    return only && outside.length === 1 ? [{ module, name, local: null, typeOnly: false }, only] : null;
  }

  /** By its own word, or by that of the stars through which the module has it. */
  private isUnstarred(module: ModuleId, name: string): boolean {
    const entries = this.exports(module);
    const own = entries.find((entry) => entry.name === name);
    if (own) return own.unstarred === true;
    const stars = entries.filter((entry) => entry.name === '*');
    return stars.length > 0 && stars.every(({ only }) => only !== undefined && !only.includes(name));
  }

  /** Do two exported names stand for one declaration? */
  isSame(a: Source, b: Source): boolean {
    if (a.module === b.module && a.name === b.name) return true;
    const [one, other] = [this.trace(a.module, a.name)?.at(-1), this.trace(b.module, b.name)?.at(-1)];
    return one !== undefined && one.module === other?.module && one.local === other.local;
  }

  /** Every name a module offers, stars expanded, in order of appearance. Names of packages behind `export *` are not known. */
  names(module: ModuleId, seen: ReadonlySet<string> = new Set()): OfferedName[] {
    if (isOutside(module) || seen.has(module)) return [];
    const here = new Set(seen).add(module);
    const found = new Map<string, OfferedName>();
    for (const entry of this.exports(module)) {
      if (entry.local === MODULE_OBJECT) continue;
      if (entry.name !== '*') {
        const stations = this.trace(module, entry.name);
        // `module.exports = require('./a')` hands on a default only if there is one.
        if (!stations && entry.name === 'default' && entry.from?.imported === 'default') continue;
        const last = stations?.at(-1);
        const typeOnly = entry.typeOnly || last?.typeOnly === true;
        found.set(entry.name, { name: entry.name, typeOnly, ...offering(entry.implicit, entry.unstarred) });
        continue;
      }
      const next = entry.from && this.moduleOf(module, entry.from.specifier);
      if (!next) continue;
      for (const one of this.names(next, here)) {
        const fresh = one.name !== 'default' && !found.has(one.name);
        if (fresh && !this.isUnstarred(next, one.name)) found.set(one.name, starred(one, entry));
      }
    }
    return [...found.values()];
  }

  /** `export *` from a package, or names made at run time: then `names` is not all that the module offers. */
  isOpen(module: ModuleId, seen: ReadonlySet<string> = new Set()): boolean {
    if (seen.has(module)) return false;
    const scan = this.scan(module);
    if (scan && 'open' in scan && scan.open === true) return true;
    const here = new Set(seen).add(module);
    return this.exports(module).some((entry) => {
      if (entry.name !== '*' || !entry.from) return false;
      const next = this.moduleOf(module, entry.from.specifier);
      return next === null || isOutside(next) || this.isOpen(next, here);
    });
  }

  /** Every place in the files that leads to one of the modules: found by their bytes first, then by resolving. */
  referencesTo(modules: ReadonlySet<ModuleId>, among: (path: string) => boolean = () => true): Located[] {
    return this.mentioning(modules, [], among).flatMap((path) =>
      this.references(path).flatMap((reference) => {
        const whole = reference.kind === 'string' && modules.has(reference.specifier);
        const module = whole ? reference.specifier : this.moduleOf(path, reference.specifier);
        return module !== null && modules.has(module) ? [{ path, reference, module }] : [];
      }),
    );
  }

  /** Source files that may name one of the modules, or bear one of the words. */
  mentioning(modules: Iterable<ModuleId>, words: readonly string[], among: (path: string) => boolean): string[] {
    const needles = new Set(words);
    for (const language of languages) {
      const sample = this.workspace.paths().find((path) => languageOf(path) === language);
      if (sample)
        for (const module of modules) for (const needle of this.resolver(sample).needles(module)) needles.add(needle);
    }
    if (needles.size === 0) return [];
    const sought = [...needles];
    const marks = languages.flatMap(({ escapes }) => escapes?.marks ?? []);
    // All in one search, so that the tree is read once.
    const hits = this.workspace.search([...sought, ...marks], SOURCE);
    const plain = new Set(this.workspace.search(sought, SOURCE));
    return hits.filter((path) => among(path) && (plain.has(path) || this.hides(path, sought)));
  }

  /** Does the text contain one of the needles once its escapes are resolved? */
  private hides(path: string, needles: readonly string[]): boolean {
    const known = this.unescaped.get(path);
    const text = known ?? languageOf(path)?.escapes?.resolve(this.workspace.read(path) ?? '') ?? '';
    if (known === undefined) this.unescaped.set(path, text);
    return needles.some((needle) => text.includes(needle));
  }

  /** Modules loaded when this one is loaded. */
  eager(path: string): ReadonlySet<string> {
    const known = this.loaded.get(path);
    if (known) return known;
    const found = new Set<string>();
    this.loaded.set(path, found);
    for (const reference of this.references(path)) {
      const module = reference.eager ? this.moduleOf(path, reference.specifier) : null;
      if (module !== null && module !== path && !isOutside(module)) found.add(module);
    }
    return found;
  }

  /** A shortest way of eager imports from one module to another; null when there is none. */
  way(from: string, to: string): string[] | null {
    const before = new Map<string, string | null>([[from, null]]);
    for (const path of before.keys()) {
      for (const next of this.eager(path)) {
        if (next === to) return unwind(before, path).concat(to);
        if (!before.has(next)) before.set(next, path);
      }
    }
    return null;
  }
}

/** A name that a star brings, as the module with the star offers it. */
function starred({ name, typeOnly }: OfferedName, { implicit, only }: ExportEntry): OfferedName {
  const hidden = only !== undefined && !only.includes(name);
  return { name, typeOnly, ...offering(implicit ?? (hidden || undefined), hidden || undefined) };
}

function offering(implicit: true | undefined, unstarred: true | undefined): Omit<OfferedName, 'name' | 'typeOnly'> {
  return { ...(implicit ? { implicit } : {}), ...(unstarred ? { unstarred } : {}) };
}

function unwind(before: ReadonlyMap<string, string | null>, last: string): string[] {
  const way: string[] = [];
  for (let at: string | null | undefined = last; typeof at === 'string'; at = before.get(at)) way.unshift(at);
  return way;
}

export function isOutside(module: ModuleId): boolean {
  return module.startsWith('pkg:');
}
