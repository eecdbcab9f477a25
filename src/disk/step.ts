import { dirname } from 'node:path';
import { Failure } from '../messages/failures.js';
import { driftKinds } from '../messages/problems.js';
import { sha256 } from '../workspace/hash.js';
import { temporary, type Files, type Like } from './files.js';
import type { Copy, Move, Step } from './journal.js';
import { fingerprint, type Found, type Root } from './paths.js';
import type { Store } from './store.js';

/** What one operation works with. */
export interface Disk {
  readonly root: Root;
  readonly files: Files;
  readonly store: Store;
  readonly name: string;
  readonly at: { readonly at?: string };
  readonly onProgress: (done: number, total: number) => void;
}

/** A file whose content is not what the journal left. Hashes are sha-256; null is "no file". */
export interface Drift {
  readonly path: string;
  readonly expected: string | null;
  /** A hash, null, or (when it cannot be read) the reason: `not-a-file`, `denied`, `outside` … */
  readonly found: string | null;
}

/** The step that undoes a step: both ends of each move change places. */
export function reverse(step: Step): Step {
  return {
    kind: step.kind === 'apply' ? 'rollback' : 'apply',
    phase: step.phase,
    moves: step.moves.map((move) => ({ ...move, from: move.to, to: move.from })),
    copies: step.drops,
    drops: step.copies,
    makes: step.clears,
    clears: step.makes,
  };
}

/** The moves that can neither be made nor count as made. */
export function drifted(root: Root, moves: readonly Move[]): Drift[] {
  return moves.flatMap(({ path, from, to }) => {
    const found = fingerprint(root.read(path));
    return found === from || found === to ? [] : [{ path, expected: from, found }];
  });
}

/** The failure `drift` with each file and what became of it; `whose` completes its sentence on what they should be. */
export function driftFailure(root: Root, whose: string, drift: readonly Drift[]): Failure {
  return new Failure(
    'drift',
    whose,
    drift.map((each) => `${each.path}: ${kindOf(root, each)}`),
  );
}

/** What became of a file, in a few words. */
function kindOf(root: Root, { path, expected, found }: Drift): string {
  if (found === null) return driftKinds.gone();
  if (expected === null) return driftKinds.made();
  if (isReason(found)) return driftKinds[found]();
  const now = root.read(path);
  if ('unreadable' in now) return driftKinds.edited(expected, found);
  const text = now.bytes.toString('latin1');
  const lf = text.replace(/\r\n/g, '\n');
  const ends = [lf, lf.replace(/\n/g, '\r\n')].map((each) => sha256(Buffer.from(each, 'latin1')));
  return ends.includes(expected) ? driftKinds.lineEnds() : driftKinds.edited(expected, found);
}

function isReason(found: string): found is 'not-a-file' | 'denied' | 'outside' | 'io-error' | 'too-large' {
  return ['not-a-file', 'denied', 'outside', 'io-error', 'too-large'].includes(found);
}

/**
 * Makes every content that the step or its undoing needs durable, and the places of its temporary files free, before it
 * begins. Throws Failure `backup-lost` when the
 * step itself cannot be done, and WriteError.
 */
export function prepare({ root, files, store, onProgress }: Disk, step: Step): void {
  const lost = new Set<string>();
  const keep = (hash: string | null, places: readonly string[]): boolean => hash === null || store.keep(hash, places);
  const backups = new Map([...step.copies, ...step.drops].map((copy) => [copy.hash, copy.path]));
  const places = (hash: string | null, path: string): string[] => [backups.get(hash ?? '') ?? path, path];
  for (const { path, from, to } of step.moves) {
    keep(from, places(from, path));
    if (!keep(to, places(to, path))) lost.add(path);
  }
  for (const { hash, path } of step.copies) if (!keep(hash, [path])) lost.add(path);
  if (lost.size > 0) throw new Failure('backup-lost', [...lost].join(', '));
  // Left by a run that was killed. Something else that stands there must be met before anything is begun.
  for (const { path } of step.moves) files.clear(temporary(root.at(path)));
  store.save((done) => onProgress(done, workOf(step)));
}

/**
 * Does the step, or what is left of it: backups, new contents beside their files, then the moves (removals last), then the
 * backups that go. Every part looks at the disk first, so that it may be interrupted anywhere and run again.
 * Returns the further backups it made of what somebody had edited; with `force`, edited files themselves are among them.
 */
export function runStep(disk: Disk, step: Step, force = false): string[] {
  const kept: string[] = [];
  const folders = new Set<string>();
  let done = 2 * step.moves.length;
  const each = <T>(list: readonly T[], act: (item: T) => void): void =>
    list.forEach((item) => {
      act(item);
      disk.onProgress(++done, workOf(step));
    });
  each(step.copies, (copy) => writeCopy(disk, copy, kept, folders));
  const moves = pending(disk, step, force, kept);
  for (const folder of step.makes) disk.files.makeFolder(disk.root.at(folder));
  each(moves, ({ move, like }) => stage(disk, move, like, folders));
  // The backups, and what takes the originals' places, must be on the disk before the first original goes.
  sync(disk, folders);
  each(moves, ({ move, seen }) => {
    commit(disk, move, seen);
    folders.add(dirname(disk.root.at(move.path)));
  });
  sync(disk, folders);
  each(step.drops, (copy) => dropCopy(disk, copy, kept, folders));
  sync(disk, folders);
  for (const folder of [...step.clears].reverse()) disk.files.removeEmptyFolder(disk.root.at(folder));
  return kept;
}

