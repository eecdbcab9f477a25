import type { Graph } from '../graph/graph.js';
import { languageOf } from '../languages/index.js';
import type { ModuleId, RewriteJob } from '../languages/language.js';
import type { Reference } from '../languages/reference.js';
import { finding, type Finding } from '../messages/findings.js';
import { applyEdits } from '../workspace/edit.js';
import { Destinations } from './destinations.js';
import { InsideMocks } from './inside-mocks.js';
import { MockOrder } from './mocks.js';
import type { Phase } from './phase.js';
import type { Outcome, Scene } from './scene.js';
import { Takers } from './takers.js';

const NOTHING: Outcome = { changes: [], findings: [], rewritten: 0 };

/** Rewrites the references of one phase in the files that it touches. */
export class FileRewriter {
  private readonly moving: ReadonlySet<ModuleId>;
  private readonly destinations: Destinations;
  private readonly mocks: MockOrder;
  /** Names by which the factories go, through every re-export under another name. */
  private readonly words: Set<string>;
  /** Modules that offer a factory as their default: who imports it need not bear any of the words. */
  private readonly carriers = new Set<ModuleId>();
  private readonly constructs: boolean;
  private readonly takers: Takers;
  private readonly inside: InsideMocks;
  /** For each module: names that others may mock there, each with the one that it looks up now. */
  readonly renamed = new Map<ModuleId, ReadonlyMap<string, string>>();

  constructor(
    private readonly phase: Phase,
    private readonly scene: Scene,
    absorbed: ReadonlyMap<string, string> = new Map(),
    private readonly retired: ReadonlyMap<string, string> = new Map(),
  ) {
    const { graph, migration, book } = scene;
    this.moving = new Set(phase.moves(migration));
    this.destinations = new Destinations(graph, migration, book, this.moving, phase.constructs, absorbed, retired);
    this.constructs = phase.constructs && book.rules.size > 0;
    this.mocks = new MockOrder(scene, this.destinations);
    this.words = new Set(phase.constructs ? [...book.entries].filter((entry) => entry !== 'default') : []);
    this.takers = new Takers(scene);
    this.inside = new InsideMocks(scene);
  }

  /** The files that may hold a reference of this phase, sorted. */
  candidates(): string[] {
    const { migration, graph } = this.scene;
    const among = (path: string): boolean => !migration.isExcluded(path) && this.phase.touches(migration, path);
    const all = (): boolean => true;
    let paths = this.mentioningFactories(graph, this.moving, all);
    while (this.learnWords(paths)) paths = this.mentioningFactories(graph, this.moving, all);
    if (this.retired.size > 0) paths = graph.mentioning(this.moving, [...this.retired.keys()], () => true);
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
  concerned(graph: Graph, path: string): Map<Reference, ModuleId> {
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

  rewrite(path: string): Outcome {
    const { graph } = this.scene;
    const loaded = graph.workspace.load(path);
    if (!('text' in loaded)) return { ...NOTHING, findings: [finding('unreadable', path, 0, loaded.unreadable)] };
    const scan = graph.scan(path);
    if (scan && 'error' in scan)
      return { ...NOTHING, findings: [finding('syntax-error', path, scan.line, scan.error)] };
    const concerned = this.concerned(graph, path);
    const waiting = this.waitingMocks(path, concerned);
    const moved = new Map([...concerned].filter(([, module]) => !waiting.modules.has(module)));
    const language = languageOf(path);
    const own = this.ownFactories(path);
    const aside = [...waiting.findings, ...this.guards(path)];
    if ((moved.size === 0 && own.size === 0) || !language) return { ...NOTHING, findings: aside };
    const { edits, findings: found, rewritten, renamed } = language.rewrite(this.job(path, loaded.text, moved, own));
    if (renamed && renamed.size > 0) this.renamed.set(path, renamed);
    const findings = [...found, ...aside];
    const after = applyEdits(loaded.text, edits);
    const changes = after === loaded.text ? [] : [{ path, before: loaded.text, after }];
    return { changes, findings, rewritten };
  }

  /** Imports that stand there to fail (see `Reference.guard`): one finding for each statement. */
  private guards(path: string): Finding[] {
    const { graph } = this.scene;
    const guards = graph
      .uses(path)
      .filter(({ reference, module }) => reference.guard && module !== null && this.moving.has(module));
    const lines = new Map(guards.map(({ reference: { line, specifier } }) => [line, specifier]));
    return [...lines].map(([line, specifier]) => finding('guard', path, line, specifier));
  }

  /** By the exported name. A factory that stays for now may stay in use where it stands. */
  private ownFactories(path: string): RewriteJob['own'] {
    if (this.phase.retires !== 'factories' || this.scene.migration.retire === 'stub') return new Map();
    const prefix = `${path}\0`;
    return new Map(
      [...this.scene.book.rules].flatMap(([key, rules]) =>
        key.startsWith(prefix) ? [[key.slice(prefix.length), rules]] : [],
      ),
    );
  }

  /** What a mock stands for must not move away from it: where the mock waits, the file's other references to the module wait. */
  private waitingMocks(
    path: string,
    concerned: ReadonlyMap<Reference, ModuleId>,
  ): { modules: ReadonlySet<ModuleId>; findings: Finding[] } {
    const modules = new Set<ModuleId>();
    const findings: Finding[] = [];
    if (this.phase.retires !== 'nothing') return { modules, findings };
    for (const [reference, module] of concerned) {
      const waits = reference.kind === 'mock' && !this.inside.isInside(reference, module);
      const keeper = waits ? this.mocks.keeper(module) : null;
      if (keeper === null) continue;
      modules.add(module);
      findings.push(
        finding('mock-waits', path, reference.line, `${reference.specifier}, since ${keeper} still imports it`),
      );
    }
    return { modules, findings };
  }

  private job(path: string, text: string, moved: RewriteJob['moved'], own: RewriteJob['own']): RewriteJob {
    const { graph, migration, book } = this.scene;
    const [first] = moved.keys();
    // What the canonical module hands on from the implementation, the implementation must not take from there: that would be a cycle.
    const closes = (module: ModuleId): boolean =>
      path === migration.implementation && module === migration.canonical?.module;
    const reachable = (module: ModuleId): boolean =>
      module === path ||
      (!closes(module) && graph.resolver(path).spell(path, module, first?.specifier ?? '.') !== null);
    return {
      path,
      text,
      references: graph.references(path),
      exports: graph.exports(path),
      moved,
      fate: (module, name) => this.destinations.fate(module, name, reachable),
      names: (module) => this.destinations.names(module),
      isOpen: (module) => graph.isOpen(module) || this.destinations.isRedirected(module),
      standIn: (module) => this.destinations.standIn(module, reachable),
      resolve: (specifier) => graph.resolve(path, specifier),
      spell: (target, like) => graph.resolver(path).spell(path, target, like),
      aliases: new Set(migration.aliases),
      provides: (name) => book.sources.get(name) ?? null,
      isSame: (a, b) => graph.isSame(a, b),
      own,
      moves: (module) => this.moving.has(module),
      looksUp: (module, name) => this.inside.holds(module, name),
      dropReexports: this.phase.retires === 'factories' && migration.retire !== 'stub',
      takers: (name) => this.takers.of(path, name),
    };
  }

  /** After the rewrite nothing that could move may be left without a finding: a second run would change it. */
  leftBehind(graph: Graph, path: string): Reference | null {
    for (const [reference, module] of this.concerned(graph, path)) {
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
