/**
 * Every message a user can see, with a code and a remedy. Two kinds:
 * a *finding* belongs to a place in the user's code and is data in a plan; a *failure* ends the command with an exit code.
 */

/** `blocker` stops its phase; `manual` needs a person but stops nothing; `info` is worth knowing. */
export type Severity = 'blocker' | 'manual' | 'info';

export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly path: string;
  /** 1-based; 0 when the finding is about the file as a whole. */
  readonly line: number;
  readonly message: string;
  readonly hint: string;
}

interface FindingText {
  readonly severity: Severity;
  /** What happened, in one line; arguments are quoted by the caller's data only. */
  readonly say: (detail: string) => string;
  readonly hint: string;
}

const findings = {
  'not-followed': {
    severity: 'info',
    say: (d) => `is left alone: ${d}`,
    hint: 'Name the file that it leads to, if that is meant.',
  },
  'syntax-error': {
    severity: 'manual',
    say: (d) => `cannot be parsed: ${d}`,
    hint: 'Mend the syntax, or add the file to "exclude".',
  },
  'unreadable': {
    severity: 'manual',
    say: (d) => `cannot be read: ${d}`,
    hint: 'Make it readable (UTF-8 text inside the root), or add it to "exclude".',
  },
  // --- what a rewrite cannot do by itself ---
  'missing-name': {
    severity: 'info',
    say: (d) => `the module offers no ${d}: broken before this migration`,
    hint: 'Import what exists, or remove the import; the migration leaves it as it is.',
  },
  'kept-alias': {
    severity: 'info',
    say: (d) => `kept the local name (${d}): renaming all its uses is not provably safe here`,
    hint: 'Rename it by hand where the names collide or are looked up dynamically.',
  },
  'prose': {
    severity: 'info',
    say: (d) => `comments and documents mention what is removed: ${d} file(s), this place first`,
    hint: 'Nothing breaks; `--docs` rewrites them to the canonical path.',
  },
  'side-effect-import': {
    severity: 'manual',
    say: (d) => `imports ${d} for its side effects only`,
    hint: 'Import the module that has the effect, or remove the statement.',
  },
  'self-import': {
    severity: 'manual',
    say: (d) => `takes its own export through a detour: ${d}`,
    hint: 'Use the local declaration and remove the import.',
  },
  'nested-reexport': {
    severity: 'manual',
    say: (d) => `re-exports ${d} inside a namespace or module block`,
    hint: 'Move the re-export by hand.',
  },
  'star-reexport': {
    severity: 'manual',
    say: (d) => `\`export *\` hands on ${d}, which has no other home`,
    hint: 'Move the declaration out of the retired module first.',
  },
  'module-object': {
    severity: 'manual',
    say: (d) => `the module object of ${d} is used as a whole, so its names cannot be followed`,
    hint: 'Take the names that are needed (`import { … }`), then plan again.',
  },
  'split-object': {
    severity: 'manual',
    say: (d) => `takes names from ${d} that now live in several modules`,
    hint: 'Split it into one import for each module, then plan again.',
  },
  'mock-splits': {
    severity: 'manual',
    say: (d) => `the mock of ${d} stands for names that now live in several modules, or cannot be seen`,
    hint: 'Write one mock for each module, with an object literal.',
  },
  'mocks-collide': {
    severity: 'manual',
    say: (d) => `two mocks would stand for one module: ${d}`,
    hint: 'Join them into one mock by hand.',
  },
  'mock-replaces-more': {
    severity: 'info',
    say: (d) => `the mock now replaces more than it did; undefined in it: ${d}`,
    hint: 'Spread the actual module into the mock if the code under test needs those names.',
  },
  'mock-waits': {
    severity: 'info',
    say: (d) => `the mock stays for now: ${d}`,
    hint: 'It moves in the phase in which the code under test moves.',
  },
  'mock-lags': {
    severity: 'manual',
    say: (d) => `mocks ${d}`,
    hint: 'Phase 2 moves the mock; until then this test may fail. Validate phase 1 without it ("validate": { "2": … }).',
  },
  'mock-of-factory': {
    severity: 'manual',
    say: (d) => `mocks a factory (${d}) whose calls become construction`,
    hint: 'Mock the class instead, or list the test under "obsolete".',
  },
  'factory-use': {
    severity: 'manual',
    say: (d) => `the factory is used in a way that is not a plain call: ${d}`,
    hint: 'Construct directly here, by hand; then plan again.',
  },
  'unmovable-reference': {
    severity: 'manual',
    say: (d) => `names a retired module in a way that no rewrite is right for: ${d}`,
    hint: 'Change or remove it by hand.',
  },
  'cannot-spell': {
    severity: 'manual',
    say: (d) => `no import specifier leads from here to there: ${d}`,
    hint: 'Export the target from its package, or import it by hand.',
  },
  'stub-keeps-own': {
    severity: 'manual',
    say: (d) => `declares ${d} itself, so it stays as it is instead of becoming a stub`,
    hint: 'Move the declaration to where it belongs, then plan again.',
  },
  'unequal-factory': {
    severity: 'manual',
    say: (d) => `the factory does more than construct: ${d}`,
    hint: 'Declare its calls in "factories" if the construction you want is equal, or keep the factory.',
  },
  'factory-leaves-out': {
    severity: 'info',
    say: (d) => `the declared construction leaves out what the factory does besides: ${d}`,
    hint: 'Make sure that nobody needs it; otherwise change the declared call.',
  },
  'taken-name': {
    severity: 'manual',
    say: (d) => `the name stays, since somebody takes it from here: ${d}`,
    hint: 'Change the patch target there (or list that test under "obsolete" or "exclude"); then plan again.',
  },
  'star-import': {
    severity: 'manual',
    say: (d) => `\`import *\` takes ${d}, which cannot be imported by name from elsewhere`,
    hint: 'Import by name what is used, then plan again.',
  },
  'facade-importer': {
    severity: 'manual',
    say: (d) => `still imports the implementation past the canonical module: ${d}`,
    hint: 'Import it from the canonical module by hand.',
  },
  'load-order': {
    severity: 'manual',
    say: (d) => `is part of an import cycle that is entered elsewhere now; it may have worked by the order of loading only: ${d}`,
    hint: 'Run the program; if something is used before it is initialized, break the cycle first.',
  },
  // --- what stops a phase ---
  'factory-template': {
    severity: 'blocker',
    say: (d) => `the declared factory calls are wrong: ${d}`,
    hint: 'Correct "factories[].calls" in the migration file.',
  },
  'template-name': {
    severity: 'blocker',
    say: (d) => `a call template uses names that no module here offers: ${d}`,
    hint: 'Export them from the canonical module, or change the template.',
  },
  'absorb': {
    severity: 'blocker',
    say: (d) => `the implementation cannot be taken into the canonical module: ${d}`,
    hint: 'Mend what it says, or set "finalize": "facade".',
  },
  'does-not-parse': {
    severity: 'blocker',
    say: (d) => `would not parse after the rewrite: ${d}`,
    hint: 'This is a mistake of this tool: exclude the file and report it, with the line concerned.',
  },
  'broken-import': {
    severity: 'blocker',
    say: (d) => `an import would no longer lead anywhere: ${d}`,
    hint: 'Change it by hand, or exclude the file; then plan again.',
  },
  'undefined-name': {
    severity: 'blocker',
    say: (d) => `a name would be undefined: ${d}`,
    hint: 'Import or declare it by hand; then plan again.',
  },
  'surface-changed': {
    severity: 'blocker',
    say: (d) => `the module would no longer offer: ${d}`,
    hint: 'Keep the name with a re-export, or declare it under "aliases".',
  },
  'new-cycle': {
    severity: 'blocker',
    say: (d) => `an import cycle that was not there: ${d}`,
    hint: 'Break it (a type-only import is often enough), or set "finalize": "facade".',
  },
  'left-behind': {
    severity: 'manual',
    say: (d) => `a second run would change this again: ${d}`,
    hint: 'Look at the other findings of this file; mend them, then plan again.',
  },
  'lost-effect': {
    severity: 'blocker',
    say: (d) => `loads ${d} for its side effects; who stops importing this file would no longer load it`,
    hint: 'Import it where the program starts (or in the canonical module), take it out here, then plan again.',
  },
  'computed-import': {
    severity: 'blocker',
    say: (d) => `a specifier that is put together, or a pattern, may lead to what this phase removes: ${d}`,
    hint: 'Make sure that it never does (name the modules it may lead to), or list the file under "exclude"; then plan again.',
  },
  'still-referenced': {
    severity: 'blocker',
    say: (d) => `still refers to what this phase removes: ${d}`,
    hint: 'Change it by hand, or list the file under "exclude" or "obsolete"; then plan again.',
  },
} as const satisfies Record<string, FindingText>;

