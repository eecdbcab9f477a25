import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/commands/catalog.js';
import { folderWith, project, ssot, ssotWith } from './support.js';

describe('the command line', () => {
  it('knows its version', () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect(ssot('/', '--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('lists the commands when none is named', () => {
    const { code, stdout } = ssot('/');
    expect(code).toBe(0);
    for (const name of Object.keys(commands)) expect(stdout).toContain(`ssot ${name} `);
  });

  it.each(Object.entries(commands))('%s has help with an example', (name, command) => {
    const { code, stdout, stderr } = ssot('/', name, '--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(command.example[0]);
  });

  it.each([
    [['aply'], 'Unknown argument: aply; did you mean "apply"?'],
    [['plan', '--difff'], 'Unknown argument: difff; did you mean "--diff"?'],
    [['plan', '--phase', '6'], 'Invalid values: Argument: phase, Given: 6, Choices: 1, 2, 3, 4, 5'],
    [['plan', '--phase', 'x'], 'Invalid values: Argument: phase, Given: no number, Choices: 1, 2, 3, 4, 5'],
    [['plan', '--phase'], 'Not enough arguments following: phase'],
    [['plan', '--phase', '--diff'], 'Not enough arguments following: phase'],
    [['constructor'], 'Unknown argument: constructor'],
    [['plan', '--phase', '1', '--phase', '2'], 'plan: --phase is given more than once'],
    [['plan', 'extra'], 'Unknown argument: extra'],
    [['apply', '--all', '--phase', '1'], 'apply: --all and --phase exclude each other'],
    [['rollback', '--phase', '1', '--force', '--merge'], 'rollback: --force and --merge exclude each other'],
    [['init'], 'Missing required argument: canonical'],
    [['status', '--diff'], 'Unknown argument: diff'],
  ])('%j is wrong usage', (args, message) => {
    const { code, stdout, stderr } = ssot('/', ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.split('\n')[0]).toBe(`ssot: ${message}`);
  });
});

describe('the migration file', () => {
  it('is looked for upwards', () => {
    expect(ssot(join(folderWith(project()), 'src', 'a b'), 'plan').code).toBe(0);
  });

  it('is missing', () => {
    const { code, stderr } = ssot(folderWith({}), 'plan');
    expect(code).toBe(2);
    expect(stderr).toContain('no migration file found');
    expect(stderr).toContain('-> Run `ssot init` to draft one, or name it with --config.');
  });

  it('cannot be looked for in a folder that is not there', () => {
    const { code, stderr } = ssot('/', 'plan', '--cwd', '/no/such/folder');
    expect({ code, first: stderr.split('\n')[0] }).toEqual({
      code: 2,
      first: 'ssot: the folder cannot be read: /no/such/folder',
    });
  });

  it('says aloud which of its globs match nothing', () => {
    const folder = folderWith(project({ tests: ['src/**', 'tset/**'], exclude: ['src/gone.ts'] }));
    const { code, stderr } = ssot(folder, 'plan', '--json');
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'warning: no file matches tset/** in "tests".\nwarning: no file matches src/gone.ts in "exclude".\n',
    });
  });

  it('may be named, and may lie elsewhere: its folder is the root', () => {
    const folder = folderWith(project());
    expect(ssot('/', 'plan', '--config', join(folder, 'ssot.config.json'), '--json').code).toBe(0);
    expect(ssot('/', 'plan', '--cwd', folder).code).toBe(0);
    expect(ssot(folder, 'plan', '--config', 'nope.json')).toMatchObject({ code: 2, stdout: '' });
    expect(ssot(folder, 'plan', '--config', 'src').stderr).toContain('is not a file');
  });

  it('is empty, or no UTF-8', () => {
    expect(ssot(folderWith({ 'ssot.config.json': '' }), 'plan').stderr).toContain('is empty; expected an object');
    const folder = folderWith({});
    symlinkSync(process.execPath, join(folder, 'ssot.config.json'));
    expect(ssot(folder, 'plan').code).toBe(2);
  });

  it('names a shim that is a symbolic link out of the tree', () => {
    const folder = folderWith({ ...project({ shims: ['src/linked.ts'] }) });
    const outside = folderWith({ 'shim.ts': "export * from 'x';\n" });
    symlinkSync(join(outside, 'shim.ts'), join(folder, 'src/linked.ts'));
    const { code, stderr } = ssot(folder, 'plan');
    expect(code).toBe(2);
    expect(stderr).toContain('shims[0] "src/linked.ts": no such file in the tree (symbolic links,');
  });

  it('is for an empty folder', () => {
    const folder = folderWith({ 'ssot.config.json': project()['ssot.config.json'] ?? '' });
    const { code, stderr } = ssot(folder, 'plan');
    expect(code).toBe(2);
    expect(stderr).toContain('canonical.module "src/manager.ts": no such file in the tree');
  });
});

