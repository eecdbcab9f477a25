import type { Located } from '../graph/graph.js';
import { languageOf } from '../languages/index.js';
import type { ModuleId, Taker } from '../languages/language.js';
import type { Reference } from '../languages/reference.js';
import type { Scene } from './scene.js';

/** A name taken from a module, and by what. */
interface Taken {
  readonly module: ModuleId;
  readonly name: string;
  readonly reference: Reference;
}

/**
 * Who takes old names (aliases, factories) from files that only import them. Where an import is offered to others without
 * a word, as in Python, such a name cannot go while somebody imports it from there; a mock that names it there must follow.
 */
export class Takers {
  private found: Map<string, Taker[]> | null = null;
  private readonly words: ReadonlySet<string>;
  private readonly users = new Map<ModuleId, readonly Located[]>();
  /** By what is constructed, and the module that it is taken from. */
  private readonly constructed = new Map<string, Map<ModuleId, Located[]>>();

  constructor(private readonly scene: Scene) {
    this.words = new Set([...scene.migration.aliases, ...scene.book.entries]);
  }

  of(module: ModuleId, name: string): readonly Taker[] {
    if (this.words.has(name)) return (this.found ??= this.search()).get(`${module}\0${name}`) ?? [];
    return this.scene.book.sources.has(name) ? this.ofConstructed(module, name) : this.ofAny(module, name);
  }

  /** For what templates construct, which is asked of every file that has mocks of its factory: all takers write the name. */
  private ofConstructed(module: ModuleId, name: string): readonly Taker[] {
    const { graph } = this.scene;
    let users = this.constructed.get(name);
    if (!users) {
      users = new Map<ModuleId, Located[]>();
      for (const path of graph.mentioning([], [name], (one) => this.counts(one)))
        for (const { reference, module: own } of graph.uses(path))
          if (own !== null) noteUser(users, { path, reference, module: own });
      this.constructed.set(name, users);
    }
    return this.takersAmong(users.get(module) ?? [], module, name);
  }

  /** The same for any name: asked only of modules with an `import *`, or whose name for a module would change. */
  private ofAny(module: ModuleId, name: string): readonly Taker[] {
    const { graph } = this.scene;
    const users = this.users.get(module) ?? graph.referencesTo(new Set([module]), (path) => this.counts(path));
    this.users.set(module, users);
    return this.takersAmong(users, module, name);
  }

  private takersAmong(users: readonly Located[], module: ModuleId, name: string): Taker[] {
    return users.flatMap(({ path, reference }): Taker[] => {
      const takes = reference.names.some(
        ({ imported }) => imported === name || (imported === '*' && this.mentions(path, name)),
      );
      return takes && path !== module ? [takerOf(path, reference, null)] : [];
    });
  }

  private mentions(path: string, name: string): boolean {
    return this.scene.graph.workspace.read(path)?.includes(name) ?? false;
  }

  private counts(path: string): boolean {
    const { migration } = this.scene;
    return !migration.isExcluded(path) && !migration.isObsolete(path);
  }

  private search(): Map<string, Taker[]> {
    const { graph, book } = this.scene;
    const found = new Map<string, Taker[]>();
    const words = [...this.words];
    for (const path of graph.mentioning([], words, (one) => this.counts(one))) {
      const taken = this.takenBy(path, words);
      const mocks = taken.filter(({ name, reference }) => isMock(reference) && book.entries.has(name));
      const asks = this.asks(path, mocks);
      for (const { module, name, reference } of taken) {
        const key = `${module}\0${name}`;
        found.set(key, [...(found.get(key) ?? []), takerOf(path, reference, asks.get(reference) ?? null)]);
      }
    }
    return found;
  }

  private takenBy(path: string, words: readonly string[]): Taken[] {
    const { graph } = this.scene;
    const references = graph.references(path);
    const constants = new Set(references.flatMap((one) => (isMock(one) ? (one.composed?.constant?.start ?? []) : [])));
    const uses = graph.uses(path).filter(({ module }) => module !== null && module !== path);
    let members: ReadonlySet<string> | null = null;
    return uses.flatMap(({ reference, module }) => {
      const { kind, names, span } = reference;
      if (kind === 'string' && constants.has(span.start)) return [];
      const bare = names.length === 0 && (kind === 'string' || kind === 'mock');
      const whole = bare || names.some(({ imported }) => imported === '*');
      if (whole) members ??= new Set(this.members(path, references, words));
      const named = words.filter(
        (word) => names.some(({ imported }) => imported === word) || (whole && members?.has(word)),
      );
      return named.map((name) => ({ module: module ?? '', name, reference }));
    });
  }

  /** What may be taken from a module object, or by a star: every old name that the file mentions behind a dot or in quotes. */
  private members(path: string, references: readonly Reference[], words: readonly string[]): string[] {
    const text = this.scene.graph.workspace.read(path) ?? '';
    const count = (what: string): number => text.split(what).length - 1;
    return words.filter((word) => {
      // Mocks are told by themselves: `patch("m.word")`, `patch.object(m, "word")`.
      const told = references.filter((one) => isMock(one) && one.names.some(({ imported }) => imported === word));
      const dotted = told.filter(({ kind }) => kind === 'mock').length;
      const quoted = count(`'${word}'`) + count(`"${word}"`);
      return count(`.${word}`) > dotted || quoted > told.length - dotted;
    });
  }

  private asks(path: string, mocks: readonly Taken[]): Map<Reference, string | null> {
    const { graph, book } = this.scene;
    const text = graph.workspace.read(path);
    const factories = mocks.map(({ module, name, reference }) => {
      const stations = graph.trace(module, name) ?? [];
      const rules = stations.flatMap((one) => book.rules.get(`${one.module}\0${one.name}`) ?? []);
      return { reference, name, rules };
    });
    const fates = (mocks.length > 0 && text !== null && languageOf(path)?.mocksOf?.(path, text, factories)) || [];
    return new Map(
      mocks.map(({ reference }, i) => {
        const fate = fates[i];
        return [reference, fate && 'asks' in fate ? fate.asks : null];
      }),
    );
  }
}

function noteUser(users: Map<ModuleId, Located[]>, user: Located): void {
  const known = users.get(user.module);
  if (known) known.push(user);
  else users.set(user.module, [user]);
}

function takerOf(path: string, reference: Reference, asks: string | null): Taker {
  const { line, kind, composed, typeOnly, eager, names } = reference;
  const whole = names.length === 0 || names.some(({ imported }) => imported === '*');
  const fixed: boolean = kind === 'mock' && composed?.span === null;
  const late = !typeOnly && (!eager || whole);
  return { path, line, mock: isMock(reference), late, asks, ...(fixed ? { fixed: true as const } : {}) };
}

/** A string that names what it replaces, or a name beside a module object (`patch.object(m, 'X')`); and one that can follow. */
export function isMock({ kind, names, composed }: Reference): boolean {
  return composed?.span !== null && (kind === 'mock' || (kind === 'resolve' && names.length > 0));
}
