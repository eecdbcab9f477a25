import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PlanDocument } from '../../src/plan/plan.js';
import { ssot } from '../cli/support.js';
import { copyPackage, type PackageCopy } from '../support/package-copy.js';

/**
 * ethers publishes its source. `src.ts/utils/index.ts` hands on 20 modules, values and types; everything in the package
 * goes through it, the package's root included, which hands most of it on again.
 */
const BARREL = 'src.ts/utils/index.ts';
const MIGRATION = {
  name: 'utils-barrel',
  canonical: { module: 'src.ts/utils/data.ts', export: 'hexlify' },
  shims: [BARREL],
};
/** The package has no tsconfig of its own. The errors that this one finds are there before and after. */
const COMPILER = {
  compilerOptions: {
    target: 'es2022',
    module: 'node16',
    strict: true,
    isolatedModules: true,
    esModuleInterop: true,
    skipLibCheck: true,
    types: ['node'],
  },
  include: ['src.ts/**/*.ts'],
};

let ethers: PackageCopy;
beforeAll(() => void (ethers = copyPackage('ethers')));
afterAll(() => ethers.remove());

it('takes the utils barrel out of ethers 6.17.0, and rolls back to the published tree', { timeout: 60_000 }, () => {
  const errors = (): string[] => ethers.tsc('-p', '.').map((line) => line.replace(/\(\d+,\d+\)/, ''));
  ethers.write('tsconfig.json', JSON.stringify(COMPILER));
  ethers.write('ssot.config.json', JSON.stringify(MIGRATION));
  const published = ethers.hashes();
  const before = errors();

  const plan = JSON.parse(ssot(ethers.root, 'plan', '--json').stdout) as PlanDocument;
  expect(plan.phases.flatMap(({ findings }) => findings)).toEqual([]);
  expect(plan.summary).toMatchObject({ updated: 82, deleted: 1, created: 0, manual: 0, blockers: 0 });

  expect(ssot(ethers.root, 'apply', '--phase', '4')).toMatchObject({ code: 0 });
  expect(ethers.hashes().has(BARREL)).toBe(false);
  expect(ethers.matching('src.ts', /utils\/index\.js/)).toEqual([]);
  expect(errors()).toEqual(before);

  expect(ssot(ethers.root, 'rollback', '--phase', '4')).toMatchObject({ code: 0 });
  expect(ethers.hashes()).toEqual(published);
});
