import { restoreFromBackups, strayBackups } from '../disk/backups.js';
import { recover } from '../disk/recover.js';
import { type RolledBack, planRollback, rollbackPhases } from '../disk/rollback.js';
import { type MigrationState, readState } from '../disk/state.js';
import { EXIT, type ExitCode, Failure } from '../messages/failures.js';
import { notices } from '../messages/notices.js';
import { printable } from '../reports/printable.js';
import { count } from '../reports/table.js';
import { rollbackReport } from '../reports/rollback.js';
import { type Args, type Context, type Run, show, tell } from './context.js';
import { appliedPhases, journalOf, locked, openJournal } from './journal.js';

/** `ssot rollback --phase N`: undoes an interrupted phase, then phase N and the applied ones after it, newest first. */
export const run: Run = async (context, args) => {
  if (args.dryRun) return dryRun(context, args);
  return locked(context, args, () => (args.fromBackups ? restore(context, args) : undo(context, args)));
};

function dryRun(context: Context, args: Args): ExitCode {
  const { root, name, state } = openJournal(context, args);
  const interrupted = state.phases.find(({ status }) => status === 'interrupted');
  if (interrupted) throw new Failure('phase-interrupted', `phase ${interrupted.phase}`);
  const phase = firstApplied(state, asked(args.phase));
  return show(
    context,
    rollbackReport(planRollback(root, name, phase), {
      json: args.json ?? false,
      force: args.force ?? false,
      merge: args.merge ?? false,
    }),
  );
}

function asked(phase: number | undefined): number {
  if (phase === undefined) throw new Failure('usage', 'rollback: which phase? Say --phase N.');
  return phase;
}

function undo(context: Context, args: Args): ExitCode {
  const { root, name, state } = openJournal(context, args);
  const interrupted = state.phases.find(({ status }) => status === 'interrupted');
  const phase = firstApplied(state, asked(args.phase ?? interrupted?.phase));
  const options = optionsOf(context, args);
  const recovered = context.busy(() => recover(root, name, 'undo', options));
  // Taking back the interrupted phase may have been all there was to do.
  const left = readState(root, name);
  const from = firstApplied(left, phase);
  const more = !recovered || appliedPhases(left).some((applied) => applied >= from);
  const rolledBack = more ? context.busy(() => rollbackOrSay(root, name, from, options)) : NOTHING;
  return tellOf(context, args, name, {
    phases: [...(recovered ? [recovered.phase] : []), ...rolledBack.phases],
    restored: rolledBack.restored,
    conflicts: rolledBack.conflicts,
    kept: [...(recovered?.kept ?? []), ...rolledBack.kept],
  });
}

const NOTHING: RolledBack = { phases: [], restored: [], conflicts: [], kept: [] };

function optionsOf(context: Context, args: Args) {
  return { at: context.now(), force: args.force ?? false, merge: args.merge ?? false };
}

/** Where the journal knows nothing of a phase whose backups are there, it was lost: that is another matter than "not applied". */
function rollbackOrSay(root: string, name: string, phase: number, options: ReturnType<typeof optionsOf>): RolledBack {
  try {
    return rollbackPhases(root, name, phase, options);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'not-applied') throw error;
    const backups = strayBackups(root, name);
    throw backups.length > 0 ? new Failure('journal-lost', `phase ${phase}`, backups) : error;
  }
}

/** `--from-backups`: by the backups alone; phases that the journal does know are then taken back as always. */
function restore(context: Context, args: Args): ExitCode {
  const { root, name } = journalOf(context, args);
  const phase = asked(args.phase);
  const restored = context.busy(() => restoreFromBackups(root, name, phase, { at: context.now() }));
  const from = appliedPhases(readState(root, name)).find((applied) => applied >= phase);
  const more =
    from === undefined ? NOTHING : context.busy(() => rollbackPhases(root, name, from, optionsOf(context, args)));
  return tellOf(context, args, name, {
    phases: [...restored.phases, ...more.phases],
    restored: [...new Set([...restored.restored, ...more.restored])].sort(),
    conflicts: more.conflicts,
    kept: [...restored.kept, ...more.kept],
  });
}

function tellOf(context: Context, args: Args, name: string, result: RolledBack): ExitCode {
  if (args.json) context.stdout(`${JSON.stringify({ version: 1, name, ...result }, null, 2)}\n`);
  const phases = result.phases.map((number) => `phase ${number}`).join(', ');
  tell(context, args, notices.rolledBack(phases, count(result.restored.length, 'file')));
  result.conflicts.forEach((path) => tell(context, args, notices.conflict(printable(path))));
  result.kept.forEach((path) => tell(context, args, notices.kept(printable(path))));
  // Files with conflict markers are not as anybody left them: a script must not go on.
  return result.conflicts.length > 0 ? EXIT.drift : EXIT.done;
}

/** A phase that had nothing to do was never applied: going back before it is going back before the next one that was. */
function firstApplied(state: MigrationState, phase: number): number {
  return appliedPhases(state).find((applied) => applied >= phase) ?? phase;
}
