import type { Thing } from './draft.js';

type ClassUse = (name: string, other: string) => readonly string[];

/** Statements that observe the class behind `L`, or bear the name without meaning it; `T` is a name to collide with. */
const CLASS_USES: readonly ClassUse[] = [
  (L) => [`out.append(${L})`],
  (L) => [`out.append(${L}(1))`],
  (L) => [`out.append(isinstance(${L}(n=1), ${L}))`],
  (L) => [`class Sub(${L}):`, `    kind = 'sub'`, `out.append([Sub, Sub(9).n])`],
  (L) => [`out.append(f'{${L}(13).n} {${L}(3).n:>{${L}(4).n}} {{${L}}}')`],
  (L) => [`out.append((lambda a=${L}: a)())`],
  (L) => [`def g(x=${L}(2), *, y: ${L} = ${L}):`, `    return [x, y]`, `out.append(g())`],
  (L) => [`@${L}.wrap`, `def g():`, `    return ${L}(7)`, `out.append(g())`],
  (L) => [`out.append([${L}(i).n for i in range(2) if ${L}])`],
  (L, T) => [`out.append([${T}(14).n for ${T} in [${L}]])`],
  (L, T) => [`out.append({${T}: ${L} for ${T} in (1, 2)})`],
  (L, T) => [`out.append((lambda ${T}: ${L}(${T}))(8))`],
  (L, T) => [`def g(${T}):`, `    return [${T}, ${L}(${T})]`, `out.append(g(3))`],
  (L, T) => [`def g():`, `    ${T} = 15`, `    return [${T}, ${L}(${T})]`, `out.append(g())`],
  (L, T) => [`for ${T} in [16]:`, `    out.append([${L}(1), ${T}])`],
  (L) => [`match ${L}(1):`, `    case ${L}(n=1) as m:`, `        out.append(['match', m])`],
  (L) => [`def g(x: ${L}, *more: '${L}') -> ${L}:`, `    return x`, `out.append(g(${L}(4)))`],
  (L) => [`try:`, `    raise ValueError(${L})`, `except ValueError as error:`, `    out.append(error.args[0])`],
  (L) => [`if (made := ${L}(5)).n == 5:`, `    out.append(made)`],
  (L, T) => [`${T} = ${L}`, `out.append(${T}(6))`],
  (L) => [`out.append([x for x in (${L},) for y in (1,)][0])`],
  (L) => [`def g():`, `    yield ${L}(10)`, `out.append(list(g()))`],
];

/** The same, where the name is a plain identifier: shadowed, a keyword, an attribute, a string. */
const NAMED_USES: readonly ClassUse[] = [
  (L) => [`out.append(dict(${L}=${L}(5)))`],
  (L) => [`def g(**given):`, `    return given`, `out.append(g(${L}=6))`],
  (L) => [`def g(${L}=7):`, `    return ${L}`, `out.append([g(), g(${L}=8)])`],
  (L) => [`out.append((lambda ${L}: ${L} + 1)(1))`],
  (L) => [`def g():`, `    ${L} = 2`, `    return ${L}`, `out.append(g())`],
  (L) => [`out.append([${L} for ${L} in (11, 12)])`],
  (L) => [`def g():`, `    for ${L} in (13,):`, `        pass`, `    return ${L}`, `out.append(g())`],
  (L) => [
    `def g():`,
    `    try:`,
    `        raise ValueError(3)`,
    `    except ValueError as ${L}:`,
    `        return ${L}.args[0]`,
    `out.append(g())`,
  ],
  (L) => [
    `class C:`,
    `    ${L} = 18`,
    `    def get(self):`,
    `        return [self.${L}, ${L}(1)]`,
    `out.append(C().get())`,
  ],
  (L) => [`def g():`, `    import os as ${L}`, `    return ${L}.sep`, `out.append(g())`],
  (L) => [`def g():`, `    with contextlib.nullcontext(4) as ${L}:`, `        return ${L}`, `out.append(g())`],
  (L) => [`def g():`, `    ${L}, *rest = [1, 2, 3]`, `    return [${L}, rest]`, `out.append(g())`],
  (L) => [`def g(x=${L}, ${L}=3):`, `    return [x, ${L}]`, `out.append(g())`],
  (L) => [`def g():`, `    def ${L}():`, `        return 9`, `    return ${L}()`, `out.append(g())`],
  (L) => [
    `def g():`,
    `    class ${L}:`,
    `        kind = 'inner'`,
    `        n = 1`,
    `    return ${L}.kind`,
    `out.append(g())`,
  ],
  (L) => [`out.append(['${L}', '${L}(1)'])`],
  (L) => [
    `def g():`,
    `    ${L} = [1]`,
    `    def set():`,
    `        nonlocal ${L}`,
    `        ${L} = 2`,
    `    set()`,
    `    return ${L}`,
    `out.append(g())`,
  ],
  (L) => [`match 21:`, `    case ${L}_ if ${L}_ > 1:`, `        out.append(${L}_)`],
  (L, T) => [`def g(${L}, ${T}=1):`, `    return [${L}, ${T}, [${T} for ${T} in (${L},)]]`, `out.append(g(2, ${T}=3))`],
  (L) => [`def g(x: '${L}') -> '${L}':`, `    return x`, `out.append(list(typing.get_type_hints(g, None, locals())))`],
  (L) => [`out.append(f'{${L}.kind=}')`],
];

