import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { isDirty } from '../../src/disk/git.js';
import { isSourcePath } from '../../src/disk/paths.js';
import { forTerminal } from '../../src/reports/printable.js';
import { sha256 } from '../../src/workspace/hash.js';
import { folderWith, project, ssot, treeOf, write } from '../cli/support.js';

// Each case starts the command several times.
vi.setConfig({ testTimeout: 120_000 });

const ESCAPES = '\u001b]0;owned\u0007\u001b[2J\u009b31m\u202e';
/** All that a terminal would obey, but for line ends and tabs. */
const RAW = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;

function config(change: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ ...(JSON.parse(project()['ssot.config.json'] ?? '') as object), ...change });
}

describe('nothing outside the root is read or written', () => {
  it.each(['../x.ts', '/etc/passwd', 'src/../../x.ts', 'a\0b.ts', 'C:/x.ts', 'a\u001b[2J.ts'])(
    'the migration file cannot name %j',
    (path) => {
      const change = { shims: [path], implementation: path, obsolete: [`${path}/**`], factories: [{ module: path }] };
      const folder = folderWith({ ...project(), 'ssot.config.json': config(change) });
      const { code, stderr } = ssot(folder, 'apply');
      expect(code).toBe(2);
      for (const key of ['shims[0]', 'implementation', 'obsolete[0]', 'factories[0].module'])
        expect(stderr).toContain(`ssot.config.json:1: ${key} `);
      expect(stderr).not.toMatch(RAW);
    },
  );

  it('a link in its place is no migration file, journal folder or saved plan', () => {
    const outside = folderWith({ ...project(), 'plan.json': 'keep' });
    const linked = folderWith(project());
    fs.rmSync(join(linked, 'ssot.config.json'));
    fs.symlinkSync(join(outside, 'ssot.config.json'), join(linked, 'ssot.config.json'));
    expect(ssot(linked, 'plan')).toMatchObject({ code: 2, stderr: expect.stringContaining('symbolic link') as string });

    const folder = folderWith(project());
    fs.symlinkSync(join(outside, 'plan.json'), join(folder, 'plan.json'));
    fs.symlinkSync(outside, join(folder, 'out'));
    for (const path of ['plan.json', 'out/plan.json', 'out/new.json'])
      expect(ssot(folder, 'plan', '--out', path)).toMatchObject({ code: 2 });
    expect(ssot(folder, 'init', '--canonical', 'src/manager.ts#Manager', '--config', 'out/x.json').code).toBe(2);
    fs.symlinkSync(outside, join(folder, '.ssot'));
    expect(ssot(folder, 'apply')).toMatchObject({ code: 2, stderr: expect.stringContaining('leads out') as string });
    expect(treeOf(outside)).toEqual({ ...project(), 'plan.json': 'keep' });
  });

  it('linked folders and files are named and left alone', () => {
    const files = { 'info/exclude': '*.ts\n', 'user.ts': "import { Manager } from './shim';\nnew Manager('o');\n" };
    const outside = folderWith(files);
    const folder = folderWith(project());
    fs.symlinkSync(outside, join(folder, '.git'));
    fs.symlinkSync(outside, join(folder, 'src/linked'));
    fs.symlinkSync(join(outside, 'user.ts'), join(folder, 'src/user.ts'));
    expect(ssot(folder, 'apply', '--all').code).toBe(0);
    expect(treeOf(outside)).toEqual(files);
    expect(fs.lstatSync(join(folder, 'src/user.ts')).isSymbolicLink()).toBe(true);
  });

  it.each(['.git/hooks/x', '.GIT/x', '.g\u200cit/x', 'git~1/x', 'a/.Ssot/x', 'node_modules/x', `a/${'x'.repeat(256)}`])(
    'no journal makes us write to %j',
    (path) => expect(isSourcePath(path)).toBe(false),
  );

  it('a journal with right sums that moves a backup, a file twice, or takes the backup of another file is not believed', () => {
    const hash = 'a'.repeat(64);
    const move = { path: 'src/a.ts', from: null, to: hash, mode: null };
    const step = { kind: 'apply', phase: 1, moves: [move], copies: [], drops: [], makes: [], clears: [] };
    const wrong = [
      { ...step, moves: [move, move] },
      { ...step, moves: [{ ...move, path: 'src/a.ts.phase1.bak' }] },
      { ...step, drops: [{ path: 'src/b.ts.phase1.bak', hash, mode: null }] },
      { ...step, copies: [{ path: 'src/a.ts.phase2.bak', hash, mode: null }] },
      { ...step, __proto__: null, constructor: {} },
    ];
    for (const each of wrong) {
      const body = JSON.stringify({ v: 1, type: 'begin', step: each });
      const folder = folderWith(project());
      write(folder, '.ssot/manager/journal.jsonl', `${body.slice(0, -1)},"sum":"${sha256(body)}"}\n`);
      expect(ssot(folder, 'resume', '--force')).toMatchObject({ code: 4, stdout: '' });
      expect(treeOf(folder)).toEqual(project());
    }
  });
});

