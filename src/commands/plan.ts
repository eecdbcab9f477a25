import { writeNamed } from '../disk/config.js';
import { toolVersion } from '../disk/package.js';
import { EXIT } from '../messages/failures.js';
import { notices } from '../messages/notices.js';
import type { Plan } from '../plan/plan.js';
import { diffReport } from '../reports/diff.js';
import { jsonReport } from '../reports/json.js';
import type { Report } from '../reports/report.js';
import { printable } from '../reports/printable.js';
import { planReport } from '../reports/text.js';
import { type Args, type Context, type Run, show, tell } from './context.js';
import { appliedPhases } from './journal.js';
import { type Project, openProject, planOf, warnOfGlobs } from './project.js';
import { savedPlan } from './saved-plan.js';

/** `ssot plan`: the whole migration, nothing written (but for `--out`). */
export const run: Run = async (context, args) => {
  const project = openProject(context, args);
  warnOfGlobs(context, args, project);
  const plan = onlyPhase(planOf(context, args, project), args.phase);
  if (args.phase !== undefined && plan.phases.length === 0) tell(context, args, notices.already(args.phase));
  if (args.out !== undefined) {
    const saved = savedPlan(plan, project.migration.hash, toolVersion());
    writeNamed(context.cwd, args.out, `${JSON.stringify(saved, null, 2)}\n`, true);
    tell(context, args, notices.savedPlan(printable(args.out)));
  }
  const exitCode = show(context, reportOf(context, args, project, plan));
  const pending = plan.phases.some((phase) => phase.changes.length > 0);
  return args.check && pending ? EXIT.no : exitCode;
};

/** The plan with one phase shown: the changes that it makes in the world that the earlier ones leave. */
function onlyPhase(plan: Plan, phase: number | undefined): Plan {
  if (phase === undefined) return plan;
  return { ...plan, phases: plan.phases.filter(({ number }) => number === phase) };
}

function reportOf(context: Context, args: Args, project: Project, plan: Plan): Report {
  if (args.json) return jsonReport(plan);
  if (args.diff) return diffReport(plan);
  return textOf(context, args, project, plan);
}

/** The plan for a person, with what to do next. */
export function textOf(context: Context, args: Args, { migration, state }: Project, plan: Plan): Report {
  return planReport(plan, {
    colors: context.colors,
    symbol: migration.canonical?.export ?? null,
    applied: appliedPhases(state),
    verbose: args.verbose ?? false,
  });
}
