import { withLock } from '../disk/lock.js';
import { recover } from '../disk/recover.js';
import { type RolledBack, planRollback, rollbackPhases } from '../disk/rollback.js';
import { readState } from '../disk/state.js';
import { EXIT, type ExitCode, Failure, notices } from '../messages.js';
import { printable } from '../reports/printable.js';
import { count } from '../reports/table.js';
import { rollbackReport } from '../reports/rollback.js';
import { type Args, type Context, type Run, show, tell } from './context.js';
import { appliedPhases, openJournal } from './project.js';

/** `ssot rollback --phase N`: undoes an interrupted phase, then phase N and the applied ones after it, newest first. */
export const run: Run = async (context, args) => {
  const { root, name, state } = openJournal(context, args);
  const interrupted = state.phases.find(({ status }) => status === 'interrupted');
  const phase = args.phase ?? interrupted?.phase;
  if (phase === undefined) throw new Failure('usage', 'rollback: which phase? Say --phase N.');
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
  const more = !recovered || appliedFrom(root, name, phase);
  const rolledBack: RolledBack = more
    ? rollbackPhases(root, name, phase, options)
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

function appliedFrom(root: string, name: string, phase: number): boolean {
  return appliedPhases(readState(root, name)).some((applied) => applied >= phase);
}
