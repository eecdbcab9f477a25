import type { Needles } from './needles.js';
import type { Scope, Tree } from './workspace.js';

const NONE: ReadonlySet<string> = new Set();

/** The tree below all worlds, which never changes, and what was found out about it: so every file is searched once for all phases. */
export class Base {
  private listed: ReadonlySet<string> | null = null;
  private readonly scopes = new Map<string, readonly string[]>();
  /** By scope and needle. */
  private readonly found = new Map<string, ReadonlySet<string>>();

  constructor(readonly tree: Tree) {}

  has(path: string): boolean {
    this.listed ??= new Set(this.tree.paths);
    return this.listed.has(path);
  }

  /** The paths in scope, sorted. */
  within(scope: Scope): readonly string[] {
    let paths = this.scopes.get(scope.id);
    if (!paths) this.scopes.set(scope.id, (paths = this.tree.paths.filter((path) => scope.includes(path))));
    return paths;
  }

  /** The paths in scope with all needles of at least one list in their bytes, sorted. */
  search(sought: readonly Needles[], scope: Scope): readonly string[] {
    const fresh = [...new Set(sought.flat())].filter((needle) => !this.found.has(`${scope.id}\0${needle}`));
    if (fresh.length > 0)
      for (const [needle, paths] of this.tree.search(this.within(scope), fresh))
        this.found.set(`${scope.id}\0${needle}`, new Set(paths));
    const hits = new Set<string>();
    for (const needles of sought) {
      const [first = NONE, ...others] = needles
        .map((needle) => this.found.get(`${scope.id}\0${needle}`) ?? NONE)
        .sort((a, b) => a.size - b.size);
      for (const path of first) if (others.every((paths) => paths.has(path))) hits.add(path);
    }
    return [...hits].sort();
  }
}
