import type { Graph } from '../graph/graph.js';
import { languageOf } from '../languages/index.js';
import type { ModuleId } from '../languages/language.js';
import type { Reference } from '../languages/reference.js';
import type { Destinations } from './destinations.js';
import type { Phase } from './phase.js';
import type { Scene } from './scene.js';

/** Which files and references a phase is about: those that lead to what it moves, constructs or ends. */
export class Concern {
  /** Names by which the factories go, through every re-export under another name. */
  private readonly words: Set<string>;
  /** Modules that offer a factory as their default: who imports it need not bear any of the words. */
  private readonly carriers = new Set<ModuleId>();
  private readonly constructs: boolean;

  constructor(
    private readonly phase: Phase,
    private readonly scene: Scene,
    private readonly moving: ReadonlySet<ModuleId>,
    private readonly destinations: Destinations,
    private readonly retired: ReadonlyMap<string, string>,
  ) {
    const { book } = scene;
    this.constructs = phase.constructs && book.rules.size > 0;
    this.words = new Set(phase.constructs ? [...book.entries].filter((entry) => entry !== 'default') : []);
  }

  /** The files that may hold a reference of this phase, sorted. */
  candidates(): string[] {
    const { migration, graph } = this.scene;
    const among = (path: string): boolean => !migration.isExcluded(path) && this.phase.touches(migration, path);
    const all = (): boolean => true;
    let paths = this.mentioningFactories(graph, this.moving, all);
    while (this.learnWords(paths)) paths = this.mentioningFactories(graph, this.moving, all);
    if (this.retired.size > 0) paths = graph.mentioning(this.moving, [...this.retired.keys()], all);
    return paths.filter(among);
  }

  /** `export { create as make } from './factory'`: from then on, `make` is a word for the factory. */
  private learnWords(paths: readonly string[]): boolean {
    const known = this.words.size + this.carriers.size;
    if (!this.constructs) return false;
    for (const path of paths)
      for (const entry of this.scene.graph.exports(path))
        if (entry.name !== '*' && !this.words.has(entry.name) && this.isFactory(path, entry.name))
          if (entry.name === 'default') this.carriers.add(path);
          else this.words.add(entry.name);
    return this.words.size + this.carriers.size > known;
  }

  /** Files that may name one of the modules, or a factory by whatever name (all are known once `candidates` was asked). */
  mentioningFactories(graph: Graph, modules: Iterable<ModuleId>, among: (path: string) => boolean): string[] {
    return graph.mentioning([...modules, ...this.carriers], [...this.words], among);
  }

  private isFactory(module: ModuleId, name: string): boolean {
    return this.destinations.fate(module, name, () => true).kind === 'construct';
  }

  /** The references of a file that this phase is about, each with its module. */
  references(graph: Graph, path: string): Map<Reference, ModuleId> {
    const found = new Map<Reference, ModuleId>();
    for (const { reference, module } of graph.uses(path)) {
      if (module === null || reference.guard || (module === path && !this.moving.has(module))) continue;
      if (
        this.moving.has(module) ||
        this.reachesFactory(graph, path, module, reference) ||
        this.takesRetired(module, reference)
      )
        found.set(reference, module);
    }
    return found;
  }

  /** Does it take one of the canonical module's names that end in this phase, or its module object? A star takes no name. */
  private takesRetired(module: ModuleId, { kind, names }: Reference): boolean {
    if (module !== this.scene.migration.canonical?.module) return false;
    if (this.retired.size === 0 || (kind === 'reexport' && names.some(({ imported }) => imported === '*')))
      return false;
    const followed = kind === 'dynamic' || kind === 'require' || kind === 'type';
    return (
      names.some(({ imported }) => imported === '*' || this.retired.has(imported)) || (names.length === 0 && followed)
    );
  }

  private reachesFactory(graph: Graph, path: string, module: ModuleId, reference: Reference): boolean {
    if (!this.constructs || (isWholeString(reference) && !this.bears(graph, path))) return false;
    const named = reference.names.map((name) => name.imported);
    const names =
      named.length === 0 || named.includes('*')
        ? [...this.words, 'default']
        : named.filter((name) => this.words.has(name) || name === 'default');
    return names.some((name) => this.isFactory(module, name));
  }

  /** Who takes a factory from a module that stands in a string must write the factory's name too. */
  private bears(graph: Graph, path: string): boolean {
    const text = graph.workspace.read(path) ?? '';
    const plain = languageOf(path)?.escapes?.resolve(text) ?? text;
    return [...this.words].some((word) => plain.includes(word));
  }

  /** After the rewrite nothing that could move may be left without a finding: a second run would change it. */
  leftBehind(graph: Graph, path: string): Reference | null {
    for (const [reference, module] of this.references(graph, path)) {
      if (reference.kind !== 'import' && reference.kind !== 'reexport') continue;
      const reachable = (target: ModuleId): boolean =>
        target === path || graph.resolver(path).spell(path, target, reference.specifier) !== null;
      const movable = reference.names.some(
        ({ imported }) => this.destinations.fate(module, imported, reachable).kind === 'move',
      );
      if (movable) return reference;
    }
    return null;
  }

  /** The places that still lead to a factory, directly or through modules that hand it on. */
  factoryReferences(graph: Graph, path: string): Reference[] {
    return graph.uses(path).flatMap(({ reference, module }) => {
      const reaches = module !== null && !reference.guard && this.reachesFactory(graph, path, module, reference);
      return reaches ? [reference] : [];
    });
  }
}

function isWholeString({ kind, names }: Reference): boolean {
  return kind === 'string' && names.length === 0;
}
