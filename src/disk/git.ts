import { execFileSync } from 'node:child_process';
import { HOME, isBackup } from './paths.js';

/**
 * Tracked files below `root` that differ from the last commit (staged or not), relative to `root`, without `.ssot/` and
 * backups. Empty where there is no git or no repository. Untracked files are not counted: nothing of git's is at risk.
 */
export function isDirty(root: string): string[] {
  const prefix = git(root, ['rev-parse', '--show-prefix'])?.replace(/\n$/, '');
  if (prefix === undefined) return [];
  const out = git(root, ['status', '--porcelain', '-z', '--no-renames', '--untracked-files=no', '--', '.']) ?? '';
  return out
    .split('\0')
    .filter((entry) => entry.length > 3)
    .map((entry) => entry.slice(3 + prefix.length))
    .filter((path) => !path.startsWith(`${HOME}/`) && !isBackup(path));
}

/** Those of the paths that git ignores: a backup among them never reaches anybody else. */
export function ignoredBackups(root: string, paths: readonly string[]): string[] {
  if (paths.length === 0) return [];
  const out = git(root, ['check-ignore', '-z', '--stdin'], paths.join('\0') + '\0') ?? '';
  return out.split('\0').filter((path) => path !== '');
}

/** The output, or undefined when git is missing, refuses (no repository), or has nothing to say. */
function git(root: string, args: readonly string[], input = ''): string | undefined {
  try {
    // A repository's own configuration can name a program as its file monitor: never start it. No index is written.
    return execFileSync('git', ['--no-optional-locks', '-c', 'core.fsmonitor=false', ...args], {
      cwd: root,
      input,
      encoding: 'utf8',
      maxBuffer: 1 << 30,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
  } catch (error) {
    if (error instanceof Error && ('status' in error || ('code' in error && error.code === 'ENOENT'))) return undefined;
    throw error;
  }
}
