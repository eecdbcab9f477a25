import { labels } from '../src/phase/labels.js';
import type { Phase } from '../src/phase/phase.js';
import { asTransform, movedModules } from './support.js';

/** Test files import from the canonical path, mocks included. Tests that phase 3 removes are left alone. */
export const phase: Phase = {
  ...labels.canonicalizeTests,
  touches: (migration, path) => migration.isTest(path) && !migration.isObsolete(path),
  moves: movedModules,
  constructs: true,
  retires: 'nothing',
};

export default asTransform(phase);
