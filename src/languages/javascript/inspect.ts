import type { Inspection } from '../language.js';
import { parse } from './parse.js';
import { analyse } from './scopes.js';

/** Errors and undeclared names of a file, to be compared with those of the same file before a rewrite. */
export function inspect(path: string, text: string): Inspection {
  const parsed = parse(path, text);
  if ('error' in parsed) return { errors: [`line ${parsed.line}: ${parsed.error}`], parses: false, undefinedNames: new Map() };
  const undefinedNames = new Map<string, number>();
  for (const [name, uses] of analyse(parsed.ast).globals) undefinedNames.set(name, uses[0]?.node.loc?.start.line ?? 0);
  return { errors: parsed.errors, parses: true, undefinedNames };
}
