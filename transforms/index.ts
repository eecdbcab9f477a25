import type { Phase } from '../src/phase/phase.js';
import { phase as detachEntrypoints } from './1-detach-entrypoints.js';
import { phase as canonicalizeTests } from './2-canonicalize-tests.js';
import { phase as removeFactories } from './3-remove-factories.js';
import { phase as removeShims } from './4-remove-shims.js';
import { phase as finalizeCanonical } from './5-finalize-canonical.js';

/** The five phases, in the order in which they are applied. */
export const phases: readonly Phase[] = [
  detachEntrypoints,
  canonicalizeTests,
  removeFactories,
  removeShims,
  finalizeCanonical,
];
