import { withLock } from '../disk/lock.js';
import { recover } from '../disk/recover.js';
import { type RolledBack, planRollback, rollbackPhases } from '../disk/rollback.js';
import { type MigrationState, readState } from '../disk/state.js';
import { EXIT, type ExitCode, Failure, notices } from '../messages.js';
import { printable } from '../reports/printable.js';
import { count } from '../reports/table.js';
import { rollbackReport } from '../reports/rollback.js';
import { type Args, type Context, type Run, show, tell } from './context.js';
import { appliedPhases, openJournal } from './journal.js';

/** `ssot rollback --phase N`: undoes an interrupted phase, then phase N and the applied ones after it, newest first. */
export const run: Run = async (context, args) => {
  const { root, name, state } = openJournal(context, args);
  const interrupted = state.phases.find(({ status }) => status === 'interrupted');
  const asked = args.phase ?? interrupted?.phase;
  if (asked === undefined) throw new Failure('usage', 'rollback: which phase? Say --phase N.');
  const phase = firstApplied(state, asked);
  if (args.dryRun && interrupted) throw new Failure('phase-interrupted', `phase ${interrupted.phase}`);
  if (args.dryRun) return show(context, rollbackReport(planRollback(root, name, phase), args.json ?? false));
  const owner = { ...context.process, startedAt: context.now() };
  return withLock(root, name, owner, () => undo(context, args, { root, name, phase }));
};

function undo(
  context: Context,
  args: Args,
  { root, name, phase }: { root: string; name: string; phase: number },
): ExitCode {
  const options = { at: context.now(), force: args.force ?? false, merge: args.merge ?? false };
  const recovered = recover(root, name, 'undo', options);
  const kept = recovered?.kept ?? [];
  // Taking back the interrupted phase may have been all there was to do.
  const left = readState(root, name);
  const from = firstApplied(left, phase);
  const more = !recovered || appliedPhases(left).some((applied) => applied >= from);
  const rolledBack: RolledBack = more
    ? rollbackPhases(root, name, from, options)
    : { phases: [], restored: [], conflicts: [], kept: [] };
  const result = {
    phases: [...(recovered ? [recovered.phase] : []), ...rolledBack.phases],
    restored: rolledBack.restored,
    conflicts: rolledBack.conflicts,
    kept: [...kept, ...rolledBack.kept],
  };
  if (args.json) context.stdout(`${JSON.stringify({ version: 1, name, ...result }, null, 2)}\n`);
  const phases = result.phases.map((number) => `phase ${number}`).join(', ');
  tell(context, args, notices.rolledBack(phases, count(result.restored.length, 'file')));
  result.conflicts.forEach((path) => tell(context, args, notices.conflict(printable(path))));
  result.kept.forEach((path) => tell(context, args, notices.kept(printable(path))));
  return EXIT.done;
}

/** A phase that had nothing to do was never applied: going back before it is going back before the next one that was. */
function firstApplied(state: MigrationState, phase: number): number {
  return appliedPhases(state).find((applied) => applied >= phase) ?? phase;
}
