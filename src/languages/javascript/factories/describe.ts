import type { Factories } from '../../language.js';
import { declaredCalls, inferFactories, sideEffects } from './factories.js';
import { parse } from '../parse.js';
import { references } from '../scan/references.js';

/** The factories of a module: those declared in the migration file (with what they do besides), or those its source shows. */
export function describeFactories(
  path: string,
  text: string,
  calls: Readonly<Record<string, string>> | null,
): Factories {
  const parsed = parse(path, text);
  if ('error' in parsed) return { rules: [], refusals: [], problems: [parsed.error], imports: new Map() };
  const imports = new Map<string, { specifier: string; imported: string }>();
  for (const { kind, specifier, names } of references(parsed))
    if (kind === 'import' || kind === 'require')
      for (const { local, imported } of names) if (local !== null) imports.set(local, { specifier, imported });
  if (calls === null) return { ...inferFactories(parsed, null), problems: [], imports };
  const declared = declaredCalls(parsed, calls);
  return { ...declared, refusals: sideEffects(parsed, declared.rules), imports };
}
