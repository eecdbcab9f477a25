import { expect, test } from 'vitest';
import { parseMigration } from '../../src/migration/load.js';
import { buildPlan } from '../../src/plan/build.js';
import { memoryTree, Workspace, type Tree } from '../../src/workspace/workspace.js';

const CONFIG = JSON.stringify({ canonical: { module: 'app.manager', export: 'Manager' }, shims: ['app.shim'] });

/** What phase 4 says of a tree in which one file is Latin-1. */
function findings(latin: string): string[] {
  const files = memoryTree({
    'app/manager.py': 'class Manager: pass\n',
    'app/shim.py': 'from app.manager import Manager\n',
    'main.py': latin,
  });
  const tree: Tree = { ...files, load: (path) => (path === 'main.py' ? { unreadable: 'not-utf8' } : files.load(path)) };
  const workspace = Workspace.over(tree);
  const migration = parseMigration(CONFIG, 'ssot.config.json', workspace);
  const plan = buildPlan({ workspace, root: '/nowhere', migration, skipped: [] });
  return plan.phases.flatMap((phase) => phase.findings.map((one) => `${one.severity} ${one.code} ${one.path}`));
}

test('a file in another encoding holds back what its bytes name', () => {
  expect(findings('# coding: latin-1\nfrom app.shim import Manager\n')).toContain('blocker still-referenced main.py');
});

test('a file in another encoding that names nothing is in nobody’s way', () => {
  expect(findings('# coding: latin-1\nimport os\n')).toEqual([]);
});
