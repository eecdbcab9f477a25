import { expect, it } from 'vitest';
import { parseMigration } from '../../src/migration/load.js';
import { buildPlan } from '../../src/plan/build.js';
import { memoryTree, Workspace } from '../../src/workspace/workspace.js';

it('tells how far it is within a phase, never going back', () => {
  const users = Array.from({ length: 20 }, (_, i) => [`src/u${i}.ts`, "import { A } from './shim';\nA;\n"]);
  const files: Record<string, string> = {
    'src/a.ts': 'export class A {}\n',
    'src/shim.ts': "export { A } from './a';\n",
    ...(Object.fromEntries(users) as Record<string, string>),
  };
  const workspace = Workspace.over(memoryTree(files));
  const world = { has: (path: string) => workspace.has(path), paths: () => workspace.paths() };
  const config = { name: 'm', canonical: { module: 'src/a.ts', export: 'A' }, shims: ['src/shim.ts'] };
  const migration = parseMigration(JSON.stringify(config), 'ssot.config.json', world);
  const told: number[] = [];
  buildPlan({ workspace, root: '/', migration, skipped: [] }, (done, total) => told.push(done / total));
  expect(told).toEqual([...told].sort((a, b) => a - b));
  expect(told.filter((part) => part > 0.6 && part < 0.8).length).toBeGreaterThan(20);
  expect(told.at(-1)).toBe(1);
});
