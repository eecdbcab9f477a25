import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { folderWith, project, ssot, treeOf } from '../cli/support.js';
import { projectFiles } from './scenario.js';

// Each case starts the command several times.
vi.setConfig({ testTimeout: 120_000 });

const cli = fileURLToPath(new URL('../../dist/bin/ssot.js', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly stderr: string;
}

/** Runs the command and sends SIGINT to it alone, when `when` says so of what it wrote. */
function interrupted(cwd: string, args: string[], when: (said: string, send: () => void) => void): Promise<Ended> {
  const child = spawn(process.execPath, [cli, ...args], { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  const send = (): void => void child.kill('SIGINT');
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    when(stderr, send);
  });
  when('', send);
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stderr })));
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
  it('at any time ends with 130 and leaves a state from which all comes back', async () => {
    const files = projectFiles();
    const folder = folderWith(files);
    let interruptions = 0;
    for (let delay = 150; interruptions < 6 && delay < 5000; delay += 90) {
      const { code, stderr } = await interrupted(folder, ['apply', '--all'], (said, send) => {
        if (said === '') setTimeout(send, delay);
      });
      // Before our own code is loaded, node ends as it does by itself.
      expect([null, 0, 130]).toContain(code);
      if (code === 130) {
        interruptions++;
        expect(stderr).toContain('ssot: Interrupted.\n  -> `ssot status` shows where it stands');
      }
      const status = ssot(folder, 'status', '--json');
      expect(status.code).toBe(0);
      const { phases } = JSON.parse(status.stdout) as { phases: { number: number; status: string }[] };
      const first = phases.find((phase) => phase.status === 'applied' || phase.status === 'interrupted');
      if (first) expect(ssot(folder, 'rollback', '--phase', String(first.number)).code).toBe(0);
      expect(treeOf(folder)).toEqual(files);
      const own = fs.existsSync(join(folder, '.ssot')) ? fs.readdirSync(join(folder, '.ssot')) : [];
      expect(own.filter((name) => name.startsWith('lock'))).toEqual([]);
    }
    expect(interruptions).toBe(6);
  });

  it.each([
    ['that ends when asked', 'echo $$ > pid; echo waiting; sleep 60 & wait'],
    ['that does not listen', 'trap "" INT TERM; echo $$ > pid; echo waiting; sleep 60; sleep 60'],
  ])('during a validation %s ends it too', async (_which, validate) => {
    const folder = folderWith(project({ validate }));
    let sent = false;
    const { code, stderr } = await interrupted(folder, ['apply'], (said, send) => {
      if (!sent && said.includes('waiting\n')) {
        sent = true;
        send();
      }
    });
    expect({ code, stderr }).toEqual({ code: 130, stderr: expect.stringContaining('ssot: Interrupted.') as string });
    expect(alive(Number(fs.readFileSync(join(folder, 'pid'), 'utf8')))).toBe(false);
    expect(fs.readdirSync(join(folder, '.ssot'))).toEqual(['manager']);
    expect(ssot(folder, 'apply', '--no-validate').stderr).toContain('Phase 2 applied: 1 file.');
  });
});