/** Where the name is one of the module: these see it as such. */
const GLOBAL_USES: readonly ClassUse[] = [
  (L) => [`class C:`, `    ${L} = ${L}`, `out.append(C.${L})`],
  (L) => [`def g():`, `    global ${L}`, `    return ${L}`, `out.append(g())`],
  (L) => [`def g(x: '${L}') -> 'list[${L}]':`, `    return x`, `out.append(typing.get_type_hints(g)['x'])`],
  (L) => [
    `def g():`,
    `    global ${L}`,
    `    kept, ${L} = ${L}, 5`,
    `    got, ${L} = ${L}, kept`,
    `    return got`,
    `out.append(g())`,
  ],
  (L) => [`out.append(globals()['${L}'])`],
  (L) => [`out.append(eval('${L}'))`],
];

/** Ways to use the instance that a factory makes; `call(argument)` is the text of a call. */
const FACTORY_USES: readonly ((call: (argument: string) => string, made: string) => readonly string[])[] = [
  (call, made) => [`out.append(${made}${call('1')})`],
  (call, made) => [`out.append((${made}${call('h(2)')}).n)`],
  (call, made) => [`n = 3`, `out.append(${made}${call('n=n')})`],
  (call, made) => [`m = ${made}${call('h(4)')}`, `out.append([m.n, m])`],
  (call, made) => [`out.append(len([${made}${call('5')}]))`],
  (call, made) => [`out.append(${made}${call(`(${made}${call('6')}).n`)})`],
  (call, made) => [`if (${made}${call('8')}).n == 8:`, `    out.append('eight')`],
  (call, made) => [`out.append(${made}${call('(lambda: 9)()')})`],
  (call, made) => [`async def g(n):`, `    return ${made}${call('n')}`, `out.append(await g(12))`],
  (call, made) => [`out.append([${made}${call('i + 1')} for i in (13, 14)])`],
  (call, made) => [`out.append(${made}${call(`\n    15,  # the argument\n`)})`],
  (call, made) => [`x = ${made}${call('16')} if ${made}${call('17')} else None`, `out.append(x)`],
  (call, made) => [`${made}${call('18')}`],
  (call, made) => [`async def g():`, `    return (${made}${call('19')})`, `out.append(await g())`],
  (call, made) => [`out.append([not ${made}${call('20')}, (${made}${call('21')}).again().n])`],
];

/** Uses that no rewrite is right for: the plan must say so. */
const ODD_FACTORY_USES: readonly ((call: (argument: string) => string, expression: string) => readonly string[])[] = [
  (call) => [`got = ${call('*[15]')}`, `out.append((await got if asyncio.iscoroutine(got) else got).n)`],
  (_, expression) => [`out.append(len([${expression}]))`],
  (_, expression) => [`passed = ${expression}`, `out.append(callable(passed))`],
  (call) => [`got = ${call('16')}`, `out.append((await got if asyncio.iscoroutine(got) else got).n)`],
];

type Factory = Extract<Thing, { kind: 'factory' }>;

export interface Use {
  readonly pick: number;
  readonly other: string;
  readonly odd: boolean;
  /** The name is bound by the module, not by a function. */
  readonly global: boolean;
}

/** Statements of an async function that put into `out` what they see of the thing that `expression` denotes. */
export function useOf(thing: Thing, expression: string, { pick, other, odd, global }: Use): readonly string[] {
  if (thing.kind === 'factory') return factoryUse(thing, expression, pick, odd);
  const plain = /^\w+$/.test(expression);
  const clash = other === expression ? 'Another' : other;
  if (thing.kind !== 'class') return [`out.append(${thing.kind === 'value' ? expression : `${expression}(${pick})`})`];
  // These speak to the whole module about the name, so that no rename is safe: rare.
  const dynamic = plain && global && odd ? GLOBAL_USES.slice(4) : [];
  const uses = plain ? [...CLASS_USES, ...NAMED_USES, ...(global ? GLOBAL_USES.slice(0, 4) : [])] : CLASS_USES;
  return at(dynamic.length > 0 ? dynamic : uses, pick)(expression, clash);
}

function factoryUse(thing: Factory, expression: string, pick: number, odd: boolean): readonly string[] {
  const call = callOf(thing, expression);
  if (odd) return at(ODD_FACTORY_USES, pick)(call, expression);
  const made = thing.async ? 'await ' : '';
  if (thing.shape === 'getter' && pick % 3 === 0)
    return [`f = ${expression}()`, `out.append([${made}f.create(16), ${made}f.create(h(17))])`];
  return at(FACTORY_USES, pick)(call, made);
}

function callOf({ shape }: Factory, expression: string): (argument: string) => string {
  return (argument) => {
    if (shape === 'call') return `${expression}(${argument})`;
    return shape === 'getter' ? `${expression}().create(${argument})` : `${expression}.create(${argument})`;
  };
}

export function at<T>(list: readonly T[], pick: number): T {
  return list[pick % list.length] as T;
}
