import { describe, expect, test } from 'vitest';
import { parse } from '../../../src/languages/python/parse.js';
import { references } from '../../../src/languages/python/references.js';
import type { Reference } from '../../../src/languages/reference.js';

function all(text: string): readonly Reference[] {
  const parsed = parse('pkg/a.py', text);
  if ('error' in parsed) throw new Error(parsed.error);
  return references(text).references;
}

/** `kind specifier name>local …`, with `?` in front when it is speculative. */
function shown(text: string): string[] {
  return all(text).map(({ kind, specifier, names, speculative }) => {
    const taken = names.map(({ imported, local }) => (local === null ? imported : `${imported}>${local}`));
    return [`${speculative ? '?' : ''}${kind}`, specifier, ...taken].join(' ');
  });
}

describe('import statements', () => {
  test.each([
    ['import a.b.c\n', ['import a.b.c *']],
    ['import a.b as m, c\n', ['import a.b *>m', 'import c *']],
    ['from a import b\n', ['import a b>b', '?import a.b *>b']],
    ['from a import b as c, d\n', ['import a b>c d>d', '?import a.b *>c', '?import a.d *>d']],
    ['from . import b\n', ['import . b>b', '?import .b *>b']],
    ['from ..a import b\n', ['import ..a b>b', '?import ..a.b *>b']],
    ['from a import *\n', ['import a *>*']],
    ['def f():\n    from a import (\n        b,  # why\n    )\n', ['import a b>b', '?import a.b *>b']],
  ])('%j', (text, expected) => {
    expect(shown(text)).toEqual(expected);
  });

  test('spans: the specifier, and each name with its alias', () => {
    const text = 'from a . b \\\n import (c as d, e)\n';
    const at = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
    expect(
      all(text).map(({ specifier, span, statement, names }) => [
        specifier,
        at(span),
        names.map((name) => at(name.span)),
        at(statement) === text.trimEnd(),
      ]),
    ).toEqual([
      ['a.b', 'a . b', ['c as d', 'e'], true],
      ['a.b.c', 'c', ['c as d'], true],
      ['a.b.e', 'e', ['e'], true],
    ]);
  });

  test.each([
    ['import a\n', true, false],
    ['try:\n import a\nexcept ImportError: pass\n', true, false],
    ['class A:\n import a\n', true, false],
    ['def f():\n import a\n', false, false],
    ["if __name__ == '__main__':\n import a\n", false, false],
    ['if TYPE_CHECKING:\n import a\n', false, true],
    ['if typing.TYPE_CHECKING:\n import a\n', false, true],
    ['if TYPE_CHECKING: pass\nelse:\n import a\n', true, false],
  ])('eager, and for types only: %j', (text, eager, typeOnly) => {
    expect(all(text)[0]).toMatchObject({ eager, typeOnly });
  });
});

describe('imports that are to fail', () => {
  test.each([
    ['with pytest.raises(ImportError):\n import a\n', true],
    ['with self.assertRaises((ImportError, X)) as c:\n from a import b\n b()\n', true],
    ['try:\n import a\n pytest.fail("it is still there")\nexcept ModuleNotFoundError: pass\n', true],
    ['with pytest.raises(ValueError):\n import a\n', false],
    ['try:\n import a\nexcept ImportError:\n a = None\n', false],
    ['try:\n import a\n a.start()\nexcept ImportError: pass\n', false],
  ])('%j', (text, guard) => {
    expect(all(text)[0]?.guard ?? false).toBe(guard);
  });
});

