import * as fs from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { applyPhase } from '../../src/disk/apply.js';
import { Files, type Syscalls, syscalls } from '../../src/disk/files.js';
import { recover } from '../../src/disk/recover.js';
import { rollbackPhases } from '../../src/disk/rollback.js';
import { phaseState, readState } from '../../src/disk/state.js';
import { Failure } from '../../src/messages/failures.js';
import type { PlannedPhase } from '../../src/plan/plan.js';
import { makeProject, NAME, plannedPhases, snapshot, THOROUGH, untouchedTimes } from './scenario.js';

// Thousands of trials take a while on a machine that is busy.
vi.setConfig({ testTimeout: 120_000 });

/** A process that is dead does nothing more, and nobody handles it. */
class Death extends Error {}

type Fault = (count: number, call: keyof Syscalls) => void;

/** Counts the calls; `fault` may throw in their place. A write that fails has written half. Nothing is flushed: that takes time. */
function faulty(fault: Fault): Files {
  let count = 0;
  const check = (call: keyof Syscalls): void => fault(++count, call);
  return new Files({
    ...syscalls,
    open: (path, flags, mode) => (check('open'), syscalls.open(path, flags, mode)),
    write(fd, bytes, path) {
      try {
        check('write');
      } catch (error) {
        syscalls.write(fd, bytes.subarray(0, bytes.length >> 1), path);
        throw error;
      }
      syscalls.write(fd, bytes, path);
    },
    chmod: (fd, mode, path) => (check('chmod'), syscalls.chmod(fd, mode, path)),
    sync: () => check('sync'),
    rename: (from, to) => (check('rename'), syscalls.rename(from, to)),
    unlink: (path) => (check('unlink'), syscalls.unlink(path)),
    mkdir: (path) => (check('mkdir'), syscalls.mkdir(path)),
    rmdir: (path) => (check('rmdir'), syscalls.rmdir(path)),
  });
}

const none = faulty(() => undefined);
const dyingAt = (k: number): Files =>
  faulty((count) => {
    if (count >= k) throw new Death();
  });
const systemError = (code: string): Error => Object.assign(new Error(`${code}: simulated, write`), { code });
const CODES = ['ENOSPC', 'EIO', 'EACCES', 'EMFILE'];

const root = makeProject();
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));
const phases = plannedPhases(root);
const times = untouchedTimes(root, phases);
const whole = snapshot(root);

type Way = 'apply' | 'rollback';
const run = (way: Way, phase: PlannedPhase, files: Files): unknown =>
  way === 'apply' ? applyPhase(root, NAME, phase, { files }) : rollbackPhases(root, NAME, phase.number, { files });
const isApplied = (phase: PlannedPhase): boolean =>
  phaseState(readState(root, NAME), phase.number).status === 'applied';
const isInterrupted = (phase: PlannedPhase): boolean =>
  phaseState(readState(root, NAME), phase.number).status === 'interrupted';

/** Null when it came to its end; else what ended it. */
function ended(act: () => unknown): Death | Failure | null {
  try {
    act();
    return null;
  } catch (error) {
    if (error instanceof Death || error instanceof Failure) return error;
    throw error;
  }
}

const journal = join(root, '.ssot', NAME, 'journal.jsonl');
const readText = (file: string): string => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '');

interface End {
  readonly files: Record<string, string>;
  /** As short as it was: of thousands of trials, it would grow long. */
  readonly journal: string;
}

/** The two ends of a phase, for which nothing may be missing or too much. */
function ends(phase: PlannedPhase): { readonly before: End; readonly after: End } {
  const before = { files: snapshot(root), journal: readText(journal) };
  run('apply', phase, none);
  const after = { files: snapshot(root), journal: readText(journal) };
  run('rollback', phase, none);
  expect(snapshot(root)).toEqual(before.files);
  return { before, after };
}

/** Goes on to the end from which the next trial starts. */
function settle(way: Way, phase: PlannedPhase, { before, after }: { before: End; after: End }): void {
  if (isApplied(phase) === (way === 'apply')) run(way === 'apply' ? 'rollback' : 'apply', phase, none);
  fs.writeFileSync(journal, (way === 'apply' ? before : after).journal);
  // So that each trial of an application has all contents to write.
  if (way === 'apply') fs.rmSync(join(root, '.ssot', NAME, 'objects'), { recursive: true, force: true });
}

