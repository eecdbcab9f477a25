import { Base } from './base.js';
import type { Change } from './change.js';
import { groupNeedles, type Needles } from './needles.js';

/** Why a file that was listed cannot be read as source. Each is reported; none is silently left out. */
export type Unreadable = 'absent' | 'not-utf8' | 'denied' | 'not-a-file' | 'outside' | 'io-error' | 'too-large';

export type Loaded = { readonly text: string } | { readonly unreadable: Unreadable };

/** The immutable base: what was on the disk (`disk/tree.ts`), or what a test wrote down (`memoryTree`). */
export interface Tree {
  /** Every file in scope, sorted by UTF-16 code units; ignored, generated and backup files are not among them. */
  readonly paths: readonly string[];
  load(path: string): Loaded;
  /** Is there anything at this path (`../` may lead above the root), a file or a folder, listed or not? */
  lies(path: string): boolean;
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

  private constructor(
    private readonly base: Base,
    /** The last change of each path that was changed. */
    private readonly overlay: ReadonlyMap<string, Change>,
    /** Of texts that were put in the base's place: whether they hold this and that. */
    private readonly held: WeakMap<Change, Map<string, boolean>>,
  ) {}

  static over(tree: Tree): Workspace {
    return new Workspace(new Base(tree), new Map(), new WeakMap());
  }

  /** A workspace in which the changes are made; this one stays as it is. */
  with(changes: Iterable<Change>): Workspace {
    const overlay = new Map(this.overlay);
    for (const change of changes) overlay.set(change.path, change);
    return new Workspace(this.base, overlay, this.held);
  }

  /** The base, without the changes. */
  original(): Workspace {
    return new Workspace(this.base, new Map(), this.held);
  }

  /** See `Tree.lies`: the overlay is not asked. */
  lies(path: string): boolean {
    return this.base.tree.lies(path);
  }

  load(path: string): Loaded {
    const over = this.overlay.get(path);
    if (!over) return this.base.has(path) ? this.base.tree.load(path) : { unreadable: 'absent' };
    return over.after === null ? { unreadable: 'absent' } : { text: over.after };
  }

  /** The text, or null when the file is absent or unreadable (`load` says which). */
  read(path: string): string | null {
    const loaded = this.load(path);
    return 'text' in loaded ? loaded.text : null;
  }

  /** The change that the overlay puts in the base's place; undefined where the base shows through. */
  changeOf(path: string): Change | undefined {
    return this.overlay.get(path);
  }

  has(path: string): boolean {
    const over = this.overlay.get(path);
    return over ? over.after !== null : this.base.has(path);
  }

  /** The paths at which this and another world over the same tree were not given the same text. */
  differences(other: Workspace): string[] {
    const paths = new Set([...this.overlay.keys(), ...other.overlay.keys()]);
    return [...paths].filter((path) => this.overlay.get(path)?.after !== other.overlay.get(path)?.after);
  }

  paths(): readonly string[] {
    return (this.sorted ??= this.listed());
  }

  private listed(): readonly string[] {
    const { paths } = this.base.tree;
    const changes = [...this.overlay.values()];
    const made = changes.filter(({ path, after }) => after !== null && !this.base.has(path)).map(({ path }) => path);
    const isLess = changes.some(({ path, after }) => after === null && this.base.has(path));
    if (made.length === 0 && !isLess) return paths;
    const left = paths.filter((path) => this.overlay.get(path)?.after !== null);
    return made.length === 0 ? left : [...left, ...made].sort();
  }

  /** The files in scope, sorted. */
  within(scope: Scope): readonly string[] {
    const paths = this.base.within(scope);
    const changed = [...this.overlay.values()].filter(({ path }) => scope.includes(path));
    if (changed.length === 0) return paths;
    const made = changed.filter(({ path, after }) => after !== null && !this.base.has(path)).map(({ path }) => path);
    return [...paths.filter((path) => this.has(path)), ...made].sort();
  }

  /** Is there any file in scope? */
  holds(scope: Scope): boolean {
    return this.base.within(scope).length > 0 || [...this.overlay.keys()].some((path) => scope.includes(path));
  }

  /** The paths in scope whose text contains all needles of at least one list, sorted. */
  search(sought: readonly Needles[], scope: Scope): string[] {
    const hits = this.base.search(sought, scope).filter((path) => !this.overlay.has(path));
    const changed = [...this.overlay.values()].filter(({ path }) => scope.includes(path));
    if (changed.length === 0) return hits;
    const parts = new Map(
      groupNeedles(sought.flat()).flatMap(({ part, members }) => members.map((one): [string, string] => [one, part])),
    );
    const more = changed.filter((change) => this.hasOneOf(change, sought, parts));
    return more.length === 0 ? hits : [...hits, ...more.map(({ path }) => path)].sort();
  }

  /** `parts`: where this is not, the needle is not. */
  private hasOneOf(change: Change, sought: readonly Needles[], parts: ReadonlyMap<string, string>): boolean {
    const { after } = change;
    if (after === null) return false;
    const known = this.held.get(change) ?? new Map<string, boolean>();
    this.held.set(change, known);
    const holds = (one: string): boolean => {
      let held = known.get(one);
      if (held === undefined) known.set(one, (held = after.includes(one)));
      return held;
    };
    return sought.some((needles) => needles.every((one) => holds(parts.get(one) ?? one) && holds(one)));
  }

  /** The paths of the base that are no more. */
  removed(): Set<string> {
    const gone = [...this.overlay.values()].filter(({ path, after }) => after === null && this.base.has(path));
    return new Set(gone.map(({ path }) => path));
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
    lies: (path) => texts.has(path) || [...texts.keys()].some((one) => one.startsWith(`${path}/`)),
    search: (paths, needles) =>
      new Map(needles.map((needle) => [needle, paths.filter((path) => (texts.get(path) ?? '').includes(needle))])),
  };
}
