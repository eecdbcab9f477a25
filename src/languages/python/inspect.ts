import type { Inspection } from '../language.js';
import { parse } from './parse.js';
import { analyse } from './scopes.js';
import { STANDARD_NAMES } from './standard-names.js';

/** Errors and undeclared names of a file, to be compared with those of the same file before a rewrite. */
export function inspect(path: string, text: string): Inspection {
  const parsed = parse(path, text);
  if ('error' in parsed)
    return { errors: [`line ${parsed.line}: ${parsed.error}`], parses: false, undefinedNames: new Map() };
  const undefinedNames = new Map<string, number>();
  const { globals, stars } = analyse(parsed.module, text);
  // A star import may bring any of them. When it goes, they must have come from elsewhere.
  if (!stars)
    for (const [name, [first]] of globals)
      if (!STANDARD_NAMES.has(name)) undefinedNames.set(name, first ? parsed.lineOf(first.node.start) : 0);
  return { errors: [], parses: true, undefinedNames };
}
