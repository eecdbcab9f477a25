import { parse } from '../parse.js';
import { analyse } from '../scopes.js';

/** Does the module read this name of its top level in code that runs? Annotations need not. */
export function looksUp(path: string, text: string, name: string): boolean {
  const parsed = parse(path, text);
  if ('error' in parsed) return false;
  const uses = analyse(parsed.module, text).module.bindings.get(name)?.uses ?? [];
  return uses.some(({ space, shape }) => space === 'value' && shape === 'plain');
}
