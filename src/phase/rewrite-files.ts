import { languageOf } from '../languages/index.js';
import type { ModuleId, Renamed, RewriteJob, Taker } from '../languages/language.js';
import type { Reference } from '../languages/reference.js';
import { finding, type Finding } from '../messages/findings.js';
import { mockReasons } from '../messages/reasons.js';
import { applyEdits } from '../workspace/edit.js';
import { Concern } from './concern.js';
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
  readonly concern: Concern;
  private readonly takers: Takers;
  private readonly inside: InsideMocks;
  /** For each module: names that others may mock there, each with the one that it looks up now. */
  readonly renamed = new Map<ModuleId, ReadonlyMap<string, Renamed>>();
  /** See `RewriteJob.stillTaken`. */
  private readonly taken = new Map<ModuleId, Map<string, Taker>>();

  constructor(
    private readonly phase: Phase,
    private readonly scene: Scene,
    absorbed: ReadonlyMap<string, string> = new Map(),
    retired: ReadonlyMap<string, string> = new Map(),
  ) {
    const { graph, migration, book } = scene;
    this.moving = new Set(phase.moves(migration));
    this.destinations = new Destinations(graph, migration, book, this.moving, phase.constructs, absorbed, retired);
    this.concern = new Concern(phase, scene, this.moving, this.destinations, retired);
    this.mocks = new MockOrder(scene, this.destinations);
    this.takers = new Takers(scene);
    this.inside = new InsideMocks(scene);
  }

  /**
   * Rewritten files whose mocked factory others, rewritten too by now, still take from there when they run: rewritten again,
   * they leave it as it is. Where the others went past it, the mocks are told.
   */
  recheck(world: Scene): { again: ReadonlySet<string>; findings: readonly Finding[] } {
    const takers = new Takers(world);
    const findings: Finding[] = [];
    for (const [module, names] of this.renamed)
      for (const [name] of [...names].filter(([, { rules }]) => rules.length > 0)) {
        const before = this.takers.of(module, name);
        const [first] = before.filter(({ mock, late }) => late && !mock);
        const [still] = first ? takers.of(module, name).filter(({ mock, late }) => late && !mock) : [];
        if (still) this.taken.set(module, new Map(this.taken.get(module)).set(name, still));
        else if (first)
          for (const { path, line } of before.filter(({ mock }) => mock))
            findings.push(
              finding('mock-of-factory', path, line, mockReasons.passed(name, module, `${first.path}:${first.line}`)),
            );
      }
    for (const module of this.taken.keys()) this.renamed.delete(module);
    return { again: new Set(this.taken.keys()), findings };
  }

  rewrite(path: string): Outcome {
    const { graph } = this.scene;
    const loaded = graph.workspace.load(path);
    if (!('text' in loaded)) return { ...NOTHING, findings: [finding('unreadable', path, 0, loaded.unreadable)] };
    const scan = graph.scan(path);
    if (scan && 'error' in scan)
      return { ...NOTHING, findings: [finding('syntax-error', path, scan.line, scan.error)] };
    const concerned = this.concern.references(graph, path);
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
      exports: () => graph.exports(path),
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
      stillTaken: (name) => this.taken.get(path)?.get(name) ?? null,
    };
  }
}
