import type { ExportEntry, Offer, Reference, Resolution, Scan, Unparsed } from '../languages/reference.js';
import type { Language, ModuleId, Resolver } from '../languages/language.js';
import { languageOf, languages } from '../languages/index.js';
import type { Scope, Workspace } from '../workspace/workspace.js';
import { Shared, type Use } from './shared.js';

const COMPANIONS: Scope = { id: 'companions', includes: (path) => companionLanguage(path) !== undefined };

function companionLanguage(path: string): Language | undefined {
  return languages.find((one) => one.isCompanion(path));
}

/**
 * What each file says, and where that leads, in one world (a workspace). Files are scanned when they are first asked for,
 * and once for each of their texts; a specifier is resolved again only where changes can have moved what it leads to.
 */
export class Sources {
  constructor(
    readonly workspace: Workspace,
    readonly root: string,
    protected readonly shared = new Shared(),
    protected readonly resolvers = new Map<string, Resolver>(),
  ) {}

  /** See `Language.scan`. Null for what is no source file, or cannot be read. */
  scan(path: string): Scan | Unparsed | null {
    const language = languageOf(path);
    if (!language) return null;
    return this.shared.scans.of(this.workspace, path, () => {
      const text = this.workspace.read(path);
      const scan = text === null ? null : language.scan(path, text);
      return scan && 'references' in scan ? this.shared.keeping.standAlone(scan) : scan;
    });
  }

  /** See `Language.offer`. Null for what is no source file, or cannot be read. */
  offer(path: string): Offer | Unparsed | null {
    const language = languageOf(path);
    if (!language) return null;
    return this.shared.offers.of(this.workspace, path, () => {
      const text = this.workspace.read(path);
      const offer = text === null ? null : language.offer(path, text);
      return offer && 'entries' in offer ? this.shared.keeping.offer(offer) : offer;
    });
  }

  /** Lets go of what is known of the base's texts at these paths, when no later world shows them. */
  forget(paths: readonly string[]): void {
    const resolved = [...this.resolvers.values()].map((resolver) => this.shared.by(resolver));
    for (const { uses, eager } of resolved) for (const known of [uses, eager]) known.forget(paths);
    for (const known of [this.shared.scans, this.shared.offers, this.shared.acting, this.shared.escaped])
      known.forget(paths);
  }

  /** Every reference of a source file with the module it leads to; of the speculative ones those that lead to a file. */
  uses(path: string): readonly Use[] {
    const scan = this.scan(path);
    if (!scan || !('references' in scan)) return [];
    return this.shared.by(this.resolver(path)).uses.of(this.workspace, path, () => this.settle(path, scan.references));
  }

  private settle(path: string, references: readonly Reference[]): Use[] {
    const taken = new Set<number>();
    const uses: Use[] = [];
    for (const reference of references) {
      const { speculative, specifier, span } = reference;
      if (speculative && taken.has(span.start)) continue;
      const resolution = this.resolve(path, specifier);
      if (speculative && resolution.kind !== 'file') continue;
      if (speculative) taken.add(span.start);
      uses.push({ reference, module: moduleIn(resolution) });
    }
    return uses;
  }

  /** Files that are no source but may name modules (`Language.isCompanion`), sorted. */
  companions(): readonly string[] {
    return this.workspace.within(COMPANIONS);
  }

  /** The references of a companion that lead to a file, or may: by a pattern, or where upper and lower case are one. */
  companionUses(path: string): readonly Use[] {
    const resolver = this.resolver(path);
    return this.shared.by(resolver).companions.of(this.workspace, path, () => {
      const text = this.workspace.read(path);
      const found = text === null ? [] : (companionLanguage(path)?.scanCompanion(path, text) ?? []);
      return found.flatMap((reference): Use[] => {
        const resolution = resolver.resolve(path, reference.specifier);
        const isInside = resolution.kind === 'file' || (resolution.kind === 'unresolved' && resolution.nearby);
        if (!isInside && reference.kind !== 'pattern') return [];
        return [{ reference: this.shared.keeping.reference(reference), module: moduleIn(resolution) }];
      });
    });
  }

  /** See `uses`. */
  references(path: string): readonly Reference[] {
    return this.uses(path).map(({ reference }) => reference);
  }

  exports(path: string): readonly ExportEntry[] {
    const offer = this.offer(path);
    return offer && 'entries' in offer ? offer.entries : [];
  }

  /** The entry for a name; where there are two, the first. */
  exportOf(path: string, name: string): ExportEntry | undefined {
    const offer = this.offer(path);
    if (!offer || !('entries' in offer)) return undefined;
    let byName = this.shared.exports.get(offer);
    if (!byName) {
      byName = new Map([...offer.entries].reverse().map((entry) => [entry.name, entry]));
      this.shared.exports.set(offer, byName);
    }
    return byName.get(name);
  }

  /** See `Language.acts`. */
  acts(module: ModuleId): boolean {
    const language = isOutside(module) ? null : languageOf(module);
    if (!language) return false;
    return this.shared.acting.of(this.workspace, module, () => {
      const text = this.workspace.read(module);
      return text !== null && language.acts(module, text);
    });
  }

  resolver(path: string): Resolver {
    const language = languageOf(path) ?? companionLanguage(path);
    if (!language) throw new Error(`no language for ${path}`);
    return this.resolverOf(language);
  }

  protected resolverOf(language: Language): Resolver {
    const known = this.resolvers.get(language.id);
    if (known) return known;
    const made = language.resolver(this.workspace, this.root);
    this.resolvers.set(language.id, made);
    return made;
  }

  resolve(path: string, specifier: string): Resolution {
    return this.resolver(path).resolve(path, specifier);
  }

  /** The module that a specifier leads to where upper and lower case are one; null when it leads there anyway, or nowhere. */
  nearby(path: string, specifier: string): ModuleId | null {
    const resolution = this.resolve(path, specifier);
    return resolution.kind === 'unresolved' ? (resolution.nearby ?? null) : null;
  }

  /** The module a specifier leads to; null when it leads nowhere. */
  moduleOf(path: string, specifier: string): ModuleId | null {
    return moduleIn(this.resolve(path, specifier));
  }

  /** Modules loaded when this one is loaded. */
  eager(path: string): ReadonlySet<string> {
    if (!languageOf(path)) return NONE;
    return this.shared.by(this.resolver(path)).eager.of(this.workspace, path, () => {
      const found = this.uses(path).flatMap(({ reference, module }) =>
        reference.eager && module !== null && !isOutside(module) ? [module] : [],
      );
      return new Set(found.filter((module) => module !== path));
    });
  }

  /** The same with the packages in which they stand: those are loaded first (its own are already). */
  loads(path: string): ReadonlySet<string> {
    const eager = [...this.eager(path)];
    const own = [path, ...this.around(path)];
    const packages = eager.flatMap((module) => this.around(module)).filter((one) => !own.includes(one));
    return new Set([...packages, ...eager]);
  }

  private around(module: ModuleId): readonly ModuleId[] {
    return languageOf(module) ? (this.resolver(module).around?.(module) ?? []) : [];
  }
}

const NONE: ReadonlySet<string> = new Set();

function moduleIn(resolution: Resolution): ModuleId | null {
  if (resolution.kind === 'file') return resolution.path;
  return resolution.kind === 'package' ? `pkg:${resolution.name}` : null;
}

/** Does the module belong to a package outside the tree? */
export function isOutside(module: ModuleId): boolean {
  return module.startsWith('pkg:');
}
