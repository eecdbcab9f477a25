import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { ignoredBackups, isDirty } from '../../src/disk/git.js';
import { runValidation } from '../../src/disk/run.js';
import { folder, put } from './support.js';

function repository(): string {
  const root = folder({ 'a b.ts': 'a', 'sub/b.ts': 'b', '.gitignore': '*.bak\n' });
  const git = (...args: string[]): void => void execFileSync('git', args, { cwd: root });
  git('init', '-q');
  git('add', '.');
  git('-c', 'user.name=t', '-c', 'user.email=t@example.org', 'commit', '-qm', 'first');
  return root;
}

describe('git', () => {
  it('tells which tracked files are changed, relative to the root, without what is ours', () => {
    const root = repository();
    put(root, '.ssot/m/journal.jsonl', '');
    put(root, 'new.ts', '');
    expect(isDirty(root)).toEqual([]);
    put(root, 'a b.ts', 'changed');
    put(root, 'sub/b.ts', 'changed');
    expect(isDirty(root)).toEqual(['a b.ts', 'sub/b.ts']);
    expect(isDirty(`${root}/sub`)).toEqual(['b.ts']);
  });

  it('is not needed', () => {
    expect(isDirty(folder({}))).toEqual([]);
    expect(ignoredBackups(folder({}), ['a.ts.phase1.bak'])).toEqual([]);
  });

  it('tells which backups it ignores', () => {
    const root = repository();
    expect(ignoredBackups(root, ['a b.ts.phase1.bak', 'sub/b.ts'])).toEqual(['a b.ts.phase1.bak']);
    expect(ignoredBackups(root, [])).toEqual([]);
  });
});

describe('the validation command', () => {
  it('hands on its output and its end, and gets no input', async () => {
    const seen: string[] = [];
    const end = await runValidation('pwd; cat; echo wrong >&2; exit 7', folder({ x: '' }), (text, stream) =>
      seen.push(`${stream} ${text.trim()}`),
    );
    expect(end).toEqual({ exitCode: 7, signal: null });
    expect(seen.sort()).toEqual(['stderr wrong', expect.stringMatching(/^stdout .*ssot-disk-/)]);
  });

  it('tells the signal that ended it', async () => {
    expect(await runValidation('kill -TERM $$', folder({}), () => undefined)).toEqual({
      exitCode: null,
      signal: 'SIGTERM',
    });
  });
});