/** At each `stride`-th call of each phase, in both directions; returns how many points were tried. */
function everywhere(
  stride: number,
  trial: (way: Way, phase: PlannedPhase, k: number, check: (label: string) => void) => boolean,
): number {
  let points = 0;
  for (const phase of phases) {
    const both = ends(phase);
    for (const way of ['apply', 'rollback'] as const) {
      for (let k = 1 + (phase.number % stride); ; k += stride) {
        settle(way, phase, both);
        const check = (label: string): void => {
          const wanted = (isApplied(phase) ? both.after : both.before).files;
          if (JSON.stringify(snapshot(root)) !== JSON.stringify(wanted))
            expect(snapshot(root), `${way} of phase ${phase.number}, call ${k}: ${label}`).toEqual(wanted);
        };
        if (!trial(way, phase, k, check)) break;
        points++;
      }
    }
    settle('rollback', phase, both);
  }
  const first = phases[0]?.number ?? 0;
  rollbackPhases(root, NAME, first);
  expect(snapshot(root)).toEqual(whole);
  expect(untouchedTimes(root, phases)).toEqual(times);
  return points;
}

describe('a migration of all five phases', () => {
  it('changes more than 30 files', () => {
    expect(phases.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
    expect(new Set(phases.flatMap(({ changes }) => changes.map(({ path }) => path))).size).toBeGreaterThanOrEqual(30);
  });

  it('can be brought to one of its two ends when it dies at any call, and its recovery at any two further ones', () => {
    const stride = THOROUGH ? 1 : 9;
    const points = everywhere(stride, (way, phase, k, check) => {
      if (!(ended(() => run(way, phase, dyingAt(k))) instanceof Death)) return false;
      // What is not interrupted is at one of its ends already.
      if (!isInterrupted(phase)) check('not interrupted');
      const direction: 'finish' | 'undo' = k % 2 === 0 ? 'finish' : 'undo';
      for (const [n, other] of [direction, k % 3 === 0 ? ('undo' as const) : direction].entries())
        ended(() => recover(root, NAME, other, { files: dyingAt(1 + ((k * (7 + 6 * n)) % 61)) }));
      recover(root, NAME, direction, { files: none });
      expect(isInterrupted(phase)).toBe(false);
      check(direction);
      return true;
    });
    expect(points).toBeGreaterThan(800 / stride);
    report('crash at each call, recovery dying twice', points);
  });

  it.each(THOROUGH ? CODES : ['each of ENOSPC, EIO, EACCES and EMFILE in turn'])(
    'is as before when any one call fails: %s',
    (which) => {
      const points = everywhere(1, (way, phase, k, check) => {
        const code = THOROUGH ? which : (CODES[k % CODES.length] ?? '');
        const files = faulty((count) => {
          if (count === k) throw systemError(code);
        });
        const end = ended(() => run(way, phase, files));
        if (end === null) return false;
        expect([way, k, (end as Failure).code]).toEqual([way, k, 'write-failed']);
        expect(isApplied(phase)).toBe(way === 'rollback');
        check(code);
        return true;
      });
      expect(points).toBeGreaterThan(800);
      report(`one call fails (${which})`, points);
    },
  );

  it('is interrupted at worst when from any call on every call fails', () => {
    const stride = THOROUGH ? 1 : 7;
    const points = everywhere(stride, (way, phase, k, check) => {
      const files = faulty((count) => {
        if (count >= k) throw systemError(CODES[k % CODES.length] ?? '');
      });
      const end = ended(() => run(way, phase, files));
      if (end === null) return false;
      expect(['write-failed', 'write-failed-halfway']).toContain((end as Failure).code);
      if (!isInterrupted(phase)) check('not interrupted');
      recover(root, NAME, k % 2 === 0 ? 'finish' : 'undo', { files: none });
      check('recovered');
      return true;
    });
    expect(points).toBeGreaterThan(800 / stride);
    report('every call fails from there on', points);
  });
});

function report(what: string, points: number): void {
  if (THOROUGH) process.stdout.write(`${what}: ${points} points, 0 failures\n`);
}
