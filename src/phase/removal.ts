import type { Graph } from '../graph/graph.js';
import { languageOf, languages } from '../languages/index.js';
import type { HandedOn, ModuleId } from '../languages/language.js';
import type { Reference, ReferenceKind } from '../languages/reference.js';
import { finding, type Finding } from '../messages.js';
import { applyEdits } from '../workspace/edit.js';
import type { Change } from '../workspace/change.js';
import type { FileRewriter } from './rewrite-files.js';
import { after, type Outcome, type Scene } from './scene.js';

/** Takes modules away, each only when nothing refers to it any more; what still does is named, and blocks (issue 2). */
export function removeModules(scene: Scene, modules: readonly ModuleId[]): Outcome {
  const { graph, migration } = scene;
  const present = modules.filter((module) => graph.workspace.has(module));
  if (migration.retire === 'stub') return stubs(scene, present);
  return leave(scene, present, []);
}

/** What is still referred to stays, and then so does what it refers to itself: until all that goes is free. */
function leave(scene: Scene, going: readonly ModuleId[], known: readonly Finding[]): Outcome {
  const manifests = retargetManifests(scene, going);
  const left = leftReferences(scene, new Set(going), new Set(going), after(scene, manifests));
  const findings = [...known, ...left.map(leftFinding)];
  if (left.length > 0) {
    const blocked = new Set(left.map(({ module }) => module));
    return leave(scene, going.filter((module) => !blocked.has(module)), findings);
  }
  return { changes: [...manifests, ...going.map((path) => deletion(scene.graph, path))], findings, rewritten: manifests.length };
}

function leftFinding({ module, path, line, how, computed }: Left): Finding {
  return computed ? finding('computed-import', path, line, `${how} -> ${module}`) : finding('still-referenced', path, line, `${module} (${how})`);
}

function deletion(graph: Graph, path: string): Change {
  return { path, before: graph.workspace.read(path), after: null };
}

interface Left {
  readonly module: ModuleId;
  readonly path: string;
  readonly line: number;
  readonly how: string;
  /** It may lead there; nobody can know. */
  readonly computed?: true;
}

/**
 * Every place outside `going` that names one of the modules: in source, in manifests and components, beside it.
 * `followed` is the world in which manifests have followed: only their own entries are seen there, since an alias that
 * now leads elsewhere does not free those who still take the old module's names by it.
 */
export function leftReferences(scene: Scene, modules: ReadonlySet<ModuleId>, going: ReadonlySet<string>, followed = scene): Left[] {
  const { graph, migration } = scene;
  const counts = (path: string): boolean => !going.has(path) && !migration.isExcluded(path);
  const left: Left[] = graph
    .referencesTo(modules, counts)
    .filter(({ path }) => counts(path))
    .map(({ path, reference, module }) => ({ module, path, line: reference.line, how: `${reference.kind} ${reference.specifier}` }));
  left.push(...unparsedMentions(graph, modules, counts), ...hiddenReferences(graph, modules, counts));
  left.push(...companionReferences(graph, modules, counts, (kind) => kind !== 'manifest'));
  left.push(...companionReferences(followed.graph, modules, counts, (kind) => kind === 'manifest'));
  for (const module of modules)
    for (const path of languageOf(module)?.neighbours(module) ?? [])
      if (graph.workspace.has(path) && counts(path)) left.push({ module, path, line: 0, how: 'stands for it in tests' });
  return left.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line));
}

/** What leads to a module only perhaps: computed specifiers and globs, and names in another upper and lower case. */
function hiddenReferences(graph: Graph, modules: ReadonlySet<ModuleId>, counts: (path: string) => boolean): Left[] {
  const words = [...languages.flatMap((language) => language.patternNeedles), ...[...modules].flatMap(spellings)];
  return graph.mentioning(modules, words, counts).flatMap((path) =>
    graph.references(path).flatMap(({ kind, specifier, line }): Left[] => {
      if (kind === 'pattern') {
        const module = [...modules].find((one) => one !== path && graph.resolver(path).covers(path, specifier, one));
        return module === undefined ? [] : [{ module, path, line, how: specifier, computed: true }];
      }
      const module = kind === 'string' ? null : graph.nearby(path, specifier);
      return module !== null && modules.has(module) ? [{ module, path, line, how: `${kind} ${specifier}, where case does not matter` }] : [];
    }),
  );
}

/** How a file's name is written where upper and lower case are one. */
function spellings(module: ModuleId): string[] {
  const stem = (module.split('/').at(-1) ?? '').replace(/\..*$/, '');
  const lower = stem.toLowerCase();
  return [lower, stem.toUpperCase(), stem.slice(0, 1).toUpperCase() + stem.slice(1), lower.slice(0, 1).toUpperCase() + lower.slice(1)];
}

