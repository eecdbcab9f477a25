import type { ModuleId, Taker } from '../languages/language.js';
import type { Scene } from './scene.js';

/**
 * Who takes old names (aliases, factories) from files that only import them. Where an import is offered to others without
 * a word, as in Python, such a name cannot go while somebody imports it from there, or a mock names it there.
 */
export class Takers {
  private found: Map<string, Taker[]> | null = null;

  constructor(private readonly scene: Scene) {}

  of(module: ModuleId, name: string): readonly Taker[] {
    this.found ??= this.search();
    return this.found.get(`${module}\0${name}`) ?? [];
  }

  private search(): Map<string, Taker[]> {
    const { graph, migration, book } = this.scene;
    const found = new Map<string, Taker[]>();
    const words = [...new Set([...migration.aliases, ...book.entries])];
    const counts = (path: string): boolean => !migration.isExcluded(path) && !migration.isObsolete(path);
    for (const path of graph.mentioning([], words, counts))
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
