import type { Span } from '../workspace/edit.js';

/**
 * How a file names a module. `import`, `reexport`, `require`, `dynamic`, `assign` (`import x = require()`) and `type`
 * (`import('…').T`) bind names; the others only name the module.
 */
export type ReferenceKind =
  | 'import'
  | 'reexport'
  | 'require'
  | 'dynamic'
  | 'assign'
  | 'type'
  | 'mock'
  | 'resolve'
  | 'augmentation'
  | 'path'
  | 'string'
  /** A specifier of which only a part is written down: a glob, the `exports` pattern of a manifest, or with `**` for what is computed. */
  | 'pattern'
  /** A manifest says where a module is (tsconfig `paths`): it may follow. */
  | 'manifest'
  /** A manifest offers the module to others (package.json `exports`): it must not move. */
  | 'surface'
  | 'component';

/** One name that a reference takes from its module. */
export interface NameUse {
  /** The name in the module; `default`; or `*` for the module as an object. */
  readonly imported: string;
  /** The binding it makes here (or, for a re-export, the public name); null when it makes none. */
  readonly local: string | null;
  readonly typeOnly: boolean;
  readonly span: Span;
}

export interface ComposedPlace {
  /** Of the specifier; null when it stands in several places, and so cannot be rewritten. */
  readonly span: Span | null;
  /** The constant that is part of it: others may be put together from it too. */
  readonly constant: Span | null;
}

/** One place in one file that names a module or one of its exports. Offsets are UTF-16, into the file's text. */
export interface Reference {
  readonly kind: ReferenceKind;
  /** As the program sees it: escapes resolved, loader prefixes and queries still on it. */
  readonly specifier: string;
  /** The specifier's characters in the text, without the quotes. */
  readonly span: Span;
  /** The whole statement or expression. */
  readonly statement: Span;
  /** 1-based. */
  readonly line: number;
  /** Empty when nothing is bound by name (side effects, mocks, or the module object goes somewhere we cannot follow). */
  readonly names: readonly NameUse[];
  /** Erased before the program runs. */
  readonly typeOnly: boolean;
  /** Loaded when the file is loaded: such references make the cycles that matter. */
  readonly eager: boolean;
  /** Inside a block of its own (`declare module`): nothing may be merged into it, nor split off. */
  readonly nested?: true;
  /**
   * It counts only when it leads to a file: `b` of `from a import b` may be a module. Of several whose spans start at one
   * place (a dotted string) the first that does is meant. `Graph.references` drops the others.
   */
  readonly speculative?: true;
  /** The string is put together, so its characters stand elsewhere than at `span`, which is the whole expression. */
  readonly composed?: ComposedPlace;
  /** It stands there to prove that the import fails (`with pytest.raises(ImportError)`): never rewritten, never in the way. */
  readonly guard?: true;
}

/** Stands as `local` of a name behind which is the module object itself: it is no further name. */
export const MODULE_OBJECT = '*module*';

/** One name that a module offers; `*` for a star re-export. */
export interface ExportEntry {
  readonly name: string;
  /** Where it comes from when it is handed on: directly, through an import, or through `const A = B` of an import. */
  readonly from: { readonly specifier: string; readonly imported: string } | null;
  /** Otherwise the local declaration behind it (aliases followed), so that two names of one thing compare equal. */
  readonly local: string | null;
  readonly typeOnly: boolean;
  readonly line: number;
  /** Importable only as a by-product (Python: what the module imports for itself): its loss matters if somebody takes it. */
  readonly implicit?: true;
  /** Not handed on by a star import. */
  readonly unstarred?: true;
  /** Of a star: the names of it that are offered on purpose and handed on by a star (Python's `__all__`); absent: see above. */
  readonly only?: readonly string[];
  /** `from` counts only when it leads to a file (Python: `X = m.Y`, where `m` may be no module); else `local` is behind it. */
  readonly speculative?: true;
  /** Where it comes from when `from` leads nowhere (Python: the import in `except ImportError`). */
  readonly otherwise?: Pick<ExportEntry, 'from' | 'local'>;
}

/** What a file names. */
export interface Scan {
  readonly references: readonly Reference[];
}

/** What a module offers. */
export interface Offer {
  readonly entries: readonly ExportEntry[];
  /** True: it may offer names that we cannot see. False: the entries are all. Absent: all, unless there are none. */
  readonly open?: boolean;
}

/** What its maker still fills in, or mends in place. */
export type Own<T> = { -readonly [K in keyof T]: T[K] };

/** A file that cannot be parsed: the first error with its position. */
export interface Unparsed {
  readonly error: string;
  readonly line: number;
}

/** What a specifier leads to. A `package` is anything outside the root: node_modules, built-ins, `node:fs`. */
export type Resolution =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'package'; readonly name: string }
  /** `nearby`: a file whose path differs only in case; some file systems would find it. */
  | { readonly kind: 'unresolved'; readonly nearby?: string };
