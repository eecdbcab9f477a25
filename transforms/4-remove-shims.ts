import { labels } from '../src/phase/labels.js';
import type { Phase } from '../src/phase/phase.js';
import { asTransform } from './support.js';

/** Every remaining import of a shim becomes canonical; then the shims are removed. */
export const phase: Phase = {
  ...labels.removeShims,
  touches: (migration, path) => !migration.shims.includes(path),
  moves: (migration) => [...migration.shims, ...migration.redirects.map(({ from }) => from.module)],
  constructs: false,
  retires: 'shims',
};

export default asTransform(phase);
