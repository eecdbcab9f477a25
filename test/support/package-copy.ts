import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const INSTALLED = path.join(import.meta.dirname, '..', '..', 'node_modules');
const TSC = path.join(INSTALLED, 'typescript', 'bin', 'tsc');

/** A published package, copied whole to a temporary folder in which its own dependencies still resolve. */
export interface PackageCopy {
  readonly root: string;
  write(file: string, text: string): void;
  /** Every line that the compiler prints; none when all is well. */
  tsc(...args: string[]): string[];
  /** sha-256 of each file by path; what `.ssot` keeps is no part of the package. */
  hashes(): Map<string, string>;
  /** The sources below a folder of which the text matches. */
  matching(folder: string, pattern: RegExp): string[];
  remove(): void;
}

export function copyPackage(name: string): PackageCopy {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), `ssot-${name}-`)));
  const root = path.join(folder, name);
  cpSync(path.join(INSTALLED, name), root, {
    recursive: true,
    filter: (source) => !source.slice(INSTALLED.length + 1).includes('node_modules'),
  });
  symlinkSync(INSTALLED, path.join(folder, 'node_modules'), 'junction');
  const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
  return {
    root,
    write: (file, text) => writeFileSync(path.join(root, file), text),
    tsc: (...args) => compile(folder, root, args),
    hashes: () => hashesOf(root),
    matching: (below, pattern) =>
      filesBelow(root, below).filter((file) => file.endsWith('.ts') && pattern.test(read(file))),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Incremental builds would write a file of their own into the copy. */
function compile(folder: string, root: string, args: readonly string[]): string[] {
  const { stdout, stderr } = spawnSync(process.execPath, [TSC, '--noEmit', '--incremental', 'false', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  if (stderr !== '') throw new Error(stderr);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replaceAll(folder, ''));
}

/** sha-256 of each file of a tree by path; what `.ssot` keeps is no part of it. */
export function hashesOf(root: string): Map<string, string> {
  return new Map(filesBelow(root, '').map((file) => [file, hashOf(path.join(root, file))]));
}

/** Paths relative to the root, with `/`, sorted. */
export function filesBelow(root: string, below: string): string[] {
  return readdirSync(path.join(root, below), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((file) => !file.startsWith('.ssot/'))
    .sort();
}

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
