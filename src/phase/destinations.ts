import { declarationKey, isOutside, type Graph, type Station } from '../graph/graph.js';
import type { Fate, ModuleId, OfferedName } from '../languages/language.js';
import type { Migration } from '../migration/migration.js';
import type { FactoryBook } from './factories.js';

type Move = Extract<Fate, { kind: 'move' }>;

const STAY: Fate = { kind: 'stay' };

/** Can the file that asks name this module at all? Package boundaries may forbid it. */
export type Reachable = (module: ModuleId) => boolean;

/**
 * Where each name of a moving module goes. Names that belong to the canonical module go there; every other name goes to
 * where it really lives: the declaration behind all re-exports, or the last station before a package boundary.
 */
export class Destinations {
  private readonly canonicalNames = new Map<string, string>();
  /** What the canonical module only imports for itself. */
  private readonly byproducts = new Set<string>();

  constructor(
    private readonly graph: Graph,
    private readonly migration: Migration,
    private readonly book: FactoryBook,
    private readonly moving: ReadonlySet<ModuleId>,
    private readonly constructs: boolean,
    /** Names of the implementation that the canonical module will offer at the end of this phase. */
    private readonly absorbed: ReadonlyMap<string, string>,
    /** Names that the canonical module will no longer offer at the end of this phase, with the one to use instead. */
    private readonly retired: ReadonlyMap<string, string>,
  ) {
    const { canonical } = migration;
    if (!canonical) return;
    const offered = graph.names(canonical.module);
    for (const { name, implicit } of offered) if (implicit && name !== canonical.export) this.byproducts.add(name);
    const names = offered.map(({ name }) => name);
    for (const name of [canonical.export, ...names]) {
      const key = graph.declaration(canonical.module, name);
      if (key !== null && !this.canonicalNames.has(key)) this.canonicalNames.set(key, name);
    }
  }

  fate(module: ModuleId, name: string, reachable: Reachable): Fate {
    const redirect = this.redirect(module, name);
    if (redirect) return redirect;
    const stations = this.graph.trace(module, name);
    const rules =
      this.constructs && stations?.map((one) => this.book.rules.get(`${one.module}\0${one.name}`)).find(Boolean);
    if (rules) return { kind: 'construct', rules };
    const instead = module === this.migration.canonical?.module ? this.retired.get(name) : undefined;
    if (instead !== undefined) return { kind: 'move', module, name: instead };
    if (!this.moving.has(module) || this.isPartly(module)) return STAY;
    if (!stations) return this.graph.isOpen(module) ? STAY : { kind: 'missing' };
    const canonical = this.canonical(module, name, stations);
    if (canonical && reachable(canonical.module)) return canonical;
    // Past the canonical module nobody is to go: the last station before it that the importer may name.
    const at = canonical ? stations.findIndex((one) => one.module === canonical.module) : -1;
    return this.origin(at < 0 ? stations : stations.slice(0, at), reachable) ?? canonical ?? STAY;
  }

  /** A module that stays, and of which only some names are sent elsewhere. */
  private isPartly(module: ModuleId): boolean {
    const { redirects, shims, factories, implementation } = this.migration;
    const own = redirects.filter(({ from }) => from.module === module);
    if (own.length === 0 || own.some(({ from }) => from.name === null)) return false;
    return !shims.includes(module) && module !== implementation && !factories.some((one) => one.module === module);
  }

  private redirect(module: ModuleId, name: string): Fate | null {
    const { redirects } = this.migration;
    if (!this.moving.has(module)) return null;
    const exact = redirects.find(({ from }) => from.module === module && from.name === name);
    const whole = redirects.find(({ from }) => from.module === module && from.name === null);
    const to = exact?.to ?? whole?.to;
    return to ? { kind: 'move', module: to.module, name: to.name ?? name } : null;
  }

