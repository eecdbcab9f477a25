import type { Graph, Located } from '../graph/graph.js';
import { languageOf } from '../languages/index.js';
import type { ModuleId } from '../languages/language.js';
import { finding, type Finding } from '../messages/findings.js';
import type { Change } from '../workspace/change.js';
import { companionReferences, retargetManifests } from './companions.js';
import { after, type Outcome, type Scene } from './scene.js';
import { stubs } from './stubs.js';

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
    return leave(
      scene,
      going.filter((module) => !blocked.has(module)),
      findings,
    );
  }
  return {
    changes: [...manifests, ...going.map((path) => deletion(scene.graph, path))],
    findings,
    rewritten: manifests.length,
  };
}

function leftFinding({ module, path, line, how, computed }: Left): Finding {
  return computed
    ? finding('computed-import', path, line, `${how} -> ${module}`)
    : finding('still-referenced', path, line, `${module} (${how})`);
}

/** The change that removes a file of the tree as it is now. */
export function deletion(graph: Graph, path: string): Change {
  return { path, before: graph.workspace.read(path), after: null };
}

export interface Left {
  readonly module: ModuleId;
  /** A package offers the file to others: that forbids to remove it, not to change it. */
  readonly surface?: boolean;
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
export function leftReferences(
  scene: Scene,
  modules: ReadonlySet<ModuleId>,
  going: ReadonlySet<string>,
  followed = scene,
): Left[] {
  const { graph, migration } = scene;
  const counts = (path: string): boolean => !going.has(path) && !migration.isExcluded(path);
  const left: Left[] = graph
    .referencesTo(modules, counts)
    .filter((one) => counts(one.path) && one.reference.guard !== true && !isBroken(graph, one))
    .map(({ path, reference, module }) => ({
      module,
      path,
      line: reference.line,
      how: `${reference.kind} ${reference.specifier}`,
    }));
  left.push(...unparsedMentions(graph, modules, counts), ...hiddenReferences(graph, modules, counts));
  left.push(...companionReferences(graph, modules, counts, (kind) => kind !== 'manifest'));
  left.push(...companionReferences(followed.graph, modules, counts, (kind) => kind === 'manifest'));
  for (const module of modules)
    for (const path of languageOf(module)?.neighbours(module) ?? [])
      if (graph.workspace.has(path) && counts(path)) left.push({ module, path, line: 0, how: 'stands for it' });
  return left.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line));
}

/** It takes only what the module does not offer: it failed before, and fails no worse without the module. */
function isBroken(graph: Graph, { path, reference, module }: Located): boolean {
  if (languageOf(path)?.missingNamesFail !== true || reference.names.length === 0 || graph.isOpen(module)) return false;
  return reference.names.every(({ imported }) => imported !== '*' && graph.trace(module, imported) === null);
}

/** What leads to a module only perhaps: computed specifiers and globs, and names in another upper and lower case. */
function hiddenReferences(graph: Graph, modules: ReadonlySet<ModuleId>, counts: (path: string) => boolean): Left[] {
  return graph.hinting(modules, counts).flatMap((path) =>
    graph.references(path).flatMap(({ kind, specifier, line }): Left[] => {
      if (kind === 'pattern') {
        const module = [...modules].find((one) => one !== path && graph.resolver(path).covers(path, specifier, one));
        return module === undefined ? [] : [{ module, path, line, how: specifier, computed: true }];
      }
      const module = kind === 'string' ? null : graph.nearby(path, specifier);
      return module !== null && modules.has(module)
        ? [{ module, path, line, how: `${kind} ${specifier}, where case does not matter` }]
        : [];
    }),
  );
}

/** Of source in another encoding only the bytes are known: they hold what every file that names the module holds. */
function unreadableMentions(graph: Graph, modules: ReadonlySet<ModuleId>, path: string): Left[] {
  const isNamed = (module: ModuleId): boolean => graph.mentioning([module], [], (one) => one === path).length > 0;
  return [...modules].filter(isNamed).map((module) => ({ module, path, line: 0, how: 'in a file that is not UTF-8' }));
}

/** A file that cannot be parsed is not left out: any quoted string in it that leads to the module counts. */
function unparsedMentions(graph: Graph, modules: ReadonlySet<ModuleId>, counts: (path: string) => boolean): Left[] {
  const found: Left[] = [];
  for (const path of graph.mentioning(modules, [], counts)) {
    const scan = graph.scan(path);
    if (scan && 'references' in scan) continue;
    const loaded = graph.workspace.load(path);
    if ('unreadable' in loaded) {
      if (loaded.unreadable === 'not-utf8') found.push(...unreadableMentions(graph, modules, path));
      continue;
    }
    const language = languageOf(path);
    for (const [i, line] of loaded.text.split('\n').entries())
      for (const module of new Set(language?.mentions(line).map((one) => graph.moduleOf(path, one))))
        if (module !== null && modules.has(module))
          found.push({ module, path, line: i + 1, how: 'in a file that cannot be parsed' });
  }
  return found;
}
