import { existsSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Failure } from '../messages.js';

export const CONFIG_NAME = 'ssot.config.json';

export interface ConfigFile {
  /** Absolute path of the folder of the migration file: everything is relative to it. */
  readonly root: string;
  /** The file's path relative to the root. */
  readonly path: string;
  readonly text: string;
}

/**
 * The migration file: the one named (relative to `cwd`), or the nearest `ssot.config.json` from `cwd` upwards.
 * Throws Failure `config-missing`, or `config-unreadable` when it is no UTF-8 text file.
 */
export function findConfig(cwd: string, explicit: string | null): ConfigFile {
  const file = explicit === null ? nearestConfig(cwd) : resolve(cwd, explicit);
  if (file === null) throw new Failure('config-missing', cwd);
  return { root: realpathSync(dirname(readable(file))), path: basename(file), text: readText(file) };
}

/** A text file that the user named (a saved plan). Throws Failure `plan-file` when there is none. */
export function readPlanFile(cwd: string, path: string): string {
  const file = resolve(cwd, path);
  if (!existsSync(file) || !statSync(file).isFile()) throw new Failure('plan-file', `there is no file ${path}`);
  return readFileSync(file, 'utf8');
}

/** Writes a file that the user named, relative to `cwd`. Throws Failure `config-exists` unless it may be replaced. */
export function writeNamed(cwd: string, path: string, text: string, replace: boolean): void {
  try {
    writeFileSync(resolve(cwd, path), text, { flag: replace ? 'w' : 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    if (error.code === 'EEXIST') throw new Failure('config-exists', path);
    throw new Failure('usage', `cannot write ${path}: ${String(error.code)}`);
  }
}

function nearestConfig(cwd: string): string | null {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const file = join(folder, CONFIG_NAME);
    if (existsSync(file)) return file;
    if (dirname(folder) === folder) return null;
  }
}

function readable(file: string): string {
  if (!existsSync(file)) throw new Failure('config-unreadable', `there is no file ${file}`);
  if (!statSync(file).isFile()) throw new Failure('config-unreadable', `${file} is not a file`);
  return file;
}

function readText(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(file));
  } catch (error) {
    if (error instanceof TypeError) throw new Failure('config-unreadable', `${file} is not UTF-8 text`);
    if (error instanceof Error && 'code' in error) {
      throw new Failure('config-unreadable', `${file} (${String(error.code)})`);
    }
    throw error;
  }
}
