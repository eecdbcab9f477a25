import type { Graph } from '../graph/graph.js';
import type { Migration } from '../migration/migration.js';

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
    const fresh = [...this.after.eager(path)].filter((next) => !old.has(next));
    return fresh.find((next) => this.reachable(next).has(path) && !this.wasCycle(path, next)) ?? null;
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
