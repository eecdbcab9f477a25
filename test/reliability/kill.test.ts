import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { CODES } from './faults.js';
import { JAVASCRIPT, NAME, type Project, PYTHON } from './projects.js';
import { type Changes, makeProject, plannedPhases, snapshot, THOROUGH, untouchedTimes } from './scenario.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const scratch = fs.mkdtempSync(join(tmpdir(), 'ssot-kill-'));
afterAll(() => fs.rmSync(scratch, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command; the call with the number `at` that changes the disk kills it, or fails with `code`. */
function ssot(cwd: string, args: readonly string[], at = 0, code = ''): Promise<Ended> {
  const env = { ...process.env, FAULT_AT: String(at), FAULT_CODE: code };
  const node = at === 0 ? [] : ['--import', here('./fault.mjs')];
  const child = spawn(process.execPath, [...node, here('../../dist/bin/ssot.js'), ...args], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr })));
}

interface State {
  readonly folder: string;
  readonly files: Record<string, string>;
}

/** A phase, and the project before and after it, as folders to copy from. */
interface Stage {
  readonly number: number;
  readonly before: State;
  readonly after: State;
}

const APPLY = ['apply', '--docs', '--allow-dirty', '--yes', '--phase'];

interface Stages {
  readonly phases: readonly Changes[];
  readonly stages: readonly Stage[];
}

async function stagesOf(project: Project): Promise<Stages> {
  const root = makeProject(project);
  const phases = plannedPhases(root, project);
  const keep = (): State => {
    const folder = fs.mkdtempSync(join(scratch, 'state-'));
    fs.cpSync(root, folder, { recursive: true, preserveTimestamps: true });
    return { folder, files: snapshot(folder) };
  };
  const stages: Stage[] = [];
  let before = keep();
  for (const { number } of phases) {
    expect(await ssot(root, [...APPLY, String(number)])).toMatchObject({ code: 0 });
    const after = keep();
    stages.push({ number, before, after });
    before = after;
  }
  fs.rmSync(root, { recursive: true });
  return { phases, stages };
}

/** What `ssot status` says of a phase. */
async function statusOf(root: string, phase: number): Promise<string> {
  const { code, stdout } = await ssot(root, ['status', '--json']);
  expect(code).toBe(0);
  const { phases } = JSON.parse(stdout) as { phases: { number: number; status: string }[] };
  return phases.find(({ number }) => number === phase)?.status ?? '';
}

/** Each job does its points one after the other; two jobs at a time. */
async function inPairs(jobs: (() => Promise<void>)[]): Promise<void> {
  const worker = async (): Promise<void> => {
    for (let job = jobs.shift(); job; job = jobs.shift()) await job();
  };
  await Promise.all([worker(), worker()]);
}

/** One call of one command, on a project of its own. */
interface Point {
  readonly root: string;
  readonly stage: Stage;
  readonly way: 'apply' | 'rollback';
  readonly k: number;
  readonly args: readonly string[];
}

/**
 * At every call (as a sample: at one) of `apply` and `rollback` of each phase; the trial says false when there was none.
 * Returns the number of points.
 */
async function everywhere(project: Project, trial: (point: Point) => Promise<boolean>): Promise<number> {
  const { stages, phases } = await stagesOf(project);
  const times = untouchedTimes(stages[0]?.before.folder ?? '', project, phases);
  let points = 0;
  const jobs = stages.flatMap((stage) =>
    (['apply', 'rollback'] as const).map((way) => async (): Promise<void> => {
      const args = way === 'apply' ? [...APPLY, String(stage.number)] : ['rollback', '--phase', String(stage.number)];
      for (let k = THOROUGH ? 1 : stage.number * 11, goesOn = true; goesOn; k += 1) {
        const root = fs.mkdtempSync(join(scratch, 'trial-'));
        const start = way === 'apply' ? stage.before : stage.after;
        fs.cpSync(start.folder, root, { recursive: true, preserveTimestamps: true });
        goesOn = await trial({ root, stage, way, k, args });
        expect(untouchedTimes(root, project, phases)).toEqual(times);
        fs.rmSync(root, { recursive: true });
        if (goesOn) points++;
        if (!THOROUGH) return;
      }
    }),
  );
  await inPairs(jobs);
  return points;
}

/** Which end a phase is at by its status, and that the tree is exactly so; of an interrupted phase nothing is known. */
function checkEnd({ root, stage, way, k }: Point, status: string, label: string): void {
  if (status === 'interrupted') return;
  const wanted = status === 'applied' ? stage.after.files : stage.before.files;
  expect(snapshot(root), `${way} of phase ${stage.number}, call ${k}: ${label}`).toEqual(wanted);
}

const TIME = THOROUGH ? 7_200_000 : 120_000;

describe.each(THOROUGH ? [JAVASCRIPT, PYTHON] : [PYTHON])('the command, on a migration of $title', (project) => {
  const tried = (what: string, points: number): void => {
    expect(points).toBeGreaterThan(THOROUGH ? 800 : 8);
    if (THOROUGH) process.stdout.write(`${project.title}: ${what}: ${points} points, 0 failures\n`);
  };

  it(
    'killed at any call, and its recovery killed twice, comes to one of the two ends, and status says to which',
    async () => {
      const points = await everywhere(project, async (point) => {
        const { root, stage, way, k, args } = point;
        const killed = await ssot(root, args, k);
        if (killed.signal !== 'SIGKILL') {
          expect(killed.code).toBe(0);
          return false;
        }
        const status = await statusOf(root, stage.number);
        checkEnd(point, status, 'killed');
        if (status !== 'interrupted') return true;
        const recovery = k % 2 === 0 ? ['resume'] : ['rollback', '--phase', String(stage.number)];
        for (const n of [1, 2]) await ssot(root, recovery, 1 + ((k * 7 * n) % 53));
        const last = await ssot(root, recovery);
        // One that was killed may have been done but for its lock.
        expect([0, 2]).toContain(last.code);
        const ended = await statusOf(root, stage.number);
        expect(ended).toBe(way === 'apply' && k % 2 === 0 ? 'applied' : 'rolled back');
        checkEnd(point, ended, recovery.join(' '));
        expect(fs.readdirSync(join(root, '.ssot'))).toEqual([NAME]);
        return true;
      });
      tried('killed by SIGKILL', points);
    },
    TIME,
  );

  it(
    'refused any one call, is at one of the two ends, and says which file it was and why',
    async () => {
      const points = await everywhere(project, async (point) => {
        const { root, stage, k, args } = point;
        const reason = CODES[k % CODES.length] ?? '';
        const { code, stderr } = await ssot(root, args, k, reason);
        checkEnd(point, await statusOf(root, stage.number), reason);
        if (code === 0) return false;
        expect({ k, code, stderr }).toEqual({
          k,
          code: 70,
          stderr: expect.stringMatching(new RegExp(`^ssot: cannot .*[^ ] \\(${reason}: simulated\\)`, 'm')) as string,
        });
        return true;
      });
      tried('one call refused', points);
    },
    TIME,
  );
});
