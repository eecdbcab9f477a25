import { dirname } from 'node:path/posix';
import { Failure } from '../messages/failures.js';
import type { Change } from '../workspace/change.js';
import { history, type History } from './history.js';
import { readJournal, type Copy, type Move, type Step } from './journal.js';
import { backupOf, fingerprint, isChangeable } from './paths.js';
import { driftFailure, type Disk, type Drift } from './step.js';
import { type DiskHooks, openDisk, transact } from './transaction.js';

export type { DiskHooks } from './transaction.js';

export interface PhaseChanges {
  readonly number: number;
  readonly changes: readonly Change[];
}

export interface AppliedPhase {
  readonly phase: number;
  /** Paths changed, sorted. */
  readonly changed: readonly string[];
  /** The backups written beside them. */
  readonly backups: readonly string[];
}

/**
 * Applies one phase, wholly or not at all; the caller holds the lock. Throws Failure: `drift` (a file is not as planned),
 * `backup-in-the-way`, `already-applied`, `phase-interrupted`, `path-outside`, `write-failed`.
 */
export function applyPhase(root: string, name: string, phase: PhaseChanges, hooks: DiskHooks = {}): AppliedPhase {
  const disk = openDisk(root, name, hooks);
  refuseUnready(history(readJournal(disk.root, name)), phase.number);
  const step = planStep(disk, phase);
  transact(disk, step);
  return {
    phase: phase.number,
    changed: step.moves.map((move) => move.path),
    backups: step.copies.map((copy) => copy.path),
  };
}

function refuseUnready(past: History, phase: number): void {
  if (past.open) throw new Failure('phase-interrupted', `phase ${past.open.phase}`);
  const applied = past.applied.some(({ step }) => step.phase === phase);
  if (applied && !past.finished) throw new Failure('already-applied', `phase ${phase}`);
}

/** Makes the contents of the changes known by their hashes, and verifies that the disk is as they expect it. */
function planStep(disk: Disk, phase: PhaseChanges): Step {
  const moves: Move[] = [];
  const copies: Copy[] = [];
  const drift: Drift[] = [];
  for (const { path, before, after } of [...phase.changes].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    if (!isChangeable(path, phase.number)) throw new Failure('path-outside', path);
    const hold = (text: string | null): string | null => (text === null ? null : disk.store.hold(text));
    const [from, to] = [hold(before), hold(after)];
    const found = disk.root.read(path);
    const seen = fingerprint(found);
    if (seen !== from) drift.push({ path, expected: from, found: seen });
    const mode = 'unreadable' in found ? null : found.mode & 0o777;
    moves.push({ path, from, to, mode });
    if (from !== null) copies.push({ path: backupOf(path, phase.number), hash: from, mode });
  }
  if (drift.length > 0) throw driftFailure(disk.root, 'planned', drift);
  const taken = copies.map(({ path }) => path).filter((path) => disk.root.occupied(path));
  if (taken.length > 0) throw new Failure('backup-in-the-way', `phase ${phase.number}`, taken);
  return { kind: 'apply', phase: phase.number, moves, copies, drops: [], makes: newFolders(disk, moves), clears: [] };
}

/** The folders that the created files need and that are not there, outermost first. */
function newFolders({ root }: Disk, moves: readonly Move[]): string[] {
  const missing = new Set<string>();
  for (const { path, from } of moves) {
    if (from !== null) continue;
    for (let folder = dirname(path); folder !== '.' && !root.occupied(folder); folder = dirname(folder))
      missing.add(folder);
  }
  return [...missing].sort();
}
