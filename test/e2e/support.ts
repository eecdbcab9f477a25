import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pc from 'picocolors';
import type { Args, Context, Run } from '../../src/commands/context.js';
import type { ExitCode } from '../../src/messages/failures.js';

export type Files = Readonly<Record<string, string>>;

/** Runs a command as the tool does, in this process: there is nobody to answer, and colours are off. */
export async function command(run: Run, cwd: string, args: Args): Promise<{ code: ExitCode; out: string }> {
  let out = '';
  const context: Context = {
    cwd,
    stdout: (text) => void (out += text),
    stderr: () => undefined,
    colors: pc.createColors(false),
    ask: null,
    now: () => '2026-01-01T00:00:00.000Z',
    process: { pid: process.pid, host: 'here' },
    progress: () => ({ update: () => undefined, end: () => undefined }),
    busy: (work) => work(),
    stop: new AbortController().signal,
  };
  return { code: await run(context, args), out };
}

/** Every file but those of the journal, each byte as one character. */
export function bytesOf(folder: string): Files {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
  const own = paths.filter((path) => !/^(\.ssot|\.git|node_modules)\//.test(path));
  return Object.fromEntries(own.map((path) => [path, readFileSync(join(folder, path), 'latin1')]));
}

/** The files of the folder once `git apply` has taken in the diff, in a copy. */
export function gitApplied(folder: string, diff: string): Files {
  if (diff === '') return bytesOf(folder);
  const copy = `${folder}-applied`;
  cpSync(folder, copy, { recursive: true });
  const { status, stderr } = spawnSync('git', ['-c', 'core.autocrlf=false', 'apply', '--whitespace=nowarn', '-'], {
    cwd: copy,
    input: diff,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`git apply: ${stderr}\n${diff}`);
  const files = bytesOf(copy);
  rmSync(copy, { recursive: true });
  return files;
}

export function withoutBackups(files: Files): Files {
  return Object.fromEntries(Object.entries(files).filter(([path]) => !/\.phase\d\.bak$/.test(path)));
}
