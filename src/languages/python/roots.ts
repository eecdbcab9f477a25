import type { Workspace } from '../../workspace/workspace.js';

const PROJECT = /(^|\/)(pyproject\.toml|setup\.cfg|setup\.py|pytest\.ini|tox\.ini)$/;
/** Where packaging and test settings say that packages lie. */
const FOLDERS = [
  /\b(?:from|where)\s*=\s*\[?\s*["']([^"'\n]+)["']/g,
  /\bpackage[-_]dir\s*=?\s*[{(]?\s*["']["']\s*[=:]\s*["']([^"'\n]+)["']/g,
  /\bpackage_dir\s*=\s*\r?\n\s*=\s*(\S+)/g,
  /\bpythonpath\s*=\s*\[?\s*["']?([^"'\]\s]+)/g,
];

/** Does its text say where packages lie? */
export function isSetting(path: string): boolean {
  return PROJECT.test(path);
}

export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

export function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** The folders of a world, and those of them from which absolute imports begin. */
export class Roots {
  /** Every folder with a module in it, or below it. */
  readonly folders = new Set<string>(['']);
  private readonly packages = new Set<string>();
  private readonly declared: readonly string[];

  constructor(private readonly workspace: Workspace) {
    for (const path of workspace.paths()) {
      if (!/\.pyi?$/.test(path)) continue;
      if (/(^|\/)__init__\.pyi?$/.test(path)) this.packages.add(folderOf(path));
      for (let folder = folderOf(path); !this.folders.has(folder); folder = folderOf(folder)) this.folders.add(folder);
    }
    this.declared = this.declaredRoots();
  }

  isPackage(folder: string): boolean {
    return this.packages.has(folder);
  }

  /** The root of the migration, `src` layouts, and what settings say. */
  private declaredRoots(): string[] {
    const found = new Set(['']);
    for (const path of this.workspace.paths()) {
      if (!isSetting(path)) continue;
      const base = folderOf(path);
      const text = this.workspace.read(path) ?? '';
      const named = FOLDERS.flatMap((pattern) =>
        [...text.matchAll(pattern)].map(([, folder = '']) => folder.replace(/^\.\/?|\/$/g, '')),
      );
      for (const folder of ['', 'src', ...named]) {
        const root = folder === '' ? base : join(base, folder);
        if (this.folders.has(root)) found.add(root);
      }
    }
    if (this.folders.has('src') && !this.packages.has('src')) found.add('src');
    return [...found];
  }

  /** Those that hold for a file: the declared ones, and every folder around it in which its packages begin. */
  around(from: string): string[] {
    const found = new Set(this.declared);
    let folder = folderOf(from);
    while (this.packages.has(folder) && folder !== '') folder = folderOf(folder);
    found.add(folder);
    return [...found];
  }

  all(): readonly string[] {
    return this.declared;
  }
}
