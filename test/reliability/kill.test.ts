import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { applyPhase } from '../../src/disk/apply.js';
import { recover } from '../../src/disk/recover.js';
import { phaseState, readState } from '../../src/disk/state.js';
import type { PlannedPhase } from '../../src/plan/plan.js';
import { makeProject, NAME, plannedPhases, snapshot, THOROUGH, untouchedTimes } from './scenario.js';

const child = fileURLToPath(new URL('./child.mjs', import.meta.url));
const scratch = fs.mkdtempSync(join(tmpdir(), 'ssot-kill-'));
afterAll(() => fs.rmSync(scratch, { recursive: true, force: true }));

/** Runs the job in a process of its own, which kills itself at the k-th call; true when it was killed. */
function killedAt(root: string, job: string, k: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const started = spawn(process.execPath, [child, root, NAME, job, String(k), join(scratch, 'plan.json')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    started.stderr.on('data', (text: Buffer) => (said += text.toString()));
    started.on('close', (code, signal) => {
      if (signal === 'SIGKILL' || code === 0) resolve(signal === 'SIGKILL');
      else reject(new Error(`${job}, call ${k}: ended with ${String(code ?? signal)}: ${said}`));
    });
  });
}

interface Start {
  readonly folder: string;
  readonly files: Record<string, string>;
}

/** The project before the first phase and after each one, as folders to copy from. */
function starts(phases: readonly PlannedPhase[], project: string): Start[] {
  const all: Start[] = [];
  const keep = (): void => {
    const folder = join(scratch, `start${all.length}`);
    fs.cpSync(project, folder, { recursive: true, preserveTimestamps: true });
    all.push({ folder, files: snapshot(folder) });
  };
  keep();
  for (const phase of phases) {
    applyPhase(project, NAME, phase);
    keep();
  }
  return all;
}

it(
  'a process killed at any call, and its recovery killed twice, comes to one of the two ends',
  async () => {
    const project = makeProject();
    const phases = plannedPhases(project);
    fs.writeFileSync(join(scratch, 'plan.json'), JSON.stringify(phases));
    const times = untouchedTimes(project, phases);
    const states = starts(phases, project);
    fs.rmSync(project, { recursive: true });
    const step = THOROUGH ? 1 : 41;
    let points = 0;

    const trial = async (
      phase: PlannedPhase,
      index: number,
      way: 'apply' | 'rollback',
      k: number,
    ): Promise<boolean> => {
      const [before, after] = [states[index], states[index + 1]];
      const from = way === 'apply' ? before : after;
      if (!before || !after || !from) throw new Error('no such phase');
      const root = join(scratch, `trial-${phase.number}-${way}-${k}`);
      fs.cpSync(from.folder, root, { recursive: true, preserveTimestamps: true });
      if (!(await killedAt(root, `${way}:${phase.number}`, k))) return false;
      const status = (): string => phaseState(readState(root, NAME), phase.number).status;
      const isAtItsEnd = (label: string): void => {
        const wanted = status() === 'applied' ? after.files : before.files;
        expect(snapshot(root), `${way} of phase ${phase.number}, call ${k}: ${label}`).toEqual(wanted);
      };
      if (status() !== 'interrupted') isAtItsEnd('not interrupted');
      const direction = k % 2 === 0 ? 'finish' : 'undo';
      for (const n of [1, 2]) await killedAt(root, direction, 1 + ((k * 7 * n) % 53));
      recover(root, NAME, direction);
      isAtItsEnd(direction);
      expect(untouchedTimes(root, phases)).toEqual(times);
      fs.rmSync(root, { recursive: true });
      points++;
      return true;
    };

    const jobs = phases.flatMap((phase, index) =>
      (['apply', 'rollback'] as const).map((way) => async (): Promise<void> => {
        for (let k = 1 + ((phase.number * 13) % step); await trial(phase, index, way, k); k += step);
      }),
    );
    const worker = async (): Promise<void> => {
      for (let job = jobs.shift(); job; job = jobs.shift()) await job();
    };
    await Promise.all(Array.from({ length: Math.min(4, cpus().length) }, worker));
    expect(points).toBeGreaterThan(THOROUGH ? 800 : 10);
    if (THOROUGH) process.stdout.write(`killed with SIGKILL: ${points} points, 0 failures\n`);
  },
  THOROUGH ? 3_600_000 : 60_000,
);
