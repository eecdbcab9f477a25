import { describe, expect, it } from 'vitest';
import { applyEdits, lineAt, lineIndex } from '../../src/workspace/edit.js';

describe('the line of an offset', () => {
  const text = 'a\r\nb\rc\nd\n';
  const lines = [1, 1, 1, 2, 2, 3, 3, 4, 4, 5];

  it('counts each kind of line end once', () => {
    expect(lines.map((_, offset) => lineAt(text, offset))).toEqual(lines);
  });

  it('is the same when asked of the index, in any order', () => {
    const index = lineIndex(text);
    expect(lines.map((_, offset) => index(offset))).toEqual(lines);
    expect(index(0)).toBe(1);
  });

  it('needs no carriage return', () => {
    expect([0, 1, 2, 3].map(lineIndex('a\n\nb'))).toEqual([1, 1, 2, 3]);
    expect([3, 0, 2, 1, 3].map(lineIndex('a\n\nb'))).toEqual([3, 1, 2, 1, 3]);
  });
});

describe('edits', () => {
  it('keep the order of insertions at one place', () => {
    const edits = [
      { start: 1, end: 1, text: 'x' },
      { start: 1, end: 1, text: 'y' },
      { start: 0, end: 1, text: 'b' },
    ];
    expect(applyEdits('a', edits)).toBe('bxy');
  });

  it('that want the same characters are refused', () => {
    const edits = [
      { start: 0, end: 2, text: '' },
      { start: 1, end: 3, text: '' },
    ];
    expect(() => applyEdits('abc', edits)).toThrow('overlapping edits at offset 1');
  });
});
