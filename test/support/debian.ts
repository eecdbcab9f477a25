import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The Python modules of a Debian package, unpacked in a temporary folder; nothing is installed. */
export interface DebianPackage {
  /** The folder in which its packages stand. */
  readonly root: string;
  remove(): void;
}

/** Where the package, or what it takes to get it, is not to be had: why, in a few words. */
export type Unavailable = { readonly why: string };

/** Does `apt-get download` and `dpkg -x`, which need no rights. */
export function unpackDebian(name: string): DebianPackage | Unavailable {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), `ssot-${name}-`)));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const why = download(name, folder) ?? unpack(folder);
  if (why === null) return { root: path.join(folder, 'usr/lib/python3/dist-packages'), remove };
  remove();
  return { why };
}

function download(name: string, folder: string): string | null {
  const options = ['-q', '-o', 'Acquire::Retries=1', '-o', 'Acquire::http::Timeout=20'];
  return failure(spawnSync('apt-get', [...options, 'download', name], { cwd: folder, encoding: 'utf8' }));
}

function unpack(folder: string): string | null {
  const [archive] = readdirSync(folder);
  if (archive === undefined) return 'apt-get downloaded nothing';
  return failure(spawnSync('dpkg', ['-x', archive, '.'], { cwd: folder, encoding: 'utf8' }));
}

/** Is python3 there? Null when it is, else why not. */
export function pythonMissing(): string | null {
  return failure(spawnSync('python3', ['--version'], { encoding: 'utf8' }));
}

function failure({ error, status, stderr }: SpawnSyncReturns<string>): string | null {
  if (error) return error.message;
  return status === 0 ? null : (stderr.trim().split('\n').at(-1) ?? `status ${status}`);
}
