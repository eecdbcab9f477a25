import { type Action } from '../workspace/change.js';
import { history, type History } from './history.js';
import { readJournal, type Move, type Step } from './journal.js';
import { fingerprint, Root } from './paths.js';
import { drifted, type Drift, reverse } from './step.js';

export type { Drift } from './step.js';
export type PhaseStatus = 'pending' | 'applied' | 'rolled back' | 'interrupted';

export interface FileState {
  readonly path: string;
  readonly action: Action;
  readonly beforeHash: string | null;
  readonly afterHash: string | null;
  /** Permission bits of the file before; null for one that the phase creates. */
  readonly mode: number | null;
}

export interface PhaseState {
  readonly phase: number;
  readonly status: PhaseStatus;
  /** What was under way when it was interrupted; null otherwise. */
  readonly doing: 'apply' | 'rollback' | null;
  /** When it came to this status, as the caller's clock said; null when it did not say. */
  readonly at: string | null;
  readonly files: readonly FileState[];
  /** Files that no later phase touched and that are no longer as this one left them (interrupted: neither before nor after). */
  readonly drift: readonly Drift[];
}

export interface MigrationState {
  readonly name: string;
  readonly finished: boolean;
  /** The phases that the journal knows, by number; all others are pending. */
  readonly phases: readonly PhaseState[];
}

/** What the journal says of the migration, and how the files differ from it. Throws Failure `journal-damaged`. */
export function readState(root: string, name: string): MigrationState {
  const disk = new Root(root);
  const past = history(readJournal(disk, name));
  const phases = [...interrupted(disk, past), ...applied(disk, past), ...rolledBack(past)];
  return { name, finished: past.finished, phases: phases.sort((a, b) => a.phase - b.phase) };
}

/** The state of one phase, also of one that the journal has never heard of. */
export function phaseState(state: MigrationState, phase: number): PhaseState {
  const known = state.phases.find((each) => each.phase === phase);
  return known ?? { phase, status: 'pending', doing: null, at: null, files: [], drift: [] };
}

/** What a move does to its path. */
export function actionOfMove(move: Move): Action {
  if (move.from === null) return 'create';
  return move.to === null ? 'delete' : 'update';
}

function interrupted(root: Root, { open }: History): PhaseState[] {
  if (!open) return [];
  const forward = open.kind === 'apply' ? open : reverse(open);
  const drift = drifted(root, open.moves);
  return [{ phase: open.phase, status: 'interrupted', doing: open.kind, at: null, files: files(forward), drift }];
}

function applied(root: Root, past: History): PhaseState[] {
  const touched = new Set(past.open?.moves.map((move) => move.path));
  const states = [...past.applied].reverse().map(({ step, at }): PhaseState => {
    const last = step.moves.filter((move) => !touched.has(move.path));
    for (const { path } of last) touched.add(path);
    const drift = past.finished ? [] : last.flatMap((move) => driftOf(root, move));
    return { phase: step.phase, status: 'applied', doing: null, at, files: files(step), drift };
  });
  return states.filter((state) => state.phase !== past.open?.phase);
}

function rolledBack(past: History): PhaseState[] {
  return [...past.undone]
    .filter(([phase]) => phase !== past.open?.phase)
    .map(([phase, at]) => ({ phase, status: 'rolled back', doing: null, at, files: [], drift: [] }));
}

function driftOf(root: Root, { path, to }: Move): Drift[] {
  const found = fingerprint(root.read(path));
  return found === to ? [] : [{ path, expected: to, found }];
}

function files(step: Step): FileState[] {
  return step.moves.map((move) => ({
    path: move.path,
    action: actionOfMove(move),
    beforeHash: move.from,
    afterHash: move.to,
    mode: move.from === null ? null : move.mode,
  }));
}

/** The paths that phases removed and that are still gone: a migration file may go on naming them. */
export function removedBy(state: MigrationState): ReadonlySet<string> {
  const files = state.phases.filter(({ status }) => status !== 'rolled back').flatMap((phase) => phase.files);
  return new Set(files.filter(({ action }) => action === 'delete').map(({ path }) => path));
}
