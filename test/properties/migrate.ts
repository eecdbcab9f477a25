import { expect } from 'vitest';
import { parseMigration } from '../../src/migration/load.js';
import type { Migration } from '../../src/migration/migration.js';
import { buildPlan } from '../../src/plan/build.js';
import type { Plan, PlannedPhase } from '../../src/plan/plan.js';
import { memoryTree, Workspace } from '../../src/workspace/workspace.js';

export type Files = Readonly<Record<string, string>>;

/** What the project's migration file declares. */
export function migrationOf(files: Files): Migration {
  return parseMigration(files['ssot.config.json'] ?? '', 'ssot.config.json', Workspace.over(memoryTree(files)));
}

/** The plan for a project that is nowhere but in memory. */
export function planOf(files: Files, migration: Migration): Plan {
  const workspace = Workspace.over(memoryTree(files));
  return buildPlan({ workspace, root: '/nowhere', migration, skipped: [] });
}

export function isBlocked(phase: PlannedPhase): boolean {
  return phase.findings.some(({ severity }) => severity === 'blocker');
}

/** The files after a phase, or before it again. Throws when a change does not begin where the files are. */
export function step(files: Files, { number, changes }: PlannedPhase, way: 'do' | 'undo'): Files {
  const next = new Map(Object.entries(files));
  for (const { path, before, after } of changes) {
    const [from, to] = way === 'do' ? [before, after] : [after, before];
    if ((next.get(path) ?? null) !== from) throw new Error(`phase ${number}: ${path} is not as the plan says`);
    if (to === null) next.delete(path);
    else next.set(path, to);
  }
  return Object.fromEntries(next);
}

/** A finding names a line of a file, as it was before the phases or as it is in between. */
export function expectPlace(now: Files, before: Files, place: string, line: number): void {
  const text = now[place] ?? before[place];
  expect(text, place).toBeDefined();
  const lines = Math.max(...[now[place], before[place]].map((each) => (each ?? '').split('\n').length));
  expect(line, `${place}:${line}`).toBeLessThanOrEqual(lines);
}
