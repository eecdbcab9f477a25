import fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import { Graph } from '../../src/graph/graph.js';
import type { Workspace } from '../../src/workspace/workspace.js';
import { migrationOf, planOf } from './migrate.js';
import { buildProject } from './project.js';
import { spec } from './spec.js';

afterEach(() => {
  vi.restoreAllMocks();
});

/** A world that knows nothing of the one before it. */
function afresh(this: Graph, workspace: Workspace): Graph {
  return new Graph(workspace, this.root);
}

it('what a world takes over from the one before it changes no plan', () => {
  let changed = 0;
  fc.assert(
    fc.property(spec, (drawn) => {
      const { files } = buildProject(drawn);
      const migration = migrationOf(files);
      const plan = planOf(files, migration);
      const over = vi.spyOn(Graph.prototype, 'over').mockImplementation(afresh);
      const fresh = planOf(files, migration);
      over.mockRestore();
      expect(plan).toEqual(fresh);
      changed += plan.phases.filter(({ changes }) => changes.length > 0).length;
    }),
    { numRuns: 60 },
  );
  expect(changed).toBeGreaterThan(60);
});
