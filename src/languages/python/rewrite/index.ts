import { finding } from '../../../messages/findings.js';
import type { Rewrite, RewriteJob } from '../../language.js';
import { withoutListed } from '../all.js';
import type { Head } from '../call-match.js';
import { moveCalls } from './factory-calls.js';
import { moveImports } from './imports.js';
import { moveObjects } from './objects.js';
import { DoesNotParse, Site } from './site.js';
import { moveStrings } from './strings.js';

/**
 * Rewrites one file: strings that name modules, then every import and what it binds, then the calls of factories, last the
 * import statements that all of it asks for.
 */
export function rewrite(job: RewriteJob): Rewrite {
  const site = new Site(job);
  try {
    return rewriteSite(site);
  } catch (error) {
    if (!(error instanceof DoesNotParse)) throw error;
    const { error: what, line } = error.unparsed;
    return { edits: [], findings: [finding('syntax-error', job.path, line, what)], rewritten: 0 };
  }
}

function rewriteSite(site: Site): Rewrite {
  moveStrings(site);
  moveImports(site);
  moveObjects(site);
  useOwnFactories(site);
  const calls = moveCalls(site);
  const listed = site.dropped.size === 0 ? [] : withoutListed(site.parsed.module, site.job.text, site.dropped);
  const edits = [...calls, ...listed, ...site.table.edits()];
  return { edits, findings: site.findings, rewritten: site.rewritten, renamed: site.followed };
}

/** Factories that this file itself offers: its own calls of them become construction too; the declaration is not ours to take. */
function useOwnFactories(site: Site): void {
  for (const [name, rules] of site.job.own) {
    const binding = site.scopes.module.bindings.get(name);
    if (!binding || site.factories.some((one) => one.binding === binding)) continue;
    const bound = {
      binding,
      local: name,
      anchor: null,
      uses: binding.uses,
      keep: true,
      mocks: [],
      line: 0,
      drop: (): void => {},
    };
    for (const head of binding.uses) if (!goesItself(site, head)) site.factoryUses.push({ head, rules, bound });
  }
}

/** Does it stand in the declaration of a factory, which goes too? */
function goesItself(site: Site, { ancestors }: Head): boolean {
  const [, statement] = ancestors;
  return (
    statement !== undefined &&
    'name' in statement &&
    typeof statement.name === 'object' &&
    statement.name !== null &&
    site.job.own.has(statement.name.name)
  );
}
