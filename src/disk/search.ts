import * as fs from 'node:fs';
import { join } from 'node:path';
import { groupNeedles } from '../workspace/needles.js';
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

/** See `Tree.search`. */
export function search(root: string, paths: readonly string[], needles: readonly string[]): Map<string, string[]> {
  const found = new Map(needles.map((needle): [string, string[]] => [needle, []]));
  const groups = groupNeedles(needles).map(({ part, members }) => ({
    part: Buffer.from(part),
    members: members.map((needle) => ({ bytes: Buffer.from(needle), hits: found.get(needle) ?? [] })),
  }));
  const lost: string[] = [];
  for (const batch of batches(root, paths, lost))
    for (const { part, members } of groups)
      for (const { path, bytes } of filesWith(batch, part))
        for (const { bytes: needle, hits } of members)
          if (members.length === 1 || bytes.includes(needle)) hits.push(path);
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

function* filesWith({ bytes, paths, ends }: Batch, part: Buffer): Generator<{ path: string; bytes: Buffer }> {
  let i = 0;
  for (let at = bytes.indexOf(part); at !== -1 && at < bytes.length;) {
    while ((ends[i] ?? Infinity) <= at) i++;
    const [start, end] = [i === 0 ? 0 : (ends[i - 1] ?? 0), ends[i] ?? bytes.length];
    const isWithin = at + part.length <= end;
    if (isWithin) yield { path: paths[i] ?? '', bytes: bytes.subarray(start, end) };
    at = bytes.indexOf(part, isWithin ? end : at + 1);
  }
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
