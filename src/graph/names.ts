import type { ModuleId, OfferedName, Source } from '../languages/language.js';
import { languageOf } from '../languages/index.js';
import { MODULE_OBJECT, type ExportEntry } from '../languages/reference.js';
import { isOutside, Sources } from './sources.js';

/** One station of a name on its way to its declaration. `local` is set at the last one only. */
export interface Station {
  readonly module: ModuleId;
  readonly name: string;
  readonly local: string | null;
  readonly typeOnly: boolean;
}

/** What a name really is, in one world. */
export class Names extends Sources {
  private readonly traced = new Map<ModuleId, Map<string, Station[] | null>>();

  /**
   * The way of a name from this module to its declaration: through re-exports, imports that are exported again, aliases
   * and stars. The last station is the declaration, or a module outside the root. Null: the module offers no such name.
   */
  trace(module: ModuleId, name: string): Station[] | null {
    const ofModule = this.traced.get(module) ?? new Map<string, Station[] | null>();
    const known = ofModule.get(name);
    if (known !== undefined) return known;
    const stations = this.follow(module, name, new Set());
    // What a module declares itself is found at once; remembered for each name, it would fill the memory.
    if (stations?.length !== 1) this.traced.set(module, ofModule.set(name, stations));
    return stations;
  }

  private follow(module: ModuleId, name: string, seen: ReadonlySet<string>): Station[] | null {
    if (isOutside(module) || !languageOf(module)) return [{ module, name, local: name, typeOnly: false }];
    const entry = this.exportOf(module, name);
    // The end of nearly every way: it needs no memory of where it came along.
    if (entry && !entry.from) return this.traceEntry(module, name, entry, seen);
    const key = `${module}\0${name}`;
    if (seen.has(key)) return this.traceMember(module, name);
    const here = new Set(seen).add(key);
    if (entry) return this.traceEntry(module, name, entry, here);
    const entries = this.exports(module);
    if (name === '*') return [{ module, name, local: '*', typeOnly: false }];
    const starred = name === 'default' ? null : this.traceStars(module, name, entries, here);
    return starred ?? this.traceMember(module, name);
  }

  /** A package's name may be a module in it. */
  private traceMember(module: ModuleId, name: string): Station[] | null {
    const member =
      isOutside(module) || !languageOf(module) ? null : (this.resolver(module).member?.(module, name) ?? null);
    const everywhere = languageOf(module)?.moduleNames?.has(name) === true;
    if (member === null) return everywhere ? [{ module, name, local: name, typeOnly: false }] : null;
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
    const { otherwise } = entry;
    // Which of the two it is shows when the module is loaded, if one of them is a package.
    if (otherwise && next !== null && isOutside(next)) return [{ module, name, local: name, typeOnly }];
    const rest = next === null ? null : this.traceFrom(module, name, entry, next, seen);
    if (rest || !otherwise) return rest;
    return this.traceEntry(module, name, { name, typeOnly, line: entry.line, ...otherwise }, seen);
  }

  private traceFrom(
    module: ModuleId,
    name: string,
    { from, typeOnly }: ExportEntry,
    next: ModuleId,
    seen: ReadonlySet<string>,
  ): Station[] | null {
    if (!from) return null;
    if (from.imported === '*' && name !== '*') return [{ module, name, local: `* ${next}`, typeOnly }];
    // What a module makes up when it is asked (`__getattr__`) may be any name.
    const unseen = (): Station[] | null =>
      this.isOpen(next) ? [{ module: next, name: from.imported, local: from.imported, typeOnly: false }] : null;
    const rest = this.follow(next, from.imported, seen) ?? unseen();
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
    const own = this.exportOf(module, name);
    if (own) return own.unstarred === true;
    const stars = entries.filter((entry) => entry.name === '*');
    return stars.length > 0 && stars.every(({ only }) => only !== undefined && !only.includes(name));
  }

  /** Do two exported names stand for one declaration? */
  isSame(a: Source, b: Source): boolean {
    if (a.module === b.module && a.name === b.name) return true;
    const declared = this.declaration(a.module, a.name);
    return declared !== null && declared === this.declaration(b.module, b.name);
  }

  /** The declaration behind an exported name, as a key that two names of one thing share; null when there is no such name. */
  declaration(module: ModuleId, name: string): string | null {
    return declarationKey(this.trace(module, name));
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
    const offer = this.offer(module);
    if (offer && 'open' in offer && offer.open === true) return true;
    const here = new Set(seen).add(module);
    return this.exports(module).some((entry) => {
      if (entry.name !== '*' || !entry.from) return false;
      const next = this.moduleOf(module, entry.from.specifier);
      return next === null || isOutside(next) || this.isOpen(next, here);
    });
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

/** See `Names.declaration`: of a way that is known already. */
export function declarationKey(stations: readonly Station[] | null): string | null {
  const last = stations?.at(-1);
  return last && last.local !== null ? `${last.module}\0${last.local}` : null;
}
