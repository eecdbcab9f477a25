import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';

// Each case starts the command several times.
vi.setConfig({ testTimeout: 120_000 });

const script = fileURLToPath(new URL('../../bench/fuzz.mjs', import.meta.url));

it('a thousand broken or hostile inputs to each reader are taken or refused with a message, none slowly', () => {
  const { status, stdout } = spawnSync(process.execPath, [script, '--runs', '1000'], { encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/\n0 failures\n$/) as string });
  for (const name of ['migration', 'journal', 'plan', 'javascript', 'tsx', 'python'])
    expect(stdout).toContain(`${name}: 1000 inputs`);
  // A reader that refuses everything was not tried.
  const refused = [...stdout.matchAll(/: 1000 inputs, (\d+) refused/g)].map(([, count]) => Number(count));
  expect(refused).toHaveLength(6);
  expect(Math.max(...refused)).toBeLessThan(1000);
});
