import type { Finding } from '../messages/findings.js';
import type { Edit, Span } from '../workspace/edit.js';
import type { Workspace } from '../workspace/workspace.js';
import type { Clue } from './clue.js';
import type { ExportEntry, Offer, Reference, Resolution, Scan, Unparsed } from './reference.js';

/** A module: the path of its file relative to the root, or `pkg:` and the specifier for one outside. */
export type ModuleId = string;

/** Resolves and spells specifiers in one world (a workspace). */
export interface Resolver {
  /** As the compiler would: from this file, this specifier (loader prefixes and queries are looked through). */
  resolve(from: string, specifier: string): Resolution;
  /**
   * The specifier by which `from` names `target` in the style of `like`, a specifier it uses already (relative or alias,
   * extension, `index`, prefix and query kept). Always one that `resolve` leads to `target`; null when there is none.
   */
  spell(from: string, target: ModuleId, like: string): string | null;
  /** Of every file that names the module at least one is true, whatever the style. */
  clues(module: ModuleId): readonly Clue[];
  /** Further ones, of files that would name the module if upper and lower case were one. */
  otherCases?(module: ModuleId): readonly Clue[];
  /** Could the pattern (see `ReferenceKind`) in this file lead to the module? */
  covers(from: string, pattern: string, module: ModuleId): boolean;
  /** The same in a world with changes; what it knows and they cannot touch is kept. Without it, a new one is made. */
  over?(world: Workspace): Resolver;
  /** Modules that are loaded before this one, whoever loads it: the packages in which it stands. */
  around?(module: ModuleId): readonly ModuleId[];
  /** The module that a package offers as one of its names, where modules are members of packages; null when there is none. */
  member?(module: ModuleId, name: string): ModuleId | null;
}

/** One declared or inferred way of calling a factory, and the expression that replaces it. */
export interface CallRule {
  /** `createManager(userContext)`, `getFactory().createManager(userContext)`, `Factory.create(a, b)`. */
  readonly signature: string;
  /** An expression in the parameters of the signature: `new Manager({ userContext })`. */
  readonly template: string;
  /** The exported name with which the signature begins. */
  readonly entry: string;
  /** The factory returns a promise, so callers await it; the construction does not. */
  readonly async: boolean;
  /** Free names of the template: each must be in scope where a call is replaced. */
  readonly needs: readonly string[];
}

/** A factory whose calls cannot become construction, and why (caches, branches, limits …). */
export interface Refusal {
  readonly name: string;
  /** The exported name with which its calls begin. */
  readonly entry: string;
  readonly line: number;
  readonly reason: string;
  /** What it constructs. */
  readonly constructs: readonly string[];
}

export interface ConstructorParameter {
  readonly name: string;
  /** How it is passed: by its place, by its name, either way; or it takes all further values, or names. */
  readonly kind: 'positional' | 'keyword' | 'either' | 'rest' | 'keywords';
  readonly required: boolean;
}

/** What a class is constructed with, as its source shows it. */
export interface Constructor {
  readonly parameters: readonly ConstructorParameter[];
  /** `fields`: made of the class's fields, and its bases' before them. `none`: neither it nor its bases have one. */
  readonly from: 'own' | 'fields' | 'none';
}

/** How a template does not fit the constructor that it calls. */
export interface Misfit {
  readonly what: string;
  /** It fails, or means something else; otherwise it may be meant so. */
  readonly certain: boolean;
}

/** What becomes of a name that a file takes from a module. */
export type Fate =
  | { readonly kind: 'stay' }
  /** `name` is `*` for the module as an object. */
  | { readonly kind: 'move'; readonly module: ModuleId; readonly name: string }
  /** Its calls become construction; afterwards nothing needs the name. */
  | { readonly kind: 'construct'; readonly rules: readonly CallRule[] }
  /** The module offers no such name: broken before we came. */
  | { readonly kind: 'missing' };

/** A name that a module offers. */
export interface Source {
  readonly module: ModuleId;
  readonly name: string;
}

export interface OfferedName {
  readonly name: string;
  readonly typeOnly: boolean;
  /** See `ExportEntry`. */
  readonly implicit?: true;
  readonly unstarred?: true;
}

