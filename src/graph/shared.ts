import type { ExportEntry, Offer, Reference, Scan, Unparsed } from '../languages/reference.js';
import type { Clue } from '../languages/clue.js';
import type { ModuleId, Resolver } from '../languages/language.js';
import type { Change } from '../workspace/change.js';
import type { Workspace } from '../workspace/workspace.js';
import { Scans } from './scans.js';

/** A reference with the module it leads to; null when it leads nowhere. */
export interface Use {
  readonly reference: Reference;
  readonly module: ModuleId | null;
}

/** What is known of the files by what they hold: of the base, which never changes, and of each text put in its place. */
class Known<T> {
  private readonly base = new Map<string, T>();
  private readonly changed = new WeakMap<Change, T>();

  /** `make` is asked once for each text. */
  of(workspace: Workspace, path: string, make: () => T): T {
    const change = workspace.changeOf(path);
    const known = change ? this.changed.get(change) : this.base.get(path);
    if (known !== undefined) return known;
    const made = make();
    if (change) this.changed.set(change, made);
    else this.base.set(path, made);
    return made;
  }

  /** Of texts of the base that are never asked for again. */
  forget(paths: Iterable<string>): void {
    for (const path of paths) this.base.delete(path);
  }
}

/** What resolving shows, which holds as long as the resolver does. */
class Resolved {
  readonly uses = new Known<readonly Use[]>();
  readonly eager = new Known<ReadonlySet<string>>();
  readonly companions = new Known<readonly Use[]>();
  private readonly sought = new Map<ModuleId, readonly Clue[]>();

  constructor(private readonly resolver: Resolver) {}

  /** See `Resolver.clues`. */
  clues(module: ModuleId): readonly Clue[] {
    const clues = this.sought.get(module) ?? this.resolver.clues(module);
    this.sought.set(module, clues);
    return clues;
  }
}

/** What all worlds over one tree share. */
export class Shared {
  readonly scans = new Known<Scan | Unparsed | null>();
  readonly offers = new Known<Offer | Unparsed | null>();
  readonly keeping = new Scans();
  readonly acting = new Known<boolean>();
  readonly escaped = new Known<ReadonlySet<string>>();
  readonly exports = new WeakMap<Offer, ReadonlyMap<string, ExportEntry>>();
  private readonly resolved = new WeakMap<Resolver, Resolved>();

  by(resolver: Resolver): Resolved {
    let resolved = this.resolved.get(resolver);
    if (!resolved) this.resolved.set(resolver, (resolved = new Resolved(resolver)));
    return resolved;
  }
}
