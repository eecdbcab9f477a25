import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { folderWith, project, ssot, treeOf } from '../cli/support.js';
import { JAVASCRIPT } from './projects.js';

// Each case starts the command several times.
vi.setConfig({ testTimeout: 120_000 });

const cli = fileURLToPath(new URL('../../dist/bin/ssot.js', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly stderr: string;
}

/** Runs the command and sends SIGINT to it alone, when `when` says so of what it wrote. */
function interrupted(
  cwd: string,
  args: string[],
  when: (said: string, send: () => void) => void,
  node: readonly string[] = [],
): Promise<Ended> {
  const child = spawn(process.execPath, [...node, cli, ...args], { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  const send = (): void => void child.kill('SIGINT');
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    when(stderr, send);
  });
  when('', send);
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stderr })));
}

/** Says "busy" as soon as the command begins with what runs without a pause. */
const TELLING = `import vm from 'node:vm'; import { writeSync } from 'node:fs'; import { syncBuiltinESMExports } from 'node:module';
const run = vm.runInThisContext;
vm.runInThisContext = (...args) => (writeSync(2, 'busy\\n'), run(...args));
syncBuiltinESMExports();`;

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
  it('at any time ends with 130 and leaves a state from which all comes back', async () => {
    const { files } = JAVASCRIPT;
    const folder = folderWith(files);
    let interruptions = 0;
    // Later and later, until the signal comes too late three times in a row: how long that takes is the machine's affair.
    for (let delay = 30, late = 0; interruptions < 6 && late < 3; delay += 15) {
      const { code, stderr } = await interrupted(folder, ['apply', '--all'], (said, send) => {
        if (said === '') setTimeout(send, delay);
      });
      // Before our own code is loaded, node ends as it does by itself.
      expect([null, 0, 130]).toContain(code);
      late = code === 0 ? late + 1 : 0;
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
    expect(interruptions).toBeGreaterThan(0);
  });

  it('while planning changes nothing', async () => {
    const files = { ...project(), 'src/big.ts': `import { Manager } from './shim';\nf(${'1,'.repeat(10 << 20)}1);\n` };
    const folder = folderWith(files);
    const telling = ['--import', `data:text/javascript,${encodeURIComponent(TELLING)}`];
    const busy = (said: string, send: () => void): void => void (said.endsWith('busy\n') && send());
    const { code } = await interrupted(folder, ['plan'], busy, telling);
    // Null: ended by the signal itself, in the moment in which node changes hands; a shell shows that as 130 too.
    expect([130, null]).toContain(code);
    expect(treeOf(folder)).toEqual(files);
    expect(fs.existsSync(join(folder, '.ssot'))).toBe(false);
  });

  it('between two phases leaves those that are done applied, and the rest as it was', async () => {
    const files = project();
    const folder = folderWith(files);
    let sent = false;
    const { code } = await interrupted(folder, ['apply', '--all'], (said, send) => {
      if (sent || !said.includes('Phase 1 applied')) return;
      sent = true;
      send();
    });
    // It may have come to its end before the signal reached it.
    expect([0, 130, null]).toContain(code);
    const [first, ...others] = phasesOf(folder);
    expect(first).toMatchObject({ number: 1, status: 'applied' });
    if (others.some(({ status }) => status === 'interrupted')) expect(ssot(folder, 'resume').code).toBe(0);
    expect(ssot(folder, 'rollback', '--phase', '1').code).toBe(0);
    expect(treeOf(folder)).toEqual(files);
  });

  it.each([
    ['an application', ['apply', '--all'], '.ssot/manager/objects'],
    ['a rollback', ['rollback', '--phase', '1'], 'src'],
  ])('inside of %s leaves what can be finished and taken back', async (_what, args, watched) => {
    const files = project();
    const folder = folderWith(files);
    fs.mkdirSync(join(folder, '.ssot/manager/objects'), { recursive: true });
    if (args[0] === 'rollback') expect(ssot(folder, 'apply', '--all').code).toBe(0);
    const { code } = await interrupted(folder, args, (said, send) => {
      if (said !== '') return;
      const watcher = fs.watch(join(folder, watched), () => {
        watcher.close();
        send();
      });
    });
    // It may have come to its end before the signal reached it.
    expect([0, 130, null]).toContain(code);
    if (phasesOf(folder).some(({ status }) => status === 'interrupted')) expect(ssot(folder, 'resume').code).toBe(0);
    if (phasesOf(folder).some(({ status }) => status === 'applied'))
      expect(ssot(folder, 'rollback', '--phase', '1').code).toBe(0);
    expect(treeOf(folder)).toEqual(files);
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
