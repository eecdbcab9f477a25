import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyPhase } from '../../src/disk/apply.js';
import { openTree } from '../../src/disk/tree.js';
import type { Loaded } from '../../src/workspace/workspace.js';
import { change, folder, put } from './support.js';

describe('the listing', () => {
  it('is sorted, and leaves out what is ignored, generated or ours', () => {
    const root = folder({
      'b.ts': '',
      'B.ts': '',
      'a/z.ts': '',
      'a.ts': '',
      'old.ts.bak': '',
      'a.ts.phase1.bak': '',
      '.ssot-tmp-0123': '',
      '.ssot/m/journal.jsonl': '',
      'node_modules/p/index.js': '',
      '.git/HEAD': '',
      '.git/info/exclude': 'private.ts\n',
      'private.ts': '',
      'spaces and ü.ts': '',
      '.gitignore': 'dist/\n*.gen.ts\n!keep.gen.ts\n/top.ts\n',
      'dist/out.js': '',
      'x.gen.ts': '',
      'keep.gen.ts': '',
      'top.ts': '',
      'a/top.ts': '',
      'a/.gitignore': '!x.gen.ts\n/z.ts\n',
      'a/x.gen.ts': '',
      'a/deep/z.ts': '',
      'X.GEN.TS': '',
    });
    const tree = openTree(root);
    expect(tree.paths).toEqual([
      '.gitignore',
      'B.ts',
      'X.GEN.TS',
      'a.ts',
      'a/.gitignore',
      'a/deep/z.ts',
      'a/top.ts',
      'a/x.gen.ts',
      'b.ts',
      'keep.gen.ts',
      'spaces and ü.ts',
    ]);
    expect(tree.backups).toEqual(['a.ts.phase1.bak']);
  });

  it('is that of git', () => {
    const root = folder({
      '.gitignore': 'build\n**/tmp/*\n!**/tmp/keep.ts\nfoo/*.js\n\\#hash.ts\n# comment\ntrailing   \n[ab].ts\n',
      'build/a.ts': '',
      'src/build/a.ts': '',
      'src/tmp/drop.ts': '',
      'src/tmp/keep.ts': '',
      'foo/x.js': '',
      'foo/bar/x.js': '',
      '#hash.ts': '',
      'trailing': '',
      'a.ts': '',
      'c.ts': '',
      'foo/.gitignore': '*\n!*.ts\n!.gitignore\n',
      'foo/y.ts': '',
      'again/.gitignore': '!build/\n',
      'again/build/a.ts': '',
      'again/build/d.ts': '',
      'again/build/sub/d.ts': '',
    });
    execFileSync('git', ['init', '-q'], { cwd: root });
    const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(openTree(root).paths).toEqual(listed.split('\0').slice(0, -1).sort());
  });

  it('names what it cannot list: links, and what is no file', () => {
    const root = folder({ 'a.ts': '', 'src/b.ts': '' });
    fs.symlinkSync('a.ts', join(root, 'link.ts'));
    fs.symlinkSync('src', join(root, 'folder'));
    fs.symlinkSync('..', join(root, 'src/loop'));
    execFileSync('mkfifo', [join(root, 'fifo.ts')]);
    const tree = openTree(root);
    expect(tree.paths).toEqual(['a.ts', 'src/b.ts']);
    expect(tree.skipped).toEqual([
      { path: 'fifo.ts', reason: 'not-a-file' },
      { path: 'folder', reason: 'symlink' },
      { path: 'link.ts', reason: 'symlink' },
      { path: 'src/loop', reason: 'symlink' },
    ]);
  });

  it('is empty for an empty folder and fails for none', () => {
    expect(openTree(folder({})).paths).toEqual([]);
    expect(() => openTree(join(folder({}), 'absent'))).toThrow('cannot be read');
  });

  it('does not change when a phase is applied, but for its changes', () => {
    const root = folder({ 'a.ts': 'a', 'b.ts': 'b' });
    applyPhase(root, 'm', { number: 1, changes: [change('a.ts', 'a', 'A'), change('b.ts', 'b', null)] });
    expect(openTree(root).paths).toEqual(['a.ts']);
  });
});