/** Contents that are made durable (two for each file), backups, new contents beside the old ones, and moves. */
function workOf({ moves, copies, drops }: Step): number {
  return 4 * moves.length + copies.length + drops.length;
}

/** A move still to be made, and what stands in its place now. */
interface Pending {
  readonly move: Move;
  /** Whose mode and owner the new file keeps. */
  readonly like: Like;
  readonly seen: string | null;
}

/** The moves still to be made, removals last. */
function pending(disk: Disk, step: Step, force: boolean, kept: string[]): Pending[] {
  const drift = drifted(disk.root, step.moves);
  if (drift.length > 0 && !force) throw driftFailure(disk.root, `phase ${step.phase} left them`, drift);
  for (const { path, found } of drift)
    if (found !== null) kept.push(setAside(disk, path, `${path}.phase${step.phase}.bak`));
  const all = step.moves.map((move) => pendingOf(move, disk.root.read(move.path)));
  const open = all.filter(({ move, seen }) => seen !== move.to);
  return [...open.filter(({ move }) => move.to !== null), ...open.filter(({ move }) => move.to === null)];
}

/** Without the bytes: those of all files together may be more than there is memory for. */
function pendingOf(move: Move, found: Found): Pending {
  const seen = fingerprint(found);
  // An existing file keeps the mode that it has now: somebody may have changed it, and we never do.
  if ('unreadable' in found) return { move, seen, like: { mode: move.mode } };
  return { move, seen, like: { mode: found.mode, uid: found.uid, gid: found.gid } };
}

function stage({ root, files, store }: Disk, { path, to }: Move, like: Like, folders: Set<string>): void {
  if (to === null) return;
  const file = root.at(path);
  files.makeFolder(dirname(file));
  files.create(temporary(file), content(store, to, path), like);
  folders.add(dirname(file));
}

/** The moment at which a file changes. Whoever saved it since we looked keeps what they wrote. */
function commit({ root, files }: Disk, { path, to }: Move, seen: string | null): void {
  const found = fingerprint(root.read(path));
  const file = root.at(path);
  if (found !== seen) throw driftFailure(root, 'they were a moment ago', [{ path, expected: seen, found }]);
  if (to === null) files.unlink(file);
  else files.rename(temporary(file), file);
}

function writeCopy(disk: Disk, copy: Copy, kept: string[], folders: Set<string>): void {
  // A run that was killed may have written it whole and not have waited for the disk.
  if (fingerprint(disk.root.read(copy.path)) === copy.hash) return disk.files.settle(disk.root.at(copy.path));
  dropCopy(disk, copy, kept, folders);
  const path = disk.root.at(copy.path);
  disk.files.makeFolder(dirname(path));
  disk.files.create(path, content(disk.store, copy.hash, copy.path), { mode: copy.mode });
  folders.add(dirname(path));
}

/** Removes a backup, whole or torn by a crash; one that somebody changed is set aside instead. */
function dropCopy(disk: Disk, copy: Copy, kept: string[], folders: Set<string>): void {
  const found = disk.root.read(copy.path);
  if ('unreadable' in found && found.unreadable === 'absent') return;
  const whole = disk.store.find(copy.hash, [copy.path]);
  const ours = !('unreadable' in found) && whole?.subarray(0, found.bytes.length).equals(found.bytes);
  if (ours) disk.files.unlink(disk.root.at(copy.path));
  else kept.push(setAside(disk, copy.path, copy.path));
  folders.add(dirname(disk.root.at(copy.path)));
}

/** The first free name for one more backup beside `backup`. */
export function editedName(root: Root, backup: string): string {
  const stem = backup.replace(/(\.edited(\.\d+)?)?\.bak$/, '.edited');
  for (let n = 1; ; n++) {
    const name = n === 1 ? `${stem}.bak` : `${stem}.${n}.bak`;
    if (!root.occupied(name)) return name;
  }
}

function setAside({ root, files }: Disk, path: string, backup: string): string {
  const name = editedName(root, backup);
  files.rename(root.at(path), root.at(name));
  return name;
}

function content(store: Store, hash: string, path: string): Buffer {
  const bytes = store.find(hash, []);
  if (!bytes) throw new Failure('backup-lost', path);
  return bytes;
}

function sync({ files }: Disk, folders: Set<string>): void {
  files.flush();
  for (const folder of folders) files.syncFolder(folder);
  folders.clear();
}
