import * as fs from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { applyPhase } from '../../src/disk/apply.js';
import type { Files } from '../../src/disk/files.js';
import { rollbackPhases } from '../../src/disk/rollback.js';
import { phaseState, readState } from '../../src/disk/state.js';
import { Failure } from '../../src/messages/failures.js';
import { Death, quick } from './faults.js';
import { NAME, type Project } from './projects.js';
import { type Changes, makeProject, plannedPhases, snapshot, untouchedTimes } from './scenario.js';

export type Way = 'apply' | 'rollback';

/** One call of one phase, in one direction. */
export interface Point {
  readonly way: Way;
  readonly phase: Changes;
  /** The call, from 1. */
  readonly k: number;
  /** Fails unless the tree is exactly at the end that the journal says. */
  readonly check: (label: string) => void;
}

interface End {
  readonly files: Record<string, string>;
  /** As short as it was: of thousands of trials, it would grow long. */
  readonly journal: string;
}

interface Ends {
  readonly before: End;
  readonly after: End;
}

/** A project on which trials are made at every call that changes the disk, phase by phase, in both directions. */
export class Matrix {
  readonly root: string;
  readonly phases: readonly Changes[];
  private readonly journal: string;

  constructor(private readonly project: Project) {
    this.root = makeProject(project);
    this.phases = plannedPhases(this.root, project);
    this.journal = join(this.root, '.ssot', NAME, 'journal.jsonl');
  }

  /** Removes the folder. */
  close(): void {
    fs.rmSync(this.root, { recursive: true, force: true });
  }

  run(way: Way, phase: Changes, files: Files): unknown {
    if (way === 'apply') return applyPhase(this.root, NAME, phase, { files });
    return rollbackPhases(this.root, NAME, phase.number, { files });
  }

  isApplied(phase: Changes): boolean {
    return phaseState(readState(this.root, NAME), phase.number).status === 'applied';
  }

  isInterrupted(phase: Changes): boolean {
    return phaseState(readState(this.root, NAME), phase.number).status === 'interrupted';
  }

  /** Makes the trial at each `stride`-th call; it says false when there was no such call. Returns how many points were tried. */
  everywhere(stride: number, trial: (point: Point) => boolean): number {
    const { root, project, phases } = this;
    const [whole, times] = [snapshot(root), untouchedTimes(root, project, phases)];
    let points = 0;
    for (const phase of phases) {
      const ends = this.ends(phase);
      for (const way of ['apply', 'rollback'] as const) {
        for (let k = 1 + (phase.number % stride); ; k += stride) {
          this.settle(way, phase, ends);
          const check = (label: string): void => {
            const wanted = (this.isApplied(phase) ? ends.after : ends.before).files;
            // Comparing texts is much quicker than finding the difference.
            if (JSON.stringify(snapshot(root)) !== JSON.stringify(wanted))
              expect(snapshot(root), `${way} of phase ${phase.number}, call ${k}: ${label}`).toEqual(wanted);
          };
          if (!trial({ way, phase, k, check })) break;
          points++;
        }
      }
      this.settle('rollback', phase, ends);
    }
    rollbackPhases(root, NAME, phases[0]?.number ?? 0);
    expect(snapshot(root)).toEqual(whole);
    expect(untouchedTimes(root, project, phases)).toEqual(times);
    return points;
  }

  /** The two ends of a phase, for which nothing may be missing or too much. */
  private ends(phase: Changes): Ends {
    const before = this.end();
    this.run('apply', phase, quick);
    const after = this.end();
    this.run('rollback', phase, quick);
    expect(snapshot(this.root)).toEqual(before.files);
    return { before, after };
  }

  private end(): End {
    const journal = fs.existsSync(this.journal) ? fs.readFileSync(this.journal, 'utf8') : '';
    return { files: snapshot(this.root), journal };
  }

  /** Goes on to the end from which the next trial starts. */
  private settle(way: Way, phase: Changes, { before, after }: Ends): void {
    if (this.isApplied(phase) === (way === 'apply')) this.run(way === 'apply' ? 'rollback' : 'apply', phase, quick);
    fs.writeFileSync(this.journal, (way === 'apply' ? before : after).journal);
    // So that each trial of an application has all contents to write.
    if (way === 'apply') fs.rmSync(join(this.journal, '../objects'), { recursive: true, force: true });
  }
}

/** Null when it came to its end; else what ended it. */
export function ended(act: () => unknown): Death | Failure | null {
  try {
    act();
    return null;
  } catch (error) {
    if (error instanceof Death || error instanceof Failure) return error;
    throw error;
  }
}
