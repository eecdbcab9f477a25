import { isUtf8 } from 'node:buffer';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../messages/failures.js';
import type { Loaded, Tree } from '../workspace/workspace.js';
import { IgnoreRules } from './gitignore.js';
import { isBackup, PRUNED, Root, TEMP_PREFIX, unreadable } from './paths.js';
import { LARGEST_SOURCE, search } from './search.js';

/** Something in the folder that cannot be listed as a source; each is reported, none silently left out. */
export interface Skipped {
  readonly path: string;
  readonly reason: 'symlink' | 'not-a-file' | 'denied' | 'io-error' | 'name-not-utf8';
}

export interface DiskTree extends Tree {
  /** Sorted by path. What is ignored is not among them. */
  readonly skipped: readonly Skipped[];
  /** Our backups (`*.phase<N>.bak`) met on the way, ignored or not, sorted: they are never sources. */
  readonly backups: readonly string[];
}

/**
 * Lists the files below `root` as git would (`.gitignore` at every level, `.git/info/exclude`), without asking git and
 * without following a link. Throws Failure `root-unreadable`.
 */
export function openTree(root: string): DiskTree {
  const own = new Root(root);
  const walk = new Walk(root);
  walk.folder('', null);
  if (walk.skipped.some(({ path }) => path === '')) throw new Failure('root-unreadable', root);
  const byPath = (a: Skipped, b: Skipped): number => (a.path < b.path ? -1 : 1);
  return {
    paths: walk.files.sort(),
    skipped: walk.skipped.sort(byPath),
    backups: walk.backups.sort(),
    load: (path) => load(own, path),
    lies: (path) => fs.existsSync(join(root, path)),
    search: (paths, needles) => search(root, paths, needles),
  };
}

class Walk {
  readonly files: string[] = [];
  readonly skipped: Skipped[] = [];
  readonly backups: string[] = [];

  constructor(private readonly root: string) {}

  /** `path` is '' for the root, and ends with '/' for every other folder; `above` are the rules of the folder around it. */
  folder(path: string, above: IgnoreRules | null): void {
    let entries: fs.Dirent[];
    try {
      entries = fs.readdirSync(`${this.root}/${path}`, { withFileTypes: true });
    } catch (error) {
      this.skipped.push({ path: path.slice(0, -1), reason: unreadable(error) === 'denied' ? 'denied' : 'io-error' });
      return;
    }
    const own = entries.some((entry) => entry.name === '.gitignore' && entry.isFile()) ? this.root : null;
    const rules = above?.below(path, own) ?? IgnoreRules.ofRoot(this.root);
    for (const entry of entries) this.entry(path, entry, rules);
  }

  private entry(folder: string, entry: fs.Dirent, rules: IgnoreRules): void {
    const { name } = entry;
    if (entry.isDirectory()) {
      if (!PRUNED.has(name.toLowerCase()) && !rules.ignores(`${name}/`)) this.folder(`${folder}${name}/`, rules);
      return;
    }
    const path = folder + name;
    if (name.endsWith('.bak')) {
      if (isBackup(path)) this.backups.push(path);
      return;
    }
    if (name.startsWith(TEMP_PREFIX) || rules.ignores(name)) return;
    if (!entry.isFile()) this.skipped.push({ path, reason: entry.isSymbolicLink() ? 'symlink' : 'not-a-file' });
    // The system gave us a name that is no text: no path that we could write down leads to the file.
    else if (name.includes('\uFFFD')) this.skipped.push({ path, reason: 'name-not-utf8' });
    else this.files.push(path);
  }
}

function load(root: Root, path: string): Loaded {
  const found = root.read(path);
  if ('unreadable' in found) return found;
  if (found.bytes.length > LARGEST_SOURCE) return { unreadable: 'too-large' };
  if (!isUtf8(found.bytes)) return { unreadable: 'not-utf8' };
  try {
    return { text: found.bytes.toString('utf8') };
  } catch (error) {
    // Longer than the longest string.
    return { unreadable: unreadable(error) };
  }
}
