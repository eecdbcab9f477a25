/** Every message a user can see lives in this folder, with a code and a remedy. This file: what Python calls otherwise than the words that serve all languages. */
import type { FindingCode, FindingWords } from './finding-texts.js';
import { factoryReasons, reasons } from './reasons.js';

/** In findings about files of Python these words stand in for those of the code. */
export const pythonFindings: Partial<Record<FindingCode, Partial<FindingWords>>> = {
  'module-object': { hint: 'Take the names that are needed (`from … import …`), then plan again.' },
  'mock-splits': { hint: 'Write one patch for each module.' },
  'mocks-collide': {
    say: (d) => `two patches would stand for one place: ${d}`,
    hint: 'Join them into one patch by hand.',
  },
  'mock-of-factory': { hint: 'Patch the class where it is looked up instead, or list the test under "obsolete".' },
  'cannot-spell': { say: (d) => `no module name leads from here to there: ${d}` },
  'computed-import': {
    say: (d) => `a module name that is put together may lead to what this phase removes: ${d}`,
  },
  'new-cycle': {
    hint: 'Break it (an import under `if TYPE_CHECKING:`, or in the function that needs it, is often enough), or set "finalize": "facade".',
  },
  'surface-changed': { hint: 'Import the name there (and list it in `__all__`), or declare it under "aliases".' },
  'lost-effect': {
    say: (d) => `imports ${d} for its side effects only; who stops importing this file would no longer load it`,
  },
};

export const pythonReasons = {
  ...reasons,
  notAwaited: () => 'the factory is async, and its coroutine is not awaited here',
  asyncGenerator: () => 'its `await` makes the generator expression around it asynchronous',
  mockedSomehow: (place: string) => `mocked by ${place}, whose target is put together in a way that cannot follow`,
  readsNames: () =>
    'its name stands in a string, and the file looks names up by strings (`eval`, `exec`, `globals`, `locals`, `__name__`)',
  inObject: () => 'put into a dict',
  inArray: () => 'put into a list, tuple or set',
  spread: () => 'called with `*` or `**`, which the template does not hand on',
} as const;

export const pythonFactoryReasons = {
  ...factoryReasons,
  rest: () => 'takes `*args` or `**kwargs`',
  ownThis: () => 'uses `self`',
} as const;
