import { expect, it } from 'vitest';
import { parseMigration } from '../../src/migration/load.js';
import { buildPlan } from '../../src/plan/build.js';
import type { PhaseNumber } from '../../src/plan/plan.js';
import { memoryTree, Workspace } from '../../src/workspace/workspace.js';

const config = JSON.stringify({
  canonical: { module: 'app/manager.py', export: 'Manager' },
  factories: [{ module: 'app/factory.py', calls: { 'create(context)': 'Manager(context)' } }],
  entrypoints: ['app/main.py'],
});

const files = {
  'ssot.config.json': config,
  'app/manager.py': 'class Manager:\n    def __init__(self, mode, context=None):\n        self.mode = mode\n',
  'app/main.py': '',
  'app/factory.py': 'from app.manager import Manager\n\n\ndef create(context):\n    return Manager(1, context)\n',
};

/** The phases that say that the declared construction does not fit. */
function telling(more: Readonly<Record<string, string>>, only?: PhaseNumber): number[] {
  const workspace = Workspace.over(memoryTree({ ...files, ...more }));
  const migration = parseMigration(config, 'ssot.config.json', workspace);
  const plan = buildPlan({ workspace, root: '/nowhere', migration, skipped: [], ...(only ? { only } : {}) });
  return plan.phases.flatMap(({ number, findings }) =>
    findings.some(({ code }) => code === 'construction-misfit') ? [number] : [],
  );
}

const caller = 'from app.factory import create\n\nprint(create(1))\n';

it('blocks the first phase that would write a construction which does not fit', () => {
  expect(telling({ 'app/main.py': caller })).toEqual([1]);
});

it('blocks phase 3 when no phase before it writes one', () => {
  expect(telling({ 'app/other.py': caller })).toEqual([3]);
});

it('blocks phase 3 planned alone', () => {
  expect(telling({ 'app/main.py': caller }, 3)).toEqual([3]);
});