describe('load', () => {
  it('gives the text as it is, or the reason why there is none', () => {
    const outside = folder({ 'secret.ts': 'secret' });
    const root = folder({ 'bom.ts': '\uFEFFa\r\n', 'binary.ts': Buffer.from([0x61, 0xff]), 'empty.ts': '' });
    fs.symlinkSync(outside, join(root, 'out'));
    fs.symlinkSync(join(outside, 'secret.ts'), join(root, 'link.ts'));
    execFileSync('mkfifo', [join(root, 'fifo.ts')]);
    const tree = openTree(root);
    const load = (path: string): Loaded => tree.load(path);
    expect(load('bom.ts')).toEqual({ text: '\uFEFFa\r\n' });
    expect(load('empty.ts')).toEqual({ text: '' });
    expect(load('binary.ts')).toEqual({ unreadable: 'not-utf8' });
    expect(load('absent.ts')).toEqual({ unreadable: 'absent' });
    expect(load('bom.ts/x')).toEqual({ unreadable: 'absent' });
    for (const path of ['link.ts', 'fifo.ts', 'out']) expect(load(path)).toEqual({ unreadable: 'not-a-file' });
    for (const path of ['out/secret.ts', '../x', '/etc/passwd', 'a/../../x', './bom.ts', 'a//b', 'a\0', '']) {
      expect(load(path)).toEqual({ unreadable: 'outside' });
    }
  });
});

describe('search', () => {
  it('finds the files that hold a needle, the ones larger than the buffer too', () => {
    const root = folder({
      'a.ts': 'import { Manager } from "x"',
      'b.ts': 'manager',
      'c.ts': 'größe',
      'd.ts': '',
      'e.ts': `${' '.repeat((1 << 20) - 4)}ManagerFactory${' '.repeat(3 << 20)}tail`,
      'f.ts': ' '.repeat(1 << 20),
    });
    const tree = openTree(root);
    const found = (needles: string[]) => Object.fromEntries(tree.search(tree.paths, needles));
    expect(found(['Manager'])).toEqual({ Manager: ['a.ts', 'e.ts'] });
    expect(found(['größe', 'tail'])).toEqual({ größe: ['c.ts'], tail: ['e.ts'] });
    expect(found(['ManagerFactory', 'Manager'])).toEqual({ ManagerFactory: ['e.ts'], Manager: ['a.ts', 'e.ts'] });
    expect(found([])).toEqual({});
  });

  it('does not take the end of one file and the beginning of the next for a needle', () => {
    const root = folder({
      'a.ts': 'x from manager',
      'b.ts': '/core',
      'c.ts': 'from manager/core and manager/core',
      'd.ts': '\\u',
    });
    const tree = openTree(root);
    const found = Object.fromEntries(
      tree.search(tree.paths, ['manager/core', 'from manager', ' manager/', '\\u', 'core']),
    );
    expect(found).toEqual({
      'manager/core': ['c.ts'],
      'from manager': ['a.ts', 'c.ts'],
      ' manager/': ['c.ts'],
      '\\u': ['d.ts'],
      'core': ['b.ts', 'c.ts'],
    });
  });

  it('finds what looking at one file after the other finds', () => {
    const text = fc.string({ unit: fc.constantFrom('anager', 'ser', 'm', '/', "'", '.', ' '), maxLength: 12 });
    const needle = fc.string({
      unit: fc.constantFrom('anager', 'ser', 'm', '/', "'", '.', ' '),
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 5 }), fc.uniqueArray(needle, { maxLength: 6 }), (texts, needles) => {
        const files = Object.fromEntries(texts.map((one, i): [string, string] => [`${i}.ts`, one]));
        const root = folder(files);
        const tree = openTree(root);
        const wanted = needles.map((one) => [one, tree.paths.filter((path) => files[path]?.includes(one))]);
        expect([...tree.search(tree.paths, needles)]).toEqual(wanted);
      }),
      { numRuns: 300, seed: 815 },
    );
  });

  it('hands on what it cannot read, so that it is reported', () => {
    const root = folder({ 'a.ts': '', 'b.ts': '' });
    const tree = openTree(root);
    fs.rmSync(join(root, 'a.ts'));
    put(root, 'a.ts/now/a/folder.ts', '');
    expect(Object.fromEntries(tree.search(tree.paths, ['x']))).toEqual({ x: ['a.ts'] });
  });
});
