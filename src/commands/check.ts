import { checkReport, violations } from '../reports/check.js';
import { type Run, show } from './context.js';
import { openProject, planOf } from './project.js';

/**
 * `ssot check`: every line that a plan would still change is a use of something retired. What applied phases have done is
 * no excuse here, so the journal is not asked, nor need it be there (CI checks out a clean copy).
 */
export const run: Run = async (context, args) => {
  const project = openProject(context, args, true);
  const plan = planOf(context, args, { ...project, state: { ...project.state, phases: [] } });
  return show(context, checkReport(violations(plan), args.json ?? false));
};
