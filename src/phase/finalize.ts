import { languageOf } from '../languages/index.js';
import type { HandedOn } from '../languages/language.js';
import type { ReferenceKind } from '../languages/reference.js';
import { finding, type Finding } from '../messages/findings.js';
import { applyEdits } from '../workspace/edit.js';
import { leftReferences, removeModules, styleOf } from './removal.js';
import type { FileRewriter } from './rewrite-files.js';
import { after, joined, type Outcome, type Scene } from './scene.js';

interface Ends {
  readonly canonical: string;
  readonly implementation: string;
}

/** What a rewriter of phase 5 must know beforehand: names that the canonical module will offer, and those it will not any more. */
export function finalNames(scene: Scene): readonly [ReadonlyMap<string, string>, ReadonlyMap<string, string>] {
  const ends = endsOf(scene);
  if (!ends) return [new Map(), new Map()];
  const retired = scene.migration.finalize === 'absorb' ? retiredNames(scene, ends) : new Map<string, string>();
  return [absorbedNames(scene, ends).names, retired];
}

/** The two modules that phase 5 is about; null when the migration names no implementation, or it is gone already. */
export function endsOf({ graph, migration }: Scene): Ends | null {
  const { canonical, implementation } = migration;
  if (!canonical || implementation === null || implementation === canonical.module) return null;
  const names = graph.names(implementation);
  // A stub that hands on the canonical module's names is what phase 5 left there.
  const isStub =
    names.length > 0 &&
    names.every(({ name }) => graph.trace(implementation, name)?.some(({ module }) => module === canonical.module));
  return graph.workspace.has(implementation) && !isStub ? { canonical: canonical.module, implementation } : null;
}

/** What each name of the implementation will be called in the canonical module, or why that cannot be. */
export function absorbedNames(
  scene: Scene,
  ends: Ends,
): { readonly names: ReadonlyMap<string, string>; readonly findings: readonly Finding[] } {
  const { graph, migration } = scene;
  const names = new Map<string, string>();
  const findings: Finding[] = [];
  const needed = migration.finalize === 'facade' ? importedNames(scene, ends) : null;
  const byproducts = new Set(graph.exports(ends.implementation).flatMap((one) => (one.implicit ? [one.name] : [])));
  for (const { name } of graph.names(ends.implementation)) {
    if (byproducts.has(name) && !needed?.named.has(name)) continue;
    const declared = declaration(scene, ends.implementation, name);
    const same = graph.names(ends.canonical).find((one) => declaration(scene, ends.canonical, one.name) === declared);
    if (same)
      names.set(
        name,
        declaration(scene, ends.canonical, migration.canonical?.export ?? '') === declared
          ? (migration.canonical?.export ?? name)
          : same.name,
      );
    else if (needed && !needed.named.has(name) && (!needed.whole || graph.trace(ends.canonical, name))) continue;
    else if (graph.trace(ends.canonical, name))
      findings.push(
        finding(
          'absorb',
          ends.implementation,
          lineOfExport(scene, ends, name),
          `both modules offer ${name}, and not the same`,
        ),
      );
    else names.set(name, name);
  }
  return { names, findings };
}

function lineOfExport({ graph }: Scene, { implementation }: Ends, name: string): number {
  return graph.exports(implementation).find((one) => one.name === name)?.line ?? 0;
}

function declaration({ graph }: Scene, module: string, name: string): string | null {
  const last = graph.trace(module, name)?.at(-1);
  return last ? `${last.module}\0${last.local}` : null;
}

/** Kinds of reference that name the module, and need none of its names. */
const TAKES_NOTHING: ReadonlySet<ReferenceKind> = new Set(['mock', 'resolve', 'string', 'path']);

/** What others than the canonical module take from the implementation: names, or (`whole`) the module as an object. */
function importedNames({ graph }: Scene, ends: Ends): { readonly named: ReadonlySet<string>; readonly whole: boolean } {
  const named = new Set<string>();
  let whole = false;
  for (const { path, reference } of graph.referencesTo(new Set([ends.implementation]))) {
    if (path === ends.canonical || TAKES_NOTHING.has(reference.kind)) continue;
    if (reference.names.length === 0 || reference.names.some((name) => name.imported === '*')) whole = true;
    else for (const { imported } of reference.names) named.add(imported);
  }
  return { named, whole };
}

