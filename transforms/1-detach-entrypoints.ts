import { labels } from '../src/phase/labels.js';
import type { Phase } from '../src/phase/phase.js';
import { asTransform, movedModules } from './support.js';

/** Entry points (startup, routes, wiring) stop using the factories and shims. */
export const phase: Phase = {
  ...labels.detachEntrypoints,
  touches: (migration, path) => migration.isEntrypoint(path),
  moves: movedModules,
  constructs: true,
  retires: 'nothing',
};

export default asTransform(phase);
