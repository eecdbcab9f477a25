import { execFileSync } from 'node:child_process';
import { HOME, isBackup } from './paths.js';

/**
 * Tracked files below `root` that differ from the last commit (staged or not), relative to `root`, without `.ssot/` and
 * backups. Empty where there is no git or no repository. Untracked files are not counted: nothing of git's is at risk.
 */
export function isDirty(root: string): string[] {
  const prefix = git(root, ['rev-parse', '--show-prefix'])?.replace(/\n$/, '');
  if (prefix === undefined) return [];
  const options = ['--porcelain', '-z', '--no-renames', '--untracked-files=no', '--ignore-submodules=dirty'];
  const out = git(root, ['status', ...options, '--', '.'], '', withoutFilters(root)) ?? '';
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

/** A filter is a program that a repository's own configuration names and git starts to compare contents: none is started. */
function withoutFilters(root: string): NodeJS.ProcessEnv {
  const names = git(root, ['config', '-z', '--name-only', '--get-regexp', '^filter\\.']) ?? '';
  const keys = [...new Set(names.split('\0').filter((key) => /\.(clean|smudge|process|required)$/.test(key)))];
  // Behind those that the user set in this way.
  const first = Number(process.env['GIT_CONFIG_COUNT'] ?? 0) || 0;
  const entries = keys.flatMap((key, i) => [
    [`GIT_CONFIG_KEY_${first + i}`, key],
    [`GIT_CONFIG_VALUE_${first + i}`, key.endsWith('.required') ? 'false' : ''],
  ]);
  return { GIT_CONFIG_COUNT: String(first + keys.length), ...(Object.fromEntries(entries) as Record<string, string>) };
}

/** What a repository's own configuration could make git start: its file monitor, its hooks, and what fetches missing objects. */
const QUIET = ['--no-optional-locks', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];

/** The output, or undefined when git is missing, refuses (no repository), or has nothing to say. */
function git(root: string, args: readonly string[], input = '', settings: NodeJS.ProcessEnv = {}): string | undefined {
  try {
    return execFileSync('git', [...QUIET, ...args], {
      cwd: root,
      env: { ...process.env, GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: 'none', ...settings },
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
