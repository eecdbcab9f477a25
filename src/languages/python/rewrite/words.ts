import type { RewriteJob } from '../../language.js';

/**
 * The names that the rewriting of this file binds, uses or may meet: those that move, and those they move to. Null where it may
 * be any name: module objects, stars and calls of factories need the whole file.
 */
export function wordsOf(job: RewriteJob): ReadonlySet<string> | null {
  if (job.own.size > 0) return null;
  const words = new Set(['__all__', ...job.aliases]);
  const targets = new Set<string>();
  for (const [{ kind, names, composed }, module] of job.moved) {
    if (composed !== undefined || (kind === 'resolve' && names.length > 0)) return null;
    if (kind === 'string') continue;
    for (const { imported, local } of names) {
      const fate = job.fate(module, imported);
      if (fate.kind === 'construct' || (kind === 'import' && (imported === '*' || fate.kind === 'stay'))) return null;
      if (fate.kind === 'move') targets.add(fate.name);
      words.add(imported);
      if (local !== null) words.add(local);
    }
  }
  if (targets.has('*')) return null;
  for (const { kind, names } of job.references)
    if (kind === 'import')
      for (const { imported, local } of names) if (targets.has(imported) && local !== null) words.add(local);
  for (const target of targets) words.add(target);
  return words;
}
