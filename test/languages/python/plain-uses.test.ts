import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Alias, Node } from '../../../src/languages/python/nodes.js';
import { parse } from '../../../src/languages/python/parse.js';
import { plainUses, type PlainBinding } from '../../../src/languages/python/plain/plain-uses.js';
import { importsOf } from '../../../src/languages/python/rewrite/blocks.js';
import { applyEdits } from '../../../src/workspace/edit.js';
import { analyse, type Binding, type Scopes } from '../../../src/languages/python/scopes.js';

interface Import {
  readonly statement: number;
  readonly alias: Alias;
}

/** The plain imports (`from m import name`) of each name that nothing else imports. */
function importedNames(module: Node): Map<string, Import[]> {
  const found = new Map<string, Import[]>();
  const others = new Set<string>();
  for (const { node } of importsOf(module))
    for (const alias of node.names) {
      const name = alias.bound?.name ?? '*';
      const known = found.get(name) ?? [];
      const isOther = node.type === 'Import' || alias.asname !== null || known.at(-1)?.statement === node.start;
      if (isOther) others.add(name);
      else found.set(name, [...known, { statement: node.start, alias }]);
    }
  for (const name of [...others, '*']) found.delete(name);
  return found;
}

/** What `plainUses` may say, from the scopes; null where the name may not be called `to` everywhere. */
function scopedUses(scopes: Scopes, imports: readonly Import[], to: string): PlainBinding[] | null {
  const bindings = [...new Set(imports.flatMap(({ alias }) => (alias.bound && scopes.bindingAt(alias.bound)) ?? []))];
  const isPlain = ({ scope, uses, declarations }: Binding): boolean =>
    !scope.dynamic &&
    scope.kind !== 'class' &&
    declarations.every((one) => imports.some(({ alias }) => alias.bound === one)) &&
    uses.every(({ shape, quoted }) => shape === 'plain' && !quoted) &&
    scopes.freeAt(to, uses);
  if (scopes.globals.has(to) || !bindings.every(isPlain)) return null;
  return bindings.map(({ scope, uses, declarations }) => ({
    isTop: scope.kind === 'module',
    imports: declarations.flatMap((one) => imports.find(({ alias }) => alias.bound === one)?.statement ?? []),
    uses: uses.map(({ node: { start, end } }) => ({ start, end })),
  }));
}

function sorted(bindings: readonly PlainBinding[] | null): unknown {
  return bindings
    ?.map(({ isTop, imports, uses }) => ({ isTop, imports, uses: [...uses].sort((a, b) => a.start - b.start) }))
    .sort((a, b) => (a.imports[0] ?? 0) - (b.imports[0] ?? 0));
}

/** How many names the tokens tell all about, which must be what the scopes tell. */
function compare(path: string, text: string, to: string): number {
  const parsed = parse(path, text);
  if ('error' in parsed) return 0;
  const scopes = analyse(parsed.module, text);
  let known = 0;
  for (const [name, imports] of [...importedNames(parsed.module)].slice(0, 5)) {
    const plain = plainUses(text, name, to, new Set(imports.map(({ statement }) => statement)));
    if (plain === null) continue;
    known++;
    expect(sorted(plain), `${name} of ${path}\n${text.slice(0, 2000)}`).toEqual(
      sorted(scopedUses(scopes, imports, to)),
    );
  }
  return known;
}

const TOP = 'from m import Old\n';

/** The text behind the import with its uses renamed; null where tokens do not tell. */
function renamed(body: string): string | null {
  const text = TOP + body;
  const found = plainUses(text, 'Old', 'New', new Set([0]));
  const edits = found?.flatMap((one) => one.uses.map((use) => ({ ...use, text: 'New' })));
  return edits ? applyEdits(text, edits).slice(TOP.length) : null;
}

