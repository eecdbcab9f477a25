import { findConfig } from '../disk/config.js';
import { withLock } from '../disk/lock.js';
import { type MigrationState, readState } from '../disk/state.js';
import { migrationName } from '../migration/load.js';
import type { PhaseNumber } from '../plan/plan.js';
import type { Args, Context } from './context.js';

/** Where the journal of the migration lies, and what it says. */
export interface JournalPlace {
  /** Absolute. */
  readonly root: string;
  readonly name: string;
  readonly state: MigrationState;
}

/** Reads migration file and journal only: going back must be possible when the tree is in disorder. */
export function openJournal(context: Context, args: Args): JournalPlace {
  const { root, name } = journalOf(context, args);
  return { root, name, state: context.busy(() => readState(root, name)) };
}

/** Reads the migration file only. */
export function journalOf(context: Context, args: Args): { readonly root: string; readonly name: string } {
  const { root, path, text } = findConfig(context.cwd, args.config ?? null);
  return { root, name: migrationName(text, path) };
}

/** Does what changes files, while no other run does. What it goes by is read in here too: before, others may change it. */
export function locked<T>(context: Context, args: Args, work: () => T | Promise<T>): Promise<T> {
  const { root, name } = journalOf(context, args);
  return withLock(root, name, { ...context.process, startedAt: context.now() }, work);
}

const NUMBERS: readonly PhaseNumber[] = [1, 2, 3, 4, 5];

/** The phases that the journal has as applied. After `finish` a migration may begin anew: then there are none. */
export function appliedPhases(state: MigrationState): PhaseNumber[] {
  const applied = state.finished ? [] : state.phases.filter(({ status }) => status === 'applied');
  return NUMBERS.filter((number) => applied.some(({ phase }) => phase === number));
}
