import { Failure } from '../messages/failures.js';
import { Files, temporary, WriteError } from './files.js';
import { history } from './history.js';
import { append, type Move, readJournal, type Step } from './journal.js';
import { fingerprint, Root } from './paths.js';
import { type Disk, prepare, reverse, runStep } from './step.js';
import { Store } from './store.js';

export interface DiskHooks {
  /** The clock's word (ISO 8601), kept in the journal. */
  readonly at?: string;
  /** Called after each file that was written, flushed or moved: how many of them, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
  /** What writes; tests wrap it to fail at a chosen moment. */
  readonly files?: Files;
}

/** Throws Failure `root-unreadable` or `name-invalid`. */
export function openDisk(root: string, name: string, hooks: DiskHooks): Disk {
  const own = new Root(root);
  const files = hooks.files ?? new Files();
  const at = hooks.at === undefined ? {} : { at: hooks.at };
  return {
    root: own,
    files,
    store: new Store(own, files, name),
    name,
    at,
    onProgress: hooks.onProgress ?? (() => undefined),
  };
}

/** What the phase of a step is once the step is done. */
export function endOf(step: Step): 'applied' | 'rolled back' {
  return step.kind === 'apply' ? 'applied' : 'rolled back';
}

/**
 * Does the step wholly, or, when anything fails, not at all. Returns the further backups it made of edited files.
 * Throws Failure: `backup-lost`, `drift`, `write-failed`, or `write-failed-halfway` when undoing failed too.
 */
export function transact(disk: Disk, step: Step): string[] {
  try {
    prepare(disk, step);
  } catch (error) {
    throw explained(disk, step, error);
  }
  try {
    append(disk.root, disk.files, disk.name, { v: 1, type: 'begin', ...disk.at, step });
    const kept = runStep(disk, step);
    end(disk, step);
    return kept;
  } catch (error) {
    undo(disk, step, error);
    throw explained(disk, step, error);
  }
}

/** Writes down that the step has come to its end. */
export function end(disk: Disk, step: Step): void {
  append(disk.root, disk.files, disk.name, { v: 1, type: 'end', ...disk.at, phase: step.phase, status: endOf(step) });
}

/**
 * Nothing is journalled before it is done: on a full disk there may be no room until our backups are gone, and until the
 * record is written the journal truthfully says "interrupted". A file that somebody saved meanwhile is theirs.
 */
function undo(disk: Disk, step: Step, reason: unknown): void {
  const back = reverse(step);
  try {
    disk.files.forget();
    for (const { path } of step.moves) disk.files.clear(temporary(disk.root.at(path)));
    const moves = back.moves.filter((move) => fingerprint(disk.root.read(move.path)) === move.from);
    runStep({ ...disk, onProgress: () => undefined }, { ...back, moves });
    if (!isWritten(disk, back)) end(disk, back);
  } catch (error) {
    if (!(error instanceof WriteError) && !(error instanceof Failure)) throw error;
    throw new Failure('write-failed-halfway', describe(disk, step.moves, reason), [describe(disk, step.moves, error)]);
  }
}

/** Whether the journal says already what the step comes to: its begin may never have reached the disk. */
function isWritten(disk: Disk, step: Step): boolean {
  const past = history(readJournal(disk.root, disk.name));
  const applied = past.applied.some((each) => each.step.phase === step.phase);
  return !past.open && applied === (endOf(step) === 'applied');
}

/** A write error as a failure that names the file; what is none stays as it is. */
function explained(disk: Disk, step: Step, error: unknown): unknown {
  return error instanceof WriteError ? new Failure('write-failed', describe(disk, step.moves, error)) : error;
}

/** Which file could not be written, and why: a temporary file goes by the name of the one that it was for. */
export function describe(disk: Disk, moves: readonly Move[], error: unknown): string {
  if (!(error instanceof WriteError)) return error instanceof Error ? error.message : String(error);
  const file = moves.find((move) => temporary(disk.root.at(move.path)) === error.path);
  return `${file?.path ?? disk.root.name(error.path)} (${error.reason})`;
}
