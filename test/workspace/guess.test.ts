import { describe, expect, it } from 'vitest';
import { editDistance, nearest, nearestPath } from '../../src/workspace/guess.js';

describe('a guess', () => {
  it('counts insertions, deletions, substitutions and swaps', () => {
    expect([
      editDistance('', 'abc'),
      editDistance('abc', 'abc'),
      editDistance('abc', 'acb'),
      editDistance('ab', 'xaby'),
    ]).toEqual([3, 0, 1, 2]);
  });

  it('is only made when something is near', () => {
    expect(nearest('shms', ['shims', 'tests'])).toBe('shims');
    expect(nearest('validate', ['shims', 'tests'])).toBeNull();
  });

  it('prefers a file of the same name elsewhere', () => {
    expect(nearestPath('lib/user.ts', ['src/user.js', 'lib/used.ts'])).toBe('src/user.js');
    expect(nearestPath('lib/user.ts', ['lib/used.ts', 'other.ts'])).toBe('lib/used.ts');
    expect(nearestPath('x', [])).toBeNull();
  });
});
