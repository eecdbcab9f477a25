import { folderOf } from '../../../workspace/folder.js';

/**
 * How the paths of files and folders begin: each up to the first dot of its last part. Probing tries a path with twenty
 * endings; where none begins like it, none of them is there.
 */
export class Beginnings {
  private readonly known = new Set<string>(['']);

  constructor(paths: Iterable<string>) {
    const folders = new Set<string>(['']);
    let last = '';
    for (const path of paths) {
      this.known.add(beginningOf(path));
      // They come sorted: mostly from the folder of the one before.
      if (path.lastIndexOf('/') === last.length && path.startsWith(last)) continue;
      last = folderOf(path);
      for (let folder = last; !folders.has(folder); folder = folderOf(folder)) {
        folders.add(folder);
        this.known.add(beginningOf(folder));
      }
    }
  }

  /** May there be a file or folder at this path, or at this path with another ending? */
  has(path: string): boolean {
    return this.known.has(beginningOf(path));
  }
}

function beginningOf(path: string): string {
  const dot = path.indexOf('.', path.lastIndexOf('/') + 1);
  return dot < 0 ? path : path.slice(0, dot);
}
