import type { Taker } from '../../language.js';

/** For messages: who takes a name, and in which line (1-based). */
export function placeOf({ path, line }: Taker): string {
  return `${path}:${line}`;
}
