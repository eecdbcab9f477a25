import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Finder } from '../../src/disk/finder.js';

/** `[index of the text, place]`, as `find` tells them. */
function places(texts: readonly string[], bytes: string): [number, number][] {
  const found: [number, number][] = [];
  new Finder(texts.map((text) => Buffer.from(text))).find(Buffer.from(bytes), (id, at) => found.push([id, at]));
  return found;
}

test('every place of every text, overlapping ones too, from first to last', () => {
  expect(places(['anana', 'banana', 'nab'], 'bananabanana')).toEqual([
    [1, 0],
    [0, 1],
    [2, 4],
    [1, 6],
    [0, 7],
  ]);
});

test('nothing is found in bytes shorter than the texts, nor where only their beginning stands', () => {
  expect(places(['manager'], 'manag')).toEqual([]);
  expect(places(['manager', 'man_'], 'a manage')).toEqual([]);
});

test('the same as looking for one text after the other', () => {
  const few = fc.string({ unit: fc.constantFrom('a', 'b', 'é'), minLength: 2, maxLength: 7 });
  const any = fc.string({ unit: fc.constantFrom('a', 'b', 'é'), maxLength: 60 });
  fc.assert(
    fc.property(fc.uniqueArray(few, { minLength: 1, maxLength: 6 }), any, (texts, text) => {
      const bytes = Buffer.from(text);
      const wanted = texts.flatMap((one, id) =>
        Array.from(bytes.keys())
          .filter((at) => bytes.subarray(at, at + Buffer.byteLength(one)).equals(Buffer.from(one)))
          .map((at): [number, number] => [id, at]),
      );
      const inOrder = (all: [number, number][]): [number, number][] => all.sort(([a, i], [b, j]) => i - j || a - b);
      expect(inOrder(places(texts, text))).toEqual(inOrder(wanted));
    }),
  );
});
