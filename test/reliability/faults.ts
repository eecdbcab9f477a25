import { Files, syscalls } from '../../src/disk/files.js';

/** A process that is dead does nothing more, and nobody handles it. */
export class Death extends Error {}

/** Told the number of each call that changes the disk, from 1; may throw in its place. */
type Fault = (count: number) => void;

/** A write that fails has written half. Nothing is flushed, since that takes time: the call counts all the same. */
export function faulty(fault: Fault): Files {
  let count = 0;
  const next = (): void => fault(++count);
  return new Files({
    open: (path, flags, mode) => (next(), syscalls.open(path, flags, mode)),
    write(fd, bytes, path) {
      try {
        next();
      } catch (error) {
        syscalls.write(fd, bytes.subarray(0, bytes.length >> 1), path);
        throw error;
      }
      syscalls.write(fd, bytes, path);
    },
    chmod: (fd, mode, path) => (next(), syscalls.chmod(fd, mode, path)),
    chown: (fd, uid, gid, path) => (next(), syscalls.chown(fd, uid, gid, path)),
    sync: () => next(),
    rename: (from, to) => (next(), syscalls.rename(from, to)),
    unlink: (path) => (next(), syscalls.unlink(path)),
    mkdir: (path) => (next(), syscalls.mkdir(path)),
    rmdir: (path) => (next(), syscalls.rmdir(path)),
  });
}

/** Does all, and flushes nothing. */
export const quick = faulty(() => undefined);

/** Dies in place of the k-th call, and does none after it. */
export function dyingAt(k: number): Files {
  return faulty((count) => {
    if (count >= k) throw new Death();
  });
}

export const CODES = ['ENOSPC', 'EIO', 'EACCES', 'EMFILE'] as const;

/** As node says that the system refused. */
export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: simulated, write`), { code });
}
