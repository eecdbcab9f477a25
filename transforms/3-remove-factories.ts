import { labels } from '../src/phase/labels.js';
import type { Phase } from '../src/phase/phase.js';
import { asTransform } from './support.js';

/** Every remaining factory call becomes direct construction; then the factories and the tests of them are removed. */
export const phase: Phase = {
  ...labels.removeFactories,
  touches: (migration, path) => !migration.isObsolete(path),
  moves: (migration) => migration.factories.map((factory) => factory.module),
  constructs: true,
  retires: 'factories',
};

export default asTransform(phase);
