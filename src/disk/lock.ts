import { Failure } from '../messages/failures.js';
import { Files, WriteError } from './files.js';
import { HOME, Root } from './paths.js';

export interface LockOwner {
  readonly pid: number;
  readonly host: string;
  /** ISO 8601, from the caller's clock. */
  readonly startedAt: string;
}

/**
 * Runs `fn` while no other run works on this root, whichever migration it is for. Throws Failure `locked` (exit 6) saying
 * who does, `lock-failed` before anything was done, `lock-left` when all is done but the lock is still there.
 *
 * Each run lays down a claim of its own, `.ssot/lock.<pid>.<host>.<start>`, and only then looks for others: of two
 * runs, the one that looks later sees the other's claim, so that never both go on (both may give up). Nobody ever removes a
 * claim whose process lives, which one shared file could not promise when two runs find it stale at once.
 */
export async function withLock<T>(
  root: string,
  name: string,
  owner: LockOwner,
  fn: () => T | Promise<T>,
  files = new Files(),
): Promise<T> {
  const disk = new Root(root);
  const claim = claimOf(owner);
  const path = disk.at(`${HOME}/${claim}`);
  layDown(disk, files, path, JSON.stringify({ name, ...owner }));
  let result: T;
  try {
    refuseOthers(disk, files, claim, owner.host);
    result = await fn();
  } catch (error) {
    // What failed says more than a lock that stays: nobody waits for one whose process has ended.
    release(disk, files, path);
    throw error;
  }
  const left = release(disk, files, path);
  if (left) throw new Failure('lock-left', `${disk.name(left.path)} (${left.reason})`);
  return result;
}

/** Removes the claim, and the tool's folder when nothing else is in it. */
function release(disk: Root, files: Files, path: string): WriteError | null {
  return takeAway(files, path) ?? refusal(() => files.removeUnused(disk.at(HOME)));
}

/** Why a claim could not be removed; null when it is gone. */
function takeAway(files: Files, path: string): WriteError | null {
  return refusal(() => files.clear(path));
}

/** What the system refused; null when it was done. */
function refusal(act: () => void): WriteError | null {
  try {
    act();
    return null;
  } catch (error) {
    if (error instanceof WriteError) return error;
    throw error;
  }
}

/** Another run that ends may remove the empty folder between our two steps: then both are done again. */
function layDown(disk: Root, files: Files, path: string, text: string): void {
  for (let tries = 3; ; tries--) {
    try {
      files.makeFolder(disk.at(HOME));
      files.create(path, Buffer.from(`${text}\n`), { mode: null });
      return;
    } catch (error) {
      if (!(error instanceof WriteError)) throw error;
      if (error.code !== 'ENOENT' || tries === 0) throw failed(disk, error);
    }
  }
}

function refuseOthers(disk: Root, files: Files, own: string, host: string): void {
  for (const name of disk.names(HOME)) {
    const other = /^lock\.(\d+)\.([^.]*)\.([^.]*)$/.exec(name);
    if (!other || name === own) continue;
    const [pid, theirHost, since] = [Number(other[1]), decode(other[2]), decode(other[3])];
    if (theirHost !== host || isAlive(pid)) {
      throw new Failure('locked', `process ${pid} on ${theirHost} since ${since} (${HOME}/${name})`);
    }
    const left = takeAway(files, disk.at(`${HOME}/${name}`));
    if (left) throw failed(disk, left);
  }
}

function failed(disk: Root, { path, reason }: WriteError): Failure {
  return new Failure('lock-failed', `${disk.name(path)} (${reason})`);
}

/** All that identifies a run is in the name, since a name comes to be at once and a content does not. */
function claimOf({ pid, host, startedAt }: LockOwner): string {
  return `lock.${pid}.${encode(host)}.${encode(startedAt)}`;
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}

function decode(text = ''): string {
  return Buffer.from(text, 'base64url').toString('utf8');
}

/** A process of another user may not be signalled (EPERM), but lives. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return error.code !== 'ESRCH';
    throw error;
  }
}
