import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import { Files, type Syscalls, syscalls } from '../../src/disk/files.js';
import type { Change } from '../../src/workspace/change.js';

const roots: string[] = [];

afterEach(() => {
  for (const root of roots.splice(0)) fs.rmSync(root, { recursive: true, force: true });
});

/** A temporary folder with these files in it; it goes after the test. */
export function folder(files: Readonly<Record<string, string | Buffer>>): string {
  const root = fs.mkdtempSync(join(tmpdir(), 'ssot-disk-'));
  roots.push(root);
  for (const [path, content] of Object.entries(files)) put(root, path, content);
  return root;
}

export function put(root: string, path: string, content: string | Buffer): void {
  fs.mkdirSync(dirname(join(root, path)), { recursive: true });
  fs.writeFileSync(join(root, path), content);
}

export function text(root: string, path: string): string {
  return fs.readFileSync(join(root, path), 'utf8');
}

/** Every file and folder with its mode and exact content, but for the tool's own folder. */
export function snapshot(root: string): Record<string, string> {
  const all: Record<string, string> = {};
  for (const path of fs.readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()) {
    if (path === '.ssot' || path.startsWith('.ssot/')) continue;
    const stat = fs.lstatSync(join(root, path));
    const content = stat.isFile() ? fs.readFileSync(join(root, path)).toString('latin1') : '';
    all[path] = `${(stat.mode & 0o7777).toString(8)} ${content}`;
  }
  return all;
}

/** The same without backups: what a build would see. */
export function sources(root: string): Record<string, string> {
  return Object.fromEntries(Object.entries(snapshot(root)).filter(([path]) => !path.endsWith('.bak')));
}

export function change(path: string, before: string | null, after: string | null): Change {
  return { path, before, after };
}

/** What a dead process does: nothing more. It is no error of the system, so nobody handles it. */
export class Death extends Error {}

export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: simulated, write`), { code });
}

/**
 * Files whose syscalls are counted, and of which `onCall` may throw in place of the call. A write that throws has already
 * written half of its bytes, as a real one may have.
 */
export function faulty(onCall: (count: number, call: keyof Syscalls, path: string) => void): Files {
  let count = 0;
  const check = (call: keyof Syscalls, path: string): void => onCall(++count, call, path);
  return new Files({
    open: (path, flags, mode) => (check('open', path), syscalls.open(path, flags, mode)),
    write: (fd, bytes, path) => {
      try {
        check('write', path);
      } catch (error) {
        syscalls.write(fd, bytes.subarray(0, bytes.length >> 1), path);
        throw error;
      }
      syscalls.write(fd, bytes, path);
    },
    chmod: (fd, mode, path) => (check('chmod', path), syscalls.chmod(fd, mode, path)),
    chown: (fd, uid, gid, path) => (check('chown', path), syscalls.chown(fd, uid, gid, path)),
    sync: (fd, path) => (check('sync', path), syscalls.sync(fd, path)),
    rename: (from, to) => (check('rename', to), syscalls.rename(from, to)),
    unlink: (path) => (check('unlink', path), syscalls.unlink(path)),
    mkdir: (path) => (check('mkdir', path), syscalls.mkdir(path)),
    rmdir: (path) => (check('rmdir', path), syscalls.rmdir(path)),
  });
}

/** Dies at the k-th call: from then on, no call does anything. */
export function dyingAt(k: number): Files {
  return faulty((count) => {
    if (count >= k) throw new Death();
  });
}
