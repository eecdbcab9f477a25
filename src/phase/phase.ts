import type { ModuleId } from '../languages/language.js';
import type { Migration } from '../migration/migration.js';
import type { Label } from './labels.js';

export type PhaseNumber = 1 | 2 | 3 | 4 | 5;
export type Risk = 'low' | 'medium' | 'high';

/**
 * A step of a migration. Phases differ in which files they touch and which modules they retire, not in how an import is
 * rewritten: that is one piece of code for all (`run.ts`).
 */
export interface Phase extends Label {
  /** The files it may rewrite. */
  touches(migration: Migration, path: string): boolean;
  /** The modules whose names it moves to where they live. */
  moves(migration: Migration): readonly ModuleId[];
  /** Calls of factories become construction in the files it touches. */
  readonly constructs: boolean;
  /** What it takes away at its end. */
  readonly retires: 'nothing' | 'factories' | 'shims' | 'implementation';
}
