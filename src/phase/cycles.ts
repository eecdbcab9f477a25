import type { Graph } from '../graph/graph.js';
import type { Migration } from '../migration/migration.js';

/** In modules. */
const NEARBY = 300;

/** Cycles of modules that load each other, in one world against those of another. */
export class Cycles {
  private readonly reach = new Map<string, Set<string>>();

  constructor(
    private readonly before: Graph,
    private readonly after: Graph,
    private readonly migration: Migration,
  ) {}

  /** The module whose import closes a cycle through this file that was not there; null when none does. Only a new edge can. */
  closedBy(path: string): string | null {
    const old = this.before.eager(path);
    const now = this.after.eager(path);
    const dropped = [...old].filter((next) => !now.has(next));
    const fresh = [...now].filter((next) => !old.has(next) && !this.wasLoaded(dropped, next));
    return fresh.find((next) => this.reachable(next).has(path) && !this.wasCycle(path, next)) ?? null;
  }

  /**
   * Was the module loaded through what the file imports no longer? Then the new edge only leaves out a detour: nothing is
   * reached by it that was not, and no cycle is new. Looked for nearby only, since the whole of what a shim loads may be
   * the whole program; what is not found here is judged by its cycles.
   */
  private wasLoaded(dropped: readonly string[], module: string): boolean {
    const seen = new Set(dropped);
    let looked = 0;
    for (const path of seen) {
      if (path === module) return true;
      if (++looked > NEARBY) return false;
      for (const next of this.before.eager(path)) seen.add(next);
    }
    return false;
  }

  /** The implementation counts as the canonical module, in which it will be: a cycle through either was one. */
  private wasCycle(path: string, next: string): boolean {
    const ends = [this.migration.canonical?.module, this.migration.implementation].filter(
      (one): one is string => typeof one === 'string',
    );
    const both = (one: string): string[] => (ends.includes(one) ? ends : [one]);
    return both(path).some((from) =>
      both(next).some((to) => this.before.way(from, to) !== null && this.before.way(to, from) !== null),
    );
  }

  private reachable(from: string): Set<string> {
    const cached = this.reach.get(from);
    if (cached) return cached;
    const found = new Set<string>([from]);
    for (const path of found) for (const next of this.after.eager(path)) found.add(next);
    this.reach.set(from, found);
    return found;
  }
}
