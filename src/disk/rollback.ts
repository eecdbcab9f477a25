import { Failure } from '../messages/failures.js';
import type { Action } from '../workspace/change.js';
import { history } from './history.js';
import { readJournal, type Copy, type Move, type Step } from './journal.js';
import { mergeTexts } from './merge.js';
import { backupOf, fingerprint, type Found } from './paths.js';
import { actionOfMove } from './state.js';
import { driftFailure, type Disk, type Drift, editedName, reverse } from './step.js';
import { type DiskHooks, openDisk, transact } from './transaction.js';

export interface RollbackPlan {
  /** Newest first. */
  readonly phases: readonly number[];
  /** What happens to each file, in that order; `create` restores a file that the phase removed. */
  readonly files: readonly { readonly phase: number; readonly path: string; readonly action: Action }[];
  /** Files edited since: a rollback needs `force` or `merge`. */
  readonly drifted: readonly Drift[];
}

export interface RollbackOptions extends DiskHooks {
  /** Keeps the edited version of a file as `<file>.phase<N>.edited.bak` and restores the old one. */
  readonly force?: boolean;
  /** Merges the edits into the restored file, with conflict markers where both changed the same lines. */
  readonly merge?: boolean;
}

export interface RolledBack {
  readonly phases: readonly number[];
  /** Files brought back to an earlier content, sorted. */
  readonly restored: readonly string[];
  /** Files with conflict markers, and those that no merge can express (their edited version is in `kept`). */
  readonly conflicts: readonly string[];
  /** Further backups made of what somebody had edited. */
  readonly kept: readonly string[];
}

/** What `rollbackPhases` would do; writes nothing. Throws Failure: not-applied, phase-interrupted, migration-finished. */
export function planRollback(root: string, name: string, phase: number): RollbackPlan {
  const disk = openDisk(root, name, {});
  const steps = stepsBack(disk, phase);
  const files = steps.flatMap((step) =>
    step.moves.map((move) => ({ phase: step.phase, path: move.path, action: actionOfMove(move) })),
  );
  return { phases: steps.map((step) => step.phase), files, drifted: allDrift(disk, steps) };
}

/**
 * Undoes the phase and those applied after it, newest first, each wholly or not at all; the caller holds the lock.
 * Throws Failure: as `planRollback`, and `drift`, `backup-lost` (nothing written), `write-failed`.
 */
export function rollbackPhases(root: string, name: string, phase: number, options: RollbackOptions = {}): RolledBack {
  const disk = openDisk(root, name, options);
  const steps = stepsBack(disk, phase);
  const drift = allDrift(disk, steps);
  const hopeless = drift.filter(({ found }) => found !== null && !/^[0-9a-f]{64}$/.test(found));
  if (hopeless.length > 0 || (drift.length > 0 && !options.force && !options.merge)) {
    throw driftFailure(disk.root, `phase ${phase} left them`, drift);
  }
  const kept: string[] = [];
  const conflicts = new Set<string>();
  for (const step of steps) {
    // Each phase is fitted to the disk as the one before it left it: a merge goes on from its own result.
    const fitted = fit(disk, step, options.merge ?? false);
    kept.push(...fitted.step.copies.map((copy) => copy.path), ...transact(disk, fitted.step));
    for (const path of fitted.conflicts) conflicts.add(path);
  }
  const restored = new Set(steps.flatMap((step) => step.moves.map((move) => move.path)));
  return {
    phases: steps.map((step) => step.phase),
    restored: [...restored].sort(),
    conflicts: [...conflicts].sort(),
    kept,
  };
}

/** The reverses of the phase's step and of those after it, newest first. */
function stepsBack(disk: Disk, phase: number): Step[] {
  const past = history(readJournal(disk.root, disk.name));
  if (past.open) throw new Failure('phase-interrupted', `phase ${past.open.phase}`);
  if (past.finished) throw new Failure('migration-finished', disk.name);
  const from = past.applied.findIndex(({ step }) => step.phase === phase);
  if (from < 0) throw new Failure('not-applied', `phase ${phase}`);
  return past.applied
    .slice(from)
    .map(({ step }) => reverse(step))
    .reverse();
}

/** Files that would not be found as expected, when the steps run one after the other. */
function allDrift({ root }: Disk, steps: readonly Step[]): Drift[] {
  const world = new Map<string, string | null>();
  const drift: Drift[] = [];
  for (const { path, from, to } of steps.flatMap((step) => step.moves)) {
    const found = world.has(path) ? (world.get(path) ?? null) : fingerprint(root.read(path));
    if (found !== from && found !== to) drift.push({ path, expected: from, found });
    world.set(path, to);
  }
  return drift;
}

interface Fitted {
  readonly step: Step;
  readonly conflicts: readonly string[];
}

/** The step for the files as they are: edited ones are merged, or kept as one more backup. */
function fit(disk: Disk, step: Step, merge: boolean): Fitted {
  const copies: Copy[] = [];
  const conflicts: string[] = [];
  const moves = step.moves.map((move): Move => {
    const found = disk.root.read(move.path);
    const seen = fingerprint(found);
    if (seen === move.from || seen === move.to) return move;
    const merged = merge ? mergeInto(disk, step.phase, move, found) : null;
    if (merge && (!merged || merged.conflict)) conflicts.push(move.path);
    if (!merged && !('unreadable' in found) && seen !== null) {
      const path = editedName(disk.root, backupOf(move.path, step.phase));
      copies.push({ path, hash: seen, mode: found.mode & 0o777 });
    }
    return { ...move, from: seen, to: merged ? disk.store.hold(merged.bytes) : move.to };
  });
  return { step: { ...step, moves, copies }, conflicts };
}

/** Null where a merge would lose a side: one of the ends is no file, or no text. */
function mergeInto(disk: Disk, phase: number, { path, from, to }: Move, found: Found): ReturnType<typeof mergeTexts> {
  if ('unreadable' in found || to === null) return null;
  const before = disk.store.find(to, [backupOf(path, phase)]);
  const after = from === null ? Buffer.alloc(0) : disk.store.find(from, []);
  return before && after ? mergeTexts(found.bytes, after, before, phase) : null;
}
