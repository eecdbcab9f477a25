import { describe, expect, it } from 'vitest';
import { contains } from '../src/workspace/edit.js';
import { EditSet } from '../src/workspace/edit-set.js';

const at = (start: number, end: number, text = '') => ({ start, end, text });

describe('EditSet', () => {
  it('gives the edits by place, insertions at one place as they came', () => {
    const set = new EditSet([at(8, 9), at(2, 2, 'a'), at(2, 2, 'b')]);
    set.put(at(2, 2, 'c'), () => false);
    set.put(at(2, 4), () => false);
    expect(set.all()).toEqual([at(2, 2, 'a'), at(2, 2, 'b'), at(2, 2, 'c'), at(2, 4), at(8, 9)]);
  });

  it('finds those that overlap or touch a span', () => {
    const set = new EditSet([at(0, 1), at(2, 4), at(5, 5), at(6, 9), at(10, 12)]);
    expect(set.near({ start: 3, end: 6 })).toEqual([at(2, 4), at(5, 5), at(6, 9)]);
    expect(set.near({ start: 13, end: 20 })).toEqual([]);
  });

  it('drops what an edit consumes, and nothing else', () => {
    const set = new EditSet([at(0, 1), at(2, 4), at(5, 5), at(7, 7)]);
    const outer = at(1, 6);
    set.put(outer, (earlier) => contains(outer, earlier));
    expect(set.all()).toEqual([at(0, 1), at(1, 6), at(7, 7)]);
  });
});
