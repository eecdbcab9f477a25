import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { PlanDocument } from '../../src/plan/plan.js';
import { folderWith, project, ssot, treeOf, write } from './support.js';

const noBackups = (files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).filter(([path]) => !path.endsWith('.bak')));

function git(cwd: string, input: string, ...args: string[]): void {
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
    cwd,
    input,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

describe('plan', () => {
  it('writes nothing, and its diff applied with git gives the tree that apply gives', () => {
    const [previewed, applied] = [folderWith(project()), folderWith(project())];
    const before = treeOf(previewed);
    const { code, stdout } = ssot(previewed, 'plan', '--diff');
    expect(code).toBe(0);
    expect(treeOf(previewed)).toEqual(before);
    expect(existsSync(join(previewed, '.ssot'))).toBe(false);
    git(previewed, stdout, 'apply', '-');
    expect(ssot(applied, 'apply', '--all').code).toBe(0);
    expect(noBackups(treeOf(applied))).toEqual(treeOf(previewed));
  });

  it('--json is one document; --phase shows one phase, in the world that the earlier ones leave', () => {
    const folder = folderWith(project());
    const all = JSON.parse(ssot(folder, 'plan', '--json').stdout) as PlanDocument;
    expect(all.phases.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
    expect(all.summary).toMatchObject({ files: 4, updated: 3, deleted: 1, created: 0, blockers: 0 });
    const fourth = JSON.parse(ssot(folder, 'plan', '--json', '--phase', '4').stdout) as PlanDocument;
    expect(fourth.phases).toEqual(all.phases.filter(({ number }) => number === 4));
  });

  it('--check says whether changes are pending', () => {
    const folder = folderWith(project());
    expect(ssot(folder, 'plan', '--check').code).toBe(1);
    ssot(folder, 'apply', '--all');
    expect(ssot(folder, 'plan', '--check').code).toBe(0);
  });
});

describe('apply', () => {
  it('applies phase after phase, and rollback takes all back byte for byte', () => {
    const folder = folderWith(project());
    const before = treeOf(folder);
    expect(ssot(folder, 'apply').stderr).toBe(
      'Phase 1 applied: 1 file. `ssot rollback --phase 1` undoes it.\n' +
        'Next: `ssot apply` applies phase 2; `ssot plan --phase 2 --diff` shows it.\n',
    );
    expect(ssot(folder, 'apply').stderr).toBe(
      'Phase 2 applied: 1 file. `ssot rollback --phase 2` undoes it.\n' +
        'Next: `ssot apply` applies phase 4; `ssot plan --phase 4 --diff` shows it.\n',
    );
    expect(ssot(folder, 'apply').stderr).toBe(
      'Phase 4 applied: 2 files. `ssot rollback --phase 4` undoes it.\n' +
        'Nothing left to do: `ssot finish` removes the backups.\n',
    );
    expect(ssot(folder, 'apply')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'Nothing to do: no phase has changes left.\n',
    });
    expect(ssot(folder, 'apply', '--phase', '1')).toMatchObject({ code: 2, stdout: '' });
    expect(treeOf(folder)['src/a b/ü.ts']).toBe(
      "import { Manager } from '../manager';\r\nexport const user = new Manager('u');\r\n",
    );
    expect(treeOf(folder)['src/shim.ts']).toBeUndefined();
    // Phase 3 had nothing to do: before it is before phase 4.
    expect(ssot(folder, 'rollback', '--phase', '3').stderr).toBe('Rolled back phase 4: 2 files restored.\n');
    expect(ssot(folder, 'rollback', '--phase', '1', '--dry-run').stdout).toContain('phase 1: restore src/startup.ts\n');
    expect(ssot(folder, 'rollback', '--phase', '1').code).toBe(0);
    expect(treeOf(folder)).toEqual(before);
  });

  it('refuses a later phase first, with the remedy', () => {
    const { code, stderr } = ssot(folderWith(project()), 'apply', '--phase', '4');
    expect(code).toBe(2);
    expect(stderr).toContain('phase 4 cannot be applied before the phases below it');
    expect(stderr).toContain('-> Run `ssot apply`');
  });

  it('--dry-run and --print write nothing', () => {
    const folder = folderWith(project());
    const before = treeOf(folder);
    expect(ssot(folder, 'apply', '-d').stdout).toContain('1 Entry points');
    expect(ssot(folder, 'apply', '-p').stdout).toBe(
      "import { Manager } from './manager';\n\nexport const startup = new Manager('s');\n",
    );
    expect(treeOf(folder)).toEqual(before);
  });

  it('runs the validation command, and rolls the phase back when it fails', () => {
    const folder = folderWith(project({ validate: { '1': 'echo good', '2': 'echo bad && exit 3' } }));
    const first = ssot(folder, 'apply', '--json');
    expect(first.stderr).toContain('$ echo good\ngood\nValidation passed.\n');
    expect(JSON.parse(first.stdout)).toMatchObject({
      applied: [{ phase: 1, validation: { command: 'echo good', exitCode: 0 } }],
    });
    const before = treeOf(folder);
    const second = ssot(folder, 'apply');
    expect(second.code).toBe(5);
    expect(second.stderr).toContain(
      'bad\nPhase 2 was rolled back.\nssot: validation failed: echo bad && exit 3 ended with 3\n',
    );
    expect(treeOf(folder)).toEqual(before);
    expect(ssot(folder, 'apply', '--no-validate').code).toBe(0);
  });

  it('refuses a dirty git tree, but not for what its own phases changed', () => {
    const folder = folderWith(project());
    git(folder, '', 'init', '-q');
    git(folder, '', 'add', '.');
    git(folder, '', 'commit', '-qm', 'x');
    expect(ssot(folder, 'apply').code).toBe(0);
    expect(ssot(folder, 'apply').code).toBe(0);
    write(folder, 'src/manager.ts', `${treeOf(folder)['src/manager.ts'] ?? ''}// edited\n`);
    const { code, stderr } = ssot(folder, 'apply');
    expect(code).toBe(3);
    expect(stderr).toContain('not committed: 1 file\n  src/manager.ts\n');
    expect(ssot(folder, 'apply', '--allow-dirty').code).toBe(0);
  });

  it('warns when git ignores the backups', () => {
    const folder = folderWith({ ...project(), '.gitignore': '*.bak\n' });
    git(folder, '', 'init', '-q');
    expect(ssot(folder, 'apply').stderr).toContain('git ignores 1 of the backups (src/startup.ts.phase1.bak)');
  });
});

it('a journal that was lost is spoken of wherever its backups still matter', () => {
  const folder = folderWith(project());
  ssot(folder, 'apply');
  rmSync(join(folder, '.ssot'), { recursive: true });
  expect(ssot(folder, 'apply', '--all').stderr).toContain(
    'warning: the journal does not know 1 of the backups (src/startup.ts.phase1.bak): put .ssot back, or',
  );
  expect(ssot(folder, 'finish').stderr).toContain(
    'left, because it was altered or the journal does not know it: src/startup.ts.phase1.bak\n',
  );
});

describe('rollback --dry-run', () => {
  it('says what becomes of edits, with the exit code that the rollback itself would have', () => {
    const folder = folderWith(project());
    ssot(folder, 'apply');
    write(folder, 'src/startup.ts', '// edited\n');
    const preview = (...more: string[]) => {
      const { code, stdout } = ssot(folder, 'rollback', '--phase', '1', '--dry-run', ...more);
      return `${code}: ${stdout.trim().split('\n').at(-1)?.trim()}`;
    };
    expect([preview(), preview('--force'), preview('--merge')]).toEqual([
      '4: edited since: src/startup.ts (refused without --merge or --force)',
      '0: edited since: src/startup.ts (the edited version is kept beside it)',
      '0: edited since: src/startup.ts (the edits are merged in)',
    ]);
    expect(treeOf(folder)['src/startup.ts']).toBe('// edited\n');
  });
});

describe('a saved plan', () => {
  const saved = (files: Readonly<Record<string, string>>) => {
    const folder = folderWith(files);
    expect(ssot(folder, 'plan', '--out', 'plan.json', '--quiet').code).toBe(0);
    return folder;
  };

  it('is applied while it fits, whatever happens to files that it does not touch', () => {
    const folder = saved(project());
    write(folder, 'src/other.ts', 'export const other = 1;\n');
    write(folder, 'src/manager.ts', `${project()['src/manager.ts'] ?? ''}// edited\n`);
    expect(ssot(folder, 'apply', '--all', '--plan', 'plan.json').code).toBe(0);
  });

  it('is stale when a file that it touches has changed, or one needs to be touched now', () => {
    const folder = saved(project());
    write(folder, 'src/startup.ts', "import { Manager } from './shim';\nnew Manager('x');\n");
    write(folder, 'src/new.ts', "import { Manager } from './shim';\nnew Manager('n');\n");
    const { code, stderr } = ssot(folder, 'apply', '--all', '--plan', 'plan.json');
    expect(code).toBe(4);
    expect(stderr).toContain('files have changed\n  src/new.ts\n  src/startup.ts\n');
  });

  it('is bound to the migration file and the version of the tool', () => {
    const folder = saved(project());
    write(folder, 'ssot.config.json', `${project()['ssot.config.json'] ?? ''}\n`);
    expect(ssot(folder, 'apply', '--plan', 'plan.json')).toMatchObject({ code: 4, stdout: '' });
    const other = saved(project());
    const text = readFileSync(join(other, 'plan.json'), 'utf8');
    write(other, 'plan.json', text.replace(/"tool": "[^"]*"/, '"tool": "0.0.0"'));
    expect(ssot(other, 'apply', '--plan', 'plan.json').stderr).toContain('it was made by version 0.0.0');
  });

  it.each(['', '[]', '{"version":1,"phases":[]}', '{"version":1,"phases":[{}],"tool":"x","migration":"y"}'])(
    '%j is none',
    (text) => {
      const folder = folderWith({ ...project(), 'plan.json': text });
      expect(ssot(folder, 'apply', '--plan', 'plan.json')).toMatchObject({ code: 2, stdout: '' });
    },
  );
});

it('status, check, rehearse and finish', () => {
  const folder = folderWith(project({ validate: 'echo ok' }));
  const before = treeOf(folder);
  expect(ssot(folder, 'rehearse').stderr).toContain(
    '3 phases applied, validated and rolled back in a copy; it is as it was.',
  );
  expect(treeOf(folder)).toEqual(before);
  const dirty = ssot(folder, 'check');
  expect(dirty.code).toBe(1);
  expect(dirty.stdout).toContain("src/startup.ts:1: import { OldManager } from './shim';\n");
  expect(ssot(folder, 'finish')).toMatchObject({ code: 3, stdout: '' });
  expect(ssot(folder, 'apply', '--all').code).toBe(0);
  expect(ssot(folder, 'status').stdout).toContain('applied');
  const status = JSON.parse(ssot(folder, 'status', '--json').stdout) as { phases: { status: string }[] };
  expect(status.phases.map((phase) => phase.status)).toEqual(['applied', 'applied', 'pending', 'applied', 'pending']);
  expect(ssot(folder, 'check')).toMatchObject({ code: 0, stdout: 'No reference to a retired module.\n' });
  const preview = ssot(folder, 'finish', '--dry-run');
  expect(preview.stdout).toContain('would remove src/shim.ts.phase4.bak\n');
  expect(preview.stderr).toBe('Dry run: nothing was written.\n');
  expect(ssot(folder, 'finish').stderr).toContain('$ echo ok\nok\n');
  expect(Object.keys(treeOf(folder)).filter((path) => path.endsWith('.bak'))).toEqual([]);
  expect(ssot(folder, 'finish')).toMatchObject({ code: 0, stderr: 'This migration is finished.\n' });
  expect(ssot(folder, 'rollback', '--phase', '1').code).toBe(2);
});

it('check needs no journal: in a clean copy the shims are simply gone', () => {
  const files = { ...project() };
  delete files['src/shim.ts'];
  for (const path of Object.keys(files)) files[path] = (files[path] ?? '').replace(/'(\.\.?)\/shim'/, "'$1/manager'");
  files['src/startup.ts'] = "import { Manager } from './manager';\n\nexport const startup = new Manager('s');\n";
  expect(ssot(folderWith(files), 'check')).toMatchObject({ code: 0 });
});

it('check finds the uses of a shim that is gone: that is what it is for', () => {
  const files = project();
  delete files['src/shim.ts'];
  const { code, stdout } = ssot(folderWith(files), 'check');
  expect(code).toBe(1);
  expect(stdout).toContain('src/startup.ts:1: still refers to what this phase removes: src/shim.ts (import ./shim)\n');
  expect(stdout).toContain('src/manager.test.ts:1: ');
});

it('a factory that is gone is worth a word, but no violation', () => {
  const files = project({ factories: [{ module: 'src/manager.ts', calls: { 'make(name)': 'new Manager(name)' } }] });
  const folder = folderWith(files);
  expect(ssot(folder, 'apply', '--all').code).toBe(0);
  expect(ssot(folder, 'check')).toMatchObject({ code: 0 });
});

it('an interrupt during validation ends with 130 and leaves a state to go on from', async () => {
  const folder = folderWith(project({ validate: 'echo waiting; sleep 5' }));
  const cli = fileURLToPath(new URL('../../dist/bin/ssot.js', import.meta.url));
  const child = spawn(process.execPath, [cli, 'apply'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    // The whole group, as a terminal does it.
    if (text.includes('waiting\n') && child.pid) process.kill(-child.pid, 'SIGINT');
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect({ code, stderr }).toMatchObject({ code: 130, stderr: expect.stringContaining('Interrupted.') as string });
  expect(ssot(folder, 'apply', '--no-validate').stderr).toContain('Phase 2 applied: 1 file.');
});