export type FindingCode = keyof typeof findings;

/** A finding at a place; `detail` fills the message of its code. */
export function finding(code: FindingCode, path: string, line: number, detail = ''): Finding {
  const text: FindingText = findings[code];
  return { code, severity: text.severity, path, line, message: text.say(detail), hint: text.hint };
}

/** Exit codes are a contract (docs/commands.md). */
export const EXIT = {
  done: 0,
  no: 1,
  usage: 2,
  blocked: 3,
  drift: 4,
  invalid: 5,
  locked: 6,
  internal: 70,
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

interface FailureText {
  readonly exit: ExitCode;
  readonly say: (detail: string) => string;
  readonly hint: string;
}

const failures = {
  'config-missing': {
    exit: EXIT.usage,
    say: (d) => `no migration file found (looked for ssot.config.json from ${d} upwards)`,
    hint: 'Run `ssot init` to draft one, or name it with --config.',
  },
  'config-unreadable': {
    exit: EXIT.usage,
    say: (d) => `the migration file cannot be read: ${d}`,
    hint: 'Name a readable UTF-8 file inside the working tree with --config.',
  },
  'config-invalid': {
    exit: EXIT.usage,
    say: (d) => `the migration file is not valid: ${d}`,
    hint: 'Mend what is listed; `ssot.schema.json` describes every key.',
  },
  'root-unreadable': {
    exit: EXIT.usage,
    say: (d) => `the folder cannot be read: ${d}`,
    hint: 'Name a readable folder with --cwd.',
  },
  'path-outside': {
    exit: EXIT.usage,
    say: (d) => `${JSON.stringify(d)} leads out of the root or to a folder that holds no sources; nothing was written`,
    hint: 'Paths are relative to the migration file, with "/", and go through no symbolic link.',
  },
  'name-invalid': {
    exit: EXIT.usage,
    say: (d) => `${JSON.stringify(d)} cannot be the name of a migration`,
    hint: 'Use letters, digits, ".", "_" and "-" for "name", beginning with a letter or digit.',
  },
  'drift': {
    exit: EXIT.drift,
    say: (d) => `files are not as ${d}; nothing was written`,
    hint: 'Look at them, then plan again (apply), or use --merge or --force (rollback, resume).',
  },
  'backup-in-the-way': {
    exit: EXIT.drift,
    say: (d) => `files stand where the backups of ${d} would go; nothing was written`,
    hint: 'If they are backups of a lost journal, `ssot rollback --phase N --from-backups` puts them back; otherwise move them.',
  },
  'backup-lost': {
    exit: EXIT.drift,
    say: (d) => `no intact backup is left of ${d}; nothing was written`,
    hint: 'Put the .bak file or the folder .ssot back (from version control, or another copy) and try again.',
  },
  'write-failed': {
    exit: EXIT.internal,
    say: (d) => `cannot write ${d}; what had been done was undone`,
    hint: 'Make room or give permission, then run the command again.',
  },
  'write-failed-halfway': {
    exit: EXIT.internal,
    say: (d) => `cannot write ${d}; undoing failed too, so the phase is interrupted`,
    hint: 'Make room or give permission; then `ssot resume` completes the phase and `ssot rollback` takes it back.',
  },
  'already-applied': {
    exit: EXIT.usage,
    say: (d) => `${d} is applied already`,
    hint: 'Roll it back first (`ssot rollback --phase N`) to apply it anew.',
  },
  'not-applied': {
    exit: EXIT.usage,
    say: (d) => `${d} is not applied, so there is nothing to roll back`,
    hint: '`ssot status` shows which phases are applied.',
  },
  'phase-interrupted': {
    exit: EXIT.drift,
    say: (d) => `${d} was interrupted`,
    hint: '`ssot resume` completes it; `ssot rollback` takes it back.',
  },
  'no-backups': {
    exit: EXIT.usage,
    say: (d) => `there are no backups of ${d} or a later one that the journal does not know`,
    hint: '`ssot status` shows which phases are applied; those are rolled back without --from-backups.',
  },
  'journal-lost': {
    exit: EXIT.drift,
    say: (d) => `the journal does not know ${d}, but its backups lie beside the files`,
    hint: 'Put .ssot back as it was, or let `ssot rollback --phase N --from-backups` restore what the backups hold.',
  },
  'migration-finished': {
    exit: EXIT.usage,
    say: (d) => `the migration ${d} is finished and its backups are gone`,
    hint: 'Use version control to go back further.',
  },
  'journal-damaged': {
    exit: EXIT.drift,
    say: (d) => `the journal is damaged at ${d}`,
    hint: 'Put .ssot back as it was, or let `ssot rollback --phase N --from-backups` restore what the backups hold.',
  },
  'cannot-finish': {
    exit: EXIT.internal,
    say: (d) => `cannot remove all backups: ${d}`,
    hint: 'Give permission, then run `ssot finish` again: it goes on from here.',
  },
  'lock-failed': {
    exit: EXIT.internal,
    say: (d) => `cannot take the lock: ${d}`,
    hint: 'Make room or give permission to write below the root, then run the command again.',
  },
  'locked': {
    exit: EXIT.locked,
    say: (d) => `another run is at work here: ${d}`,
    hint: 'Wait for it. If that process is gone (on another machine, say), remove the file named above.',
  },
  'usage': {
    exit: EXIT.usage,
    say: (d) => d,
    hint: 'Run the command with --help to see what it takes.',
  },
  'config-exists': {
    exit: EXIT.usage,
    say: (d) => `${d} exists already`,
    hint: 'Edit it, or let --force replace it.',
  },
  'canonical-unknown': {
    exit: EXIT.usage,
    say: (d) => `nothing can be drafted for ${d}`,
    hint: 'Name a module of this folder and one of its exports: --canonical src/thing.ts#Thing',
  },
  'interrupted': {
    exit: EXIT.interrupted,
    say: () => 'Interrupted.',
    hint: '`ssot status` shows where it stands; `ssot resume` goes on, `ssot rollback` goes back.',
  },
  'phase-order': {
    exit: EXIT.usage,
    say: (d) => `phase ${d} cannot be applied before the phases below it`,
    hint: 'Run `ssot apply` to apply the next pending phase, or `ssot apply --all`.',
  },
  'blocked': {
    exit: EXIT.blocked,
    say: (d) => `phase ${d} is blocked; nothing was changed`,
    hint: 'Settle what is listed (or add the files to "exclude"), then run it again. Earlier phases can be applied with --phase.',
  },
  'dirty-tree': {
    exit: EXIT.blocked,
    say: (d) => `the working tree has changes that are not committed: ${d}`,
    hint: 'Commit or stash them, so that yours and ours stay apart; or say --allow-dirty.',
  },
  'plan-file': {
    exit: EXIT.usage,
    say: (d) => `the saved plan cannot be used: ${d}`,
    hint: 'Make one with `ssot plan --out FILE`.',
  },
  'plan-stale': {
    exit: EXIT.drift,
    say: (d) => `the saved plan no longer fits: ${d}`,
    hint: 'Look at the new plan and save it again: `ssot plan --out FILE`.',
  },
  'validation-failed': {
    exit: EXIT.invalid,
    say: (d) => `validation failed: ${d}`,
    hint: 'Its output is above. Mend what it found, then run it again; --no-validate applies without it.',
  },
  'not-confirmed': {
    exit: EXIT.no,
    say: () => 'not confirmed; nothing was changed',
    hint: 'Answer y, or say --yes.',
  },
  'rehearsal-differs': {
    exit: EXIT.no,
    say: (d) => `applying, rolling back and applying again does not come to the same: ${d} of the copy differ`,
    hint: 'Does the validation command write to them? Look at the copy: `ssot rehearse --keep`.',
  },
  'finish-pending': {
    exit: EXIT.blocked,
    say: (d) => `the migration still has work to do: ${d}`,
    hint: 'Run `ssot apply --all` first; `ssot plan` shows what is left.',
  },
} as const satisfies Record<string, FailureText>;

export type FailureCode = keyof typeof failures;

/** An end of the command that we foresaw: one line, a remedy, and its exit code. Anything else thrown is a bug of ours. */
export class Failure extends Error {
  readonly exit: ExitCode;
  readonly hint: string;

  constructor(
    readonly code: FailureCode,
    detail = '',
    /** Further lines that belong to it (the files concerned), one each. */
    readonly lines: readonly string[] = [],
  ) {
    const text: FailureText = failures[code];
    super(text.say(detail));
    this.name = 'Failure';
    this.exit = text.exit;
    this.hint = text.hint;
  }
}

/** What became of a file that is not as it was left. Hashes are shown by their beginning. */
export const driftKinds = {
  'gone': () => 'it is not there any more (deleted or moved)',
  'made': () => 'it was made meanwhile',
  'edited': (expected: string, found: string) => `edited (expected ${expected.slice(0, 12)}, found ${found.slice(0, 12)})`,
  'lineEnds': () => 'only its line ends were changed (CRLF or LF)',
  'not-a-file': () => 'a link, folder or device stands in its place',
  'denied': () => 'it may not be read any more (permissions)',
  'outside': () => 'a folder above it was replaced by a link',
  'io-error': () => 'it cannot be read (I/O error)',
  'too-large': () => 'it has grown too large to be read',
} as const;

/** What can be wrong at one place of the migration file; `value` is shown as JSON. */
export const configProblems = {
  empty: () => 'is empty; expected an object with "canonical"',
  syntax: (d: string) => `not JSON: ${d}`,
  tooDeep: () => 'nests too deeply',
  tooMany: (kind: string, most: number) => `too many ${kind}: at most ${most} are read`,
  glob: (value: string, why: string) =>
    `${value}: ${why} can take too long to match; write the alternatives out: "{a,b}"`,
  notObject: (value: string) => `${value}: expected an object with "canonical"`,
  duplicateKey: () => 'stands twice',
  reservedKey: () => 'is a reserved key',
  unknownKey: () => 'unknown key',
  missing: (form: string) => `is missing; expected ${form}`,
  form: (value: string, form: string) => `${value}: expected ${form}`,
  nothingDeclared: () =>
    'neither "canonical" nor "redirects" is given; expected "canonical": { "module": ..., "export": ... }',
  absolute: (value: string) => `${value}: expected a path relative to the migration file`,
  outside: (value: string) => `${value}: leads out of the root (the folder of the migration file)`,
  control: (value: string) => `${value}: holds control characters`,
  backslash: (value: string) => `${value}: expected "/" between folders`,
  noModule: (value: string) =>
    `${value}: no such file in the tree (symbolic links, ignored and generated files are not part of it)`,
  ambiguous: (value: string, files: string) => `${value}: could be ${files}; expected the file's full name`,
  twice: (value: string) => `${value}: is listed twice`,
  isCanonical: (value: string) => `${value}: is the canonical module itself`,
  isImplementation: (value: string) => `${value}: is the implementation itself`,
  ownAlias: (value: string) => `${value}: is the canonical name itself`,
  redirectName: (value: string) => `${value}: names one export, but "from" names a whole module`,
  redirectNowhere: (value: string) => `${value}: leads to itself`,
} as const;

/** Appended to a problem when there is something close to what was written. */
export const didYouMean = (guess: string): string => `; did you mean ${JSON.stringify(guess)}?`;

/** Why a use of a factory stays as it is; the name of the factory stands before it in the finding. */
export const reasons = {
  notAwaited: () => 'the factory is async, and its promise is not awaited here',
  castPromise: () => 'the promise is cast before it is awaited',
  needsAwait: () => 'the template awaits, but the call is not awaited',
  construct: () => 'called with `new`',
  optionalCall: () => 'called with `?.`',
  passed: (to: string) => `passed as a value to \`${to}\``,
  mocked: (by: string) => `mocked with \`${by}\``,
  member: (name: string) => `its \`${name}\` is used`,
  kept: (name: string) => `kept in \`${name}\``,
  inObject: () => 'put into an object',
  inArray: () => 'put into an array',
  returned: () => 'returned as a value',
  reexported: () => 'handed on by an export',
  typeTaken: (name: string) => `its type is taken (\`typeof ${name}\`)`,
  subclassed: () => 'subclassed',
  tagged: () => 'used as a template tag',
  decorator: () => 'used as a decorator',
  element: () => 'used as a JSX element',
  assigned: () => 'assigned to',
  value: () => 'used as a value',
  asked: (name: string) => `instance asked for \`${name}\``,
  keptAndAsked: (name: string) => `instance kept and asked for \`${name}\``,
  keptAnd: (name: string, what: string) => `instance kept in \`${name}\` and ${what}`,
  keptIn: (name: string) => `instance kept in \`${name}\``,
  destructured: () => 'instance taken apart',
  configured: (name: string) => `instance kept in \`${name}\` with arguments of its own`,
  keptOddly: (name: string) => `instance kept in \`${name}\`, whose declaration cannot go`,
  shadowed: (name: string) => `\`${name}\` means something else here`,
  spread: () => 'called with a spread that the template does not hand on',
  missing: (name: string) => `called without \`${name}\`, which the template needs`,
  tooMany: (given: number, taken: number) => `called with ${given} arguments, but the signature takes ${taken}`,
  dropped: (name: string) => `the template drops the side effects of the argument for \`${name}\``,
  repeated: (name: string) => `the template repeats the argument for \`${name}\`, which may not be evaluated twice`,
  later: (name: string) => `the template evaluates the argument for \`${name}\` later, or not always`,
  reordered: (name: string) => `the template changes when the argument for \`${name}\` is evaluated`,
  hidden: (name: string) => `the template has a \`${name}\` of its own`,
  overlap: () => 'stands in code that is rewritten for another reason',
  semicolon: () => 'the line before does not end with a semicolon',
  keyword: (name: string) => `called with \`${name}\`, which the signature does not have`,
  annotation: () => 'used as a type',
  comments: () => 'comments stand between the arguments, which the template orders anew',
} as const;

/** What a factory does that a construction does not; several are joined by commas. */
export const factoryReasons = {
  caches: (name: string) => `caches the instance in \`${name}\``,
  writes: (name: string) => `writes module state \`${name}\``,
  reads: (name: string) => `uses module state \`${name}\``,
  private: (name: string) => `uses \`${name}\`, which only this module has`,
  awaits: (what: string) => `awaits \`${what}\``,
  branches: (how: string, line: number) => `branches (${how}, line ${line})`,
  loops: (line: number) => `loops (line ${line})`,
  throws: (line: number) => `throws (line ${line})`,
  catches: (line: number) => `catches errors (line ${line})`,
  logs: (what: string) => `logs (\`${what}\`)`,
  mutates: (what: string) => `sets \`${what}\``,
  calls: (what: string) => `calls \`${what}\``,
  defaults: (name: string) => `gives \`${name}\` a default value`,
  rest: () => 'takes rest parameters',
  destructures: () => 'takes its parameters apart',
  generator: () => 'is a generator',
  ownThis: () => 'uses `this` or `arguments`',
  typeParameter: (name: string) => `uses its type parameter \`${name}\``,
  parameterClass: (name: string) => `constructs whatever \`${name}\` is`,
  other: () => 'does more than return a construction',
  nothing: () => 'does not return a construction',
} as const;

/** What is wrong with an entry of `calls` in the migration file. */
export const callProblems = {
  signature: (d: string) =>
    `${JSON.stringify(d)}: expected a chain of members and calls with plain parameters, such as "getFactory().create(a, b)"`,
  template: (signature: string, d: string) => `${JSON.stringify(signature)}: ${JSON.stringify(d)} is no expression`,
  notExported: (signature: string, name: string) =>
    `${JSON.stringify(signature)}: the module exports no ${JSON.stringify(name)}`,
  parameter: (signature: string, name: string) =>
    `${JSON.stringify(signature)}: the template uses ${JSON.stringify(name)}, which is no parameter of it`,
} as const;

/** What commands say on stderr while they work. */
export const notices = {
  applied: (phase: number, files: string) => `Phase ${phase} applied: ${files}.`,
  nothingIn: (phase: number) => `Phase ${phase}: nothing to do.`,
  nothingLeft: () => 'Nothing to do: no phase has changes left.',
  already: (phase: number) => `Phase ${phase} is applied already.`,
  alreadyFinished: () => 'This migration is finished.',
  ignoredBackups: (n: number, example: string) =>
    `warning: git ignores ${n} of the backups (${example}): they will not reach anybody else. .ssot/ holds a second copy.`,
  drifted: (phase: number, files: string) => `warning: edited since phase ${phase} was applied: ${files}`,
  validating: (command: string) => `$ ${command}`,
  validated: () => 'Validation passed.',
  rolledBackAfter: (phase: number) => `Phase ${phase} was rolled back.`,
  confirm: (phases: string, files: string) => `Apply ${phases} (${files})?`,
  rolledBack: (phases: string, files: string) => `Rolled back ${phases}: ${files} restored.`,
  conflict: (path: string) => `conflict: ${path}`,
  kept: (path: string) => `kept: ${path}`,
  nothingInterrupted: () => 'Nothing was interrupted.',
  recovered: (phase: number, status: string) => `Phase ${phase} is ${status}.`,
  finished: (files: string) => `Finished: ${files} removed.`,
  left: (path: string) => `left, because it was altered: ${path}`,
  written: (path: string) => `Written: ${path}`,
  dryRun: () => 'Dry run: nothing was written.',
  clean: () => 'No reference to a retired module.',
  rehearsalHeld: (phases: string) => `${phases} applied, validated and rolled back in a copy; it is as it was.`,
  rehearsed: (folder: string) => `Rehearsed in a copy: ${folder}`,
  internal: (message: string) => `internal error: ${message}`,
  askReport: () => 'This is a bug of ssot. Please report it with the command line and the output of --verbose.',
} as const;