/** Everything a language needs to rewrite one file, without knowing what a phase is. */
export interface RewriteJob {
  readonly path: string;
  readonly text: string;
  readonly references: readonly Reference[];
  /** What the file itself offers. */
  exports(): readonly ExportEntry[];
  /** The references that lead to a module that moves, with that module. */
  readonly moved: ReadonlyMap<Reference, ModuleId>;
  fate(module: ModuleId, name: string): Fate;
  /** Every name the module offers (stars expanded): for `export *` and mocks. */
  names(module: ModuleId): readonly OfferedName[];
  /** Does more go with it than `names` lists: `export *` from a package, a redirect of the whole module? */
  isOpen(module: ModuleId): boolean;
  /** The one module that offers all of the moved module's names unchanged; null when there is none. */
  standIn(module: ModuleId): ModuleId | null;
  resolve(specifier: string): Resolution;
  spell(target: ModuleId, like: string): string | null;
  /** Old names of the canonical thing: bindings called so are renamed with all their uses. */
  readonly aliases: ReadonlySet<string>;
  /** Where the free names of call templates are imported from. */
  provides(name: string): Source | null;
  /** Do two exported names stand for one declaration? */
  isSame(a: Source, b: Source): boolean;
  /** Factories that this file itself offers, and that go: its own calls of them become construction too. */
  readonly own: ReadonlyMap<string, readonly CallRule[]>;
  /** Re-exports of factories go too (phase 3 only). */
  readonly dropReexports: boolean;
  /** Does the module stay and look this name up itself, so that a mock of it must stay too? */
  looksUp(module: ModuleId, name: string): boolean;
  /** Is the module one that moves itself, and not only one that hands on what moves? */
  moves(module: ModuleId): boolean;
  /** Who takes this name from the file itself, by import or by a mock that names its place. */
  takers(name: string): readonly Taker[];
  /** Who, after all other files were rewritten, still takes the mocked factory from here when it runs; null before that is known. */
  stillTaken(name: string): Taker | null;
}

/** A place where a name is taken from a file that only imports it. */
export interface Taker {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** A mock that names the place where the name is looked up: it can follow to another name of the same thing. */
  readonly mock: boolean;
  /** It takes the name when its code runs, not when it is loaded: so it gets what a mock has put there. */
  readonly late: boolean;
  /** Why the mock of a factory could not stand for a class as well; null when it could. See `Language.mocksOf`. */
  readonly asks: string | null;
  /** A mock whose target is put together in a way that cannot follow. */
  readonly fixed?: true;
}

/** A mock that names a factory where it is looked up, and the rules by which the calls there become construction. */
export interface MockedFactory {
  readonly reference: Reference;
  readonly name: string;
  readonly rules: readonly CallRule[];
}

/** Why a mock of a factory cannot stand for the class; or what must change with it, its target aside, so that it does. */
export type MockFate = { readonly asks: string } | { readonly edits: readonly Edit[] };

/** The name by which something is looked up now; the rules tell that it was a factory, whose mocks must change with it. */
export interface Renamed {
  readonly name: string;
  readonly rules: readonly CallRule[];
}

export interface Rewrite {
  readonly edits: readonly Edit[];
  readonly findings: readonly Finding[];
  /** How many references were rewritten. */
  readonly rewritten: number;
  /** Names under which others may mock what this file looks up, each with the name under which it does so now. */
  readonly renamed?: ReadonlyMap<string, Renamed>;
}

/**
 * What the phases may ask of a language. All functions are pure: text in, data out; nothing is thrown for what a user's
 * file may hold.
 */
export interface Language {
  readonly id: string;
  /** With the dot. */
  readonly extensions: readonly string[];
  /** A specifier in the style that is usual where nothing shows another (see `Resolver.spell`). */
  readonly plainSpecifier: string;
  /** Texts of which every source with a reference of kind `pattern` contains at least one. */
  readonly patternNeedles: readonly string[];
  /** Says no only of a text that has no reference of kind `pattern`, without reading it as source. */
  mayHoldPattern(text: string): boolean;
  /** Taking a name that a module does not offer fails there and then, so such a reference holds no module back. */
  readonly missingNamesFail: boolean;
  /** How its texts can hide a name from a search for its characters; absent when they cannot. */
  readonly escapes?: Escapes;
  /** Files that are no source of this language but can name its modules: manifests, single-file components. */
  isCompanion(path: string): boolean;
  /** What the file names: asked of every file that may name a module. */
  scan(path: string, text: string): Scan | Unparsed;
  /** What the module offers: asked of those only through which a name is traced. */
  offer(path: string, text: string): Offer | Unparsed;
  /** References in a companion file; those of kind `manifest` may be rewritten by `rewriteCompanion`. */
  scanCompanion(path: string, text: string): readonly Reference[];
  resolver(world: Workspace, root: string): Resolver;
  rewrite(job: RewriteJob): Rewrite;
  /** Does loading the module do more than declare, import and export? Who goes past it loses that. */
  acts(path: string, text: string): boolean;
  /** Lines of the statements that make it do so: not its imports, and not what only says that the module is deprecated. */
  actions(path: string, text: string): readonly number[];
  /** The factories of a module: as declared, or (null) as their own source shows them. */
  factories(path: string, text: string, calls: Readonly<Record<string, string>> | null): Factories;
  /**
   * How a class that the module declares is constructed; null when its source does not show it. `base` tells the same of a
   * name in the module.
   */
  constructorOf?(
    path: string,
    text: string,
    name: string,
    base: (name: string) => Constructor | null,
  ): Constructor | null;
  /** How the rule's template does not fit the constructor of the class that it calls by this name. */
  misfits?(rule: CallRule, name: string, constructor: Constructor): readonly Misfit[];
  /** Does the module look this name of its own up when its code runs? */
  looksUp?(path: string, text: string, name: string): boolean;
  /** What becomes of each of these mocks of factories in one file, where a class is constructed instead. */
  mocksOf?(path: string, text: string, mocks: readonly MockedFactory[]): readonly MockFate[];
  /** Takes the declarations (or re-exports) of exported names out of a module, and the imports that only they used. */
  withoutExports(path: string, text: string, names: ReadonlySet<string>): readonly Edit[];
  /** The text of a module that only hands names on from elsewhere and says that it is deprecated. */
  stub(path: string, text: string, handed: readonly HandedOn[]): string;
  /** Moves the implementation's content into the canonical module. Null when it cannot: the findings say why. */
  absorb(job: AbsorbJob): { readonly text: string | null; readonly findings: readonly Finding[] };
  /** How imports are made to count for types only. Absent where the compiler sees to that. */
  readonly typeImports?: TypeImports;
  /** Lets a module hand on further names. */
  handOn(path: string, text: string, handed: readonly HandedOn[]): readonly Edit[];
  /**
   * Is all that two versions of a file differ in the place from which they import the same names (or names that became
   * others together with every use)? Then nothing more needs to be parsed to know that the later one is as sound.
   */
  onlyImportsDiffer(before: Scanned, after: Scanned): boolean;
  /** Names that every module has. */
  readonly moduleNames?: ReadonlySet<string>;
  /** Names that are in scope everywhere. */
  readonly standardNames: ReadonlySet<string>;
  /** What checks compare before and after a rewrite. */
  inspect(path: string, text: string): Inspection;
  /** The comments of a file; none when it cannot be parsed. */
  comments(path: string, text: string): readonly Span[];
  /** What a line of a file that cannot be parsed may name: texts that could be specifiers. */
  mentions(line: string): readonly string[];
  /** Files that have a meaning only beside this one (`__mocks__`). */
  neighbours(path: string): readonly string[];
}

