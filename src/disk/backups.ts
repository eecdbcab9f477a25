import { Failure } from '../messages/failures.js';
import { history, type History } from './history.js';
import { type Copy, journalPath, type Move, readJournal, type Step } from './journal.js';
import { sha256 } from '../workspace/hash.js';
import { backupOf, fingerprint } from './paths.js';
import type { RolledBack } from './rollback.js';
import { type Disk, type Drift, driftFailure, editedName } from './step.js';
import { type DiskHooks, openDisk, transact } from './transaction.js';
import { openTree } from './tree.js';

interface Backup {
  readonly file: string;
  readonly phase: number;
}

/**
 * The backups below the root that the journal does not know: it was lost, or cut off. None of a finished migration. Throws
 * Failure `journal-damaged`, `root-unreadable`.
 */
export function strayBackups(root: string, name: string): string[] {
  const disk = openDisk(root, name, {});
  const past = history(readJournal(disk.root, name));
  return past.finished ? [] : stray(root, past).map(({ file, phase }) => backupOf(file, phase));
}

/**
 * Rolls back by the backups alone, for a journal that is lost, damaged (then it is set aside) or cut off: the phase and
 * those after it, newest first, as far as the journal does not know them. What stands in a backup's place is kept as one
 * more backup, unless it is our own work. The caller holds the lock.
 * Throws Failure: not-applied (no backups), phase-interrupted, migration-finished, drift, write-failed.
 */
export function restoreFromBackups(root: string, name: string, phase: number, hooks: DiskHooks = {}): RolledBack {
  const disk = openDisk(root, name, hooks);
  const past = readableHistory(disk);
  if (past?.open) throw new Failure('phase-interrupted', `phase ${past.open.phase}`);
  if (past?.finished) throw new Failure('migration-finished', name);
  const backups = stray(root, past).filter((backup) => backup.phase >= phase);
  if (backups.length === 0) throw new Failure('no-backups', `phase ${phase}`);
  if (!past) setJournalAside(disk);
  const phases = [...new Set(backups.map((backup) => backup.phase))].sort((a, b) => b - a);
  const kept: string[] = [];
  for (const number of phases) {
    const step = stepFrom(
      disk,
      number,
      backups.filter((backup) => backup.phase === number),
    );
    kept.push(...step.copies.map(({ path }) => path), ...transact(disk, step));
  }
  const restored = [...new Set(backups.map(({ file }) => file))].sort();
  return { phases, restored, conflicts: [], kept };
}

function stray(root: string, past: History | null): Backup[] {
  const steps = past ? [...past.applied.map(({ step }) => step), ...(past.open ? [past.open] : [])] : [];
  const known = new Set(steps.flatMap(({ copies, drops }) => [...copies, ...drops].map(({ path }) => path)));
  return openTree(root).backups.flatMap((path) => {
    const [, file, phase] = /^(.+)\.phase(\d{1,2})\.bak$/s.exec(path) ?? [];
    return file === undefined || known.has(path) ? [] : [{ file, phase: Number(phase) }];
  });
}

/** Null when the journal is damaged. */
function readableHistory({ root, name }: Disk): History | null {
  try {
    return history(readJournal(root, name));
  } catch (error) {
    if (error instanceof Failure && error.code === 'journal-damaged') return null;
    throw error;
  }
}

function setJournalAside({ root, files, name }: Disk): void {
  const path = journalPath(name);
  for (let n = 1; ; n++) {
    const aside = path.replace(/\.jsonl$/, `.damaged.${n}.jsonl`);
    if (!root.occupied(aside)) return files.rename(root.at(path), root.at(aside));
  }
}

/** The rollback of one phase, made from what lies on the disk. Files that the phase created have no backup, and stay. */
function stepFrom(disk: Disk, phase: number, backups: readonly Backup[]): Step {
  const moves: Move[] = [];
  const copies: Copy[] = [];
  const drops: Copy[] = [];
  const drift: Drift[] = [];
  for (const { file } of backups) {
    const path = backupOf(file, phase);
    const [backup, now] = [disk.root.read(path), disk.root.read(file)];
    const from = fingerprint(now);
    if ('unreadable' in backup) drift.push({ path, expected: '', found: backup.unreadable });
    else if ('unreadable' in now && from !== null) drift.push({ path: file, expected: '', found: from });
    else {
      const to = sha256(backup.bytes);
      const mode = backup.mode & 0o777;
      moves.push({ path: file, from, to, mode });
      drops.push({ path, hash: to, mode });
      const isOurs = from === null || from === to || disk.store.find(from, []) !== null;
      if (!isOurs && !('unreadable' in now)) {
        copies.push({ path: editedName(disk.root, path), hash: from, mode: now.mode & 0o777 });
      }
    }
  }
  if (drift.length > 0) throw driftFailure(disk.root, 'a rollback needs them', drift);
  return { kind: 'rollback', phase, moves, copies, drops, makes: [], clears: [] };
}
