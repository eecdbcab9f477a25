/** A module that constructs the canonical thing for others; phase 3 puts construction in its place. */
export interface Factory {
  /** Root-relative path. May be the canonical module itself: then only the factory's declarations go. */
  readonly module: string;
  /** Signature -> expression in the signature's parameters; null: infer from the factory's own source. */
  readonly calls: Readonly<Record<string, string>> | null;
}

/** One end of a redirect; `name` null stands for the whole module. */
export interface Place {
  /** Root-relative path, or `pkg:<specifier>` for a module that is not in the tree. */
  readonly module: string;
  readonly name: string | null;
}

/** An explicit move, for what cannot be derived from `canonical`. */
export interface Redirect {
  readonly from: Place;
  readonly to: Place;
}

/**
 * What the user declared, with defaults filled in and every module as a path relative to the root (the folder of the
 * migration file), with `/`. The predicates take such paths.
 */
export interface Migration {
  /** Safe as the name of a folder: journals live in `.ssot/<name>/`. */
  readonly name: string;
  /** null only when there are redirects. */
  readonly canonical: { readonly module: string; readonly export: string } | null;
  /** Other names of the canonical thing. */
  readonly aliases: readonly string[];
  /** Taken in by phase 5 (`absorb`) or made private to the canonical module (`facade`). */
  readonly implementation: string | null;
  /** Removed by phase 4. */
  readonly shims: readonly string[];
  /** Removed by phase 3. */
  readonly factories: readonly Factory[];
  readonly redirects: readonly Redirect[];
  readonly isEntrypoint: (path: string) => boolean;
  readonly isTest: (path: string) => boolean;
  /** Tests of the factory itself: removed in phase 3. */
  readonly isObsolete: (path: string) => boolean;
  /** Never rewritten, and never counted as a blocker. */
  readonly isExcluded: (path: string) => boolean;
  readonly finalize: 'absorb' | 'facade';
  readonly retire: 'delete' | 'stub';
  /** The user's command to run after a phase; null when there is none for it. */
  readonly validate: (phase: number) => string | null;
  /**
   * Globs and paths that match no file of the tree (nor one that an applied phase removed): slips, as a rule. Asked for,
   * since it tries every file.
   */
  readonly unmatched: () => readonly { readonly key: string; readonly glob: string }[];
  /** Path of the migration file relative to the root. */
  readonly configPath: string;
  /** sha-256 of the migration file's bytes, hexadecimal. */
  readonly hash: string;
}