describe('plain uses', () => {
  test.each([
    ['a call', 'x = Old()\n', 'x = New()\n'],
    [
      'annotations',
      'def f(a: Old, b: Old = 0) -> Old:\n    c: Old = a\n',
      'def f(a: New, b: New = 0) -> New:\n    c: New = a\n',
    ],
    ['arguments', 'isinstance(x, Old)\nf(a, spec=Old)\n', 'isinstance(x, New)\nf(a, spec=New)\n'],
    ['types', 'x: Optional[Old]\ny: Dict[str, Old] = {}\n', 'x: Optional[New]\ny: Dict[str, New] = {}\n'],
    ['keywords', 'try: raise Old\nexcept Old as e: pass\n', 'try: raise New\nexcept New as e: pass\n'],
    ['in a display that is read', 'x = [a, Old]\ny = (Old, b)\n', 'x = [a, New]\ny = (New, b)\n'],
    ['in a field', 'print(f"{Old.name} of {Old}")\n', 'print(f"{New.name} of {New}")\n'],
    ['beside an attribute', 'Old.Old = x.Old\n', 'New.Old = x.Old\n'],
    ['beside a string that names it', 'f(Old, "Old")\npatch("m.Old")\n', 'f(New, "Old")\npatch("m.Old")\n'],
    ['beside prose', '"""Old"""\nx: Old = "Old one"\n', '"""Old"""\nx: New = "Old one"\n'],
  ])('%s', (_title, before, after) => {
    expect(renamed(before)).toBe(after);
  });

  test.each([
    ['a parameter', 'def f(Old): pass\n'],
    ['a parameter behind another', 'def f(a, Old, b): pass\n'],
    ['a parameter of lambda', 'f = g(lambda a, Old: 1)\n'],
    ['a type parameter', 'def f[Old](a): pass\n'],
    ['a type parameter of a class', 'class A[T, Old]: pass\n'],
    ['a type parameter of an alias', 'type A[Old] = int\n'],
    ['a target', 'Old = 1\n'],
    ['a target in a tuple', 'a, Old = 1, 2\n'],
    ['a target in a chain', 'a = Old, b = c\n'],
    ['a target in a display', 'a = [b, Old] = c\n'],
    ['a target in parentheses behind a value', 'a = (Old, b), c = d\n'],
    ['an annotated target', 'Old: int = 3\n'],
    ['a target behind a colon', 'if x: Old = 3\n'],
    ['an augmented target', 'Old //= 2\n'],
    ['a walrus', 'f(Old := 3)\n'],
    ['a loop', 'for a, Old in x: pass\n'],
    ['a comprehension', '[x for a, Old in y]\n'],
    ['a comprehension in parentheses', 'f(x for (a, Old) in y)\n'],
    ['a context', 'with a as (b, Old): pass\n'],
    ['an exception', 'try: pass\nexcept A as Old: pass\n'],
    ['a pattern', 'match x:\n    case (a, Old): pass\n'],
    ['a pattern in a dictionary', 'match x:\n    case {"k": Old}: pass\n'],
    ['global', 'def f():\n    global a, Old\n'],
    ['deleted', 'del a, Old\n'],
    ['a keyword', 'f(Old=1)\n'],
    ['a definition', 'def Old(): pass\n'],
    ['a type in a string', 'x: "Old"\n'],
    ['a type in a string in brackets', 'x = Optional["Old"]\n'],
    ['a type that a call is given', 'x = cast("List[Old]", y)\n'],
    ['a type in a definition', 'def f(a, b: "Old" = 1): pass\n'],
    ['a type in an alias', 'type A = "Old"\n'],
    ['a type within a type', 'x: "List[\'Old\']"\n'],
    ['an echo', 'print(f"{Old=}")\n'],
    ['an echo behind a comparison', 'print(f"{Old!=a=}")\n'],
    ['names looked up', 'x = locals()\n'],
    ['the module named', 'setattr(sys.modules[__name__], "a", 1)\n'],
    ['the module named by an attribute', 'x = sys.modules[f.__name__]\n'],
    ['the new name', 'x = New\n'],
    ['the new name as a type', 'x: "New"\n'],
    ['a list of names', '__all__ = ["Old"]\n'],
    ['the body of a function on its line', 'def f(): return Old\n'],
    ['letters of several widths', 'x = Ｏld\n'],
  ])('%s is for the scopes to tell', (_title, body) => {
    expect(renamed(body)).toBeNull();
  });

  it('knows in which function an import counts', () => {
    const text =
      'class A:\n    def f(self):\n        from m import Old\n        if x:\n            g(Old)\n        return Old\n' +
      '    def g(self):\n        from m import Old\n        return [Old()]\n    h = Old\n';
    const imports = [text.indexOf('from'), text.lastIndexOf('from')];
    const found = plainUses(text, 'Old', 'New', new Set(imports));
    expect(
      found?.map((one) => ({ ...one, uses: one.uses.map(({ start }) => text.slice(start - 2, start + 4)) })),
    ).toEqual([
      { isTop: false, imports: [imports[0]], uses: ['g(Old)', 'n Old\n'] },
      { isTop: false, imports: [imports[1]], uses: [' [Old('] },
    ]);
    expect(plainUses('class A:\n    from m import Old\n    x = Old\n', 'Old', 'New', new Set([13]))).toBeNull();
  });
});