it('a canonical export that the module does not offer is no valid migration', () => {
  const folder = folderWith(project({ canonical: { module: 'src/manager.ts', export: 'Mannager' } }));
  const { code, stderr } = ssot(folder, 'plan');
  expect(code).toBe(2);
  expect(stderr).toContain(
    'canonical.export "Mannager": the module src/manager.ts offers no such name; did you mean "Manager"?',
  );
});

it('a Python module with `__all__` that only hands on is found, and imports it does not list make it no barrel', () => {
  const folder = folderWith({
    'p/impl.py': 'class X:\n    pass\n',
    'p/shim.py': 'import warnings\n\nfrom p.impl import X\n\nwarnings.warn("old")\n\n__all__ = ["X"]\n',
    'use.py': 'from p.shim import X\n\nX()\n',
  });
  expect(ssot(folder, 'discover').stdout).toContain('p/shim.py  shim          1  p/impl.py\n');
  expect(ssot(folder, 'init', '--canonical', 'p/impl.py#X', '--dry-run').stdout).toContain(
    '"shims": [\n    "p/shim.py"\n  ],',
  );
});

it('drafts a migration file for a canonical module, which then has a plan', () => {
  const { 'ssot.config.json': _, ...files } = project();
  const folder = folderWith(files);
  expect(ssot(folder, 'discover').stdout).toContain('src/shim.ts  shim          3  src/manager.ts\n');
  expect(ssot(folder, 'init', '--canonical', 'src/manager#Nope')).toMatchObject({ code: 2, stdout: '' });
  const draft = ssot(folder, 'init', '--canonical', 'src/manager#Manager', '--dry-run').stdout;
  expect(draft).toContain('"aliases": [\n    "OldManager"\n  ],');
  expect(draft).toContain('"shims": [\n    "src/shim.ts"\n  ],');
  expect(draft).toContain('"tests": [\n    "**/*.test.*"\n  ],');
  expect(ssot(folder, 'init', '--canonical', 'src/manager#Manager').code).toBe(0);
  expect(readFileSync(join(folder, 'ssot.config.json'), 'utf8')).toBe(draft);
  expect(ssot(folder, 'init', '--canonical', 'src/manager#Manager')).toMatchObject({ code: 2 });
  expect(ssot(folder, 'plan', '--check').code).toBe(1);
});

describe('a mistake of ours', () => {
  const broken = ['--import', `data:text/javascript,process.cwd = () => { throw new Error("boom \\u001b[2J") }`];

  it('ends with 70 and asks for a report; the stack comes with --verbose', () => {
    const folder = folderWith(project());
    const { code, stdout, stderr } = ssotWith(broken, folder, 'plan');
    expect({ code, stdout }).toEqual({ code: 70, stdout: '' });
    expect(stderr).toMatch(/^ssot: internal error: boom \\x1b\[2J\n {2}-> This is a bug of ssot\. Please report it/);
    expect(stderr).not.toContain(' at ');
    expect(ssotWith(broken, folder, 'plan', '--verbose').stderr).toContain(' at ');
  });
});

it('drafts no shim and no alias from files that only import the thing for themselves, nor from tests', () => {
  const folder = folderWith({
    'app/manager.py': 'class Manager:\n    pass\n',
    'app/old.py': 'from app.manager import Manager\n\nOldManager = Manager\n',
    'app/shim.py': '"""Deprecated."""\nfrom app.manager import Manager as LegacyManager\n',
    'app/use.py': 'from app.manager import Manager as Mine\n\n\ndef use():\n    return Mine()\n',
    'tests/test_imports.py': 'from app.manager import Manager as Tested\n',
  });
  const draft = ssot(folder, 'init', '--canonical', 'app.manager#Manager', '--dry-run').stdout;
  expect(draft).toContain('"aliases": [\n    "LegacyManager",\n    "OldManager"\n  ],');
  expect(draft).toContain('"shims": [\n    "app/old.py",\n    "app/shim.py"\n  ],');
});
