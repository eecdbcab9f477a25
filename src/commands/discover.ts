import { openTree } from '../disk/tree.js';
import { Graph } from '../graph/graph.js';
import { discoverReport } from '../reports/discover.js';
import { Workspace } from '../workspace/workspace.js';
import { type Candidate, candidates } from './candidates.js';
import { type Context, type Run, show } from './context.js';

/** `ssot discover`: modules that only hand on what others define. Needs no migration file: it looks below the working directory. */
export const run: Run = async (context, args) => {
  const graph = context.busy(() => new Graph(Workspace.over(openTree(context.cwd)), context.cwd));
  return show(context, discoverReport(candidatesBelow(context, graph), args));
};

/** The candidates of a tree, with a progress bar. */
function candidatesBelow(context: Context, graph: Graph): Candidate[] {
  const progress = context.progress('reading');
  try {
    return context.busy(() => candidates(graph, progress.update));
  } finally {
    progress.end();
  }
}
