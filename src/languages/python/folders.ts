/** A folder with Python files in it, or below it. */
export class Folder {
  readonly folders = new Map<string, Folder>();
  /** The file of each module, by its name: a source before its stub. */
  readonly files = new Map<string, string>();

  constructor(
    readonly path: string,
    readonly parent: Folder | null,
  ) {}

  /** Its `__init__`; null for a namespace. */
  get init(): string | null {
    return this.files.get('__init__') ?? null;
  }

  /** The folder in it, made when there is none. */
  make(name: string): Folder {
    let found = this.folders.get(name);
    if (!found) this.folders.set(name, (found = new Folder(this.path === '' ? name : `${this.path}/${name}`, this)));
    return found;
  }
}

/** All folders with Python files in one list of paths, by way of the outermost one. */
export class Folders {
  private static readonly known = new WeakMap<readonly string[], Folders>();
  readonly root = new Folder('', null);

  private constructor(paths: readonly string[]) {
    const byPath = new Map<string, Folder>([['', this.root]]);
    for (const path of paths) {
      const isStub = path.endsWith('.pyi');
      if (!isStub && !path.endsWith('.py')) continue;
      const slash = path.lastIndexOf('/');
      const folder = this.made(path.slice(0, Math.max(slash, 0)), byPath);
      const name = path.slice(slash + 1, isStub ? -4 : -3);
      if (!isStub || !folder.files.has(name)) folder.files.set(name, path);
    }
  }

  /** Worlds in which no file came or went have one list of paths, and so one tree of folders. */
  static of(paths: readonly string[]): Folders {
    let found = this.known.get(paths);
    if (!found) this.known.set(paths, (found = new Folders(paths)));
    return found;
  }

  private made(path: string, byPath: Map<string, Folder>): Folder {
    const known = byPath.get(path);
    if (known) return known;
    const slash = path.lastIndexOf('/');
    const made = this.made(path.slice(0, Math.max(slash, 0)), byPath).make(path.slice(slash + 1));
    byPath.set(path, made);
    return made;
  }

  /** The folder at this path; null when it holds no Python. */
  at(path: string): Folder | null {
    let folder: Folder | undefined = this.root;
    if (path === '') return folder;
    for (const name of path.split('/')) {
      folder = folder.folders.get(name);
      if (!folder) return null;
    }
    return folder;
  }
}
