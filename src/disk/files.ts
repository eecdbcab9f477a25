import * as fs from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { sha256 } from '../workspace/hash.js';
import { TEMP_PREFIX } from './paths.js';

/**
 * Every call of this tool that changes a disk, and no other. Tests wrap these to fail, or to die, at any one of them;
 * `path` stands beside each descriptor for them and for messages.
 */
export interface Syscalls {
  open(path: string, flags: 'wx' | 'a', mode: number): number;
  write(fd: number, bytes: Uint8Array, path: string): void;
  chmod(fd: number, mode: number, path: string): void;
  chown(fd: number, uid: number, gid: number, path: string): void;
  sync(fd: number, path: string): void;
  rename(from: string, to: string): void;
  unlink(path: string): void;
  mkdir(path: string): void;
  rmdir(path: string): void;
}

export const syscalls: Syscalls = {
  open: (path, flags, mode) => fs.openSync(path, flags, mode),
  write: (fd, bytes) => fs.writeFileSync(fd, bytes),
  chmod: (fd, mode) => fs.fchmodSync(fd, mode),
  chown: (fd, uid, gid) => fs.fchownSync(fd, uid, gid),
  sync: (fd) => fs.fsyncSync(fd),
  rename: (from, to) => fs.renameSync(from, to),
  unlink: (path) => fs.unlinkSync(path),
  mkdir: (path) => fs.mkdirSync(path),
  rmdir: (path) => fs.rmdirSync(path),
};

/** The system refused a write: which path, and its reason (`ENOSPC: no space left on device` …). */
export class WriteError extends Error {
  constructor(
    readonly path: string,
    readonly reason: string,
    /** `ENOSPC`, `EACCES` … */
    readonly code: string,
    cause: unknown,
  ) {
    super(`${path}: ${reason}`, { cause });
  }
}

/** What a file that takes another's place should keep of it. Without an owner, it gets the one of this process. */
export interface Like {
  readonly mode: number | null;
  readonly uid?: number;
  readonly gid?: number;
}

/** Durable writing. Paths are absolute; whoever calls has asked `Root` for them. All throw WriteError. */
export class Files {
  /** Files whose content may not be on the disk yet. */
  private readonly unflushed = new Set<string>();

  constructor(private readonly calls: Syscalls = syscalls) {}

  /** A new file, which is on the disk after the next `flush`. Never follows or overwrites what stands there: then it throws. */
  create(path: string, bytes: Uint8Array, like: Like): void {
    this.writing(path, 'wx', like.mode ?? 0o666, (fd) => {
      this.calls.write(fd, bytes, path);
      this.own(fd, path, like);
      // The mode given to open is cut by the umask; chmod after chown, which clears bits.
      if (like.mode !== null) this.calls.chmod(fd, like.mode, path);
    });
    this.unflushed.add(path);
  }

  /** Counts a file that an earlier run may have left unflushed among those that the next `flush` waits for. */
  settle(path: string): void {
    this.unflushed.add(path);
  }

  /**
   * Returns when the content of every file created is on the disk. All are waited for together, after all were written: the
   * first such wait brings most of what the others would wait for along.
   */
  flush(): void {
    for (const path of this.unflushed) {
      this.syncAt(path);
      this.unflushed.delete(path);
    }
  }

  /** Waits for none of them any more: they are about to be removed. */
  forget(): void {
    this.unflushed.clear();
  }

  /** Adds to the end of a file, which is created when absent, and flushes it. */
  append(path: string, text: string): void {
    this.writing(path, 'a', 0o666, (fd) => {
      this.calls.write(fd, Buffer.from(text), path);
      this.calls.sync(fd, path);
    });
  }

  rename(from: string, to: string): void {
    attempt(to, () => this.calls.rename(from, to));
    if (this.unflushed.delete(from)) this.unflushed.add(to);
  }

  unlink(path: string): void {
    attempt(path, () => this.calls.unlink(path));
    this.unflushed.delete(path);
  }

  /** Removes what may be there. That another run was quicker is no error. */
  clear(path: string): void {
    if (!attempt(path, () => fs.lstatSync(path, { throwIfNoEntry: false }))) return;
    try {
      this.unlink(path);
    } catch (error) {
      if (!(error instanceof WriteError && error.code === 'ENOENT')) throw error;
    }
  }

  /** Makes a folder and those above it that are missing. */
  makeFolder(path: string): void {
    if (fs.existsSync(path)) return;
    this.makeFolder(dirname(path));
    try {
      attempt(path, () => this.calls.mkdir(path));
    } catch (error) {
      // Another run was quicker.
      if (!(error instanceof WriteError && error.code === 'EEXIST' && fs.existsSync(path))) throw error;
    }
    this.syncFolder(dirname(path));
  }

  /** Removes a folder if nothing is in it. */
  removeEmptyFolder(path: string): void {
    if (fs.existsSync(path) && attempt(path, () => fs.readdirSync(path)).length === 0)
      attempt(path, () => this.calls.rmdir(path));
  }

  /** The same for a folder that others may be using: that it is not empty, or gone, is no error. */
  removeUnused(path: string): void {
    try {
      this.removeEmptyFolder(path);
    } catch (error) {
      if (!(error instanceof WriteError) || !/^(ENOTEMPTY|EEXIST|ENOENT)$/.test(error.code)) throw error;
    }
  }

  /** Makes creations, renamings and removals in a folder durable. Windows has no such call and needs none. */
  syncFolder(path: string): void {
    if (sep !== '\\') this.syncAt(path);
  }

  private syncAt(path: string): void {
    // Windows flushes only what may be written to.
    const fd = attempt(path, () => fs.openSync(path, sep === '\\' ? 'r+' : 'r'));
    try {
      attempt(path, () => this.calls.sync(fd, path));
    } finally {
      fs.closeSync(fd);
    }
  }

  private writing(path: string, flags: 'wx' | 'a', mode: number, fill: (fd: number) => void): void {
    const fd = attempt(path, () => this.calls.open(path, flags, mode));
    try {
      attempt(path, () => fill(fd));
    } finally {
      fs.closeSync(fd);
    }
  }

  /** Another owner is kept where we may (as root); where we may not, the file is ours, as it is after every editor. */
  private own(fd: number, path: string, like: Like): void {
    if (like.uid === undefined || like.gid === undefined) return;
    const mine = fs.fstatSync(fd);
    if (mine.uid === like.uid && mine.gid === like.gid) return;
    try {
      this.calls.chown(fd, like.uid, like.gid, path);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) throw error;
    }
  }
}

/** Where a file's next content waits, beside it: short however long its name is, and found again without searching. */
export function temporary(file: string): string {
  return join(dirname(file), TEMP_PREFIX + sha256(basename(file)).slice(0, 16));
}

function attempt<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) throw error;
    throw new WriteError(path, error.message.split(',')[0] ?? error.code, error.code, error);
  }
}