const EXPRESSIONS =
  `Old Old() Old.a (Old) [Old] {Old} {Old:1} {1:Old} (a,Old) [a,Old] Old[0] a[Old] a[0:Old] f(Old) f(a,Old) f(a,b=Old)
  f(Old=1) f(*Old) f(**Old) lambda:Old lambda_Old:1 (lambda_a,Old:a) lambda_a=Old:a [Old_for_a_in_b] [a_for_Old_in_b]
  [a_for_b,Old_in_c] [a_for_a_in_Old] {a:Old_for_a_in_b} (Old_if_a_else_b) a_if_Old_else_b not_Old a_in_Old Old_in_a a_is_Old
  (Old:=1) (a:=Old) a.Old a_==_Old a|Old Old|a a_and_Old "Old" 'm.Old' "an_Old_one" f"{Old}" f"{Old=}" f"{a}_Old" f"{f(Old)}"
  cast("Old",a) Optional["Old"] Optional[Old] f("Old") f(a["Old"]) TypeVar("T",bound="Old") NamedTuple("N",[("a","Old")])
  New f(New) a.New "New" locals() eval("a") vars(a) sys.modules[__name__] setattr(__name__,"a") f(__name__) a1 1 f(a)("Old")`
    .split(/\s+/)
    .map((one) => one.replaceAll('_', ' ').replaceAll('  name  ', '__name__'));

const expression = fc.constantFrom(...EXPRESSIONS);
const PLAIN = ['f(Old)', 'Old()', 'Old.a', 'f(a, Old)', 'a', '[Old(), a]', 'f("m.Old", b=Old)', '"some Old text"'];
const statement = fc
  .tuple(
    fc.constantFrom(
      ...[
        '%',
        'x = %',
        'x = y = %',
        'x, y = %',
        'return %',
        'x: % = %',
        'x: %',
        '% = x',
        'x += %',
        '% += x',
        'assert %, %',
      ],
      ...[
        'raise %',
        'del %',
        'global Old',
        'nonlocal Old',
        'x = %, %',
        'x[%] = %',
        '@%',
        'with % as a:',
        'with % as Old:',
      ],
      ...[
        'for a in %:',
        'for % in a:',
        'if %:',
        'while %:',
        'try:',
        'except %:',
        'except % as Old:',
        'else:',
        'finally:',
      ],
      ...[
        'def f(a: %, b=%) -> %:',
        'def f(a, *, c: % = %):',
        'async def f(a, Old):',
        'class A(%):',
        'class A[T: %]:',
        'def f[Old](a):',
      ],
      ...[
        'from m import Old',
        'from m import Old',
        'from m import (a,',
        'import a; x = %',
        'x = %; y = %',
        'if %: x = %',
      ],
      ...[
        'match %:',
        'case %:',
        'type X = %',
        'pass',
        '"""Old"""',
        'x = (%,',
        'lambda a, b=%: %',
        '# Old',
        'class Old:',
        'def f(): return %',
      ],
    ),
    fc.array(fc.oneof(expression, fc.constantFrom(...PLAIN)), { minLength: 3, maxLength: 3 }),
  )
  .map(([form, parts]) => {
    let i = 0;
    const line = form.replace(/%/g, () => parts[i++] ?? 'a');
    return line.endsWith(',') && line.includes('(') ? `${line}\n  Old)` : line;
  });
const line = fc.tuple(fc.integer({ min: -2, max: 1 }), statement, fc.boolean());

/** Lines that go deeper behind a head, and back out as drawn. */
function program(lines: readonly (readonly [number, string, boolean])[]): string {
  let depth = 0;
  const written = lines.map(([step, text, imports]) => {
    const head = text.endsWith(':');
    const own = (imports && head ? [`${'  '.repeat(depth + 1)}from m import Old`] : []).join('');
    const out = '  '.repeat(depth) + text + (head ? `\n${own || `${'  '.repeat(depth + 1)}pass`}` : '');
    depth = head ? depth + 1 : Math.max(0, depth + step);
    return out;
  });
  return written.join('\n') + '\n';
}

const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 3000);

it('says of random programs what the scopes say', () => {
  let known = 0;
  let parsed = 0;
  fc.assert(
    fc.property(fc.boolean(), fc.array(line, { minLength: 1, maxLength: 7 }), (top, lines) => {
      const text = (top ? TOP : '') + program(lines);
      if ('error' in parse('a.py', text)) return;
      parsed++;
      known += compare('a.py', text, 'New');
    }),
    { numRuns, seed: 7 },
  );
  // Else it would say nothing.
  expect(parsed).toBeGreaterThan(numRuns * 0.1);
  expect(known).toBeGreaterThan(numRuns * 0.03);
}, 60_000);

const asked = spawnSync('python3', ['-c', 'import sysconfig; print(sysconfig.get_paths()["stdlib"])'], {
  encoding: 'utf8',
});
const STDLIB = asked.status === 0 ? asked.stdout.trim() : '';

it.skipIf(!STDLIB)(
  'says of the standard library what the scopes say',
  () => {
    const sources = readdirSync(STDLIB, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.py'))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !/site-packages|dist-packages|[\\/]test[\\/]|lib2to3/.test(path))
      .flatMap((path) => {
        const text = readFileSync(path, 'utf8');
        return text.length > 150_000 || text.includes('\ufffd') ? [] : [{ path, text }];
      });
    const known = sources.map(({ path, text }) => compare(path, text, 'NewName'));
    expect(known.reduce((a, b) => a + b, 0)).toBeGreaterThan(sources.length);
  },
  60_000,
);
