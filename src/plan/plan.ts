import type { Action, Change } from '../workspace/change.js';
import type { Finding } from '../messages/findings.js';
import type { PhaseNumber, Risk } from '../phase/phase.js';

export type { PhaseNumber, Risk };

/** What one phase would do. `changes` are relative to the world after the phases before it. */
export interface PlannedPhase {
  readonly number: PhaseNumber;
  readonly name: string;
  readonly title: string;
  readonly risk: Risk;
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
}

/** How every file that was listed was dealt with: `seen` is always the sum of the others. */
export interface Accounting {
  readonly seen: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly skipped: number;
  readonly failed: number;
}

/** The whole migration as data, without a clock: the same tree and migration file give the same plan. */
export interface Plan {
  readonly name: string;
  readonly phases: readonly PlannedPhase[];
  readonly accounting: Accounting;
  /** What the listing left out (links, pipes, what cannot be read), sorted by path, each with the reason. */
  readonly skipped: readonly Finding[];
  /** References (import statements, mocks, calls …) that the phases rewrite. */
  readonly rewritten: number;
  /** Distinct (module, name) paths by which code reaches the canonical symbol. */
  readonly paths: { readonly before: number; readonly after: number };
}

/** The contract of `plan --json` (shared by saved plans): changes as hashes and counts instead of texts. */
export interface PlanDocument {
  readonly version: 1;
  readonly name: string;
  readonly phases: readonly {
    readonly number: PhaseNumber;
    readonly name: string;
    readonly title: string;
    readonly risk: Risk;
    readonly changes: readonly {
      readonly path: string;
      readonly action: Action;
      /** sha-256 of the UTF-8 bytes, hexadecimal; null where there is no file. */
      readonly beforeHash: string | null;
      readonly afterHash: string | null;
      readonly additions: number;
      readonly deletions: number;
    }[];
    readonly findings: readonly Finding[];
  }[];
  readonly summary: {
    readonly files: number;
    readonly updated: number;
    readonly deleted: number;
    readonly created: number;
    readonly rewritten: number;
    readonly manual: number;
    readonly blockers: number;
    readonly accounting: Accounting;
    readonly skipped: readonly { readonly path: string; readonly reason: string }[];
    readonly paths: { readonly before: number; readonly after: number };
  };
}
