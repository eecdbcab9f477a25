import { cpSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';

/**
 * A copy of the folder for a rehearsal, in a new temporary folder; returns its absolute path. History (`.git`) and locks
 * stay behind, and installed packages are linked to, not copied.
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
      return name !== 'node_modules' && name !== '.git' && !/[/\\]\.ssot[/\\]lock\./.test(from);
    },
  });
  for (const folder of linked) symlinkSync(folder, join(copy, relative(root, folder)), 'junction');
  return copy;
}

/** Removes a copy that `copyFolder` made; what it links to stays. */
export function removeFolder(copy: string): void {
  rmSync(copy, { recursive: true, force: true });
}