describe('modules named in calls', () => {
  test.each([
    ["m = import_module('a.b')\n", ['dynamic a.b *>m']],
    ["importlib.import_module('a.b').C\n", ['dynamic a.b C']],
    ["getattr(import_module('a.b'), 'C')\n", ['dynamic a.b C']],
    ["import_module('.c', package='a.b')\n", ['dynamic a.b.c']],
    ["import_module('..c', 'a.b')\n", ['dynamic a.c']],
    ["import_module('.c', __package__)\n", ['dynamic .c']],
    ["__import__('a.b')\n", ['dynamic a.b']],
    ["resolve_name('a.b:C.d')\n", ['dynamic a.b C']],
    ["import_module(f'a.b.{name}')\n", ['pattern a.b.**']],
    ["import_module('a.' + name)\n", ['pattern a.**']],
    ["A = 'x.y'\nimport_module(A)\n", ['?string x.y']],
    ["import_module('a.' 'b')\n", ['pattern a.b']],
    ["import_module('a.' + 'b')\n", ['pattern a.b']],
    ["A = 'x'\nimport_module(f'{A}.b')\n", ['pattern x.b']],
    ['import_module(name)\n', []],
    ["sys.modules['a']\n", ['resolve a']],
    ["sys.modules['a'] = x\n", ['mock a']],
    ["sys.modules.pop('a.b', None)\n", ['resolve a.b']],
    ["'a.b' in sys.modules\n", ['resolve a.b']],
    ["monkeypatch.setitem(sys.modules, 'a', x)\n", ['mock a']],
    ["patch.dict('sys.modules', {'a.b': x})\n", ['mock a.b']],
  ])('%j', (text, expected) => {
    expect(shown(text)).toEqual(expected);
  });
});

describe('patch targets', () => {
  const candidates = ['?mock a.b.C', '?mock a.b C', '?mock a b'];

  test.each([
    "@patch('a.b.C')\ndef f(): pass\n",
    "with mock.patch('a.b.C', x): pass\n",
    "mocker.patch(target='a.b.C')\n",
    "from unittest.mock import patch as p\np('a.b.C')\n",
    "monkeypatch.setattr('a.b.C', x)\n",
    "patch.dict('a.b.C', {})\n",
  ])('%j', (text) => {
    expect(shown(text).filter((one) => one.startsWith('?mock '))).toEqual(candidates);
  });

  test('the span of each candidate, and of the name behind it', () => {
    const text = "patch('a.b.C')\n";
    const at = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
    expect(all(text).map(({ span, names }) => [at(span), ...names.map((name) => at(name.span))])).toEqual([
      ['a.b.C'],
      ['a.b', 'C'],
      ['a', 'b'],
    ]);
  });

  test('names given as keywords', () => {
    expect(shown("patch.multiple('a.b', C=x, d=DEFAULT)\n")).toEqual(['mock a.b C d']);
  });

  test.each([
    ["import a.b as m\npatch.object(m, 'C')\n", 'a.b'],
    ["from a import b\nmonkeypatch.setattr(b, 'C', x)\n", 'a.b'],
    ["import a.b\nmocker.patch.object(a.b, 'C')\n", 'a.b'],
  ])('a name of a module object: %j', (text, module) => {
    expect(shown(text)).toContain(`?resolve ${module} C`);
  });

  test('what is patched by a client is a path', () => {
    expect(shown("client.patch('/api/a.b')\n")).toEqual(['string /api/a.b']);
  });
});

describe('strings', () => {
  test.each([
    ["X = 'a.b.C'\n", ['?string a.b.C', '?string a.b C']],
    ["X = ['a.b']\n", ['?string a.b']],
    ["run('a.b:app')\n", ['?string a.b app']],
    ["X = 'cmd = a.b:main'\n", ['?string a.b main']],
    ["open('a/b.py')\n", ['string a/b.py']],
    ["logging.getLogger('a.b')\n", []],
    ["'a.b'\n", []],
    ["X = 'see a.b'\n", []],
    ["X = 'a.b' 'c'\n", []],
    ["X = f'a.{b}'\n", []],
    ["X = '1.2'\n", []],
  ])('%j', (text, expected) => {
    expect(shown(text)).toEqual(expected);
  });
});

describe('chains of attributes', () => {
  test('lead to modules that nothing here imports', () => {
    expect(shown('import a.b\na.b.c.D\n')).toEqual(['import a.b *', '?resolve a.b.c.D', '?resolve a.b.c']);
  });

  test('what is imported is not told again', () => {
    expect(shown('import a.b\na.b\n')).toEqual(['import a.b *']);
  });
});
