import { cpSync, lstatSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { fingerprint, Root } from './paths.js';
import { openTree } from './tree.js';

/**
 * A copy of the folder for a rehearsal, in a new temporary folder; returns its absolute path. History (`.git`) and locks
 * stay behind, as does what is neither file nor folder nor link; installed packages are linked to, not copied.
 */
export function copyFolder(root: string): string {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), 'ssot-rehearsal-')));
  const linked: string[] = [];
  cpSync(root, copy, {
    recursive: true,
    verbatimSymlinks: true,
    preserveTimestamps: true,
    filter: (from) => {
      const name = basename(from);
      if (name === 'node_modules') linked.push(from);
      if (name === 'node_modules' || name === '.git' || /[/\\]\.ssot[/\\]lock\./.test(from)) return false;
      const stat = lstatSync(from);
      return stat.isFile() || stat.isDirectory() || stat.isSymbolicLink();
    },
  });
  for (const folder of linked) symlinkSync(folder, join(copy, relative(root, folder)), 'junction');
  return copy;
}

/** Removes a copy that `copyFolder` made; what it links to stays. */
export function removeFolder(copy: string): void {
  rmSync(copy, { recursive: true, force: true });
}

/** Every file that git would list, with the hash of its content and its permission bits; backups are not among them. */
export function contentsOf(root: string): Map<string, string> {
  const own = new Root(root);
  return new Map(
    openTree(root).paths.map((path) => {
      const found = own.read(path);
      const mode = 'unreadable' in found ? '' : found.mode.toString(8);
      return [path, `${fingerprint(found) ?? ''} ${mode}`];
    }),
  );
}
