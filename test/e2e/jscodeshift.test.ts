import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run as apply } from '../../src/commands/apply.js';
import { phases } from '../../transforms/index.js';
import { bytesOf, command, type Files, withoutBackups } from './support.js';

const ROOT = join(import.meta.dirname, '..', '..');
const JSCODESHIFT = join(ROOT, 'node_modules/jscodeshift/bin/jscodeshift.js');
/** What phase 5 makes of this file is no per-file work. */
const CANONICAL = 'src/ws/websocket-manager.ts';

let temporary = '';
beforeEach(() => void (temporary = mkdtempSync(join(tmpdir(), 'ssot-jscodeshift-'))));
afterEach(() => rmSync(temporary, { recursive: true, force: true }));

/** A copy of the example in which the phases before this one are applied. */
async function exampleBefore(number: number): Promise<string> {
  const folder = join(temporary, 'example');
  cpSync(join(ROOT, 'examples/websocket-manager'), folder, { recursive: true });
  for (const phase of phases) if (phase.number < number) await applyPhase(folder, phase.number);
  return folder;
}

async function applyPhase(folder: string, phase: number): Promise<void> {
  const { code } = await command(apply, folder, { phase, yes: true, validate: false, allowDirty: true });
  expect(code).toBe(0);
}

function jscodeshift(cwd: string, ...options: readonly string[]): { code: number | null; said: string } {
  const args = [JSCODESHIFT, ...options, '--extensions=ts', '--cpus=1', 'src', 'test'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  return { code: status, said: stdout + stderr };
}

/** The texts of the files that differ from what they were. */
function changed(folder: string, before: Files): Files {
  const now = withoutBackups(bytesOf(folder));
  return Object.fromEntries(Object.entries(now).filter(([path, text]) => text !== before[path]));
}

describe.each(phases.map(({ number, name }) => ({ number, name })))('$number-$name', ({ number, name }) => {
  const transform = join(ROOT, `dist/transforms/${number}-${name}.js`);

  it.each([[[]], [['--parser=tsx']]])('under jscodeshift %j does the per-file work of the phase', async (options) => {
    const folder = await exampleBefore(number);
    const copy = join(temporary, 'copy');
    cpSync(folder, copy, { recursive: true });
    const before = withoutBackups(bytesOf(folder));
    await applyPhase(folder, number);
    const { [CANONICAL]: _, ...wanted } = changed(folder, before);

    const { code, said } = jscodeshift(copy, '-t', transform, '--ssot-config=ssot.config.json', ...options);
    expect(said).toContain('0 errors');
    expect(said).toContain(`${Object.keys(wanted).length} ok`);
    expect(code).toBe(0);
    expect(changed(copy, before)).toEqual(wanted);
  });

  it('under jscodeshift --dry changes nothing', async () => {
    const folder = await exampleBefore(number);
    const before = bytesOf(folder);
    expect(jscodeshift(folder, '-t', transform, '--ssot-config=ssot.config.json', '--dry').code).toBe(0);
    expect(bytesOf(folder)).toEqual(before);
  });
});
