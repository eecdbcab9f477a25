import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { moduleExports } from '../../../src/languages/python/exports.js';
import { parse } from '../../../src/languages/python/parse.js';
import { python } from '../../../src/languages/python/index.js';
import { references } from '../../../src/languages/python/references.js';
import { analyse } from '../../../src/languages/python/scopes.js';
import type { Offer, Scan, Unparsed } from '../../../src/languages/reference.js';
import { treeReferences } from './tree-references.js';

/** What `scan` and `offer` must find, from the whole tree instead of from the characters. */
function fromTree(path: string, text: string): (Scan & Offer) | Unparsed {
  const parsed = parse(path, text);
  if ('error' in parsed) return parsed;
  return { references: treeReferences(parsed), ...moduleExports(parsed, analyse(parsed.module, text)) };
}

function expectSame(path: string, text: string): void {
  const whole = fromTree(path, text);
  // What names nothing is not looked at, so an error in it is found by whoever needs the whole file.
  if ('error' in whole) return;
  expect({ ...python.scan(path, text), ...python.offer(path, text) }, path).toEqual(whole);
  expect(references(text).odd, path).toBe(false);
}

const asked = spawnSync('python3', ['-c', 'import sysconfig; print(sysconfig.get_paths()["stdlib"])'], {
  encoding: 'utf8',
});
const STDLIB = asked.status === 0 ? asked.stdout.trim() : '';