  private canonical(module: ModuleId, name: string, stations: readonly Station[]): Move | null {
    const { canonical, implementation } = this.migration;
    if (!canonical || module === canonical.module) return null;
    const through = stations.find((one) => one.module === canonical.module);
    if (through) return this.toCanonical(canonical.module, this.preferred(stations) ?? through.name);
    if (!this.belongs(stations)) return null;
    const own = this.preferred(stations, name) ?? (module === implementation ? this.absorbed.get(name) : undefined);
    return own === undefined ? null : this.toCanonical(canonical.module, own);
  }

  private toCanonical(module: ModuleId, name: string): Move {
    return { kind: 'move', module, name: this.retired.get(name) ?? name };
  }

  /** What the canonical module only hands on from a third one is no business of it: that way lie new cycles. */
  private belongs(stations: readonly Station[]): boolean {
    const { canonical, implementation } = this.migration;
    const home = stations.at(-1)?.module;
    if (!canonical || home === canonical.module || home === implementation) return true;
    return declarationKey(stations) === this.graph.declaration(canonical.module, canonical.export);
  }

  /** The canonical module's name for the same declaration; the asked one when it offers that too and it is no alias. */
  private preferred(stations: readonly Station[], asked?: string): string | undefined {
    const { canonical, aliases } = this.migration;
    const key = declarationKey(stations);
    if (key === null || !canonical) return undefined;
    const same =
      asked !== undefined &&
      !aliases.includes(asked) &&
      !this.byproducts.has(asked) &&
      this.graph.declaration(canonical.module, asked) === key;
    return same ? asked : this.canonicalNames.get(key);
  }

  /** Null when the importer can name no other station. */
  private origin(stations: readonly Station[], reachable: Reachable): Move | null {
    const { shims } = this.migration;
    const whole = this.namespace(stations);
    if (whole !== null) return reachable(whole) ? { kind: 'move', module: whole, name: '*' } : null;
    const [, ...all] = stations;
    // A module that does something when it is loaded (`Form.Designer = …; export { Form }`) is where its names live.
    const last = all.findIndex(
      ({ module }) => !this.moving.has(module) && !shims.includes(module) && this.graph.acts(module),
    );
    const further = last === -1 ? all : all.slice(0, last + 1);
    for (const [i, station] of further.reverse().entries()) {
      const temporary = i > 0 && shims.includes(station.module);
      if (!temporary && reachable(station.module)) return { kind: 'move', module: station.module, name: station.name };
    }
    return null;
  }

  /** The module that a moving one hands on as an object (`export * as ns from`), when the name ends there. */
  private namespace(stations: readonly Station[]): ModuleId | null {
    const last = stations.at(-1);
    if (!last || !this.moving.has(last.module) || !last.local?.startsWith('* ')) return null;
    const module = last.local.slice('* '.length);
    return this.moving.has(module) ? null : module;
  }

  /** As a whole, with everything it offers. */
  isRedirected(module: ModuleId): boolean {
    return this.migration.redirects.some(({ from }) => from.module === module && from.name === null);
  }

  names(module: ModuleId): readonly OfferedName[] {
    return this.graph.names(module);
  }

  /** The one module that offers all names of the moved module under the same names; null when there is none. */
  standIn(module: ModuleId, reachable: Reachable): ModuleId | null {
    const whole = this.migration.redirects.find(({ from }) => from.module === module && from.name === null);
    if (whole) return whole.to.name === null ? whole.to.module : null;
    const names = this.names(module);
    if (this.graph.isOpen(module)) return this.soleStar(module);
    const fates = names.map(({ name }) => ({ name, fate: this.fate(module, name, reachable) }));
    const targets = new Set(
      fates.map(({ name, fate }) => (fate.kind === 'move' && fate.name === name ? fate.module : null)),
    );
    const [target] = targets;
    return targets.size === 1 && target !== undefined ? target : null;
  }

  /** `export * from 'pkg'` and nothing else. */
  private soleStar(module: ModuleId): ModuleId | null {
    const [entry, ...others] = this.graph.exports(module);
    if (!entry?.from || entry.name !== '*' || others.length > 0) return null;
    const next = this.graph.moduleOf(module, entry.from.specifier);
    return next !== null && (isOutside(next) || !this.moving.has(next)) ? next : null;
  }
}
