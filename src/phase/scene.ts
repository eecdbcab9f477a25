import type { Graph } from '../graph/graph.js';
import type { Finding } from '../messages/findings.js';
import type { Migration } from '../migration/migration.js';
import type { Change } from '../workspace/change.js';
import type { FactoryBook } from './factories.js';

/** What a phase works on: one world, the user's declaration, and what the factories are. */
export interface Scene {
  readonly graph: Graph;
  readonly migration: Migration;
  readonly book: FactoryBook;
  /** Rewrite the paths of removed modules in comments and documents too. */
  readonly docs: boolean;
  /** Told how much of the phase is done, from 0 to 1. */
  readonly progress?: (part: number) => void;
}

export interface Outcome {
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
  /** References rewritten. */
  readonly rewritten: number;
}

/** The same scene after changes. */
export function after(scene: Scene, changes: readonly Change[]): Scene {
  return { ...scene, graph: scene.graph.over(scene.graph.workspace.with(changes)) };
}

/** Outcomes one after the other. */
export function joined(...outcomes: readonly Outcome[]): Outcome {
  return {
    changes: outcomes.flatMap((one) => one.changes),
    findings: outcomes.flatMap((one) => one.findings),
    rewritten: outcomes.reduce((sum, one) => sum + one.rewritten, 0),
  };
}
