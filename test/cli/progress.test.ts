import { expect, it } from 'vitest';
import { progressBar } from '../../src/commands/progress.js';

it('a bar comes after a second, is drawn ten times a second at most, and is taken away', () => {
  let now = 0;
  const written: string[] = [];
  const bar = progressBar(
    'planning',
    (text) => written.push(text),
    () => now,
  );
  for (const [at, done] of [
    [500, 1],
    [1000, 2],
    [1050, 3],
    [1100, 5],
  ] as const) {
    now = at;
    bar.update(done, 10);
  }
  bar.end();
  bar.end();
  expect(written).toEqual([
    '\r\x1b[Kplanning [#####                   ] 20%',
    '\r\x1b[Kplanning [############            ] 50%',
    '\r\x1b[K',
  ]);
});

it('nothing is drawn where nobody looks, nor for what is quick', () => {
  const quick: string[] = [];
  const bar = progressBar(
    'planning',
    (text) => quick.push(text),
    () => 0,
  );
  bar.update(1, 2);
  bar.end();
  expect(quick).toEqual([]);
  expect(() => progressBar('planning', null, () => 5000).update(1, 1)).not.toThrow();
});
