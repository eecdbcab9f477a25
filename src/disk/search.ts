import * as fs from 'node:fs';
import { join } from 'node:path';
import { groupNeedles } from '../workspace/needles.js';
import { Finder, stands } from './finder.js';
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

/** A shorter text is found faster by itself than with others, whose steps it would cut. In bytes. */
const SHORTEST_TOGETHER = 3;

interface Sought {
  readonly needle: Buffer;
  /** Of the part that it shares with others, in bytes. */
  readonly offset: number;
  readonly hits: string[];
}

/** Needles that share a part. */
interface Group {
  readonly part: Buffer;
  readonly members: readonly Sought[];
}

/** See `Tree.search`. */
export function search(root: string, paths: readonly string[], needles: readonly string[]): Map<string, string[]> {
  const found = new Map(needles.map((needle): [string, string[]] => [needle, []]));
  const groups = groupNeedles(needles).map(({ part, members }): Group => ({
    part: Buffer.from(part),
    members: members.map((one) => {
      const needle = Buffer.from(one);
      return { needle, offset: needle.indexOf(part), hits: found.get(one) ?? [] };
    }),
  }));
  const together = groups.filter(({ part }) => part.length >= SHORTEST_TOGETHER);
  const alone = groups.filter((group) => !together.includes(group));
  const finder = together.length > 0 ? new Finder(together.map(({ part }) => part)) : null;
  const lost: string[] = [];
  for (const batch of batches(root, paths, lost)) {
    const hits = new Hits(batch);
    finder?.find(batch.bytes, (id, at) => hits.note(together[id]?.members ?? [], at));
    for (const { part, members } of alone)
      for (let at = batch.bytes.indexOf(part); at !== -1; at = batch.bytes.indexOf(part, at + 1))
        hits.note(members, at);
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

/** Which files of a batch hold what. */
class Hits {
  private file = 0;

  constructor(private readonly batch: Batch) {}

  /** The part that these share stands there. */
  note(members: readonly Sought[], at: number): void {
    const { bytes, paths, ends } = this.batch;
    while ((ends[this.file] ?? Infinity) <= at) this.file++;
    while ((ends[this.file - 1] ?? 0) > at) this.file--;
    const [begin, path, end] = [ends[this.file - 1] ?? 0, paths[this.file], ends[this.file] ?? 0];
    for (const { needle, offset, hits } of members) {
      const start = at - offset;
      // Once is enough of each file, and the batch goes on after it.
      if (path === undefined || hits.at(-1) === path || start < begin || start + needle.length > end) continue;
      if (stands(needle, bytes, start)) hits.push(path);
    }
  }
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
