import { type Change, squash } from './change.js';

/** Why a file that was listed cannot be read as source. Each is reported; none is silently left out. */
export type Unreadable = 'absent' | 'not-utf8' | 'denied' | 'not-a-file' | 'outside' | 'io-error' | 'too-large';

export type Loaded = { readonly text: string } | { readonly unreadable: Unreadable };

/** The immutable base: what was on the disk (`disk/tree.ts`), or what a test wrote down (`memoryTree`). */
export interface Tree {
  /** Every file in scope, sorted by UTF-16 code units; ignored, generated and backup files are not among them. */
  readonly paths: readonly string[];
  load(path: string): Loaded;
  /** For each needle those of `paths` whose bytes contain it (as UTF-8, case-sensitively), in the same order; one read of each file. */
  search(paths: readonly string[], needles: readonly string[]): ReadonlyMap<string, readonly string[]>;
}

/** A part of the tree that is searched as one: what was looked for in it once is known from then on. */
export interface Scope {
  readonly id: string;
  includes(path: string): boolean;
}

/**
 * The source tree as an immutable base and an overlay of changes. All five phases are folded over one overlay,
 * so a preview of phase 4 already shows the world after phase 3.
 */
export class Workspace {
  private sorted: readonly string[] | null = null;
  private known: ReadonlySet<string> | null = null;

  private constructor(
    private readonly tree: Tree,
    private readonly overlay: ReadonlyMap<string, string | null>,
    /** By scope and needle: files of the base, which never changes, so that every file is read once for all phases. */
    private readonly found: Map<string, readonly string[]>,
  ) {}

  static over(tree: Tree): Workspace {
    return new Workspace(tree, new Map(), new Map());
  }

  /** A workspace in which the changes are made; this one stays as it is. */
  with(changes: Iterable<Change>): Workspace {
    const overlay = new Map(this.overlay);
    for (const change of changes) overlay.set(change.path, change.after);
    return new Workspace(this.tree, overlay, this.found);
  }

  load(path: string): Loaded {
    const over = this.overlay.get(path);
    if (over === undefined) return this.has(path) ? this.tree.load(path) : { unreadable: 'absent' };
    return over === null ? { unreadable: 'absent' } : { text: over };
  }

  /** The text, or null when the file is absent or unreadable (`load` says which). */
  read(path: string): string | null {
    const loaded = this.load(path);
    return 'text' in loaded ? loaded.text : null;
  }

  /** The text that the overlay puts in the base's place; undefined where the base shows through. */
  overlaid(path: string): string | null | undefined {
    return this.overlay.get(path);
  }

  has(path: string): boolean {
    this.known ??= new Set(this.paths());
    return this.known.has(path);
  }

  /** The paths at which this and another world over the same tree were not given the same text. */
  differences(other: Workspace): string[] {
    const paths = new Set([...this.overlay.keys(), ...other.overlay.keys()]);
    return [...paths].filter((path) => this.overlay.get(path) !== other.overlay.get(path));
  }

  paths(): readonly string[] {
    if (this.sorted) return this.sorted;
    if (this.overlay.size === 0) return (this.sorted = this.tree.paths);
    const all = new Set(this.tree.paths);
    for (const [path, text] of this.overlay) {
      if (text === null) all.delete(path);
      else all.add(path);
    }
    return (this.sorted = [...all].sort());
  }

  /** The paths in scope whose text contains at least one needle, sorted. */
  search(needles: readonly string[], scope: Scope): string[] {
    this.look(needles, scope);
    const hits = new Set<string>();
    for (const needle of needles)
      for (const path of this.found.get(`${scope.id}\0${needle}`) ?? []) if (!this.overlay.has(path)) hits.add(path);
    for (const [path, text] of this.overlay)
      if (text !== null && scope.includes(path) && needles.some((needle) => text.includes(needle))) hits.add(path);
    return [...hits].sort();
  }

  /** Looks in the base for those needles that were not looked for yet. */
  private look(needles: readonly string[], scope: Scope): void {
    const fresh = needles.filter((needle) => !this.found.has(`${scope.id}\0${needle}`));
    if (fresh.length === 0) return;
    const found = this.tree.search(
      this.tree.paths.filter((path) => scope.includes(path)),
      fresh,
    );
    for (const needle of fresh) this.found.set(`${scope.id}\0${needle}`, found.get(needle) ?? []);
  }

  /** What differs from the base, one change per path. */
  changes(): Change[] {
    const listed = new Set(this.tree.paths);
    return squash(
      [...this.overlay].map(([path, after]) => {
        const loaded = listed.has(path) ? this.tree.load(path) : null;
        return { path, before: loaded && 'text' in loaded ? loaded.text : null, after };
      }),
    );
  }
}

/** A tree that lives in memory: for tests, examples and everything that must not touch a disk. */
export function memoryTree(files: Readonly<Record<string, string>>): Tree {
  const texts = new Map(Object.entries(files));
  return {
    paths: [...texts.keys()].sort(),
    load: (path) => {
      const text = texts.get(path);
      return text === undefined ? { unreadable: 'absent' } : { text };
    },
    search: (paths, needles) =>
      new Map(needles.map((needle) => [needle, paths.filter((path) => (texts.get(path) ?? '').includes(needle))])),
  };
}
