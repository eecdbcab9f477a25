import type { Scope, Tree } from './workspace.js';

/** The tree below all worlds, which never changes, and what was found out about it: so every file is searched once for all phases. */
export class Base {
  private listed: ReadonlySet<string> | null = null;
  private readonly scopes = new Map<string, readonly string[]>();
  /** By scope and needle. */
  private readonly found = new Map<string, readonly string[]>();

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

  /** The paths in scope with at least one of the needles in their bytes, sorted. */
  search(needles: readonly string[], scope: Scope): readonly string[] {
    const fresh = needles.filter((needle) => !this.found.has(`${scope.id}\0${needle}`));
    if (fresh.length > 0)
      for (const [needle, paths] of this.tree.search(this.within(scope), fresh))
        this.found.set(`${scope.id}\0${needle}`, paths);
    const hits = new Set<string>();
    for (const needle of needles) for (const path of this.found.get(`${scope.id}\0${needle}`) ?? []) hits.add(path);
    return [...hits].sort();
  }
}
