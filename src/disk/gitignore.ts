import * as fs from 'node:fs';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { READ_FLAGS, Root, unreadable } from './paths.js';

/** The rules that hold in one folder: those of its own `.gitignore`, then those of the folders above it. */
export class IgnoreRules {
  constructor(
    private readonly folder: string,
    private readonly own: Ignore,
    private readonly above: IgnoreRules | null,
  ) {}

  /** Of a path whose folders are not ignored themselves; a folder's own path ends with '/'. */
  ignores(path: string): boolean {
    const verdict = this.own.test(path.slice(this.folder.length));
    if (verdict.ignored || verdict.unignored) return verdict.ignored;
    return this.above?.ignores(path) ?? false;
  }
}

/** The rules for a folder ('' or ending with '/') that has a `.gitignore`, or is the root; `above` are its parent's. */
export function rulesOf(root: string, folder: string, above: IgnoreRules | null): IgnoreRules {
  // Git compares case-sensitively where the file system does; we always do, so that a plan is the same everywhere.
  const own = ignore({ ignorecase: false, allowRelativePaths: true });
  // The weakest rules come first. Outside the root we read nothing, not even a `.gitignore`.
  const exclude = above === null ? new Root(root).locate('.git/info/exclude') : null;
  if (exclude !== null) own.add(read(exclude));
  return new IgnoreRules(folder, own.add(read(join(root, folder, '.gitignore'))), above);
}

/** Unreadable rules are no rules: then more is seen, never less. */
function read(file: string): string {
  try {
    const fd = fs.openSync(file, READ_FLAGS);
    try {
      return fs.fstatSync(fd).isFile() ? fs.readFileSync(fd, 'utf8').replace(/^\uFEFF/, '') : '';
    } finally {
      fs.closeSync(fd);
    }
  } catch (error) {
    unreadable(error);
    return '';
  }
}
