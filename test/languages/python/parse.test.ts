import { describe, expect, test } from 'vitest';
import type { ImportFrom, Node, Str } from '../../../src/languages/python/nodes.js';
import { parse, type Parsed } from '../../../src/languages/python/parse.js';
import { walk } from '../../../src/languages/python/walk.js';

function parsed(text: string): Parsed {
  const result = parse('a.py', text);
  if ('error' in result) throw new Error(`line ${result.line}: ${result.error}`);
  return result;
}

function texts<T extends Node['type']>(text: string, type: T): string[] {
  const found: string[] = [];
  walk(parsed(text).module, (node) => {
    if (node.type === type) found.push(text.slice(node.start, node.end));
  });
  return found;
}

describe('layout', () => {
  test.each([
    ['LF', 'if a:\n    b\nc\n'],
    ['CRLF', 'if a:\r\n    b\r\nc\r\n'],
    ['CR', 'if a:\r    b\rc\r'],
    ['a BOM', '\ufeffif a:\n    b\nc\n'],
    ['no end of line at the end', 'if a:\n    b\nc'],
    ['a form feed', 'if a:\n    b\n\fc\n'],
    ['tabs', 'if a:\n\tb\nc\n'],
    ['comments that are not indented', 'if a:\n# x\n    b\n  # y\nc\n'],
    ['a backslash', 'if \\\n a:\n    b\nc\n'],
  ])('%s', (_, text) => {
    expect(parsed(text).module.body.map(({ type }) => type)).toEqual(['If', 'Expr']);
  });

  test('the line of an offset, whatever ends the lines', () => {
    const text = 'a\nb\r\nc\rd';
    const file = parsed(text);
    expect([...'abcd'].map((char) => file.lineOf(text.indexOf(char)))).toEqual([1, 2, 3, 4]);
  });

  test('comments, but not what looks like one in a string', () => {
    const text = 'x = "#no" # yes\nf"{a # in\n}"\n'.replace('f"', 'f"""').replace('}"', '}"""');
    expect(parsed(text).comments.map(({ start, end }) => text.slice(start, end))).toEqual(['# yes', '# in']);
  });
});

describe('imports', () => {
  test('a list in parentheses, with comments and a comma at the end', () => {
    const text = 'from ..a . b import (\n    c as d,  # why\n    e,\n)\n';
    const [statement] = parsed(text).module.body as ImportFrom[];
    expect(statement).toMatchObject({ type: 'ImportFrom', module: '..a.b', moduleSpan: { start: 5, end: 12 } });
    expect(statement?.names.map(({ name, asname }) => [name, asname?.name])).toEqual([
      ['c', 'd'],
      ['e', undefined],
    ]);
    expect(text.slice(statement?.list?.start, statement?.list?.end)).toMatch(/^\([^]*\)$/);
    expect(statement?.end).toBe(text.length - 1);
  });

  test('dots that the tokenizer reads as an ellipsis', () => {
    const modules = parsed('from ... import a\nfrom .... import b\nfrom . . c import d\n').module.body as ImportFrom[];
    expect(modules.map(({ module }) => module)).toEqual(['...', '....', '..c']);
  });
});

describe('strings', () => {
  const value = (text: string): string | null => (parsed(text).module.body[0] as unknown as { value: Str }).value.value;

  test.each([
    [`'a' "b"`, 'ab'],
    [`'''a\n"b'''`, 'a\n"b'],
    [String.raw`r'\d'`, String.raw`\d`],
    [
      String.raw`'\x41\u0042\103\
'`,
      'ABC',
    ],
    [String.raw`'\q\''`, String.raw`\q'`],
    [`f'{{a}}'`, '{a}'],
    [`f'{a}'`, null],
    [`b'a'`, null],
  ])('%s', (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  test('the expressions in f-strings, nested ones too', () => {
    const text = `f"{a!r:>{b}} {{no}} {c['d']=} {f'{g}'}"\n`;
    expect(texts(text, 'Name')).toEqual(['a', 'b', 'c', 'g']);
  });

  test('a comment behind the `=` of a field, as since Python 3.12', () => {
    expect(parse('a.py', 'f"{a = # why }\n!r}"\n')).not.toHaveProperty('error');
  });

  test('quotes may be nested in an f-string, as since Python 3.12', () => {
    expect(texts(`f"{a["b"]}"\n`, 'Subscript')).toEqual(['a["b"]']);
  });
});

describe('expressions', () => {
  test('spans are those of CPython: without the parentheses around', () => {
    const text = 'x = (a.b)(c)[d]\n';
    expect(texts(text, 'Attribute')).toEqual(['a.b']);
    expect(texts(text, 'Call')).toEqual(['(a.b)(c)']);
    expect(texts(text, 'Subscript')).toEqual(['(a.b)(c)[d]']);
  });

  test('parentheses are kept beside', () => {
    const text = 'x = ((a))\n';
    const parens: string[] = [];
    walk(parsed(text).module, ({ paren }) => {
      if (paren) parens.push(text.slice(paren.start, paren.end));
    });
    expect(parens).toEqual(['((a))']);
  });

  test('offsets are in UTF-16', () => {
    expect(texts("x = '😀é', f(a)\n", 'Call')).toEqual(['f(a)']);
  });
});

describe('words that are keywords in some places only', () => {
  test.each(['match = 1\n', 'match(a, b)\n', 'match[0]\n', 'case = type\n', 'type(x)\n', 'print(match)\n'])(
    '%j',
    (text) => {
      expect(parsed(text).module.body[0]?.type).not.toBe('Match');
    },
  );

  test.each([
    'match x:\n case [a, *b]: pass\n',
    'match -x:\n case {"k": v, **r}: pass\n',
    'match (x):\n case A(b=c) | d.e: pass\n',
  ])('%j', (text) => {
    expect(parsed(text).module.body[0]?.type).toBe('Match');
  });
});

describe('what CPython does not take', () => {
  test.each([
    ['print "x"', 1],
    ['a\n b', 2],
    ['if a:\nb', 2],
    ['x = """abc\n', 1],
    ["x = 'abc\n", 1],
    ['(]', 1],
    ['1 = x', 1],
    ['f() = 1', 1],
    ['f(a=1, b)', 1],
    ['def f(a=1, b): pass', 1],
    ['x = 5a', 1],
    ['x = 012', 1],
    ['from a import b,', 1],
    ["f'{a b}'", 1],
    ["f'}'", 1],
    ['if a:\n  b\n c\n', 3],
    ['if a:\n\tb\n        c\n', 3],
    [`${'('.repeat(3000)}1${')'.repeat(3000)}`, 1],
  ])('%j', (text, line) => {
    expect(parse('a.py', text)).toMatchObject({ error: expect.any(String) as string, line });
  });
});
