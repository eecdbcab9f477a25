import type { Language, ModuleId, Near } from '../languages/language.js';
import { languageOf, languages } from '../languages/index.js';
import type { Scope } from '../workspace/workspace.js';
import { Names } from './names.js';

/** The sources of each language: a needle of one is looked for in no file of another. */
const SOURCES = languages.map((language): { readonly language: Language; readonly scope: Scope } => ({
  language,
  scope: { id: language.id, includes: (path) => languageOf(path) === language },
}));

const EVERYWHERE = (): boolean => true;

/** What is looked for in the sources of a language: each text in its part of them. */
interface Sought {
  readonly scope: Scope;
  readonly needles: readonly string[];
}

/** Which files may name a module: found by their bytes, so that no other is ever read as source. */
export class Mentions extends Names {
  /** Source files that may name one of the modules, or bear one of the words, sorted. */
  mentioning(
    modules: Iterable<ModuleId>,
    words: readonly string[],
    among: (path: string) => boolean = EVERYWHERE,
  ): string[] {
    return this.search([...modules], words, false, among);
  }

  /** The same with those that may lead to one of the modules without naming it as it is: by a pattern, in other case. */
  hinting(modules: Iterable<ModuleId>, among: (path: string) => boolean = EVERYWHERE): string[] {
    return this.search([...modules], [], true, among);
  }

  /** Looks for all of it at once, so that whoever asks for a part of it later need not read the tree again. */
  prepare(modules: Iterable<ModuleId>, words: readonly string[]): void {
    this.search([...modules], words, true, () => false);
  }

  private search(
    modules: readonly ModuleId[],
    words: readonly string[],
    hints: boolean,
    among: (path: string) => boolean,
  ): string[] {
    const hits = SOURCES.filter(({ scope }) => this.workspace.holds(scope)).flatMap((source) =>
      this.sought(source, modules, words, hints).flatMap((sought) => this.hits(source.language, sought, among)),
    );
    return [...new Set(hits)].sort();
  }

  private sought(
    { language, scope }: (typeof SOURCES)[number],
    modules: readonly ModuleId[],
    words: readonly string[],
    hints: boolean,
  ): Sought[] {
    const resolver = this.resolverOf(language);
    const known = this.shared.by(resolver);
    const needles = modules.flatMap((module) => known.needles(module));
    const near = byFolder(modules.flatMap((module) => resolver.near?.(module) ?? []));
    const further = hints
      ? [...language.patternNeedles, ...modules.flatMap((module) => resolver.otherCases?.(module) ?? [])]
      : [];
    const everywhere = near.get('') ?? [];
    const below = [...near].filter(([folder]) => folder !== '');
    return [
      { scope, needles: [...new Set([...words, ...needles, ...everywhere, ...further])] },
      ...below.map(([folder, own]) => ({ scope: belowFolder(scope, folder), needles: [...own] })),
    ];
  }

  private hits(language: Language, { scope, needles }: Sought, among: (path: string) => boolean): string[] {
    const { escapes } = language;
    if (needles.length === 0) return [];
    if (!escapes) return this.workspace.search(needles, scope).filter(among);
    // All in one search, so that the tree is read once.
    const all = this.workspace.search([...needles, ...escapes.marks], scope);
    const plain = new Set(this.workspace.search(needles, scope));
    return all.filter((path) => among(path) && (plain.has(path) || this.hides(language, path, needles)));
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

/** What is looked for below one folder is looked for at once. */
function byFolder(near: readonly Near[]): Map<string, ReadonlySet<string>> {
  const found = new Map<string, ReadonlySet<string>>();
  for (const { folder, needles } of near) found.set(folder, new Set([...(found.get(folder) ?? []), ...needles]));
  return found;
}

function belowFolder(scope: Scope, folder: string): Scope {
  return {
    id: `${scope.id}\0${folder}`,
    includes: (path) => path.startsWith(`${folder}/`) && scope.includes(path),
  };
}
