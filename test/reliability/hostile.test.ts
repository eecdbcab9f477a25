import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isDirty } from '../../src/disk/git.js';
import { isSourcePath } from '../../src/disk/paths.js';
import { languages } from '../../src/languages/index.js';
import { forTerminal } from '../../src/reports/printable.js';
import { sha256 } from '../../src/workspace/hash.js';
import { folderWith, project, ssot, treeOf, write } from '../cli/support.js';

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
    const outside = folderWith({ 'user.ts': "import { Manager } from './shim';\nnew Manager('o');\n" });
    const folder = folderWith(project());
    fs.symlinkSync(outside, join(folder, 'src/linked'));
    fs.symlinkSync(join(outside, 'user.ts'), join(folder, 'src/user.ts'));
    expect(ssot(folder, 'apply', '--all').code).toBe(0);
    expect(treeOf(outside)).toEqual({ 'user.ts': "import { Manager } from './shim';\nnew Manager('o');\n" });
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

describe('a file that no person wrote stops nothing', () => {
  /** Plans within a time that is far above what is needed, and far below "hangs". */
  function plans(folder: string): string {
    const started = performance.now();
    const { code, stdout } = ssot(folder, 'plan', '--verbose');
    expect(code).toBe(0);
    expect(performance.now() - started).toBeLessThan(20_000);
    return stdout;
  }

  it.each([
    ['100,000 brackets', '['.repeat(100_000)],
    ['a chain of 100,000 members', `x${'.a'.repeat(100_000)};`],
    ['100,000 calls', `x${'()'.repeat(100_000)};`],
    ['100,000 conditions', 'if (a) {} else '.repeat(100_000)],
    ['a line of 50 MB', `f(${'1,'.repeat(25 << 20)}1);`],
  ])('%s', (_what, text) => {
    const taken = folderWith({ ...project(), 'src/big.ts': `import { Manager } from './shim';\n${text}\n` });
    expect(plans(taken)).toMatch(/src\/big\.ts/);
    // What only the parser can tell is left to a person.
    const left = folderWith({ ...project(), 'src/big.ts': `const { Manager } = require('./shim');\n${text}\n` });
    expect(plans(left)).toMatch(/src\/big\.ts.*(nested too deeply|longer than)/);
  });

  it.each(languages.map((language) => [language.id, language] as const))(
    '%s at any depth is read, or refused',
    (_id, language) => {
      const path = `src/deep${language.extensions[0] ?? ''}`;
      const pieces = [
        '[',
        '(',
        '{',
        'x.',
        'f(',
        'a + ',
        '-',
        'not ',
        'if x:\n',
        ' if x else ',
        'lambda: ',
        'f"{',
        '"',
        "'''",
        '\\\n',
        '${',
        '`',
        '<',
        'a?',
        '\t',
      ];
      for (const piece of [...pieces, ...pieces.map((each) => `${each} `)]) {
        const started = performance.now();
        for (const text of [piece.repeat(100_000), `import shim\nimport './shim'\nx = ${piece.repeat(100_000)}1\n`]) {
          const scan = language.scan(path, text);
          if ('error' in scan) expect(scan.error).not.toBe('');
          expect(() => language.inspect(path, text)).not.toThrow();
        }
        expect(performance.now() - started, piece).toBeLessThan(8000);
      }
    },
  );

  it('pipes, sockets and devices that are called like sources', async () => {
    const folder = folderWith(project());
    execFileSync('mkfifo', [join(folder, 'src/fifo.ts')]);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(folder, 'src/socket.ts'), resolve));
    try {
      expect(plans(folder)).toContain('2 skipped');
      expect(ssot(folder, 'rehearse').code).toBe(0);
      expect(ssot(folder, 'apply', '--all').code).toBe(0);
    } finally {
      server.close();
    }
    const config = folderWith({});
    execFileSync('mkfifo', [join(config, 'ssot.config.json')]);
    expect(ssot(config, 'plan')).toMatchObject({ code: 2, stderr: expect.stringContaining('is not a file') as string });
  });

  it('configurations that nest 100,000 deep, or extend one another 2^40 times', () => {
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const laughs = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [
        i === 0 ? 'tsconfig.json' : `tsconfig.${i}.json`,
        JSON.stringify({ extends: [`./tsconfig.${i + 1}.json`, `./tsconfig.${i + 1}.json`] }),
      ]),
    );
    plans(folderWith({ ...project(), 'package.json': deep, 'jsconfig.json': deep, 'lerna.json': deep }));
    plans(folderWith({ ...project(), ...laughs, 'tsconfig.40.json': '{ "extends": "./tsconfig.json" }' }));
    const { code, stderr } = ssot(folderWith({ ...project(), 'ssot.config.json': deep }), 'plan');
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('nests too deeply') as string });
  });

  it.each([
    ['a glob that would take hours', { tests: ['+(a|aa)+(a|aa)b', '(a+)+b'] }, 'can take too long to match'],
    ['thousands of globs', { tests: Array.from({ length: 3000 }, (_, i) => `**/*${i}*`) }, 'too many globs'],
    ['a file that is too large', { aliases: Array.from({ length: 60_000 }, (_, i) => `alias${i}`) }, 'larger than any'],
    ['thousands of mistakes', { shims: Array.from({ length: 9000 }, (_, i) => `no/such/module/${i}`) }, 'no such file'],
  ])('%s in the migration file is refused', (_what, change, words) => {
    const started = performance.now();
    const folder = folderWith({ ...project(), 'ssot.config.json': config(change) });
    const { code, stderr } = ssot(folder, 'plan');
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(words) as string });
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('keys that touch prototypes', () => {
    const text = (project()['ssot.config.json'] ?? '').replace('{', '{ "__proto__": { "shims": ["x"] },');
    expect(ssot(folderWith({ ...project(), 'ssot.config.json': text }), 'plan')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is a reserved key') as string,
    });
  });
});
