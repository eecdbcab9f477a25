import { readPlanFile } from '../disk/config.js';
import { isDirty } from '../disk/git.js';
import { toolVersion } from '../disk/package.js';
import type { MigrationState } from '../disk/state.js';
import { Failure } from '../messages/failures.js';
import type { Plan, PlannedPhase } from '../plan/plan.js';
import { printable } from '../reports/printable.js';
import { count } from '../reports/table.js';
import { place } from '../reports/text.js';
import type { Args, Context } from './context.js';
import { appliedPhases } from './journal.js';
import type { Project } from './project.js';
import { checkSavedPlan, parseSavedPlan } from './saved-plan.js';

/**
 * The phases to apply: the next pending one, the one asked for, or all that are pending; none when nothing is left to do.
 * Throws Failure `phase-interrupted`, `already-applied` or `phase-order`.
 */
export function choosePhases(plan: Plan, state: MigrationState, args: Args): PlannedPhase[] {
  const interrupted = state.phases.find(({ status }) => status === 'interrupted');
  if (interrupted) throw new Failure('phase-interrupted', `phase ${interrupted.phase}`);
  const again = appliedPhases(state).find((phase) => phase === args.phase);
  if (again !== undefined) throw new Failure('already-applied', `phase ${again}`);
  const pending = plan.phases.filter(({ changes, findings }) => changes.length > 0 || findings.some(isBlocker));
  const chosen = args.all ? pending : pending.filter(({ number }) => number === (args.phase ?? pending[0]?.number));
  const last = chosen.at(-1)?.number ?? 0;
  const before = args.all ? [] : pending.filter(({ number }) => number < last);
  if (before.length > 0) {
    throw new Failure(
      'phase-order',
      String(last),
      before.map((phase) => `phase ${phase.number}: ${phase.title}`),
    );
  }
  return chosen;
}

/** Throws Failure `blocked` (exit 3) naming each place; all phases asked for are looked at before the first is applied. */
export function guardBlockers(phases: readonly PlannedPhase[]): void {
  for (const phase of phases) {
    const blockers = phase.findings.filter(isBlocker);
    if (blockers.length === 0) continue;
    const lines = blockers.map(
      (finding) => `${place(finding)}: ${printable(finding.message)} -> ${printable(finding.hint)}`,
    );
    throw new Failure('blocked', String(phase.number), lines);
  }
}

/** Throws Failure `plan-stale` or `plan-file` when `--plan` names a plan that is not the one at hand. */
export function guardSaved(
  context: Context,
  args: Args,
  { migration }: Project,
  plan: Plan,
  phases: readonly PlannedPhase[],
): void {
  if (args.plan === undefined) return;
  const saved = parseSavedPlan(readPlanFile(context.cwd, args.plan));
  const numbers = phases.map(({ number }) => number);
  checkSavedPlan(saved, plan, numbers, { hash: migration.hash, tool: toolVersion() });
}

/** Throws Failure `dirty-tree` for changes that are not committed, other than those that our own phases made. */
export function guardDirty({ root, state }: Project): void {
  const applied = state.phases.filter(({ status }) => status === 'applied');
  const drifted = new Set(applied.flatMap(({ drift }) => drift.map(({ path }) => path)));
  const ours = new Set(
    applied.flatMap(({ files }) => files.map(({ path }) => path)).filter((path) => !drifted.has(path)),
  );
  const dirty = isDirty(root).filter((path) => !ours.has(path));
  if (dirty.length > 0) throw new Failure('dirty-tree', count(dirty.length, 'file'), dirty.map(printable));
}

function isBlocker({ severity }: { readonly severity: string }): boolean {
  return severity === 'blocker';
}
