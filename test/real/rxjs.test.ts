import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PlanDocument } from '../../src/plan/plan.js';
import { ssot } from '../cli/support.js';
import { copyPackage, type PackageCopy } from '../support/package-copy.js';

/**
 * rxjs publishes its source. `createOperatorSubscriber(…)` only returns `new OperatorSubscriber(…)`, and stands in the
 * class's own module, so its declaration goes and the module stays.
 */
const CANONICAL = 'src/internal/operators/OperatorSubscriber.ts';
const MIGRATION = {
  name: 'operator-subscriber',
  canonical: { module: CANONICAL, export: 'OperatorSubscriber' },
  factories: [{ module: CANONICAL }],
};

let rxjs: PackageCopy;
beforeAll(() => void (rxjs = copyPackage('rxjs')));
afterAll(() => rxjs.remove());

it(
  'retires createOperatorSubscriber from rxjs 7.8.2, and rolls back to the published tree',
  { timeout: 60_000 },
  () => {
    const compile = (): string[] => rxjs.tsc('-p', 'src/tsconfig.base.json');
    const mentions = rxjs.matching('src', /createOperatorSubscriber/);
    expect(mentions).toHaveLength(60);
    expect(compile()).toEqual([]);
    rxjs.write('ssot.config.json', JSON.stringify(MIGRATION));
    const published = rxjs.hashes();

    const plan = JSON.parse(ssot(rxjs.root, 'plan', '--json').stdout) as PlanDocument;
    const changed = plan.phases.flatMap(({ number, changes }) =>
      changes.map(({ path, action }) => `${number} ${action} ${path}`),
    );
    expect(changed.sort()).toEqual(mentions.map((path) => `3 update ${path}`));
    expect(plan.phases.flatMap(({ findings }) => findings)).toEqual([]);

    expect(ssot(rxjs.root, 'apply', '--phase', '3')).toMatchObject({ code: 0 });
    expect(rxjs.matching('src', /createOperatorSubscriber/)).toEqual([]);
    expect(compile()).toEqual([]);

    expect(ssot(rxjs.root, 'rollback', '--phase', '3')).toMatchObject({ code: 0 });
    expect(rxjs.hashes()).toEqual(published);
  },
);
