import { type Change, squash } from './change.js';

/** Why a file that was listed cannot be read as source. Each is reported; none is silently left out. */
export type Unreadable = 'absent' | 'not-utf8' | 'denied' | 'not-a-file' | 'outside' | 'io-error';

export type Loaded = { readonly text: string } | { readonly unreadable: Unreadable };

/** The immutable base: what was on the disk (`disk/tree.ts`), or what a test wrote down (`memoryTree`). */
export interface Tree {
  /** Every file in scope, sorted by UTF-16 code units; ignored, generated and backup files are not among them. */
  readonly paths: readonly string[];
  load(path: string): Loaded;
  /** Those of `paths` whose bytes contain at least one needle (compared as UTF-8, case-sensitively), in the same order. */
  search(paths: readonly string[], needles: readonly string[]): string[];
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
  ) {}

  static over(tree: Tree): Workspace {
    return new Workspace(tree, new Map());
  }

  /** A workspace in which the changes are made; this one stays as it is. */
  with(changes: Iterable<Change>): Workspace {
    const overlay = new Map(this.overlay);
    for (const change of changes) overlay.set(change.path, change.after);
    return new Workspace(this.tree, overlay);
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

  /** The paths whose text contains at least one needle. */
  search(needles: readonly string[], among: (path: string) => boolean = () => true): string[] {
    const base: string[] = [];
    const over: string[] = [];
    for (const path of this.paths()) if (among(path)) (this.overlay.has(path) ? over : base).push(path);
    const hits = over.filter((path) => {
      const text = this.overlay.get(path) ?? '';
      return needles.some((needle) => text.includes(needle));
    });
    return [...this.tree.search(base, needles), ...hits].sort();
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
      paths.filter((path) => needles.some((needle) => (texts.get(path) ?? '').includes(needle))),
  };
}
