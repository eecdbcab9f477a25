import type { PhaseNumber, Risk } from './phase.js';

export interface Label {
  readonly number: PhaseNumber;
  readonly name: string;
  readonly title: string;
  readonly risk: Risk;
}

/** What the phases are called: kept apart from what they do, so that `status` need not load it. */
export const labels = {
  detachEntrypoints: {
    number: 1,
    name: 'detach-entrypoints',
    title: 'Entry points let go of factories and shims',
    risk: 'medium',
  },
  canonicalizeTests: {
    number: 2,
    name: 'canonicalize-tests',
    title: 'Tests import from the canonical path',
    risk: 'low',
  },
  removeFactories: { number: 3, name: 'remove-factories', title: 'Factories become direct construction', risk: 'high' },
  removeShims: { number: 4, name: 'remove-shims', title: 'Shims are removed', risk: 'medium' },
  finalizeCanonical: {
    number: 5,
    name: 'finalize-canonical',
    title: 'The canonical module is finalized',
    risk: 'high',
  },
} as const satisfies Record<string, Label>;
