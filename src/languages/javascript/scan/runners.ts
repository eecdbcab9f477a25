/** What test runners are called; each puts modules in the place of others. */
export const RUNNERS: ReadonlySet<string> = new Set(['jest', 'vi', 'vitest']);
/** Their functions that put something in a module's place. */
export const MOCKS: ReadonlySet<string> = new Set([
  'mock',
  'doMock',
  'unmock',
  'dontMock',
  'doUnmock',
  'unstable_mockModule',
  'setMock',
  'deepUnmock',
]);
/** ... and those that return the module's object; the first four at once, the others as a promise. */
export const ACTUALS: ReadonlySet<string> = new Set([
  'requireActual',
  'requireMock',
  'createMockFromModule',
  'genMockFromModule',
  'importActual',
  'importMock',
]);
