import { languageOf } from '../languages/index.js';
import { Graph } from '../graph/graph.js';
import { finding } from '../messages/findings.js';
import { readFactories } from '../phase/factories.js';
import { leftReferences } from '../phase/removal.js';
import { checkReport, type Violation, violations } from '../reports/check.js';
import { type Run, show } from './context.js';
import { openProject, planOf, type Project } from './project.js';

/**
 * `ssot check`: every line that a plan would still change is a use of something retired, and so is every one that names
 * a module which is gone. What applied phases have done is no excuse here, so the journal is not asked, nor need it be
 * there (CI checks out a clean copy).
 */
export const run: Run = async (context, args) => {
  const project = openProject(context, args, true);
  const plan = planOf(context, args, { ...project, state: { ...project.state, phases: [] } });
  const found = [...violations(plan), ...context.busy(() => usesOfGone(project))];
  return show(context, checkReport(found, args.json ?? false));
};

/** Uses of modules that are gone: looked for in a world in which these are there, so that specifiers lead to them. */
function usesOfGone({ workspace, migration, root }: Project): Violation[] {
  const { shims, factories, implementation, finalize } = migration;
  const retired = [
    ...shims,
    ...factories.map(({ module }) => module),
    ...(finalize === 'absorb' ? [implementation] : []),
  ];
  const gone = retired.filter(
    (path): path is string => path !== null && languageOf(path) !== null && !workspace.has(path),
  );
  if (gone.length === 0) return [];
  const graph = new Graph(workspace.with(gone.map((path) => ({ path, before: null, after: '' }))), root);
  const scene = { graph, migration, book: readFactories(graph, migration), docs: false };
  const left = leftReferences(scene, new Set(gone), new Set(gone));
  return left.map(({ path, line, module, how }) => ({
    path,
    line,
    message: finding('still-referenced', path, line, `${module} (${how})`).message,
  }));
}
