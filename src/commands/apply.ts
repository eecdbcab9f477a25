import { setImmediate } from 'node:timers/promises';
import { type AppliedPhase, applyPhase } from '../disk/apply.js';
import { strayBackups } from '../disk/backups.js';
import { ignoredBackups } from '../disk/git.js';
import { EXIT, type ExitCode, Failure } from '../messages/failures.js';
import { notices } from '../messages/notices.js';
import type { Plan, PlannedPhase } from '../plan/plan.js';
import { diffReport } from '../reports/diff.js';
import { planDocument } from '../reports/json.js';
import { printable } from '../reports/printable.js';
import { count } from '../reports/table.js';
import { nextStep } from '../reports/text.js';
import { type Args, type Context, type Run, show, tell } from './context.js';
import { appliedPhases, locked } from './journal.js';
import { textOf } from './plan.js';
import { choosePhases, guardBlockers, guardDirty, guardSaved } from './preflight.js';
import { type Project, openProject, planOf, warnOfGlobs } from './project.js';
import { type Validated, validateOrRollBack } from './validate.js';

interface Done extends AppliedPhase {
  readonly validation: Validated | null;
}

/** `ssot apply`: the next pending phase, or the ones asked for; each is validated, and rolled back when that fails. */
export const run: Run = async (context, args) => {
  if (!args.dryRun && !args.print) return locked(context, args, () => applyLocked(context, args));
  const { project, asked } = choose(context, args);
  return asked.phases.length === 0 ? nothing(context, args) : preview(context, args, project, asked);
};

async function applyLocked(context: Context, args: Args): Promise<ExitCode> {
  const { project, plan, asked } = choose(context, args);
  if (asked.phases.length === 0) return nothing(context, args);
  if (!args.allowDirty) guardDirty(project);
  await confirm(context, args, asked.phases);
  await applyAll(context, args, project, asked.phases);
  tellNext(context, args, project, plan, asked);
  return EXIT.done;
}

/** The phases to apply, as `asked`; throws Failure for what stands against any of them. */
function choose(
  context: Context,
  args: Args,
): { readonly project: Project; readonly plan: Plan; readonly asked: Plan } {
  const project = openProject(context, args);
  warnOfGlobs(context, args, project);
  const plan = planOf(context, args, project);
  const phases = choosePhases(plan, project.state, args);
  if (phases.length > 0) {
    warnOfDrift(context, args, project);
    warnOfStrays(context, args, project);
    guardBlockers(phases);
    guardSaved(context, args, project, plan, phases);
  }
  return { project, plan, asked: { ...plan, phases } };
}

/** Edits to files of applied phases do not stop the next phase, but would stop a rollback. */
function warnOfDrift(context: Context, args: Args, { state }: Project): void {
  for (const { phase, status, drift } of state.phases) {
    if (status !== 'applied' || drift.length === 0) continue;
    tell(context, args, notices.drifted(phase, drift.map(({ path }) => printable(path)).join(', ')));
  }
}

/** A signal that came while code ran without a pause is delivered when the event loop turns. Throws Failure `interrupted`. */
async function heed({ stop }: Context): Promise<void> {
  await setImmediate();
  if (stop.aborted) throw new Failure('interrupted');
}

/** A journal that was lost, with the backups still there: going back by it is no longer possible. */
function warnOfStrays(context: Context, args: Args, { root, migration }: Project): void {
  const strays = context.busy(() => strayBackups(root, migration.name));
  if (strays[0] !== undefined) tell(context, args, notices.strayBackups(strays.length, printable(strays[0])));
}

async function applyAll(
  context: Context,
  args: Args,
  project: Project,
  phases: readonly PlannedPhase[],
): Promise<void> {
  const done: Done[] = [];
  for (const phase of phases) {
    await heed(context);
    const applied = applyOne(context, args, project, phase);
    const validation = await validateOrRollBack(context, args, project, phase.number);
    done.push({ ...applied, validation });
  }
  if (args.json)
    context.stdout(`${JSON.stringify({ version: 1, name: project.migration.name, applied: done }, null, 2)}\n`);
}

/** One line: what to do now. */
function tellNext(context: Context, args: Args, { state }: Project, plan: Plan, asked: Plan): void {
  const done = [...appliedPhases(state), ...asked.phases.map(({ number }) => number)];
  const left = plan.phases.filter(({ number }) => !done.includes(number));
  tell(context, args, nextStep({ ...plan, phases: left }, done));
}

function applyOne(context: Context, args: Args, { root, migration }: Project, phase: PlannedPhase): AppliedPhase {
  const progress = context.progress(`applying phase ${phase.number}`);
  try {
    const hooks = { at: context.now(), onProgress: progress.update };
    const applied = context.busy(() => applyPhase(root, migration.name, phase, hooks));
    progress.end();
    tell(context, args, notices.applied(phase.number, count(applied.changed.length, 'file')));
    const ignored = ignoredBackups(root, applied.backups);
    if (ignored[0] !== undefined) tell(context, args, notices.ignoredBackups(ignored.length, printable(ignored[0])));
    return applied;
  } finally {
    progress.end();
  }
}

function nothing(context: Context, args: Args): ExitCode {
  if (args.json) context.stdout(`${JSON.stringify({ version: 1, applied: [] }, null, 2)}\n`);
  tell(context, args, args.phase === undefined ? notices.nothingLeft() : notices.nothingIn(args.phase));
  return EXIT.done;
}

/** `--dry-run` shows the plan of the phases; `--print` the text of each changed file, as jscodeshift does. */
function preview(context: Context, args: Args, project: Project, asked: Plan): ExitCode {
  if (args.json) context.stdout(`${JSON.stringify(planDocument(asked), null, 2)}\n`);
  else if (args.diff) show(context, diffReport(asked));
  else if (args.print)
    asked.phases.forEach((phase) => phase.changes.forEach(({ after }) => context.stdout(after ?? '')));
  else show(context, textOf(context, args, project, asked));
  tell(context, args, notices.dryRun());
  return EXIT.done;
}

/** Asks on a terminal; where nobody is there to answer (CI), calling `apply` is the answer. */
async function confirm(context: Context, args: Args, phases: readonly PlannedPhase[]): Promise<void> {
  if (args.yes || !context.ask) return;
  const files = new Set(phases.flatMap((phase) => phase.changes.map(({ path }) => path))).size;
  const named = phases.map((phase) => `phase ${phase.number}`).join(', ');
  if (!(await context.ask(notices.confirm(named, count(files, 'file'))))) throw new Failure('not-confirmed');
}
