import type { Located } from '../graph/graph.js';
import type { ModuleId, Taker } from '../languages/language.js';
import type { Scene } from './scene.js';

/**
 * Who takes old names (aliases, factories) from files that only import them. Where an import is offered to others without
 * a word, as in Python, such a name cannot go while somebody imports it from there, or a mock names it there.
 */
export class Takers {
  private found: Map<string, Taker[]> | null = null;
  private readonly words: ReadonlySet<string>;
  private readonly users = new Map<ModuleId, readonly Located[]>();

  constructor(private readonly scene: Scene) {
    this.words = new Set([...scene.migration.aliases, ...scene.book.entries]);
  }

  of(module: ModuleId, name: string): readonly Taker[] {
    if (!this.words.has(name)) return this.ofAny(module, name);
    this.found ??= this.search();
    return this.found.get(`${module}\0${name}`) ?? [];
  }

  /** The same for any name: asked only of modules with an `import *`, which bring names that nobody wrote down. */
  private ofAny(module: ModuleId, name: string): Taker[] {
    const { graph } = this.scene;
    const users = this.users.get(module) ?? graph.referencesTo(new Set([module]), (path) => this.counts(path));
    this.users.set(module, users);
    return users.flatMap(({ path, reference: { kind, names, line } }): Taker[] => {
      const takes = names.some(({ imported }) => imported === name || (imported === '*' && this.mentions(path, name)));
      return takes && path !== module ? [{ place: `${path}:${line}`, mock: kind === 'mock' }] : [];
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
    const { graph } = this.scene;
    const found = new Map<string, Taker[]>();
    const words = [...this.words];
    for (const path of graph.mentioning([], words, (one) => this.counts(one)))
      for (const { kind, specifier, names, line } of graph.references(path)) {
        const named = names.flatMap(({ imported }) =>
          imported === '*' ? this.members(path, words) : words.filter((word) => word === imported),
        );
        const module = named.length > 0 ? graph.moduleOf(path, specifier) : null;
        if (module === null || module === path) continue;
        for (const name of named) {
          const key = `${module}\0${name}`;
          found.set(key, [...(found.get(key) ?? []), { place: `${path}:${line}`, mock: kind === 'mock' }]);
        }
      }
    return found;
  }

  /** What may be taken from a module object, or by a star: every old name that the file mentions behind a dot or in quotes. */
  private members(path: string, words: readonly string[]): string[] {
    const text = this.scene.graph.workspace.read(path) ?? '';
    return words.filter(
      (word) => text.includes(`.${word}`) || text.includes(`'${word}'`) || text.includes(`"${word}"`),
    );
  }
}
