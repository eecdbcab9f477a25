import { languageOf } from '../languages/index.js';
import type { HandedOn } from '../languages/language.js';
import { finding, type Finding } from '../messages/findings.js';
import { applyEdits } from '../workspace/edit.js';
import { absorbedNames, endsOf, retiredNames, type Ends } from './final-names.js';
import { withFollowers } from './followers.js';
import { InsideMocks } from './inside-mocks.js';
import { leftReferences, removeModules } from './removal.js';
import type { FileRewriter } from './rewrite-files.js';
import { after, joined, type Outcome, type Scene } from './scene.js';
import { styleOf } from './style.js';
import { untangled } from './untangle.js';

/** What a rewriter of phase 5 must know beforehand: names that the canonical module will offer, and those it will not any more. */
export function finalNames(scene: Scene): readonly [ReadonlyMap<string, string>, ReadonlyMap<string, string>] {
  const ends = endsOf(scene);
  if (!ends) return [new Map(), new Map()];
  const retired = scene.migration.finalize === 'absorb' ? retiredNames(scene, ends) : new Map<string, string>();
  return [absorbedNames(scene, ends).names, retired];
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
  const retired = absorbs ? retiredNames(scene, ends) : new Map<string, string>();
  const rewriter = makeRewriter(names, retired);
  const outcomes = rewriter.concern.candidates().map((path) => rewriter.rewrite(path));
  const stuck = outcomes.flatMap((outcome) => stillTaken(scene, outcome, [...retired.keys()]));
  if (stuck.length > 0) return joined({ changes: [], findings: [...findings, ...stuck], rewritten: 0 });
  const { others: settled, staying } = untangled(scene, own, outcomes, ends.canonical);
  const others = withFollowers(scene, settled, rewriter);
  const world = after(scene, [...own.changes, ...others.changes]);
  const end = absorbs
    ? removeImplementation(world, ends, names, styleOf(scene.graph, ends.canonical, ends.implementation))
    : facadeLeft(world, ends, names, staying);
  return joined({ changes: [], findings, rewritten: 0 }, own, others, end);
}

/** Names that end, where a file takes them from a module object that nobody can follow. */
function stillTaken({ graph }: Scene, { findings }: Outcome, names: readonly string[]): Finding[] {
  return findings
    .filter(({ code }) => code === 'module-object')
    .flatMap(({ path, line }) => {
      const text = graph.workspace.read(path) ?? '';
      return names
        .filter((name) => text.includes(`.${name}`))
        .map((name) => finding('absorb', path, line, `${name} is taken from a module object, and would end`));
    });
}

function facadeLeft(
  scene: Scene,
  ends: Ends,
  names: ReadonlyMap<string, string>,
  staying: ReadonlyMap<string, string>,
): Outcome {
  const left = leftReferences(scene, new Set([ends.implementation]), new Set([ends.canonical, ends.implementation]));
  const inside = new InsideMocks(scene).left(ends.canonical, names);
  const findings = left.flatMap(({ path, line, how }): Finding[] => {
    const mock = inside.get(`${path}:${line}`);
    if (mock) return [mock];
    const remedy = staying.get(path);
    const detail =
      remedy === undefined ? how : `${how}; the canonical module loads this file, so a cycle would be closed`;
    return [finding('facade-importer', path, line, detail, remedy)];
  });
  return { changes: [], findings, rewritten: 0 };
}