describe.skipIf(!STDLIB)('on the standard library', () => {
  const sources = (STDLIB ? readdirSync(STDLIB, { recursive: true, withFileTypes: true }) : [])
    .filter((entry) => entry.isFile() && entry.name.endsWith('.py'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/site-packages|dist-packages|[\\/]test[\\/]|lib2to3/.test(path))
    .flatMap((path) => {
      const text = readFileSync(path, 'utf8');
      return text.length > 150_000 || text.includes('\ufffd') ? [] : [{ path, text }];
    });

  it('finds in the characters what stands in the whole tree', () => {
    expect(sources.length).toBeGreaterThan(100);
    for (const { path, text } of sources) expectSame(path, text);
  }, 60_000);
});

describe('where the tokens could deceive', () => {
  test.each([
    ['strings of every prefix', "a = r'b.c', b'd.e', u'f.g', Rb'h.i', f'j.k', rf'l.m'\nimport b\n"],
    ['quotes in strings', "a = 'it\\'s', \"'b.c'\", '''a'b.c''', \"\"\"x\\\"\"\".y\"\"\"\nb = 'c.d'\n"],
    ['a quote behind backslashes', 'a = """b\\\\"""; c = "d.e"\n'],
    ['joined strings', "a = 'b.c' 'd.e'\nf = ('g.h'\n  'i.j')\nk = 'l.m' if n else 'o.p'\n"],
    ['docstrings', "'a.b'\ndef f():\n    ('c.d')\nclass A: 'e.f'\nif x: y: 'g.h'\nif x: lambda: 'i.j'\n"],
    ['a docstring behind a walrus', "if (a := b): 'c.d'\nif a := b: 'e.f'\n"],
    ['fields', "import os, re\nf'{os.path.join(\"a.b\", re.x)!r:>{os.n}} {{os.y}} {os.z=}'\nf'''{\n os.w  # }\n}'''\n"],
    ['fields within fields', "import os\nf'{f\"{os.a}\" + 'b.c'} \\N{DASH} {x:{os.b}}'\n"],
    ['chains', 'import a.b\na.b.c; a .d; (a.e).f; ((a).g).h; f(a.i).j; (a.k)\n.l\n'.replace(')\n.l', ')')],
    ['chains behind a parenthesis whose line ends', 'import a\n(a\n).b.c; ((a)  # why\n).d.e; ((\na).f\n).g\n'],
    ['chains and calls behind a byte order mark', "\ufeffimport_module('a.b')\nimport_module('c.d')\n"],
    ['a chain first of all', '\ufeffa.b.c\nimport a\n'],
    ['chains on several lines', 'import a\nx = (a\n  .b  # why\n  .c)\ny = a \\\n  .d\n'],
    ['what is called is no parenthesis', 'import a\nf (a).b; return_(a).c; not (a).d; [(a).e]; x[(a).f]\n'],
    ['attributes of others', 'import a\nx.a.b; f().a.c; x[0].a.d; a.e(a=a.f)\n'],
    ['imports are no chains', 'import a.b, a.c; a.d\nfrom a.b import c; a.e\nraise X from a.f\n'],
    ['numbers', 'import e\nx = 1.e5, 0x_e.real if 1else e.a, 1_0j, .5, 1..e\n'.replace('1..e', '1. .e')],
    ['imports everywhere', 'import a; import b\nif x: import c\nelse: import d\ntry: import e\nfinally: pass\n'],
    [
      'imports in blocks',
      'class A:\n  if x:\n    y\n  elif z:\n    pass\n  else:\n    def f():\n      import a\n      w\n  v\n',
    ],
    ['guards', 'try:\n    from a import b\n    pytest.fail("x")\nexcept ImportError:\n    pass\n'],
    ['no guards', 'def f():\n  try:\n    from a import b\n    x\n  except ImportError:\n    pass\n'],
    ['raises', 'def f():\n  with pytest.raises(ImportError):\n    x\n    import a\n'],
    ['decorators', "@a\n@patch('b.c')\n\n# why\ndef f(): pass\n@g\nclass A:\n  @patch.object(a, 'b')\n  def h(): y\n"],
    [
      'aliases of patch',
      "def f():\n  with p('a.b'): x\n  with mock.patch.dict('os.environ', c): x\nfrom m import patch as p\n",
    ],
    [
      'loaders',
      "def f():\n  m = import_module('a.b')\n  return (import_module)('c.d'), sys.modules['e.f'], 'g.h' in sys.modules\n",
    ],
    ['loggers', "def f():\n  x = getLogger('a.b')\n  y = other('c.d')\n"],
    ['global', 'def f():\n  global x, y\n  if z:\n    x = 1\n  w = 2\n  y: int = 3\n'],
    ['a global in a class', 'class A:\n  global x\n  x = 1\n  y = 2\n'],
    ['walrus in defaults', 'def f(a=(b := 1)): c = 2\n[d := 1 for e in f]\n'],
    ['conditions', 'if a:\n  b = 1\nelse:\n  from c import b\nfor d in e: f = 1\nelse:\n  g = 2\nwhile h:\n  i = 3\n'],
    ['match', "match a:\n  case 'b.c': import d\n  case e: pass\nmatch = 1\ncase = match.x\n"],
    ['a match in a function', 'def f():\n  match a:\n    case b.c(d=e):\n      import g\n'],
    ['form feeds, tabs, carriage returns', 'if a:\r\n\timport b\r\n\f\tx = "c.d"\relse:\r  import e\r'],
    ['comments on every column', 'if a:\n    x\n# why\n  # why\n    import b # c.d\n  # e\ny\n'],
    ['continuations', 'if a: \\\n  b\nfrom c \\\n  import d\n\\\nimport e\n'],
    ['a byte order mark', '\ufeffimport a\n'],
    ['names beyond ASCII', 'import ä, ﬁn\nä.b; fin.c; ﬁn.d; "ö.ü"\n'],
    [
      'imports behind colons and semicolons',
      "def f():\n  match a:\n    case 1: import b; 'c.d'\n    case [x]: 'e.f'\n",
    ],
    ['annotations are no cases', "case: 'a.b'\nmatch: 'c.d' = 1\ncase[0]: 'e.f'\n"],
    ['lambdas in heads', "if lambda: x: 'a.b'\nelif (lambda: y): import c\nwhile lambda a, b=lambda: 1: a: import d\n"],
    ['a dictionary or a slice in a head', "if {a: b}[c:d]: 'e.f'\nfor x in y[:1]: import g\n"],
    [
      'comments between a name and its call',
      "x = [import_module  # a,\n  # b (\n  ('c.d'), import_module\\\n('e.f')]\n",
    ],
    ['comments between attributes', 'import os\nx = (os  # a.b\n  .c, f().  # (\n  os.d, (  # e\n  os).g)\n'],
    ['type comments', "x = []  # type: List['a.b']\nimport c  # type: ignore\nfrom d import (  # noqa\n  e,  # f\n)\n"],
    [
      'heads that ask for the program',
      "if a: x\nelif __name__ == '__main__':\n  import b\nelse:\n  import c\nimport d\n",
    ],
    [
      'imports for types',
      'if TYPE_CHECKING: import a\nelse: import b\nif t.TYPE_CHECKING:\n  if x:\n    from c import d\n',
    ],
    ['guards in one line', "try: import a; pytest.fail('b')\nexcept (ImportError, x): pass\n"],
    [
      'guards with tabs, behind others',
      'class A:\n\ttry:\n\t\timport a\n\t\traise x\n\texcept t.ModuleNotFoundError: pass\n\telse: y\n',
    ],
    [
      'guards within guards',
      'try:\n  try:\n    import a\n    fail()\n  except ImportError: pass\n  import b\nexcept ImportError: x\n',
    ],
    ['loaders in heads', "@a(import_module('b.c'))\ndef f(x=import_module('d.e')): return import_module('f.g')\n"],
    [
      'loaders in other heads',
      "try: x\nexcept import_module('a.b').E as e: import_module('c.d')\nelse: import_module('e.f')\n",
    ],
    [
      'loaders in the program',
      "if __name__ == '__main__': import_module('a.b')\nelif import_module('c.d'): lambda: import_module('e.f')\n",
    ],
    ['loaders in a match', "match import_module('a.b'):\n  case x if import_module('c.d'): import_module('e.f')\n"],
    ['joined strings across comments', "x = ('a.b'  # c\n  'd.e', 'f.g' if y else'h.i', 'j.k' f'l')\n"],
    ['strings that are statements', "('a.b')\n(('c.d'  # e\n))\n('f.g').h\n('i.j'), 'k.l'\nx; 'm.n'\n"],
    ['constants', "A = 'a.b'\npatch(A + '.c')\npatch(f'{A}.d')\nwith patch('{}.e'.format(A)): x\n"],
    [
      'fields in triple quotes',
      "import os\nf'''{\n  os.a\n  # }\n}''' + f\"{x:{y}.{os.b}}\" + rf'\\{os.c}' + f'{os.d!r}{os.e=}'\n",
    ],
    [
      'white space in imports',
      'import a . b as c\\\n  , d\nfrom . . e import(f as g,h\n,)\nfrom.i import*\nfrom . import j;import k\n',
    ],
    [
      'tabs, form feeds, joined lines',
      'if a:\n\tb\n\f\nif c:\n  \\\n  import d\nif e:\n        import f\n        import g\n',
    ],
    ['no line end', 'def f():\n  import a'],
    ['nothing', ''],
    ['type parameters', 'class A[T: a.b]:\n  def f[U](x: U): import c\ntype B = a.d\nimport a\n'],
    ['async', 'async def f():\n  async with a: import b\n  async for c in d:\n    import e\n'],
    ['star imports', 'from a import *\n__all__ = ["b"]\n__all__ += ["c.d"]\n'],
    ['dynamic names', 'globals()["a"] = 1\ndef f(): exec("b")\n'],
  ])('%s', (_, text) => {
    expect(parse('a.py', text)).not.toHaveProperty('error');
    expectSame('a.py', text);
  });

  test.each([['x = (1'], ["x = 'a"], ['  x\ny'], ['if a:\n    b\n  c'], ['x = $'], ['def f(:'], ['a)'], ['else: x']])(
    'an error stays an error: %j',
    (text) => {
      expect(python.scan('a.py', text)).toEqual(parse('a.py', text));
    },
  );
});

const LINES = [
  "x = 'a.b'",
  'import a.b',
  'from a import b as x',
  'y: "x" = a.b.c',
  'del x',
  "patch('a.b.c')",
  'x = y = lambda x: x',
  "f'{a.b} {x!r}'",
  "'docs'",
  'return x',
  'assert x',
  "raise y('a/b.py')",
  '[x for x in y if (z := x)]',
];
const HEADS = [
  'if x:',
  'def f(x, y=a.b):',
  // A name is global from the beginning of a function on, or not at all.
  'def k():\n  global y',
  'class A(a.C):',
  'for y in x:',
  'with pytest.raises(ImportError):',
  'async def g():',
  '@a.d\ndef h():',
  'while x: # a',
];
const TAILS: Readonly<Record<string, readonly string[]>> = { 'if x:': ['elif y:', 'else:'], 'for y in x:': ['else:'] };

type Block = readonly (string | { readonly head: string; readonly bodies: readonly Block[] })[];

const { block } = fc.letrec<{ block: Block; item: Block[number] }>((tie) => ({
  block: fc.array(tie('item'), { minLength: 1, maxLength: 4 }),
  item: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(...LINES),
    fc.record({
      head: fc.constantFrom(...HEADS, 'try:'),
      bodies: fc.array(tie('block'), { minLength: 2, maxLength: 3 }),
    }),
  ),
}));

function written(lines: Block, indent: string): string {
  return lines.map((one) => (typeof one === 'string' ? `${indent}${one}\n` : compound(one, indent))).join('');
}

function compound({ head, bodies }: Exclude<Block[number], string>, indent: string): string {
  const tails = head === 'try:' ? ['except ImportError:', 'finally:'] : (TAILS[head] ?? []);
  const heads = [head, ...tails].slice(0, bodies.length);
  return heads
    .map((one, i) => `${indent}${one.replace('\n', `\n${indent}`)}\n${written(bodies[i] ?? [], `${indent}  `)}`)
    .join('');
}

test('random programs', () => {
  fc.assert(
    fc.property(block, (lines) => {
      const text = written(lines, '');
      expectSame('a.py', text);
    }),
    { numRuns: 400 },
  );
});
