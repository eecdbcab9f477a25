import type { Graph } from '../graph/graph.js';
import { languageOf } from '../languages/index.js';
import type { CallRule, Factories, ModuleId, Refusal, Source } from '../languages/language.js';
import { finding, type Finding } from '../messages/findings.js';
import type { Migration } from '../migration/migration.js';
import { misfitsOf } from './construction.js';
import { nearest } from '../workspace/guess.js';

/** What the migration knows of its factories: read once, from the tree as it was before any phase. */
export interface FactoryBook {
  /** By `module\0exported name` with which a call begins. */
  readonly rules: ReadonlyMap<string, readonly CallRule[]>;
  /** Every name by which a factory may be mentioned. */
  readonly entries: ReadonlySet<string>;
  /** Where the free names of the templates live. */
  readonly sources: ReadonlyMap<string, Source>;
  /** By `module\0exported name`: factories of the canonical thing that do more than construct, and are not declared. */
  readonly refused: ReadonlySet<string>;
  readonly findings: readonly Finding[];
}

/** The calls to replace, declared and inferred, and what is wrong with those declared. */
export function readFactories(graph: Graph, migration: Migration): FactoryBook {
  const rules = new Map<string, CallRule[]>();
  const sources = new Map<string, Source>();
  const refused = new Set<string>();
  const findings: Finding[] = [];
  for (const { module, calls } of migration.factories) {
    const language = languageOf(module);
    const text = graph.workspace.read(module);
    if (!language || text === null) continue;
    const read = language.factories(module, text, calls);
    findings.push(
      ...read.problems.map((problem) => finding('factory-template', module, 0, problem)),
      ...absentFactories(graph, module, read),
    );
    for (const { name, entry, line, reason } of refusalsOf(graph, migration, module, read, calls !== null)) {
      findings.push(
        finding(calls === null ? 'unequal-factory' : 'factory-leaves-out', module, line, `${name} ${reason}`),
      );
      if (calls === null) refused.add(`${module}\0${entry}`);
    }
    for (const rule of read.rules) {
      const unknown = rule.needs.filter(
        (need) => !addSource(graph, sourceOf(graph, migration, module, read, need, calls !== null), need, sources),
      );
      if (unknown.length > 0) {
        findings.push(finding('template-name', module, 0, `${rule.template}: ${unknown.join(', ')}`));
        continue;
      }
      if (calls !== null) findings.push(...misfitsOf(graph, module, rule, sources));
      const key = `${module}\0${rule.entry}`;
      rules.set(key, [...(rules.get(key) ?? []), rule]);
    }
  }
  const entries = new Set([...rules.keys()].map((key) => key.slice(key.indexOf('\0') + 1)));
  return { rules, entries, sources, refused, findings };
}

/** A declared factory that the module does not offer: gone, unless somebody asks for it, or it is nearly what is offered. */
function absentFactories(graph: Graph, module: ModuleId, { absent = [] }: Factories): Finding[] {
  if (absent.length === 0) return [];
  const users = graph.referencesTo(new Set([module]));
  const asked = new Set(users.flatMap(({ reference }) => reference.names.map(({ imported }) => imported)));
  const offered = graph.names(module).map(({ name }) => name);
  return absent.map(({ entry, problem }) => {
    const isSlip = asked.has(entry) || nearest(entry, offered) !== null;
    return finding(isSlip ? 'factory-template' : 'factory-gone', module, 0, problem);
  });
}

/** What is declared, and what makes the canonical thing: other functions of the module are no factories of ours. */
function refusalsOf(
  graph: Graph,
  migration: Migration,
  module: ModuleId,
  read: Factories,
  declared: boolean,
): readonly Refusal[] {
  const isOurs = (name: string): boolean =>
    isCanonical(graph, migration, sourceOf(graph, migration, module, read, name, declared));
  return read.refusals.filter(({ constructs }) => declared || constructs.some(isOurs));
}

/** Is it the canonical thing? Without one, everything that a factory constructs is. */
function isCanonical(graph: Graph, { canonical }: Migration, source: Source | null): boolean {
  if (!canonical) return true;
  return source !== null && graph.isSame(source, { module: canonical.module, name: canonical.export });
}

/** False when nobody knows the name, or templates of two modules mean two things by it. */
function addSource(graph: Graph, source: Source | null, need: string, sources: Map<string, Source>): boolean {
  const known = sources.get(need);
  if (source === null || (known && !graph.isSame(known, source))) return false;
  if (!known) sources.set(need, source);
  return true;
}

/**
 * A declared template speaks of the canonical module first, then of what the factory's module imports under that name, then
 * of what it exports itself. An inferred one is text of the factory's module: there the name has one meaning only.
 */
function sourceOf(
  graph: Graph,
  migration: Migration,
  module: ModuleId,
  read: Factories,
  need: string,
  declared: boolean,
): Source | null {
  const canonical = (): Source | null => canonicalSource(graph, migration, need);
  const here = (): Source | null => importedSource(graph, module, read, need) ?? ownSource(graph, module, need);
  return declared ? (canonical() ?? here()) : (asCanonical(graph, migration, here()) ?? canonical());
}

/** The canonical module's name for the same thing, if it has one. */
function asCanonical(graph: Graph, { canonical }: Migration, source: Source | null): Source | null {
  if (!canonical || source === null || source.module === canonical.module) return source;
  const names = [canonical.export, ...graph.names(canonical.module).map(({ name }) => name)];
  const same = names.find((name) => graph.isSame(source, { module: canonical.module, name }));
  return same === undefined ? source : { module: canonical.module, name: same };
}

function canonicalSource(graph: Graph, { canonical, aliases }: Migration, need: string): Source | null {
  if (!canonical) return null;
  if (need === canonical.export || aliases.includes(need)) return { module: canonical.module, name: canonical.export };
  return graph.trace(canonical.module, need) ? { module: canonical.module, name: need } : null;
}

function importedSource(graph: Graph, module: ModuleId, read: Factories, need: string): Source | null {
  const imported = read.imports.get(need);
  const from = imported && graph.moduleOf(module, imported.specifier);
  if (!imported || !from || imported.imported === '*') return null;
  const last = graph.trace(from, imported.imported)?.at(-1);
  return last ? { module: last.module, name: last.name } : null;
}

function ownSource(graph: Graph, module: ModuleId, need: string): Source | null {
  return graph.exports(module).some((entry) => entry.name === need) ? { module, name: need } : null;
}