it('a saved plan that lists one file more, without any content, is stale', () => {
  const folder = folderWith(project());
  ssot(folder, 'plan', '--out', 'plan.json');
  const plan = JSON.parse(fs.readFileSync(join(folder, 'plan.json'), 'utf8')) as { phases: { changes: object[] }[] };
  plan.phases[0]?.changes.push({ path: 'src/other.ts' });
  write(folder, 'plan.json', JSON.stringify(plan));
  const { code, stderr } = ssot(folder, 'apply', '--plan', 'plan.json');
  expect({ code, stderr }).toEqual({ code: 4, stderr: expect.stringContaining('src/other.ts') as string });
});

describe('no code of the project is executed', () => {
  it('neither by git (hooks, file monitor, filters) nor by configuration files', () => {
    const folder = folderWith({
      ...project(),
      '.gitattributes': '*.ts filter=evil\n',
      'evil.sh': '#!/bin/sh\ntouch "$(dirname "$0")/ran"\ncat\n',
      'jest.config.js': "require('fs').writeFileSync(__dirname + '/ran', '');\n",
      'babel.config.js': "require('fs').writeFileSync(__dirname + '/ran', '');\n",
      'ssot.config.js': "require('fs').writeFileSync(__dirname + '/ran', '');\n",
      'tsconfig.json': '{ "compilerOptions": { "plugins": [{ "name": "./jest.config.js" }] } }',
    });
    fs.chmodSync(join(folder, 'evil.sh'), 0o755);
    const git = (...args: string[]): void => void execFileSync('git', args, { cwd: folder, stdio: 'ignore' });
    git('init', '-q');
    git('add', '.');
    git('-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '-qm', 'x');
    git('config', 'filter.evil.clean', join(folder, 'evil.sh'));
    git('config', 'filter.evil.process', join(folder, 'evil.sh'));
    git('config', 'filter.evil.required', 'true');
    git('config', 'core.fsmonitor', join(folder, 'evil.sh'));
    git('config', 'core.hooksPath', folder);
    fs.cpSync(join(folder, 'evil.sh'), join(folder, 'post-index-change'));
    // Git must look into the files to know whether they have changed.
    fs.utimesSync(join(folder, 'src/startup.ts'), 1, 1);
    expect(isDirty(folder)).toEqual([]);
    fs.rmSync(join(folder, 'post-index-change'));
    for (const command of [
      ['plan'],
      ['apply', '--all'],
      ['check'],
      ['status'],
      ['rehearse'],
      ['rollback', '--phase', '1'],
    ])
      expect(ssot(folder, ...command).code).not.toBe(70);
    expect(fs.existsSync(join(folder, 'ran'))).toBe(false);
  });

  it('the validation command is that of the migration file, shown first, never that of a saved plan', () => {
    const folder = folderWith(project({ validate: 'echo fine' }));
    ssot(folder, 'plan', '--out', 'plan.json');
    const plan = JSON.parse(fs.readFileSync(join(folder, 'plan.json'), 'utf8')) as object;
    write(
      folder,
      'plan.json',
      JSON.stringify({ ...plan, validate: 'touch ran', phases: [{ ...plan, number: 1, changes: [] }] }),
    );
    expect(ssot(folder, 'apply', '--plan', 'plan.json')).toMatchObject({ code: 4 });
    write(folder, 'plan.json', JSON.stringify({ ...plan, validate: 'touch ran' }));
    const { code, stderr } = ssot(folder, 'apply', '--plan', 'plan.json');
    expect(code).toBe(0);
    expect(stderr.indexOf('$ echo fine\n')).toBeLessThan(stderr.indexOf('\nfine\n'));
    expect(fs.existsSync(join(folder, 'ran'))).toBe(false);
  });
});

it.each([
  ['apply', 'exit 0', 0, '$ exit 0\n'],
  ['rehearse', 'exit 0', 0, '$ exit 0\n$ exit 0\n$ exit 0\n'],
])('%s shows the validation command before it runs it, with --quiet too', (command, validate, code, stderr) => {
  expect(ssot(folderWith(project({ validate })), command, '--quiet')).toEqual({ code, stdout: '', stderr });
});

describe('nothing raw reaches the terminal', () => {
  it('of names and code, in reports and in failures', () => {
    const evil = `src/${ESCAPES}.ts`;
    const folder = folderWith({
      ...project({ validate: `true ${ESCAPES}` }),
      [evil]: `import { Manager } from './shim';\nnew Manager('${ESCAPES}');\nimport * as all from './shim'; use(all); // ${ESCAPES}\n`,
      [`src/broken${ESCAPES}.ts`]: `import { Manager } from './shim'; ${ESCAPES} {{{ \n`,
    });
    const said = (...args: string[]): void => {
      const { code, stdout, stderr } = ssot(folder, ...args);
      expect(code).not.toBe(70);
      expect(stdout, args.join(' ')).not.toMatch(RAW);
      expect(stderr, args.join(' ')).not.toMatch(RAW);
    };
    for (const args of [['plan'], ['plan', '--verbose'], ['check'], ['discover'], ['apply', '--all'], ['status']])
      said(...args);
    fs.appendFileSync(join(folder, evil), '// edited\n');
    for (const args of [['status'], ['rollback', '--phase', '1'], ['rollback', '--phase', '1', '--dry-run']])
      said(...args);
  });

  it.each([
    [[ESCAPES]],
    [['plan', `--${ESCAPES}`]],
    [['plan', ESCAPES]],
    [['plan', '--phase', ESCAPES]],
    [['plan', '--config', ESCAPES]],
    [['plan', '--cwd', ESCAPES]],
    [['apply', '--plan', ESCAPES]],
    [['init', '--canonical', ESCAPES]],
    [['init', '--canonical', `src/manager.ts#${ESCAPES}`]],
    [['plan', '--help', ESCAPES]],
  ])('of arguments: %j', (args) => {
    const { code, stdout, stderr } = ssot(folderWith(project()), ...args);
    expect([0, 2]).toContain(code);
    expect(stdout + stderr).not.toMatch(RAW);
  });

  it('of data (diffs, JSON, new texts), where stdout is a terminal', () => {
    const diff = `+const a = '${ESCAPES}';\r\n\tb\n`;
    expect(forTerminal(diff, false)).not.toMatch(RAW);
    expect(forTerminal(diff, false)).toContain('\\r\n\tb\n');
    expect(forTerminal('\u001b[1mphase\u001b[22m \u001b[8mhidden', true)).toBe(
      '\u001b[1mphase\u001b[22m \\x1b[8mhidden',
    );
  });
});
