import { EXIT } from '../messages/failures.js';
import type { Plan, PlanDocument, PlannedPhase } from '../plan/plan.js';
import { actionOf, squash } from '../workspace/change.js';
import { sha256 } from '../workspace/hash.js';
import { countLines } from './diff.js';
import type { Report } from './report.js';

/** The plan as one JSON document (the contract of `plan --json`). */
export function jsonReport(plan: Plan): Report {
  return { output: `${JSON.stringify(planDocument(plan), null, 2)}\n`, exitCode: EXIT.done };
}

/** Changes as hashes and line counts. Sorted and without a clock, as the plan is. */
export function planDocument(plan: Plan): PlanDocument {
  const phases = plan.phases.map(phaseDocument);
  const actions = squash(plan.phases.flatMap((phase) => phase.changes)).map(actionOf);
  const severities = plan.phases.flatMap((phase) => phase.findings.map((finding) => finding.severity));
  const number = <T>(all: readonly T[], wanted: T): number => all.filter((one) => one === wanted).length;
  return {
    version: 1,
    name: plan.name,
    phases,
    summary: {
      files: actions.length,
      updated: number(actions, 'update'),
      deleted: number(actions, 'delete'),
      created: number(actions, 'create'),
      rewritten: plan.rewritten,
      manual: number(severities, 'manual'),
      blockers: number(severities, 'blocker'),
      accounting: plan.accounting,
      skipped: plan.skipped.map(({ path, message }) => ({ path, reason: message })),
      paths: plan.paths,
    },
  };
}

function phaseDocument({ number, name, title, risk, changes, findings }: PlannedPhase): PlanDocument['phases'][number] {
  return {
    number,
    name,
    title,
    risk,
    changes: changes.map((change) => ({
      path: change.path,
      action: actionOf(change),
      beforeHash: change.before === null ? null : sha256(change.before),
      afterHash: change.after === null ? null : sha256(change.after),
      ...countLines(change),
    })),
    findings,
  };
}
