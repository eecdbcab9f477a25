import { describe, expect, test } from 'vitest';
import { parse } from '../../../src/languages/python/parse.js';
import { analyse, renameEdits, type Scopes } from '../../../src/languages/python/scopes.js';
import { applyEdits } from '../../../src/workspace/edit.js';

function scopesOf(text: string): Scopes {
  const parsed = parse('a.py', text);
  if ('error' in parsed) throw new Error(parsed.error);
  return analyse(parsed.module, text);
}

/** The text with the module's binding `x` renamed to `NEW`. */
function renamed(text: string): string {
  const scopes = scopesOf(text);
  const binding = scopes.module.bindings.get('x');
  return binding ? applyEdits(text, renameEdits(scopes, binding, 'NEW')) : text;
}

describe('which names mean the one of the module', () => {
  test.each([
    ['a function reads it', 'x = 1\ndef f(): return x\n', 'NEW = 1\ndef f(): return NEW\n'],
    ['a function has its own', 'x = 1\ndef f():\n x = 2\n return x\n', 'NEW = 1\ndef f():\n x = 2\n return x\n'],
    ['... even if only deleted there', 'x = 1\ndef f():\n del x\n', 'NEW = 1\ndef f():\n del x\n'],
    ['a parameter; its default is outside', 'x = 1\ndef f(x=x): return x\n', 'NEW = 1\ndef f(x=NEW): return x\n'],
    ['a lambda, likewise', 'x = 1\nlambda x=x: x\n', 'NEW = 1\nlambda x=NEW: x\n'],
    ['keywords and attributes are no names', 'x = 1\nf(x=x).x = x.x\n', 'NEW = 1\nf(x=NEW).x = NEW.x\n'],
    [
      'a class attribute, which methods do not see',
      'x = 1\nclass A:\n x = 2\n y = x\n def f(self): return x\n',
      'NEW = 1\nclass A:\n x = 2\n y = x\n def f(self): return NEW\n',
    ],
    ['a class attribute made from it', 'x = 1\nclass A:\n x = x\n y = x\n', 'NEW = 1\nclass A:\n x = NEW\n y = x\n'],
    [
      '... which the module is asked for, past a function',
      'x = 1\ndef f(x):\n class A:\n  x = x\n',
      'NEW = 1\ndef f(x):\n class A:\n  x = NEW\n',
    ],
    [
      'a comprehension in a class sees past it, but for the first iterable',
      'x = 1\nclass A:\n x = 2\n y = [x for _ in x]\n',
      'NEW = 1\nclass A:\n x = 2\n y = [NEW for _ in x]\n',
    ],
    ['a comprehension has its own', 'x = 1\n[x for x in x]\n', 'NEW = 1\n[x for x in NEW]\n'],
    ['a walrus in a comprehension', '[x := y for y in z]\nx\n', '[NEW := y for y in z]\nNEW\n'],
    ['global', 'def f():\n global x\n x = 1\nx\n', 'def f():\n global NEW\n NEW = 1\nNEW\n'],
    [
      'nonlocal',
      'x = 0\ndef f():\n x = 1\n def g():\n  nonlocal x\n  x = 2\n',
      'NEW = 0\ndef f():\n x = 1\n def g():\n  nonlocal x\n  x = 2\n',
    ],
    [
      'unpacking, for, with, except, import as',
      'x, [*x] = a\nfor x in b: pass\nwith c as (x, d): pass\ntry: pass\nexcept E as x: pass\n',
      'NEW, [*NEW] = a\nfor NEW in b: pass\nwith c as (NEW, d): pass\ntry: pass\nexcept E as NEW: pass\n',
    ],
    [
      'match',
      'match a:\n case [x, {"k": x, **x}] | x.y(x=x): pass\n',
      'match a:\n case [NEW, {"k": NEW, **NEW}] | NEW.y(x=NEW): pass\n',
    ],
    ['decorators and bases', 'x = 1\n@x\nclass A(x, k=x): pass\n', 'NEW = 1\n@NEW\nclass A(NEW, k=NEW): pass\n'],
    [
      'annotations, in strings too',
      'x = 1\ndef f(x: x, y: "list[x]") -> "x": x\nz: "x | None"\n',
      'NEW = 1\ndef f(x: NEW, y: "list[NEW]") -> "NEW": x\nz: "NEW | None"\n',
    ],
    ['... but not in a Literal', 'x = 1\nz: Literal["x"]\n', 'NEW = 1\nz: Literal["x"]\n'],
    [
      'cast, TypeVar and typing brackets',
      'x = 1\ncast("x", y)\nTypeVar("x", bound="x")\nA = Optional["x"]\n',
      'NEW = 1\ncast("NEW", y)\nTypeVar("x", bound="NEW")\nA = Optional["NEW"]\n',
    ],
    ['f-strings', 'x = 1\nf"{x:{x}} x {{x}}"\n', 'NEW = 1\nf"{NEW:{NEW}} x {{x}}"\n'],
    [
      'type parameters',
      'x = 1\ndef f[x: x](a: x): x\nclass A[T: x](x): pass\n',
      'NEW = 1\ndef f[x: x](a: x): x\nclass A[T: NEW](NEW): pass\n',
    ],
    ['an import keeps its name for whoever rewrites it', 'from a import x\nx()\n', 'from a import x\nNEW()\n'],
  ])('%s', (_, before, after) => {
    expect(renamed(before)).toBe(after);
  });

  test('private names of a class', () => {
    const scopes = scopesOf('class _A:\n __x = 1\n def f(self): return __x\n');
    expect([...scopes.globals.keys()]).toEqual(['_A__x']);
  });
});

test('names that are nowhere bound', () => {
  const scopes = scopesOf('import a.b\nfrom c import d as e\ndef f(): return a, e, d, len\n');
  expect([...scopes.globals.keys()]).toEqual(['d', 'len']);
});

test('an echo in an f-string prints the name, so it is told apart', () => {
  const [use] = scopesOf('x = 1\nf"{x=}"\n').module.bindings.get('x')?.uses ?? [];
  expect(use?.shape).toBe('echo');
});

describe('dynamic scopes', () => {
  test.each([
    ['globals()', 'def f(): return globals()\n', true],
    ['eval', 'def f(): eval(a)\n', true],
    ['locals() of a function', 'def f(): locals()\n', false],
    ['a method called eval', 'a.eval()\n', false],
  ])('%s', (_, text, dynamic) => {
    expect(scopesOf(text).module.dynamic).toBe(dynamic);
  });
});

describe('freeAt: could another name be read here?', () => {
  test.each([
    ['x\n', true],
    ['def f(): return x\n', true],
    ['def f(y): return x\n', false],
    ['def f(y): return lambda: x\n', false],
    ['class A:\n y = 1\n def f(self): return x\n', true],
    ['class A:\n y = 1\n z = x\n', false],
    ['def f():\n global y\n y = x\n', true],
    ['[x for y in z]\n', false],
    ['def f():\n exec(a)\n return x\n', false],
  ])('%j', (text, free) => {
    const scopes = scopesOf(`import x\n${text}`);
    expect(scopes.freeAt('y', scopes.module.bindings.get('x')?.uses ?? [])).toBe(free);
  });
});
