import type { Language, ModuleId } from '../languages/language.js';
import { languageOf, languages } from '../languages/index.js';
import type { Scope } from '../workspace/workspace.js';
import { Names } from './names.js';

/** The sources of each language: a needle of one is looked for in no file of another. */
const SOURCES = languages.map((language): { readonly language: Language; readonly scope: Scope } => ({
  language,
  scope: { id: language.id, includes: (path) => languageOf(path) === language },
}));

const EVERYWHERE = (): boolean => true;

/** Which files may name a module: found by their bytes, so that no other is ever read as source. */
export class Mentions extends Names {
  /** Source files that may name one of the modules, or bear one of the words, sorted. */
  mentioning(
    modules: Iterable<ModuleId>,
    words: readonly string[],
    among: (path: string) => boolean = EVERYWHERE,
  ): string[] {
    const named = [...modules];
    return this.search((language) => [...words, ...this.needles(language, named)], among);
  }

  /** The same with those that may lead to one of the modules without naming it as it is (see `hints`). */
  hinting(modules: Iterable<ModuleId>, among: (path: string) => boolean = EVERYWHERE): string[] {
    const named = [...modules];
    return this.search((language) => [...this.needles(language, named), ...hints(language, named)], among);
  }

  /** Looks for all of it at once, so that whoever asks for a part of it later need not read the tree again. */
  prepare(modules: Iterable<ModuleId>, words: readonly string[]): void {
    const named = [...modules];
    const all = (language: Language): string[] => [
      ...words,
      ...this.needles(language, named),
      ...hints(language, named),
    ];
    this.search(all, () => false);
  }

  private needles(language: Language, modules: readonly ModuleId[]): string[] {
    const resolver = this.resolverOf(language);
    const { needles } = this.shared.by(resolver);
    return modules.flatMap((module) => {
      const known = needles.get(module) ?? resolver.needles(module);
      needles.set(module, known);
      return known;
    });
  }

  private search(needlesOf: (language: Language) => readonly string[], among: (path: string) => boolean): string[] {
    const hits = SOURCES.filter(({ scope }) => this.workspace.holds(scope)).map(({ language, scope }) => {
      const needles = [...new Set(needlesOf(language))];
      if (needles.length === 0) return [];
      const { escapes } = language;
      if (!escapes) return this.workspace.search(needles, scope).filter(among);
      // All in one search, so that the tree is read once.
      const all = this.workspace.search([...needles, ...escapes.marks], scope);
      const plain = new Set(this.workspace.search(needles, scope));
      return all.filter((path) => among(path) && (plain.has(path) || this.hides(language, path, needles)));
    });
    const found = hits.filter((one) => one.length > 0);
    return found.length === 1 ? (found[0] ?? []) : found.flat().sort();
  }

  /** Does the text contain one of the needles once its escapes are resolved? */
  private hides({ escapes }: Language, path: string, needles: readonly string[]): boolean {
    if (!escapes) return false;
    const escaped = this.shared.escaped.of(this.workspace, path, () =>
      escapes.characters(this.workspace.read(path) ?? ''),
    );
    // Nearly always they are of another script, or colours of a terminal.
    const possible =
      escaped.size === 0 ? [] : needles.filter((needle) => needle.split('').some((one) => escaped.has(one)));
    if (possible.length === 0) return false;
    const text = escapes.resolve(this.workspace.read(path) ?? '');
    return possible.some((needle) => text.includes(needle));
  }
}

/** One of these is in every file of the language that may lead to one of the modules without naming it as it is. */
function hints({ patternNeedles }: Language, modules: readonly ModuleId[]): string[] {
  return [...patternNeedles, ...modules.flatMap(spellings)];
}

/** How a file's name (an index's: its folder's) may also be written where upper and lower case are one. */
function spellings(module: ModuleId): string[] {
  const [file = '', folder = ''] = module.split('/').reverse();
  const stem = file.replace(/\..*$/, '');
  const word = stem === 'index' ? folder : stem;
  const lower = word.toLowerCase();
  const written = [
    lower,
    word.toUpperCase(),
    word.slice(0, 1).toUpperCase() + word.slice(1),
    lower.slice(0, 1).toUpperCase() + lower.slice(1),
  ];
  // As it is really written, `needles` has it; `index` and `Index` alone would be in every file.
  const others = written.filter((one) => one !== word && one !== '');
  return stem === 'index' ? [...others, '/Index', '/INDEX'] : others;
}
