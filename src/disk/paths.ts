import * as fs from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { Failure } from '../messages/failures.js';
import { sha256 } from '../workspace/hash.js';
import type { Unreadable } from '../workspace/workspace.js';

/** The tool's own folder below the root. */
export const HOME = '.ssot';
/** Begins the name of every file that is being written and not yet in its place. */
export const TEMP_PREFIX = '.ssot-tmp-';
/** Folders that hold no sources; compared in lower case, since some file systems do not tell cases apart. */
export const PRUNED: ReadonlySet<string> = new Set(['.git', '.hg', '.svn', 'node_modules', HOME]);

const BACKUP = /\.phase\d+\.(edited\.(\d+\.)?)?bak$/;
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³]) *(\.|$)/i;

/** Is this the backup of some phase: `<file>.phase<N>.bak`? */
export function isBackup(path: string): boolean {
  return BACKUP.test(path);
}

/** Where the file as it was before a phase is kept, beside it. */
export function backupOf(path: string, phase: number): string {
  return `${path}.phase${phase}.bak`;
}

/** The longest name and path that a file system takes, in bytes; some leave less. */
const LONGEST_NAME = 255;
const LONGEST_PATH = 4000;

/**
 * Relative, with `/`, and naming something below the root whatever the file system makes of it. `separator`: the system's own,
 * which tells Windows, where devices, streams and short endings hide in names.
 */
export function isInside(path: string, separator = sep): boolean {
  const plain = (part: string): boolean =>
    part !== '' && part !== '.' && part !== '..' && Buffer.byteLength(part) <= LONGEST_NAME;
  if (path.length > LONGEST_PATH || path.includes('\0') || !path.split('/').every(plain)) return false;
  return (
    separator === '/' ||
    !(/[\\:]/.test(path) || path.split('/').some((part) => DEVICE.test(part) || /[. ]$/.test(part)))
  );
}

/** A path that a phase may change: inside the root, and in no folder that holds no sources. */
export function isSourcePath(path: string): boolean {
  return isInside(path) && !path.split('/').some(isPruned);
}

/** Whether a phase can change this file: it can be written, and beside it any backup that may be needed. */
export function isChangeable(path: string, phase: number): boolean {
  return isSourcePath(path) && !isBackup(path) && isInside(`${path}.phase${phase}.edited.99.bak`);
}

/** Some file systems do not tell cases apart, ignore characters that nobody sees, or know `.git` by a short name too. */
function isPruned(part: string): boolean {
  const seen = part.replace(/[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g, '').toLowerCase();
  return PRUNED.has(seen) || /^git~\d+$/.test(seen);
}

/** A regular file as it stands: its bytes, permission bits and owner. */
export interface FileOnDisk {
  readonly bytes: Buffer;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

export type Found = FileOnDisk | { readonly unreadable: Unreadable };

/** Its hash; null when there is no file; or (never equal to a hash) why it cannot be read. */
export function fingerprint(found: Found): string | null {
  if (!('unreadable' in found)) return sha256(found.bytes);
  return found.unreadable === 'absent' ? null : found.unreadable;
}

/** Why the system refused, for an error that it raised; anything else is a mistake of ours and is thrown on. */
export function unreadable(error: unknown): Unreadable {
  if (!(error instanceof Error) || !('code' in error)) throw error;
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return 'absent';
  if (error.code === 'EACCES' || error.code === 'EPERM') return 'denied';
  return error.code === 'ELOOP' ? 'not-a-file' : 'io-error';
}

/** Never through a symbolic link, never waiting for a FIFO's writer. Windows has neither flag: undefined counts as 0. */
export const READ_FLAGS = fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW | fs.constants.O_NONBLOCK;

/** In bytes: what is larger is no text that anybody wrote, and is not read into the memory. */
const LARGEST = 256 << 20;

/** `size` in bytes, as it was a moment ago: one read for a file that is no larger now. */
function readWhole(file: string, size: number): Buffer {
  const fd = fs.openSync(file, READ_FLAGS);
  try {
    const bytes = Buffer.allocUnsafeSlow(size + 1);
    const length = fs.readSync(fd, bytes, 0, bytes.length, 0);
    // A regular file gives less than asked for only at its end.
    return length <= size ? bytes.subarray(0, length) : fs.readFileSync(fd);
  } finally {
    fs.closeSync(fd);
  }
}

/** The folder that nothing leaves: every path is looked up through it, so that no link leads reading or writing out. */
export class Root {
  private readonly real: string;
  private readonly folders = new Set<string>(['.']);

  /** Throws Failure `root-unreadable` when there is no such folder. */
  constructor(root: string) {
    try {
      this.real = fs.realpathSync(root);
    } catch (error) {
      throw new Failure('root-unreadable', `${root}: ${unreadable(error)}`);
    }
  }

  /** The absolute path; null when it would leave the root, by its own text or through a folder that is a link. */
  locate(path: string): string | null {
    return isInside(path) && this.isOwn(dirname(path)) ? join(this.real, path) : null;
  }

  /** As `locate`, for writing: throws Failure `path-outside`. */
  at(path: string): string {
    const file = this.locate(path);
    if (file === null) throw new Failure('path-outside', path);
    return file;
  }

  /** The path as users know it, of an absolute one; `.` for the root itself. */
  name(file: string): string {
    return relative(this.real, file).replaceAll(sep, '/') || '.';
  }

  read(path: string): Found {
    const file = this.locate(path);
    if (file === null) return { unreadable: 'outside' };
    try {
      const stat = fs.lstatSync(file);
      if (!stat.isFile()) return { unreadable: 'not-a-file' };
      if (stat.size > LARGEST) return { unreadable: 'too-large' };
      return { bytes: readWhole(file, stat.size), mode: stat.mode & 0o7777, uid: stat.uid, gid: stat.gid };
    } catch (error) {
      return { unreadable: unreadable(error) };
    }
  }

  /** Whether anything at all stands there, a link or folder included. */
  occupied(path: string): boolean {
    return fs.lstatSync(this.at(path), { throwIfNoEntry: false }) !== undefined;
  }

  /** The names in a folder; none when it is absent. */
  names(folder: string): string[] {
    try {
      return fs.readdirSync(this.at(folder)).sort();
    } catch (error) {
      if (error instanceof Failure || unreadable(error) !== 'absent') throw error;
      return [];
    }
  }

  /** Only folders seen to be real are remembered: an absent one may yet become anything. */
  private isOwn(folder: string): boolean {
    if (this.folders.has(folder)) return true;
    if (!this.isOwn(dirname(folder))) return false;
    const stat = this.lstat(folder);
    if (stat?.isDirectory()) this.folders.add(folder);
    return !stat?.isSymbolicLink();
  }

  private lstat(path: string): fs.Stats | undefined {
    try {
      return fs.lstatSync(join(this.real, path), { throwIfNoEntry: false });
    } catch (error) {
      if (unreadable(error) === 'absent') return undefined;
      throw error;
    }
  }
}
