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

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ssot-jscodeshift-'));
  cpSync(join(ROOT, 'examples/websocket-manager'), folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The example with all phases before this one applied. */
async function before(number: number): Promise<Files> {
  for (const phase of phases)
    if (phase.number < number)
      await command(apply, folder, { phase: phase.number, yes: true, validate: false, allowDirty: true });
  return withoutBackups(bytesOf(folder));
}

function jscodeshift(cwd: string, transform: string, ...options: string[]): { code: number | null; said: string } {
  const args = [JSCODESHIFT, '-t', transform, '--extensions=ts', ...options, 'src', 'test'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  return { code: status, said: stdout + stderr };
}

describe.each(phases.map(({ number, name }) => ({ number, name })))('$number-$name', ({ number, name }) => {
  const transform = join(ROOT, `dist/transforms/${number}-${name}.js`);

  it.each([[[]], [['--parser=tsx']], [['--parser=babel', '--run-in-band']]])(
    'as a jscodeshift transform with %j gives the per-file results of the phase',
    async (options) => {
      const old = await before(number);
      const { code, said } = jscodeshift(folder, transform, '--ssot-config=ssot.config.json', ...options);
      const shifted = withoutBackups(bytesOf(folder));
      expect(said).toContain('0 errors');
      expect(code).toBe(0);
      // On the disk as it was: the phase itself.
      for (const [path, text] of Object.entries(shifted)) if (text !== old[path]) await restore(path, old[path] ?? '');
      await command(apply, folder, { phase: number, yes: true, validate: false, allowDirty: true });
      const applied = withoutBackups(bytesOf(folder));
      const perFile = Object.keys(old).filter((path) => path in applied && !isWholePhaseWork(number, path));
      expect(pick(shifted, perFile)).toEqual(pick(applied, perFile));
      expect(perFile.some((path) => applied[path] !== old[path])).toBe(true);
    },
  );
});
