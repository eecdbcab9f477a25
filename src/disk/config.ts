import * as fs from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { Failure } from '../messages/failures.js';

export const CONFIG_NAME = 'ssot.config.json';
/** In bytes. Nothing that a person writes, or that we save, comes near; what is larger is not read. */
const LARGEST_CONFIG = 256 << 10;
const LARGEST_PLAN = 256 << 20;

export interface ConfigFile {
  /** Absolute path of the folder of the migration file: everything is relative to it. */
  readonly root: string;
  /** The file's path relative to the root. */
  readonly path: string;
  readonly text: string;
}

/**
 * The migration file: the one named (relative to `cwd`), or the nearest `ssot.config.json` from `cwd` upwards.
 * Throws Failure `root-unreadable` when `cwd` is no folder, `config-missing`, or `config-unreadable` when it is no UTF-8 text file.
 */
export function findConfig(cwd: string, explicit: string | null): ConfigFile {
  if (!fs.existsSync(cwd) || !fs.statSync(cwd).isDirectory()) throw new Failure('root-unreadable', cwd);
  const file = explicit === null ? nearestConfig(cwd) : resolve(cwd, explicit);
  if (file === null) throw new Failure('config-missing', cwd);
  return { root: fs.realpathSync(dirname(readable(file))), path: basename(file), text: readText(file) };
}

/** A text file that the user named (a saved plan). Throws Failure `plan-file` when there is none. */
export function readPlanFile(cwd: string, path: string): string {
  const file = resolve(cwd, path);
  const stat = statOf(file);
  if (!stat?.isFile()) throw new Failure('plan-file', `there is no file ${path}`);
  if (stat.size > LARGEST_PLAN) throw new Failure('plan-file', `${path} is larger than any plan`);
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw new Failure('plan-file', `${path} (${String(error.code)})`);
    throw error;
  }
}

/**
 * Writes a file that the user named, relative to `cwd`. A link that lies in the folder already is not followed: it may have
 * come with the repository and lead anywhere. Throws Failure `config-exists` unless it may be replaced.
 */
export function writeNamed(cwd: string, path: string, text: string, replace: boolean): void {
  const file = resolve(cwd, path);
  if (leadsAway(cwd, file)) throw new Failure('usage', `cannot write ${path}: it leads through a symbolic link`);
  const stat = statOf(file);
  // Opening a pipe waits for its reader, where no signal reaches us.
  if (replace && stat && !stat.isFile()) throw new Failure('usage', `cannot write ${path}: it is not a file`);
  try {
    fs.writeFileSync(file, text, { flag: replace ? 'w' : 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    if (error.code === 'EEXIST') throw new Failure('config-exists', path);
    throw new Failure('usage', `cannot write ${path}: ${String(error.code)}`);
  }
}

function nearestConfig(cwd: string): string | null {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const file = join(folder, CONFIG_NAME);
    if (fs.lstatSync(file, { throwIfNoEntry: false })) return file;
    if (dirname(folder) === folder) return null;
  }
}

function readable(file: string): string {
  const stat = statOf(file);
  if (!stat) throw new Failure('config-unreadable', `there is no file ${file}`);
  if (stat.isSymbolicLink()) throw new Failure('config-unreadable', `${file} is a symbolic link`);
  if (!stat.isFile()) throw new Failure('config-unreadable', `${file} is not a file`);
  if (stat.size > LARGEST_CONFIG) throw new Failure('config-unreadable', `${file} is larger than any migration file`);
  return file;
}

/** Of the file itself, never of what a link leads to; undefined when there is none, or none that can be asked. */
function statOf(file: string): fs.Stats | undefined {
  try {
    return fs.lstatSync(file, { throwIfNoEntry: false });
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

/** Whether a path below `cwd` goes through a link (one that the user spelt out, elsewhere, is theirs). */
function leadsAway(cwd: string, file: string): boolean {
  const inside = relative(cwd, file);
  if (statOf(file)?.isSymbolicLink()) return true;
  if (inside.startsWith('..') || resolve(inside) === inside) return false;
  for (let folder = dirname(file); folder.length > cwd.length; folder = dirname(folder))
    if (statOf(folder)?.isSymbolicLink()) return true;
  return false;
}

function readText(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(fs.readFileSync(file));
  } catch (error) {
    if (error instanceof TypeError) throw new Failure('config-unreadable', `${file} is not UTF-8 text`);
    if (error instanceof Error && 'code' in error) {
      throw new Failure('config-unreadable', `${file} (${String(error.code)})`);
    }
    throw error;
  }
}
