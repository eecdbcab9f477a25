import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run as apply } from '../../src/commands/apply.js';
import { phases } from '../../transforms/index.js';
import { bytesOf, command, type Files, withoutBackups } from './support.js';

const ROOT = join(import.meta.dirname, '..', '..');
const JSCODESHIFT = join(ROOT, 'node_modules/jscodeshift/bin/jscodeshift.js');
/** What phase 5 makes of this file is no per-file work. */
const CANONICAL = 'src/ws/websocket-manager.ts';

let temporary = '';
beforeAll(async () => {
  temporary = mkdtempSync(join(tmpdir(), 'ssot-jscodeshift-'));
  const example = join(temporary, 'after-0');
  cpSync(join(ROOT, 'examples/websocket-manager'), example, { recursive: true });
  for (const { number: phase } of phases) {
    const folder = join(temporary, `after-${phase}`);
    cpSync(join(temporary, `after-${phase - 1}`), folder, { recursive: true });
    const { code } = await command(apply, folder, { phase, yes: true, validate: false, allowDirty: true });
    expect(code).toBe(0);
  }
});
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

/** The example once the phases up to this one are applied. */
function exampleAfter(phase: number): Files {
  return withoutBackups(bytesOf(join(temporary, `after-${phase}`)));
}

/** Runs jscodeshift on the example as it is before the phase. */
function jscodeshift(
  phase: number,
  ...options: readonly string[]
): { code: number | null; said: string; files: Files } {
  const folder = mkdtempSync(join(temporary, 'run-'));
  cpSync(join(temporary, `after-${phase - 1}`), folder, { recursive: true });
  const args = ['--ssot-config=ssot.config.json', '--extensions=ts', '--cpus=1', 'src', 'test'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [JSCODESHIFT, ...options, ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { code: status, said: stdout + stderr, files: withoutBackups(bytesOf(folder)) };
}

/** The files that are there still and differ from what they were. */
function changed(now: Files, before: Files): Files {
  return Object.fromEntries(Object.entries(now).filter(([path, text]) => text !== before[path]));
}

describe.each(phases.map(({ number, name }) => ({ number, name })))('$number-$name', ({ number, name }) => {
  const transform = join(ROOT, `dist/transforms/${number}-${name}.js`);

  it.each([{ options: [] }, { options: ['--parser=tsx', '--no-babel'] }])(
    'under jscodeshift $options does the per-file work of the phase',
    ({ options }) => {
      const before = exampleAfter(number - 1);
      const { [CANONICAL]: _, ...wanted } = changed(exampleAfter(number), before);
      const { code, said, files } = jscodeshift(number, '-t', transform, ...options);
      expect(said).toContain('0 errors');
      expect(said).toContain(`${Object.keys(wanted).length} ok`);
      expect(code).toBe(0);
      expect(changed(files, before)).toEqual(wanted);
    },
  );
});

it('--dry changes nothing', () => {
  const transform = join(ROOT, 'dist/transforms/1-detach-entrypoints.js');
  const { code, said, files } = jscodeshift(1, '-t', transform, '--dry', '--no-babel');
  expect({ code, files }).toEqual({ code: 0, files: exampleAfter(0) });
  expect(said).toContain('3 ok');
});
