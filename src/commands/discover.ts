import { openTree } from '../disk/tree.js';
import { discoverReport } from '../reports/discover.js';
import { Workspace } from '../workspace/workspace.js';
import { type Candidate, candidates } from './candidates.js';
import { type Context, type Run, show } from './context.js';

/** `ssot discover`: modules that only hand on what others define. Needs no migration file: it looks below the working directory. */
export const run: Run = async (context, args) =>
  show(context, discoverReport(candidatesBelow(context, Workspace.over(openTree(context.cwd))), args));

/** The candidates of a tree, with a progress bar. */
export function candidatesBelow(context: Context, workspace: Workspace): Candidate[] {
  const progress = context.progress('reading');
  try {
    return candidates(workspace, context.cwd, progress.update);
  } finally {
    progress.end();
  }
}
