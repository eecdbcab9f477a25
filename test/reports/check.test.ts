import { expect, it } from 'vitest';
import type { Plan } from '../../src/plan/plan.js';
import { violations } from '../../src/reports/check.js';

const planOf = (before: string, after: string) =>
  ({ phases: [{ changes: [{ path: 'a.ts', before, after }], findings: [] }] }) as unknown as Plan;

it('names what stands in a file, not what the remedy adds beside it', () => {
  const found = violations(planOf('keep\nkeep too\n\nold()\n', 'keep\nadded\nkeep too\n\nfresh()\n'));
  expect(found).toEqual([{ path: 'a.ts', line: 4, message: 'old()' }]);
});

it('a change that only adds is one place still', () => {
  expect(violations(planOf('a\nb\nc\n', 'a\nx\nb\ny\nc\n'))).toHaveLength(1);
});