export interface Scanned {
  readonly text: string;
  readonly scan: Scan;
}

/** Ways of writing a character by its number. */
export interface Escapes {
  /** Every text that holds one contains one of these. */
  readonly marks: readonly string[];
  /** The characters (UTF-16 units) that a text writes so. */
  characters(text: string): ReadonlySet<string>;
  /** The text with all of them replaced by their characters. */
  resolve(text: string): string;
}

export interface Factories {
  readonly rules: readonly CallRule[];
  readonly refusals: readonly Refusal[];
  /** What is wrong with the declared calls. */
  readonly problems: readonly string[];
  /** Declared calls of names that the module does not offer: a slip, or the factory is gone already. */
  readonly absent?: readonly { readonly entry: string; readonly problem: string }[];
  /** For each free name of the templates that the factory's module imports: from where. */
  readonly imports: ReadonlyMap<string, { readonly specifier: string; readonly imported: string }>;
}

/** A name that a module hands on: `name` of `specifier` (`*`: the module itself), offered as `exported`. */
export interface HandedOn {
  readonly specifier: string;
  readonly name: string;
  readonly exported: string;
  readonly typeOnly: boolean;
  /** See `ExportEntry.implicit`: it is there for those who take it, and offered to nobody else. */
  readonly implicit?: true;
}

export interface AbsorbJob {
  readonly canonical: { readonly path: string; readonly text: string };
  readonly implementation: { readonly path: string; readonly text: string };
  /** What the implementation's exports are called in the canonical module. */
  readonly renames: ReadonlyMap<string, string>;
  /** Old names that are not to be offered any more. */
  readonly retired: ReadonlySet<string>;
  /** The module that a specifier leads to, from either of the two. */
  moduleOf(from: string, specifier: string): ModuleId | null;
  /** How the canonical module spells what the implementation calls so; null when it cannot. */
  respell(specifier: string): string | null;
}

export interface TypeImports {
  /** Every text that evaluates annotations contains one of these. */
  readonly evaluators: readonly string[];
  /** Lines at which a text looks at annotations when it runs. */
  evaluations(path: string, text: string): readonly number[];
  /** Makes some imports count for types only, when it is proven that nothing needs them at run time. */
  defer(job: DeferJob): Deferral;
}

export interface DeferJob {
  readonly path: string;
  readonly text: string;
  /** The import statements that are not to run. */
  readonly statements: readonly Span[];
  /** Who takes this name from the file (`path:line`); null when nobody does. */
  takenAt(name: string): string | null;
  /** Where annotations of this file, or of one of its declarations so named, are evaluated (`path:line`); null: nowhere. */
  evaluatedAt(declarations: ReadonlySet<string>): string | null;
}

export type Deferral =
  | { readonly text: string }
  /** `form`: what a person could write in place of `line` (and which lines to quote); null when the names are needed at run time. */
  | {
      readonly reason: string;
      readonly form: { readonly line: number; readonly text: string; readonly quote: readonly number[] } | null;
    };

export interface Inspection {
  /** The first one is fatal when `parses` is false. */
  readonly errors: readonly string[];
  readonly parses: boolean;
  /** Names that are used and nowhere declared, each with its first line. */
  readonly undefinedNames: ReadonlyMap<string, number>;
}
