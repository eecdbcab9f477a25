import { Failure } from '../messages/failures.js';
import { history } from './history.js';
import { append, readJournal } from './journal.js';
import { fingerprint } from './paths.js';
import { describe, type DiskHooks, openDisk } from './transaction.js';
import { WriteError } from './files.js';

export interface Finished {
  readonly removed: readonly string[];
  /** Backups that somebody changed: not ours to throw away. */
  readonly left: readonly string[];
}

/**
 * Closes the migration and removes its backups; the caller holds the lock. Run again, it goes on where it was interrupted.
 * Throws Failure: phase-interrupted, write-failed-halfway.
 */
export function finishMigration(root: string, name: string, hooks: DiskHooks = {}): Finished {
  const disk = openDisk(root, name, hooks);
  const past = history(readJournal(disk.root, name));
  if (past.open) throw new Failure('phase-interrupted', `phase ${past.open.phase}`);
  const { removed, left } = backupsOf(disk, past);
  try {
    // First the word, then the deed: a journal that still promised a rollback would lie as soon as one backup is gone.
    if (!past.finished) append(disk.root, disk.files, name, { v: 1, type: 'finished', ...disk.at });
    for (const path of removed) disk.files.unlink(disk.root.at(path));
    disk.store.clear();
  } catch (error) {
    if (error instanceof WriteError) throw new Failure('cannot-finish', describe(disk, [], error));
    throw error;
  }
  return { removed, left };
}

/** What `finishMigration` would remove and leave; writes nothing. */
export function planFinish(root: string, name: string): Finished {
  const disk = openDisk(root, name, {});
  return backupsOf(disk, history(readJournal(disk.root, name)));
}

function backupsOf(disk: ReturnType<typeof openDisk>, past: ReturnType<typeof history>): Finished {
  const copies = past.applied.flatMap(({ step }) => step.copies);
  const present = copies.filter(({ path }) => disk.root.occupied(path));
  const left = present.filter(({ path, hash }) => fingerprint(disk.root.read(path)) !== hash).map(({ path }) => path);
  return { removed: present.map(({ path }) => path).filter((path) => !left.includes(path)), left };
}
