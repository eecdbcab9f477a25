/** Every message a user can see lives in this folder, with a code and a remedy. This file: what is wrong with a file that we read: drifted, or a migration file that is not valid. */

/** What became of a file that is not as it was left. Hashes are shown by their beginning. */
export const driftKinds = {
  'gone': () => 'it is not there any more (deleted or moved)',
  'made': () => 'it was made meanwhile',
  'edited': (expected: string, found: string) =>
    `edited (expected ${expected.slice(0, 12)}, found ${found.slice(0, 12)})`,
  'lineEnds': () => 'only its line ends were changed (CRLF or LF)',
  'not-a-file': () => 'a link, folder or device stands in its place',
  'denied': () => 'it may not be read any more (permissions)',
  'outside': () => 'a folder above it was replaced by a link',
  'io-error': () => 'it cannot be read (I/O error)',
  'too-large': () => 'it has grown too large to be read',
} as const;

/** What can be wrong at one place of the migration file; `value` is shown as JSON. */
export const configProblems = {
  noSuchExport: (module: string) => `the module ${module} offers no such name`,
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
