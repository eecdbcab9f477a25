import { afterAll, describe, expect, it, vi } from 'vitest';
import { recover } from '../../src/disk/recover.js';
import type { Failure } from '../../src/messages/failures.js';
import { CODES, Death, dyingAt, faulty, quick, systemError } from './faults.js';
import { ended, Matrix } from './matrix.js';
import { JAVASCRIPT, NAME, NEW_FOLDERS, PYTHON } from './projects.js';
import { THOROUGH } from './scenario.js';

// Thousands of trials take a while on a machine that is busy.
vi.setConfig({ testTimeout: 120_000 });

/** A sample of the points, unless all are asked for. */
const sample = (stride: number): number => (THOROUGH ? 1 : stride);

describe.each([JAVASCRIPT, PYTHON, NEW_FOLDERS])('a migration of $title', (project) => {
  const matrix = new Matrix(project);
  const { root } = matrix;
  afterAll(() => matrix.close());

  const tried = (what: string, points: number, stride: number): void => {
    expect(points).toBeGreaterThan((project === NEW_FOLDERS ? 80 : 800) / stride);
    if (THOROUGH) process.stdout.write(`${project.title}: ${what}: ${points} points, 0 failures\n`);
  };

  it('can be brought to one of its two ends when it dies at any call, and its recovery at any two further ones', () => {
    const stride = sample(9);
    const points = matrix.everywhere(stride, ({ way, phase, k, check }) => {
      if (!(ended(() => matrix.run(way, phase, dyingAt(k))) instanceof Death)) return false;
      // What is not interrupted is at one of its ends already.
      if (!matrix.isInterrupted(phase)) check('not interrupted');
      const direction: 'finish' | 'undo' = k % 2 === 0 ? 'finish' : 'undo';
      for (const [n, other] of [direction, k % 3 === 0 ? ('undo' as const) : direction].entries())
        ended(() => recover(root, NAME, other, { files: dyingAt(1 + ((k * (7 + 6 * n)) % 61)) }));
      recover(root, NAME, direction, { files: quick });
      expect(matrix.isInterrupted(phase)).toBe(false);
      check(direction);
      return true;
    });
    tried('crash at each call, recovery dying twice', points, stride);
  });

  it.each(THOROUGH ? CODES : ['each of ENOSPC, EIO, EACCES and EMFILE in turn'])(
    'is as before when any one call fails: %s',
    (which) => {
      const stride = sample(3);
      const points = matrix.everywhere(stride, ({ way, phase, k, check }) => {
        const code = THOROUGH ? which : (CODES[k % CODES.length] ?? '');
        const files = faulty((count) => {
          if (count === k) throw systemError(code);
        });
        const end = ended(() => matrix.run(way, phase, files));
        if (end === null) return false;
        expect([way, k, (end as Failure).code]).toEqual([way, k, 'write-failed']);
        expect(matrix.isApplied(phase)).toBe(way === 'rollback');
        check(code);
        return true;
      });
      tried(`one call fails (${which})`, points, stride);
    },
  );

  it('is interrupted at worst when from any call on every call fails', () => {
    const stride = sample(11);
    const points = matrix.everywhere(stride, ({ way, phase, k, check }) => {
      const files = faulty((count) => {
        if (count >= k) throw systemError(CODES[k % CODES.length] ?? '');
      });
      const end = ended(() => matrix.run(way, phase, files));
      if (end === null) return false;
      expect(['write-failed', 'write-failed-halfway']).toContain((end as Failure).code);
      if (!matrix.isInterrupted(phase)) check('not interrupted');
      recover(root, NAME, k % 2 === 0 ? 'finish' : 'undo', { files: quick });
      check('recovered');
      return true;
    });
    tried('every call fails from there on', points, stride);
  });
});

it.each([JAVASCRIPT, PYTHON])('the migration of $title is a real one: five phases, more than 30 files', (project) => {
  const matrix = new Matrix(project);
  expect(matrix.phases.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
  const changed = new Set(matrix.phases.flatMap(({ changes }) => changes.map(({ path }) => path)));
  expect(changed.size).toBeGreaterThan(30);
  matrix.close();
});
