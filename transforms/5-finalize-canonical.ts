import { labels } from '../src/phase/labels.js';
import type { Phase } from '../src/phase/phase.js';
import { asTransform } from './support.js';

/** The canonical module stops being an alias: it takes in the implementation, or becomes the only one that imports it. */
export const phase: Phase = {
  ...labels.finalizeCanonical,
  touches: (migration, path) => path !== migration.canonical?.module && path !== migration.implementation,
  moves: (migration) => (migration.implementation === null ? [] : [migration.implementation]),
  constructs: false,
  retires: 'implementation',
};

export default asTransform(phase);
