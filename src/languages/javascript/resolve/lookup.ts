import type { Resolution } from '../../reference.js';
import type { Packages } from './packages.js';
import type { Files } from './probe.js';
import { isTsconfig, type Tsconfigs } from './tsconfig.js';

/** What spelling and searching need to know of one world. */
export interface Lookup {
  readonly files: Files;
  readonly packages: Packages;
  readonly tsconfigs: Tsconfigs;
  resolve(from: string, specifier: string): Resolution;
}

/** In these, `a` is a path beside the file just as `./a` is. */
export function isManifest(path: string): boolean {
  return /(^|\/)package\.json$/.test(path) || isTsconfig(path);
}