/** `absorb`: the implementation's content moves into the canonical module, and its file goes. */
export function absorb(scene: Scene, ends: Ends, names: ReadonlyMap<string, string>): Outcome {
  const { graph } = scene;
  const language = languageOf(ends.canonical);
  const canonical = graph.workspace.read(ends.canonical);
  const implementation = graph.workspace.read(ends.implementation);
  if (!language || canonical === null || implementation === null) return joined();
  const made = language.absorb({
    canonical: { path: ends.canonical, text: canonical },
    implementation: { path: ends.implementation, text: implementation },
    renames: names,
    retired: new Set(retiredNames(scene, ends).keys()),
    moduleOf: (from, specifier) => graph.moduleOf(from, specifier),
    respell: (specifier) => {
      const module = graph.moduleOf(ends.implementation, specifier);
      return module === null ? null : graph.resolver(ends.canonical).spell(ends.canonical, module, specifier);
    },
  });
  if (made.text === null) return { changes: [], findings: made.findings, rewritten: 0 };
  return {
    changes: [{ path: ends.canonical, before: canonical, after: made.text }],
    findings: made.findings,
    rewritten: 0,
  };
}

/** The aliases that end when the implementation is taken in, each with the name to use instead. */
function retiredNames(scene: Scene, ends: Ends): Map<string, string> {
  const { canonical, aliases } = scene.migration;
  if (!canonical) return new Map();
  const declared = declaration(scene, ends.canonical, canonical.export);
  const same = (name: string): boolean =>
    [ends.canonical, ends.implementation].every((module) =>
      [null, declared].includes(declaration(scene, module, name)),
    );
  return new Map(
    aliases.filter((name) => name !== canonical.export && same(name)).map((name) => [name, canonical.export]),
  );
}

/** With `"retire": "stub"` it hands on what it was, from where that is now: two classes of one name would be two truths. */
function removeImplementation(scene: Scene, ends: Ends, names: ReadonlyMap<string, string>, style: string): Outcome {
  const { graph, migration } = scene;
  if (migration.retire !== 'stub') return removeModules(scene, [ends.implementation]);
  const { canonical, implementation } = ends;
  const language = languageOf(implementation);
  const before = graph.workspace.read(implementation);
  const specifier = graph.resolver(implementation).spell(implementation, canonical, style);
  if (!language || before === null || specifier === null) return joined();
  const offered = graph.names(implementation);
  const handed = [...names].map(([exported, name]): HandedOn => {
    const typeOnly = offered.find((one) => one.name === exported)?.typeOnly === true;
    return { specifier, name, exported, typeOnly };
  });
  return {
    changes: [{ path: implementation, before, after: language.stub(implementation, before, handed) }],
    findings: [],
    rewritten: 0,
  };
}

/** `facade`: the canonical module hands on what others still take from the implementation, and alone imports it. */
export function facade(scene: Scene, ends: Ends, names: ReadonlyMap<string, string>): Outcome {
  const { graph } = scene;
  const language = languageOf(ends.canonical);
  const text = graph.workspace.read(ends.canonical);
  const specifier = graph
    .resolver(ends.canonical)
    .spell(ends.canonical, ends.implementation, styleOf(graph, ends.canonical, ends.implementation));
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

/** Phase 5 as a whole: the canonical module first, then its new importers, then the end of the implementation. */
export function finalize(
  scene: Scene,
  makeRewriter: (absorbed: ReadonlyMap<string, string>, retired: ReadonlyMap<string, string>) => FileRewriter,
): Outcome {
  const ends = endsOf(scene);
  if (!ends) return joined();
  const { names, findings } = absorbedNames(scene, ends);
  const absorbs = scene.migration.finalize === 'absorb';
  const own = absorbs ? absorb(scene, ends, names) : facade(scene, ends, names);
  const blocked = [...findings, ...own.findings].some((one) => one.severity === 'blocker');
  if (blocked) return { changes: [], findings: [...findings, ...own.findings], rewritten: 0 };
  const rewriter = makeRewriter(names, absorbs ? retiredNames(scene, ends) : new Map());
  const others = joined(...rewriter.candidates().map((path) => rewriter.rewrite(path)));
  const world = after(scene, [...own.changes, ...others.changes]);
  const end = absorbs
    ? removeImplementation(world, ends, names, styleOf(scene.graph, ends.canonical, ends.implementation))
    : facadeLeft(world, ends);
  return joined({ changes: [], findings, rewritten: 0 }, own, others, end);
}

function facadeLeft(scene: Scene, ends: Ends): Outcome {
  const left = leftReferences(scene, new Set([ends.implementation]), new Set([ends.canonical, ends.implementation]));
  const findings = left.map((one) => finding('facade-importer', one.path, one.line, one.how));
  return { changes: [], findings, rewritten: 0 };
}
