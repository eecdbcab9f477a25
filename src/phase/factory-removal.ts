import { languageOf } from '../languages/index.js';
import type { ModuleId } from '../languages/language.js';
import type { Reference } from '../languages/reference.js';
import { finding, type Finding } from '../messages/findings.js';
import type { Change } from '../workspace/change.js';
import { applyEdits } from '../workspace/edit.js';
import { deletion, leftReferences, type Left } from './removal.js';
import type { FileRewriter } from './rewrite-files.js';
import { after, type Outcome, type Scene } from './scene.js';

/**
 * The end of phase 3: the tests of the factories go; a factory module of which nothing else is in use goes as a whole, of
 * any other only the factories. `reported`: what the rewrite left to a person.
 */
export function removeFactories(scene: Scene, rewriter: FileRewriter, reported: readonly Finding[]): Outcome {
  const { graph, migration } = scene;
  const obsolete = graph.workspace.paths().filter((path) => migration.isObsolete(path) && !migration.isExcluded(path));
  const tests = obsolete.map((path) => deletion(graph, path));
  if (migration.retire === 'stub')
    return { changes: tests, findings: handedOn(after(scene, tests), rewriter, reported), rewritten: 0 };
  const world = after(scene, tests);
  const modules = new Set(
    migration.factories.map(({ module }) => module).filter((module) => graph.workspace.has(module)),
  );
  const left = leftReferences(world, modules, modules);
  const findings = [
    ...heldFactories(world, rewriter, reported, modules),
    ...refusedFactories(world, modules),
    ...hidden(world, left),
  ];
  if (findings.length > 0) return { changes: tests, findings, rewritten: 0 };
  const inUse = new Set([...left.map(({ module }) => module), migration.canonical?.module, migration.implementation]);
  const changes = [...modules].flatMap((module) =>
    inUse.has(module) ? trimmed(world, module) : [deletion(graph, module)],
  );
  return { changes: [...tests, ...changes], findings: [], rewritten: 0 };
}

/** With stubs a factory that a file offers to others stays there: that is no defect, but it is not the end either. */
function handedOn(scene: Scene, { concern }: FileRewriter, reported: readonly Finding[]): Finding[] {
  const { graph, migration } = scene;
  const modules = new Set(migration.factories.map(({ module }) => module));
  const told = new Set(reported.map(({ path }) => path));
  const counts = (path: string): boolean => !modules.has(path) && !told.has(path) && !migration.isExcluded(path);
  return concern.mentioningFactories(graph, modules, counts).flatMap((path) =>
    concern
      .factoryReferences(graph, path)
      .filter((reference) => !isWhole(reference) || isStar(reference))
      .map(({ line, kind, specifier }) => finding('hands-factory-on', path, line, `${kind} ${specifier}`)),
  );
}

/** The module without its factories. */
function trimmed({ graph, book }: Scene, module: ModuleId): Change[] {
  const text = graph.workspace.read(module);
  const prefix = `${module}\0`;
  const names = [...book.rules.keys()].flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));
  const language = languageOf(module);
  if (text === null || !language) return [];
  const rest = applyEdits(text, language.withoutExports(module, text, new Set(names)));
  return rest === text ? [] : [{ path: module, before: text, after: rest }];
}

/** The places that still call or hold a factory, whichever way they come by it; each blocks the removal. */
function heldFactories(
  scene: Scene,
  rewriter: FileRewriter,
  reported: readonly Finding[],
  modules: ReadonlySet<ModuleId>,
): Finding[] {
  const { graph, migration } = scene;
  const counts = (path: string): boolean => !modules.has(path) && !migration.isExcluded(path);
  const own = reported.flatMap(({ code, path, line }) =>
    code === 'factory-use' && modules.has(path) ? [finding('still-referenced', path, line, 'its own factory')] : [],
  );
  const doubtful = new Set(reported.map(({ path }) => path));
  const others = rewriter.concern.mentioningFactories(graph, modules, counts).flatMap((path) =>
    rewriter.concern
      .factoryReferences(graph, path)
      .filter((reference) => !isWhole(reference) || (doubtful.has(path) && !isStar(reference)))
      .map((reference) =>
        finding('still-referenced', path, reference.line, `the factory (${reference.kind} ${reference.specifier})`),
      ),
  );
  return [...own, ...others];
}

/** A module object: whether a factory is taken from it is for the rewrite to say. */
function isWhole({ names }: Reference): boolean {
  return names.length === 0 || names.some(({ imported }) => imported === '*');
}

/** `export *` offers what is there; those who take a factory by it are found themselves. */
function isStar({ kind, names }: Reference): boolean {
  return kind === 'reexport' && names.every(({ imported, local }) => imported === '*' && local === '*');
}

/** Users of factories that no construction is equal to. */
function refusedFactories({ graph, migration, book }: Scene, modules: ReadonlySet<ModuleId>): Finding[] {
  if (book.refused.size === 0) return [];
  const words = [...book.refused].map((key) => key.slice(key.indexOf('\0') + 1));
  const counts = (path: string): boolean => !modules.has(path) && !migration.isExcluded(path);
  return graph.mentioning(modules, words, counts).flatMap((path) =>
    graph.references(path).flatMap(({ specifier, names, line }) => {
      const module = graph.moduleOf(path, specifier);
      const held = names.find(
        ({ imported }) =>
          module !== null &&
          graph.trace(module, imported)?.some((one) => book.refused.has(`${one.module}\0${one.name}`)),
      );
      return held ? [finding('still-referenced', path, line, `${held.imported}, which does more than construct`)] : [];
    }),
  );
}

/** Manifests, components, files that cannot be parsed: nobody sees whether they want the factory or what stands beside it. */
function hidden({ graph, migration, book }: Scene, left: readonly Left[]): Finding[] {
  const stays = new Set([migration.canonical?.module, migration.implementation]);
  const isSeen = ({ path, line, module }: Left): boolean =>
    graph
      .references(path)
      .some((reference) => reference.line === line && graph.moduleOf(path, reference.specifier) === module);
  const holds = (module: ModuleId): boolean => [...book.rules.keys()].some((key) => key.startsWith(`${module}\0`));
  return left.flatMap((one) =>
    (one.surface && stays.has(one.module)) || isSeen(one) || !holds(one.module)
      ? []
      : [finding('still-referenced', one.path, one.line, `${one.module} (${one.how})`)],
  );
}
