import * as fs from 'node:fs';
import { join } from 'node:path';
import { groupNeedles } from '../workspace/needles.js';
import { Finder } from './finder.js';
import { READ_FLAGS, unreadable } from './paths.js';

/** In bytes. No source comes near. */
export const LARGEST_SOURCE = 64 << 20;

/** In bytes: stays in the processor's cache. */
const BATCH = 1 << 20;

/** Grows to the largest file and is then used again: allocating one per file costs more than reading it. */
let buffer = Buffer.allocUnsafeSlow(2 * BATCH);

/** Files one after the other in the buffer: a search costs as much as some kilobytes of text, so many are searched in one go. */
interface Batch {
  readonly bytes: Buffer;
  readonly paths: readonly string[];
  /** Where each file ends. */
  readonly ends: readonly number[];
}

/** A shorter text is found faster by itself than with others, whose windows it would cut. In bytes. */
const SHORTEST_TOGETHER = 6;

/** Needles that share a part, each with the files that hold it. */
interface Sought {
  readonly part: Buffer;
  readonly members: readonly { readonly bytes: Buffer; readonly hits: string[] }[];
}

/** See `Tree.search`. */
export function search(root: string, paths: readonly string[], needles: readonly string[]): Map<string, string[]> {
  const found = new Map(needles.map((needle): [string, string[]] => [needle, []]));
  const groups = groupNeedles(needles).map(({ part, members }): Sought => ({
    part: Buffer.from(part),
    members: members.map((needle) => ({ bytes: Buffer.from(needle), hits: found.get(needle) ?? [] })),
  }));
  const together = groups.filter(({ part }) => part.length >= SHORTEST_TOGETHER);
  const alone = groups.filter((group) => !together.includes(group));
  const finder = together.length > 0 ? new Finder(together.map(({ part }) => part)) : null;
  const lost: string[] = [];
  for (const batch of batches(root, paths, lost)) {
    if (finder) lookForAll(finder, together, batch);
    for (const group of alone) lookFor(group, batch);
  }
  // What cannot be read is found by every needle, so that it is looked at again and reported.
  if (lost.length > 0)
    for (const [needle, hits] of found) {
      const all = new Set([...hits, ...lost]);
      found.set(
        needle,
        paths.filter((path) => all.has(path)),
      );
    }
  return found;
}

function lookForAll(finder: Finder, groups: readonly Sought[], batch: Batch): void {
  let file = 0;
  /** By group: the last file in which its part was found. */
  const last = new Int32Array(groups.length).fill(-1);
  finder.find(batch.bytes, (id, at) => {
    while ((batch.ends[file] ?? Infinity) <= at) file++;
    const group = groups[id];
    if (!group || last[id] === file || at + group.part.length > (batch.ends[file] ?? 0)) return;
    last[id] = file;
    note(group, batch, file);
  });
}

function lookFor(group: Sought, batch: Batch): void {
  const { bytes, ends } = batch;
  let file = 0;
  for (let at = bytes.indexOf(group.part); at !== -1 && at < bytes.length;) {
    while ((ends[file] ?? Infinity) <= at) file++;
    const end = ends[file] ?? bytes.length;
    const isWithin = at + group.part.length <= end;
    if (isWithin) note(group, batch, file);
    at = bytes.indexOf(group.part, isWithin ? end : at + 1);
  }
}

/** The part stands in that file of the batch. */
function note({ members }: Sought, { bytes, paths, ends }: Batch, file: number): void {
  const text = bytes.subarray(ends[file - 1] ?? 0, ends[file]);
  for (const { bytes: needle, hits } of members)
    if (members.length === 1 || text.includes(needle)) hits.push(paths[file] ?? '');
}

/** `lost` takes the paths that cannot be read. */
function* batches(root: string, paths: readonly string[], lost: string[]): Generator<Batch> {
  let [read, ends]: [string[], number[]] = [[], []];
  let length = 0;
  for (const path of paths) {
    const end = readInto(join(root, path), length);
    if (end === null) lost.push(path);
    else {
      read.push(path);
      ends.push((length = end));
    }
    if (length < BATCH) continue;
    yield { bytes: buffer.subarray(0, length), paths: read, ends };
    [read, ends, length] = [[], [], 0];
  }
  yield { bytes: buffer.subarray(0, length), paths: read, ends };
}

/** Reads a file into the buffer from there on, and returns its end; null when it cannot be read. */
function readInto(file: string, start: number): number | null {
  let fd: number | null = null;
  try {
    fd = fs.openSync(file, READ_FLAGS);
    let end = start;
    for (;;) {
      const read = fs.readSync(fd, buffer, end, buffer.length - end, null);
      end += read;
      // A regular file gives less than asked for only at its end.
      if (end < buffer.length) return end;
      if (end - start > LARGEST_SOURCE) return null;
      const larger = Buffer.allocUnsafeSlow(buffer.length * 2);
      buffer.copy(larger);
      buffer = larger;
    }
  } catch (error) {
    unreadable(error);
    return null;
  } finally {
    if (fd !== null) fs.closeSync(fd);
  }
}
