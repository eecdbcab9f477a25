import { languageOf } from '../languages/index.js';
import type { HandedOn } from '../languages/language.js';
import { finding, type Finding } from '../messages.js';
import { applyEdits } from '../workspace/edit.js';
import { removeModules, leftReferences } from './removal.js';
import type { FileRewriter } from './rewrite-files.js';
import { after, joined, type Outcome, type Scene } from './scene.js';

interface Ends {
  readonly canonical: string;
  readonly implementation: string;
}

/** The two modules that phase 5 is about; null when the migration names no implementation, or it is gone already. */
export function endsOf({ graph, migration }: Scene): Ends | null {
  const { canonical, implementation } = migration;
  if (!canonical || implementation === null || implementation === canonical.module) return null;
  return graph.workspace.has(implementation) ? { canonical: canonical.module, implementation } : null;
}

/** What each name of the implementation will be called in the canonical module, or why that cannot be. */
export function absorbedNames(scene: Scene, ends: Ends): { readonly names: ReadonlyMap<string, string>; readonly findings: readonly Finding[] } {
  const { graph, migration } = scene;
  const names = new Map<string, string>();
  const findings: Finding[] = [];
  const needed = migration.finalize === 'facade' ? importedNames(scene, ends) : null;
  for (const { name } of graph.names(ends.implementation)) {
    const declared = declaration(scene, ends.implementation, name);
    const same = graph.names(ends.canonical).find((one) => declaration(scene, ends.canonical, one.name) === declared);
    if (same) names.set(name, declaration(scene, ends.canonical, migration.canonical?.export ?? '') === declared ? (migration.canonical?.export ?? name) : same.name);
    else if (graph.trace(ends.canonical, name)) findings.push(finding('absorb', ends.implementation, 0, `both modules offer ${name}, and not the same`));
    else if (!needed || needed.has(name)) names.set(name, name);
  }
  return { names, findings };
}

function declaration({ graph }: Scene, module: string, name: string): string | null {
  const last = graph.trace(module, name)?.at(-1);
  return last ? `${last.module}\0${last.local}` : null;
}

/** Names of the implementation that others than the canonical module take from it. */
function importedNames({ graph }: Scene, ends: Ends): Set<string> {
  const names = new Set<string>();
  for (const { path, reference } of graph.referencesTo(new Set([ends.implementation]))) {
    if (path === ends.canonical) continue;
    const all = reference.names.length === 0 || reference.names.some((name) => name.imported === '*');
    for (const name of all ? graph.names(ends.implementation).map((one) => one.name) : reference.names.map((one) => one.imported)) names.add(name);
  }
  return names;
}

/** `absorb`: the implementation's content moves into the canonical module, and its file goes. */
export function absorb(scene: Scene, ends: Ends, names: ReadonlyMap<string, string>): Outcome {
  const { graph, migration } = scene;
  const language = languageOf(ends.canonical);
  const canonical = graph.workspace.read(ends.canonical);
  const implementation = graph.workspace.read(ends.implementation);
  if (!language || canonical === null || implementation === null) return joined();
  const made = language.absorb({
    canonical: { path: ends.canonical, text: canonical },
    implementation: { path: ends.implementation, text: implementation },
    renames: names,
    retired: new Set(migration.aliases),
    moduleOf: (from, specifier) => graph.moduleOf(from, specifier),
    respell: (specifier) => {
      const module = graph.moduleOf(ends.implementation, specifier);
      return module === null ? null : graph.resolver(ends.canonical).spell(ends.canonical, module, specifier);
    },
  });
  if (made.text === null) return { changes: [], findings: made.findings, rewritten: 0 };
  return { changes: [{ path: ends.canonical, before: canonical, after: made.text }], findings: made.findings, rewritten: 0 };
}

/** `facade`: the canonical module hands on what others still take from the implementation, and alone imports it. */
export function facade(scene: Scene, ends: Ends, names: ReadonlyMap<string, string>): Outcome {
  const { graph } = scene;
  const language = languageOf(ends.canonical);
  const text = graph.workspace.read(ends.canonical);
  const specifier = graph.resolver(ends.canonical).spell(ends.canonical, ends.implementation, styleOf(scene, ends));
  if (!language || text === null || specifier === null) return joined();
  const offered = graph.names(ends.implementation);
  const handed = [...names].flatMap(([name, exported]): HandedOn[] => {
    if (graph.trace(ends.canonical, exported)) return [];
    const typeOnly = offered.find((one) => one.name === name)?.typeOnly === true;
    return [{ specifier, name, exported, typeOnly }];
  });
  if (handed.length === 0) return joined();
  const made = applyEdits(text, language.handOn(ends.canonical, text, handed));
  return { changes: [{ path: ends.canonical, before: text, after: made }], findings: [], rewritten: 0 };
}

function styleOf({ graph }: Scene, ends: Ends): string {
  const known = graph.references(ends.canonical).find((one) => graph.moduleOf(ends.canonical, one.specifier) === ends.implementation);
  return known?.specifier ?? graph.references(ends.canonical)[0]?.specifier ?? './x';
}

/** Phase 5 as a whole: the canonical module first, then its new importers, then the end of the implementation. */
export function finalize(scene: Scene, makeRewriter: (absorbed: ReadonlyMap<string, string>) => FileRewriter): Outcome {
  const ends = endsOf(scene);
  if (!ends) return joined();
  const { names, findings } = absorbedNames(scene, ends);
  const absorbs = scene.migration.finalize === 'absorb';
  const own = absorbs ? absorb(scene, ends, names) : facade(scene, ends, names);
  const blocked = [...findings, ...own.findings].some((one) => one.severity === 'blocker');
  if (blocked) return { changes: [], findings: [...findings, ...own.findings], rewritten: 0 };
  const rewriter = makeRewriter(names);
  const others = joined(...rewriter.candidates().map((path) => rewriter.rewrite(path)));
  const world = after(scene, [...own.changes, ...others.changes]);
  const end = absorbs ? removeModules(world, [ends.implementation]) : facadeLeft(world, ends);
  return joined({ changes: [], findings, rewritten: 0 }, own, others, end);
}

function facadeLeft(scene: Scene, ends: Ends): Outcome {
  const left = leftReferences(scene, new Set([ends.implementation]), new Set([ends.canonical, ends.implementation]));
  const findings = left.map((one) => finding('facade-importer', one.path, one.line, one.how));
  return { changes: [], findings, rewritten: 0 };
}
