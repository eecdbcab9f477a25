/** Every message a user can see lives in this folder, with a code and a remedy. This file: the words for what belongs to a place in the user's code. */

/** `blocker` stops its phase; `manual` needs a person but stops nothing; `info` is worth knowing. */
export type Severity = 'blocker' | 'manual' | 'info';

export interface FindingWords {
  /** What happened, in one line; arguments are quoted by the caller's data only. */
  readonly say: (detail: string) => string;
  readonly hint: string;
}

export interface FindingText extends FindingWords {
  readonly severity: Severity;
}

export const findings = {
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
  'unusable-name': {
    severity: 'blocker',
    say: () =>
      'cannot be changed: its name leads where no source is written, or leaves no room for the name of its backup',
    hint: 'Rename it, or add it to "exclude".',
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
  'guard': {
    severity: 'info',
    say: (d) => `expects the import to fail, and stays: ${d}`,
    hint: 'It holds once the module is gone.',
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
  'mock-stays': {
    severity: 'info',
    say: (d) => `mocks a name where the implementation looks it up, and stays: ${d}`,
    hint: 'Nothing to do: the implementation stays where it is.',
  },
  'mock-inside': {
    severity: 'manual',
    say: (d) => `mocks a name where the implementation looks it up; others now take it from the canonical module: ${d}`,
    hint: 'Mock it there as well, if the test means those.',
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
  'hands-factory-on': {
    severity: 'info',
    say: (d) => `goes on offering the factory to others, as long as its stub is there: ${d}`,
    hint: 'Nothing breaks. Remove the name here once nobody outside takes it.',
  },
  'factory-leaves-out': {
    severity: 'info',
    say: (d) => `the declared construction leaves out what the factory does besides: ${d}`,
    hint: 'Make sure that nobody needs it; otherwise change the declared call.',
  },
  'taken-name': {
    severity: 'manual',
    say: (d) => `the name stays, since somebody takes it from here: ${d}`,
    hint: 'Change the use here and the patch target there by hand, together (or list that test under "obsolete" or "exclude"); then plan again.',
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
  'type-import': {
    severity: 'info',
    say: (d) => `an import counts for types only now (TYPE_CHECKING), since at run time it would close a cycle: ${d}`,
    hint: 'Nothing: no code was found that needs it at run time.',
  },
  'load-order': {
    severity: 'manual',
    say: (d) =>
      `is part of an import cycle that is entered elsewhere now; it may have worked by the order of loading only: ${d}`,
    hint: 'Run the program; if something is used before it is initialized, break the cycle first.',
  },
  // --- what stops a phase ---
  'factory-gone': {
    severity: 'manual',
    say: (d) => `nothing to do for a declared factory: ${d}, and nobody asks for it`,
    hint: 'Correct "factories[].calls" if it is a slip; take the entry out if the factory is gone.',
  },
  'factory-template': {
    severity: 'blocker',
    say: (d) => `the declared factory calls are wrong: ${d}`,
    hint: 'Correct "factories[].calls" in the migration file.',
  },
  'construction-misfit': {
    severity: 'blocker',
    say: (d) => `a declared construction does not fit the constructor: ${d}`,
    hint: 'Correct "factories[].calls" in the migration file; arguments by keyword say what is meant.',
  },
  'construction-doubt': {
    severity: 'manual',
    say: (d) => `a declared construction may not mean what it says: ${d}`,
    hint: 'Pass the argument by keyword in "factories[].calls".',
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
  'public-name': {
    severity: 'manual',
    say: (d) => `the package offers this module to others, and it would no longer offer: ${d}`,
    hint: 'Tell those who use the package, or keep the name with a re-export and take it out of "factories" or "aliases".',
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
  'own-effect': {
    severity: 'blocker',
    say: () => 'does something of its own when it is loaded; for who stops importing this file, that would not happen',
    hint: 'Move the statement to where the program starts (or into the canonical module), or take it out; then plan again.',
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

export const findingCodes = Object.keys(findings) as readonly FindingCode[];
