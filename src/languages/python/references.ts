import type { Reference } from '../reference.js';
import type { Parsed } from './parse.js';

/**
 * Every place in the file that names a module (issue 3, "What is a reference"). Nothing is resolved here.
 *
 * - `import a.b.c` is `import` of `a.b.c` with the name `*` and local null (it binds `a`, not the module); with `as m`, local `m`.
 * - `from a import b as c` is `import` of `a` with the name b, local c; and speculatively of `a.b` with `*`, local c (span: of the name `b`).
 * - `from a import *` is `import` with the name `*`, local `*`.
 * - `import_module('a')`, `__import__`, `resolve_name`: `dynamic`. `sys.modules['a']`: `resolve`; assigned to: `mock`.
 * - `patch('a.b.c')` is `mock`, speculatively of `a.b.c` (no names), `a.b` (name c), `a` (name b): the longest that leads to a file counts.
 *   The span is of the specifier within the string.
 * - Whole dotted strings and paths: `string`, speculatively in the same manner.
 */
export function references(parsed: Parsed): Reference[] {
  throw new Error(`to come: ${parsed.path}`);
}
