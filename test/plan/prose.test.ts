import { expect, it } from 'vitest';
import { parseMigration } from '../../src/migration/load.js';
import { buildPlan } from '../../src/plan/build.js';
import { memoryTree, Workspace } from '../../src/workspace/workspace.js';

const config = JSON.stringify({
  name: 'manager',
  canonical: { module: 'src/ws/manager.ts', export: 'Manager' },
  shims: ['src/ws/old-manager.ts'],
});

const files = {
  'ssot.config.json': config,
  'src/ws/manager.ts': 'export class Manager {}\n',
  'src/ws/old-manager.ts': "export { Manager } from './manager';\n",
  'src/a.ts':
    "// Was ./src/ws/old-manager.ts once, not src/ws/old-manager-pool.\nimport { Manager } from './ws/old-manager';\nexport const text = 'src/ws/old-manager';\n",
  'README.md': 'See `src/ws/old-manager.ts` (or src/ws/old-manager), not lib/src/ws/old-manager.\n',
  'docs/kept.md': 'src/ws/old-manager.ts is history.\n',
};

function plan(docs: boolean, more: Record<string, unknown> = {}) {
  const workspace = Workspace.over(memoryTree(files));
  const text = JSON.stringify({ ...(JSON.parse(config) as object), ...more });
  const migration = parseMigration(text, 'ssot.config.json', workspace);
  const [phase] = buildPlan({ workspace, root: '/nowhere', migration, skipped: [], only: 4, docs }).phases;
  const after = Object.fromEntries((phase?.changes ?? []).map((change) => [change.path, change.after]));
  return { after, findings: phase?.findings ?? [] };
}

it('counts the paths of a removed module in comments and documents, and leaves them', () => {
  const { after, findings } = plan(false);
  expect(Object.keys(after)).toEqual(['src/a.ts', 'src/ws/old-manager.ts']);
  const [prose] = findings.filter(({ code }) => code === 'prose');
  expect(prose).toMatchObject({ severity: 'info', path: 'README.md', line: 1 });
  expect(prose?.message).toContain('4 in 3 file(s)');
});

it('rewrites them when asked to: whole paths only, with or without extension, and no strings', () => {
  const { after } = plan(true, { exclude: ['docs/**'] });
  expect(after).toEqual({
    'README.md': 'See `src/ws/manager.ts` (or src/ws/manager), not lib/src/ws/old-manager.\n',
    'src/a.ts':
      "// Was ./src/ws/manager.ts once, not src/ws/old-manager-pool.\nimport { Manager } from './ws/manager';\nexport const text = 'src/ws/old-manager';\n",
    'src/ws/old-manager.ts': null,
  });
});
