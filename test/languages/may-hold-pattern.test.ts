import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { javascript } from '../../src/languages/javascript/index.js';
import type { Language } from '../../src/languages/language.js';
import { python } from '../../src/languages/python/index.js';

/** Calls in many hands: of what, with what between the name and its argument, with what argument. */
const HANDS = {
  javascript: {
    path: 'a.js',
    callees: ['import', 'require', 'require.context', 'import.meta.glob', '(require)'],
    gaps: ['', ' ', '\n', '/**/', ' // why\n'],
    given: [
      "'./a'",
      "'./a/' + name",
      '`./a/${name}`',
      "(('./a/' + name))",
      "'./a/*.js'",
      "__dirname + '/a/' + name",
      "'./a', true, /x$/",
      'name',
    ],
  },
  python: {
    path: 'a.py',
    callees: ['import_module', 'importlib.import_module', '__import__', 'pytest.importorskip', '(import_module)'],
    gaps: ['', ' ', ' \\\n'],
    given: [
      "'a.b'",
      "'a.' + name",
      "f'a.{name}'",
      "name=f'a.{name}'",
      "('a.' 'b.' + name)",
      "'a.' f'{name}'",
      'name',
      'm.name',
    ],
  },
} as const;

describe.each([javascript, python])('$id: a text that may hold no pattern', (language: Language) => {
  const { path, callees, gaps, given } = HANDS[language.id as keyof typeof HANDS];

  it('has none', () => {
    const texts = fc.tuple(fc.constantFrom(...callees), fc.constantFrom(...gaps), fc.constantFrom(...given));
    let found = 0;
    fc.assert(
      fc.property(texts, fc.constantFrom(...gaps), ([callee, gap, argument], inner) => {
        const text = `use(${callee}${gap}(${inner}${argument}${inner}));\n`.replace(
          language === python ? ';' : '\0',
          '',
        );
        const scan = language.scan(path, text);
        if (!('references' in scan) || !scan.references.some(({ kind }) => kind === 'pattern')) return;
        found++;
        expect(
          language.patternNeedles.some((needle) => text.includes(needle)),
          text,
        ).toBe(true);
        expect(language.mayHoldPattern(text), text).toBe(true);
      }),
      { numRuns: 1000 },
    );
    expect(found).toBeGreaterThan(50);
  });
});

it.each([
  [
    javascript,
    "import a from './a';\nimport('./b');\nrequire('./c', x);\nrequire.resolve(name);\nimport.meta.url;\n// to require the\n",
  ],
  [python, "from importlib import import_module\nimport_module('a.b')\nimport_module(name)\n"],
])('nothing is asked of plain specifiers', (language, text) => {
  expect(language.mayHoldPattern(text)).toBe(false);
});
