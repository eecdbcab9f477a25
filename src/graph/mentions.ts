import { anywhere, type Clue } from '../languages/clue.js';
import type { Escapes, Language, ModuleId } from '../languages/language.js';
import { languageOf, languages } from '../languages/index.js';
import type { Needles } from '../workspace/needles.js';
import type { Scope } from '../workspace/workspace.js';
import { Names } from './names.js';

/** The sources of each language: a needle of one is looked for in no file of another. */
const SOURCES = languages.map((language): { readonly language: Language; readonly scope: Scope } => ({
  language,
  scope: { id: language.id, includes: (path) => languageOf(path) === language },
}));

/** What may lead to a module without naming it as it is. */
type Hint = 'patterns' | 'cases';

const EVERYWHERE = (): boolean => true;

/** Which files may name a module: found by their bytes, so that no other is ever read as source. */
export class Mentions extends Names {
  /** Source files that may name one of the modules, or bear one of the words, sorted. */
  mentioning(
    modules: Iterable<ModuleId>,
    words: readonly string[],
    among: (path: string) => boolean = EVERYWHERE,
  ): string[] {
    return this.search([...modules], words, [], among);
  }

  /** The same with those that may lead to one of the modules without naming it as it is: by a pattern, in other case. */
  hinting(modules: Iterable<ModuleId>, among: (path: string) => boolean = EVERYWHERE): string[] {
    const patterned = this.present().flatMap(({ language, scope }) =>
      this.hits(language, scope, language.patternNeedles.map(alone), among).filter((path) =>
        language.mayHoldPattern(this.workspace.read(path) ?? ''),
      ),
    );
    return [...new Set([...patterned, ...this.search([...modules], [], ['cases'], among)])].sort();
  }

  /** Looks for all of it at once, so that whoever asks for a part of it later need not read the tree again. */
  prepare(modules: Iterable<ModuleId>, words: readonly string[]): void {
    this.search([...modules], words, ['cases', 'patterns'], () => false);
  }

  private present(): typeof SOURCES {
    return SOURCES.filter(({ scope }) => this.workspace.holds(scope));
  }

  private search(
    modules: readonly ModuleId[],
    words: readonly string[],
    hints: readonly Hint[],
    among: (path: string) => boolean,
  ): string[] {
    const hits = this.present().flatMap(({ language, scope }) => {
      const byFolder = new Map<string, Needles[]>();
      for (const { folder, texts } of this.clues(language, modules, words, hints)) {
        const known = byFolder.get(folder);
        if (known) known.push(texts);
        else byFolder.set(folder, [texts]);
      }
      return [...byFolder].flatMap(([folder, sought]) =>
        this.hits(language, folder === '' ? scope : belowFolder(scope, folder), sought, among),
      );
    });
    return [...new Set(hits)].sort();
  }

  private clues(
    language: Language,
    modules: readonly ModuleId[],
    words: readonly string[],
    hints: readonly Hint[],
  ): readonly Clue[] {
    const resolver = this.resolverOf(language);
    const known = this.shared.by(resolver);
    return [
      ...words.map(anywhere),
      ...modules.flatMap((module) => known.clues(module)),
      ...(hints.includes('patterns') ? language.patternNeedles.map(anywhere) : []),
      ...(hints.includes('cases') ? modules.flatMap((module) => resolver.otherCases?.(module) ?? []) : []),
    ];
  }

  private hits(
    language: Language,
    scope: Scope,
    sought: readonly Needles[],
    among: (path: string) => boolean,
  ): string[] {
    const { escapes } = language;
    if (!escapes) return this.workspace.search(sought, scope).filter(among);
    // All in one search, so that the tree is read once.
    const all = this.workspace.search([...sought, ...escapes.marks.map(alone)], scope);
    const plain = new Set(this.workspace.search(sought, scope));
    return all.filter((path) => among(path) && (plain.has(path) || this.hides(escapes, path, sought)));
  }

  /** Does the text contain all needles of one list once its escapes are resolved? */
  private hides(escapes: Escapes, path: string, sought: readonly Needles[]): boolean {
    const escaped = this.shared.escaped.of(this.workspace, path, () =>
      escapes.characters(this.workspace.read(path) ?? ''),
    );
    // Nearly always they are of another script, or colours of a terminal.
    const isPossible = (needles: Needles): boolean =>
      needles.some((needle) => needle.split('').some((one) => escaped.has(one)));
    const possible = escaped.size === 0 ? [] : sought.filter(isPossible);
    if (possible.length === 0) return false;
    const text = escapes.resolve(this.workspace.read(path) ?? '');
    return possible.some((needles) => needles.every((needle) => text.includes(needle)));
  }
}

function alone(text: string): Needles {
  return [text];
}

function belowFolder(scope: Scope, folder: string): Scope {
  return {
    id: `${scope.id}\0${folder}`,
    includes: (path) => path.startsWith(`${folder}/`) && scope.includes(path),
  };
}
