import { Failure } from '../messages/failures.js';
import { WriteError } from './files.js';
import { history } from './history.js';
import { readJournal } from './journal.js';
import { driftFailure, drifted, prepare, reverse, runStep } from './step.js';
import { describe, type DiskHooks, end, endOf, openDisk } from './transaction.js';

export interface Recovered {
  readonly phase: number;
  readonly status: 'applied' | 'rolled back';
  /** Further backups of what somebody had edited since. */
  readonly kept: readonly string[];
}

export interface RecoverOptions extends DiskHooks {
  /** Sets files that are neither as before nor as after aside (`<file>.phase<N>.edited.bak`) instead of refusing. */
  readonly force?: boolean;
}

/**
 * Brings an interrupted phase to one of its two ends: `finish` completes what was under way, `undo` takes it back.
 * Returns null when nothing was interrupted. May be interrupted itself and run again; the caller holds the lock.
 * Throws Failure: `drift`, `backup-lost`, `write-failed-halfway` (still interrupted).
 */
export function recover(
  root: string,
  name: string,
  direction: 'finish' | 'undo',
  options: RecoverOptions = {},
): Recovered | null {
  const disk = openDisk(root, name, options);
  const { open } = history(readJournal(disk.root, name));
  if (!open) return null;
  const step = direction === 'finish' ? open : reverse(open);
  const drift = drifted(disk.root, step.moves);
  if (drift.length > 0 && !options.force) throw driftFailure(disk.root, `phase ${step.phase} left them`, drift);
  try {
    disk.store.settle();
    prepare(disk, step);
    const kept = runStep(disk, step, options.force);
    end(disk, step);
    return { phase: step.phase, status: endOf(step), kept };
  } catch (error) {
    if (!(error instanceof WriteError)) throw error;
    throw new Failure('write-failed-halfway', describe(disk, step.moves, error));
  }
}
