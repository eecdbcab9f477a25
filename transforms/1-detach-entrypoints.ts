import type { Phase } from '../src/phase/phase.js';
import { asTransform, movedModules } from './support.js';

/** Entry points (startup, routes, wiring) stop using the factories and shims. */
export const phase: Phase = {
  number: 1,
  name: 'detach-entrypoints',
  title: 'Entry points let go of factories and shims',
  risk: 'medium',
  touches: (migration, path) => migration.isEntrypoint(path),
  moves: movedModules,
  constructs: true,
  retires: 'nothing',
};

export default asTransform(phase);
