import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Plan, PlannedPhase } from '../../src/plan/plan.js';
import { countLines, diffReport, fileDiff } from '../../src/reports/diff.js';
import type { Change } from '../../src/workspace/change.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ssot-diff-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const phase = (number: 1 | 2, changes: readonly Change[]): PlannedPhase => ({
  number,
  name: 'p',
  title: 'p',
  risk: 'low',
  changes,
  findings: [],
});

const planOf = (...phases: PlannedPhase[]): Plan => ({
  name: 'm',
  phases,
  accounting: { seen: 0, changed: 0, unchanged: 0, skipped: 0, failed: 0 },
  skipped: [],
  rewritten: 0,
  paths: { before: 0, after: 0 },
});

/** The tree below the folder after `git apply` of the diff, run there. */
function applied(before: Readonly<Record<string, string>>, diff: string, cwd = folder): Record<string, string> {
  for (const [path, text] of Object.entries(before)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  execFileSync('git', ['apply', '--whitespace=nowarn', '-'], { cwd, input: diff, stdio: ['pipe', 'pipe', 'inherit'] });
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  const kept = paths.filter((path) => !path.startsWith('.git/')).sort();
  return Object.fromEntries(kept.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

const ten = Array.from({ length: 10 }, (_, i) => `line ${i}\n`).join('');

describe('git apply of a diff gives the same bytes', () => {
  it.each<[string, string, string | null, string | null]>([
    ['an update', 'src/a.ts', ten, ten.replace('line 4', 'changed')],
    ['two distant places', 'a.ts', ten + ten, `first\n${ten}${ten}last\n`],
    ['a creation', 'new/deep/a.ts', null, 'one\ntwo\n'],
    ['a deletion', 'a.ts', 'one\ntwo\n', null],
    ['the creation of an empty file', 'a.ts', null, ''],
    ['the deletion of an empty file', 'a.ts', '', null],
    ['a file that becomes empty', 'a.ts', 'x\n', ''],
    ['a last line without its end', 'a.ts', 'one\ntwo', 'one\n2'],
    ['a last line that gets its end', 'a.ts', 'one\ntwo', 'one\ntwo\n'],
    ['more changes than are worth comparing', 'a.ts', ten.repeat(600), ten.repeat(600).replaceAll('\n', '\r\n')],
    ['CRLF', 'a.ts', 'one\r\ntwo\r\nthree\r\n', 'one\r\n2\r\nthree\r\n'],
    ['CRLF that becomes LF', 'a.ts', 'one\r\ntwo\r\n', 'one\r\ntwo\n'],
    ['a lone carriage return', 'a.ts', 'one\rtwo\nthree\n', 'one\rtwo\n3\n'],
    ['a byte order mark', 'a.ts', '\uFEFFone\ntwo\n', '\uFEFFone\n2\n'],
    ['other line separators', 'a.ts', 'a\u2028b\nc\u0085d\n', 'a\u2028b\nc\u0085e\n'],
    ['lines that look like a diff', 'a.ts', '--- a/x\n+++ b/x\n@@ -1 +1 @@\n', '-- a/x\n+++ b/x\n@@ -1 +1 @@\n+\n'],
    ['a path with spaces', 'my folder/a file.ts', 'one\n', 'two\n'],
    ['a path in other letters', 'süß/файл-日本.ts', 'one\n', 'two\n'],
    ['a path with quotes and a backslash', 'a"b\\c.ts', 'one\n', 'two\n'],
    ['a path with a tab and a line end', 'a\tb\nc.ts', 'one\n', 'two\n'],
    ['a deletion of a path with spaces', 'my file.ts', 'one\n', null],
    ['a creation of a path in other letters', 'ñ.ts', null, 'one'],
  ])('%s', (_name, path, before, after) => {
    const tree = before === null ? {} : { [path]: before };
    expect(applied(tree, fileDiff({ path, before, after }))).toEqual(after === null ? {} : { [path]: after });
  });

  it('also in a folder that is not the top of its repository', () => {
    execFileSync('git', ['init', '-q'], { cwd: folder });
    mkdirSync(join(folder, 'sub'));
    const diff = fileDiff({ path: 'src/a.ts', before: 'one\n', after: 'two\n' });
    expect(applied({ 'sub/src/a.ts': 'one\n' }, diff, join(folder, 'sub'))).toEqual({ 'sub/src/a.ts': 'two\n' });
  });
});

describe('the diff of a plan', () => {
  const plan = planOf(
    phase(1, [
      { path: 'a.ts', before: 'one\n', after: 'two\n' },
      { path: 'b.ts', before: 'b\n', after: 'c\n' },
    ]),
    phase(2, [
      { path: 'a.ts', before: 'two\n', after: 'three\n' },
      { path: 'b.ts', before: 'c\n', after: 'b\n' },
      { path: 'gone.ts', before: 'x\n', after: null },
    ]),
  );

  it('is one section per file over all phases', () => {
    expect(diffReport(plan)).toEqual({
      exitCode: 0,
      output:
        '--- a/a.ts\n+++ b/a.ts\n@@ -1,1 +1,1 @@\n-one\n+three\n' +
        '--- a/gone.ts\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-x\n',
    });
  });

  it('gives the tree that applying the phases gives', () => {
    expect(applied({ 'a.ts': 'one\n', 'b.ts': 'b\n', 'gone.ts': 'x\n' }, diffReport(plan).output)).toEqual({
      'a.ts': 'three\n',
      'b.ts': 'b\n',
    });
  });
});

it('lines are counted as a diff shows them', () => {
  expect(countLines({ path: 'a', before: 'a\nb\nc\n', after: 'a\nB\nc\nd\n' })).toEqual({ additions: 2, deletions: 1 });
  expect(countLines({ path: 'a', before: null, after: 'a\nb' })).toEqual({ additions: 2, deletions: 0 });
  expect(countLines({ path: 'a', before: '', after: null })).toEqual({ additions: 0, deletions: 0 });
});
