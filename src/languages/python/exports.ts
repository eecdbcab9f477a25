import type { ExportEntry, Reference } from '../reference.js';
import type { Parsed } from './parse.js';
import type { Scopes } from './scopes.js';

export interface Offer {
  readonly exports: readonly ExportEntry[];
  /** It may offer names that we cannot see: a module `__getattr__`, names put into `globals()`. */
  readonly open: boolean;
}

/** Everything bound at the level of the module, with what is behind each name: through an import, or through `A = B`. */
export function moduleExports(parsed: Parsed, scopes: Scopes, references: readonly Reference[]): Offer {
  throw new Error(`to come: ${parsed.path} ${scopes.module.kind} ${references.length}`);
}
