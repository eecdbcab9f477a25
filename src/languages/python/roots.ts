import { folderOf } from '../../workspace/folder.js';
import type { Workspace } from '../../workspace/workspace.js';
import { Folders, type Folder } from './folders.js';

const PROJECT = /(^|\/)(pyproject\.toml|setup\.cfg|setup\.py|pytest\.ini|tox\.ini)$/;
/** Where packaging and test settings say that packages lie. */
const FOLDERS = [
  /\b(?:from|where)\s*=\s*\[?\s*["']([^"'\n]+)["']/g,
  /\bpackage[-_]dir\s*=?\s*[{(]?\s*["']["']\s*[=:]\s*["']([^"'\n]+)["']/g,
  /\bpackage_dir\s*=\s*\r?\n\s*=\s*(\S+)/g,
  /\bpythonpath\s*=\s*\[?\s*["']?([^"'\]\s]+)/g,
];

/** Is it the module of a package? */
export function isPackage(path: string): boolean {
  return /(^|\/)__init__\.pyi?$/.test(path);
}

/** The path of a module without its extension; a package goes by its folder. */
export function stemOf(module: string): string {
  return module.replace(/\.pyi?$/, '').replace(/(^|\/)__init__$/, '');
}

/** Does its text say where packages lie? */
export function isSetting(path: string): boolean {
  return PROJECT.test(path);
}

/** A path below a folder; `''` is the root. */
export function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** The folders from which absolute imports begin, in one world. */
export class Roots {
  readonly folders: Folders;
  private readonly declared: readonly Folder[];

  constructor(private readonly workspace: Workspace) {
    this.folders = Folders.of(workspace.paths());
    this.declared = this.declaredRoots();
  }

  /** The root of the migration, `src` layouts, and what settings say. */
  private declaredRoots(): Folder[] {
    const { root } = this.folders;
    const found = new Set([root]);
    for (const path of this.workspace.paths()) {
      if (!isSetting(path)) continue;
      const base = folderOf(path);
      const text = this.workspace.read(path) ?? '';
      const named = FOLDERS.flatMap((pattern) =>
        [...text.matchAll(pattern)].map(([, folder = '']) => folder.replace(/^\.\/?|\/$/g, '')),
      );
      for (const folder of ['', 'src', ...named]) {
        const known = this.folders.at(folder === '' ? base : join(base, folder));
        if (known) found.add(known);
      }
    }
    const src = root.folders.get('src');
    if (src?.init === null) found.add(src);
    return [...found];
  }

  /** May absolute imports of some file begin at this module? */
  isTop(module: string): boolean {
    const folder = this.folders.at(folderOf(stemOf(module)));
    return !folder || folder.init === null || this.declared.includes(folder);
  }

  /** Those that hold for the files of a folder: the declared ones, and the one around it in which its packages begin. */
  around(path: string): readonly Folder[] {
    let folder = this.folders.at(path);
    while (folder?.parent && folder.init !== null) folder = folder.parent;
    return folder ? [...new Set([...this.declared, folder])] : this.declared;
  }
}
