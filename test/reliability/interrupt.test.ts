import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { folderWith, project, ssot, treeOf } from '../cli/support.js';
import { JAVASCRIPT, NAME } from './projects.js';
import { THOROUGH } from './scenario.js';

// Each case starts the command several times.
vi.setConfig({ testTimeout: THOROUGH ? 3_600_000 : 120_000 });

const cli = fileURLToPath(new URL('../../dist/bin/ssot.js', import.meta.url));
const hook = fileURLToPath(new URL('./fault.mjs', import.meta.url));
const SAID = expect.stringContaining('ssot: Interrupted.\n  -> `ssot status` shows where it stands') as string;

interface Ended {
  readonly code: number | null;
  readonly stderr: string;
}

/** Runs the command; `fault` (see fault.mjs) says when somebody presses Ctrl-C. */
function interrupted(cwd: string, args: readonly string[], fault: Readonly<Record<string, string>>): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', hook, cli, ...args], {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, FAULT_CODE: 'SIGINT', ...fault },
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stderr })));
}

interface Phase {
  readonly number: number;
  readonly status: string;
}

function phasesOf(folder: string): readonly Phase[] {
  const { code, stdout } = ssot(folder, 'status', '--json');
  expect(code).toBe(0);
  return (JSON.parse(stdout) as { phases: Phase[] }).phases;
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('Ctrl-C', () => {
  it.each([
    ['the first file that is read', { FAULT_READ: '1' }],
    ['the second one', { FAULT_READ: '2' }],
  ])('while planning, at %s, changes nothing', async (_which, fault) => {
    const files = project();
    for (const command of ['plan', 'check']) {
      const folder = folderWith(files);
      expect(await interrupted(folder, [command], fault)).toMatchObject({ code: 130, stderr: SAID });
      expect(treeOf(folder)).toEqual(files);
      expect(fs.existsSync(join(folder, '.ssot'))).toBe(false);
    }
  });

  it('at any call that changes the disk ends with 130 and leaves what can be finished and taken back', async () => {
    const { files } = JAVASCRIPT;
    const folder = folderWith(files);
    const before = treeOf(folder);
    // Of some 480: the first ones take the lock, which is too quick to be interrupted.
    const calls = Array.from({ length: 300 }, (_, i) => i + 8).filter((k) => k % (THOROUGH ? 3 : 83) === 0);
    for (const [i, k] of calls.entries()) {
      const at = { FAULT_AT: String(k) };
      expect(await interrupted(folder, ['apply', '--all'], at), `call ${k}`).toEqual({ code: 130, stderr: SAID });
      expect(fs.readdirSync(join(folder, '.ssot')), 'the lock is gone').toEqual([NAME]);
      const open = phasesOf(folder).find(({ status }) => status === 'interrupted');
      if (open && i % 2 === 0) expect(ssot(folder, 'resume').code).toBe(0);
      const first = phasesOf(folder).find(({ status }) => status === 'applied' || status === 'interrupted');
      if (first) expect(ssot(folder, 'rollback', '--phase', String(first.number)).code).toBe(0);
      expect(treeOf(folder), `call ${k}`).toEqual(before);
      // So that each trial has all contents to write.
      fs.rmSync(join(folder, '.ssot'), { recursive: true, force: true });
    }
  });

  it('inside of a rollback leaves what can be finished', async () => {
    const files = project();
    const folder = folderWith(files);
    expect(ssot(folder, 'apply', '--all').code).toBe(0);
    const { code } = await interrupted(folder, ['rollback', '--phase', '1'], { FAULT_AT: '20' });
    expect(code).toBe(130);
    expect(phasesOf(folder).filter(({ status }) => status === 'interrupted')).toHaveLength(1);
    expect(ssot(folder, 'resume').code).toBe(0);
    expect(ssot(folder, 'rollback', '--phase', '1').code).toBe(0);
    expect(treeOf(folder)).toEqual(files);
  });

  it('between two phases leaves those that are done applied, and the rest as it was', async () => {
    const files = project();
    const folder = folderWith(files);
    const { code } = await interrupted(folder, ['apply', '--all'], { FAULT_SAID: 'Phase 1 applied' });
    expect(code).toBe(130);
    expect(phasesOf(folder).map(({ status }) => status)).toEqual(['applied', ...Array<string>(4).fill('pending')]);
    expect(ssot(folder, 'rollback', '--phase', '1').code).toBe(0);
    expect(treeOf(folder)).toEqual(files);
  });

  it.each([
    ['that ends when asked', 'echo $$ > pid; echo waiting; sleep 60 & wait'],
    ['that does not listen', 'trap "" INT TERM; echo $$ > pid; echo waiting; sleep 60; sleep 60'],
  ])('during a validation %s ends it too', async (_which, validate) => {
    const folder = folderWith(project({ validate }));
    const { code, stderr } = await interrupted(folder, ['apply'], { FAULT_SAID: 'waiting\n' });
    expect({ code, stderr }).toEqual({ code: 130, stderr: expect.stringContaining('ssot: Interrupted.') as string });
    expect(alive(Number(fs.readFileSync(join(folder, 'pid'), 'utf8')))).toBe(false);
    expect(fs.readdirSync(join(folder, '.ssot'))).toEqual(['manager']);
    expect(ssot(folder, 'apply', '--no-validate').stderr).toContain('Phase 2 applied: 1 file.');
  });
});