/** A file that cannot be parsed is not left out: any quoted string in it that leads to the module counts. */
function unparsedMentions(graph: Graph, modules: ReadonlySet<ModuleId>, counts: (path: string) => boolean): Left[] {
  const found: Left[] = [];
  for (const path of graph.mentioning(modules, [], counts)) {
    const scan = graph.scan(path);
    if (scan && 'references' in scan) continue;
    const text = graph.workspace.read(path);
    for (const [i, line] of (text ?? '').split('\n').entries())
      for (const [, , quoted] of line.matchAll(/(["'`])([^"'`]+)\1/g)) {
        const module = graph.moduleOf(path, quoted ?? '');
        if (module !== null && modules.has(module)) found.push({ module, path, line: i + 1, how: 'in a file that cannot be parsed' });
      }
  }
  return found;
}

function companionReferences(
  graph: Graph,
  modules: ReadonlySet<ModuleId>,
  counts: (path: string) => boolean,
  wanted: (kind: ReferenceKind) => boolean,
): Left[] {
  return companions(graph)
    .filter(({ path }) => counts(path))
    .flatMap(({ path, references }) =>
      references.flatMap(({ kind, specifier, line }): Left[] => {
        if (!wanted(kind)) return [];
        const open = kind === 'pattern';
        const led = graph.moduleOf(path, specifier) ?? graph.nearby(path, specifier);
        const module = open ? [...modules].find((one) => graph.resolver(path).covers(path, specifier, one)) : led;
        const how = open || kind === 'surface' ? `public surface ${specifier.replaceAll('**', '*')}` : `${kind} ${specifier}`;
        return module != null && modules.has(module) ? [{ module, path, line, how }] : [];
      }),
    );
}

function companions(graph: Graph): { path: string; text: string; references: readonly Reference[] }[] {
  return graph.workspace.paths().flatMap((path) => {
    const language = languages.find((one) => one.isCompanion(path));
    const text = language ? graph.workspace.read(path) : null;
    return language && text !== null ? [{ path, text, references: language.scanCompanion(path, text) }] : [];
  });
}

/** Entries of manifests that only say where a module is (tsconfig `paths`, package `imports`) follow what they name. */
function retargetManifests(scene: Scene, modules: readonly ModuleId[]): Change[] {
  const { graph, migration } = scene;
  const target = migration.canonical?.module;
  if (target === undefined) return [];
  return companions(graph).flatMap(({ path, text, references }) => {
    if (migration.isExcluded(path)) return [];
    const edits = references.flatMap((reference) => {
      const module = reference.kind === 'manifest' ? graph.moduleOf(path, reference.specifier) : null;
      if (module === null || !modules.includes(module)) return [];
      const spelt = graph.resolver(path).spell(path, target, reference.specifier);
      return spelt === null ? [] : [{ ...reference.span, text: spelt }];
    });
    return edits.length === 0 ? [] : [{ path, before: text, after: applyEdits(text, edits) }];
  });
}

/** `"retire": "stub"`: a deprecated module that hands everything on stays in the place of each removed one. */
function stubs(scene: Scene, modules: readonly ModuleId[]): Outcome {
  const { graph } = scene;
  const findings: Finding[] = [];
  const changes = modules.flatMap((path): Change[] => {
    const language = languageOf(path);
    const text = graph.workspace.read(path);
    if (!language || text === null) return [];
    const handed = graph.names(path).flatMap(({ name, typeOnly }): HandedOn[] => {
      const last = graph.trace(path, name)?.at(-1);
      const specifier = last && last.module !== path ? graph.resolver(path).spell(path, last.module, styleOf(graph, path, last.module)) : null;
      if (last && specifier !== null) return [{ specifier, name: last.name, exported: name, typeOnly }];
      findings.push(finding('stub-keeps-own', path, 0, name));
      return [];
    });
    const own = findings.some((one) => one.path === path);
    const after = own ? text : language.stub(path, text, handed);
    return after === text ? [] : [{ path, before: text, after }];
  });
  return { changes, findings, rewritten: 0 };
}

/** A specifier of the module that shows how it names others: best one that leads to the same. */
function styleOf(graph: Graph, path: string, target: ModuleId): string {
  const own = graph.references(path).filter(({ kind }) => kind !== 'string' && kind !== 'pattern');
  const same = own.find(({ specifier }) => graph.moduleOf(path, specifier) === target);
  return (same ?? own.find(({ specifier }) => specifier.startsWith('.')))?.specifier ?? './x';
}

/** Phase 3: the tests of the factories go; a module that holds nothing else in use goes; of the others only the factories. */
export function removeFactories(scene: Scene, rewriter: FileRewriter): Outcome {
  const { graph, migration, book } = scene;
  const obsolete = graph.workspace.paths().filter((path) => migration.isObsolete(path) && !migration.isExcluded(path));
  const tests = obsolete.map((path) => deletion(graph, path));
  const world = after(scene, tests);
  const modules = [...new Set(migration.factories.map(({ module }) => module))].filter((module) => graph.workspace.has(module));
  if (migration.retire === 'stub') return { changes: tests, findings: [], rewritten: 0 };
  const used = usedFactories(world, rewriter, new Set(modules));
  const changes = [...tests];
  const whole: ModuleId[] = [];
  for (const module of modules) {
    const entries = new Set([...book.rules.keys()].flatMap((key) => (key.startsWith(`${module}\0`) ? [key.slice(module.length + 1)] : [])));
    const kept = module === migration.canonical?.module || module === migration.implementation;
    const inUse = kept || leftReferences(world, new Set([module]), new Set(modules)).some((left) => !used.some((one) => one.path === left.path && one.line === left.line));
    if (!inUse && used.length === 0) whole.push(module);
    const text = graph.workspace.read(module);
    const language = languageOf(module);
    if (!inUse || text === null || !language || entries.size === 0) continue;
    const trimmed = applyEdits(text, language.withoutExports(module, text, entries));
    if (trimmed !== text && used.length === 0) changes.push({ path: module, before: text, after: trimmed });
  }
  changes.push(...whole.map((path) => deletion(graph, path)));
  return { changes, findings: used, rewritten: 0 };
}

/** The places that still call or hold a factory; each blocks its removal. */
function usedFactories(scene: Scene, rewriter: FileRewriter, modules: ReadonlySet<string>): Finding[] {
  const { graph, migration, book } = scene;
  const counts = (path: string): boolean => !modules.has(path) && !migration.isExcluded(path);
  return graph
    .mentioning(modules, [...book.entries], counts)
    .flatMap((path) =>
      rewriter.factoryReferences(graph, path).map((reference) => finding('still-referenced', path, reference.line, `the factory (${reference.kind} ${reference.specifier})`)),
    );
}
