import type { Phase } from '../src/phase/phase.js';
import { asTransform } from './support.js';

/** Every remaining factory call becomes direct construction; then the factories and the tests of them are removed. */
export const phase: Phase = {
  number: 3,
  name: 'remove-factories',
  title: 'Factories become direct construction',
  risk: 'high',
  touches: (migration, path) => !migration.isObsolete(path),
  moves: (migration) => migration.factories.map((factory) => factory.module),
  constructs: true,
  retires: 'factories',
};

export default asTransform(phase);
