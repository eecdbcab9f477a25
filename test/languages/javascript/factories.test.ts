import { describe, expect, it } from 'vitest';
import {
  declaredCalls,
  inferFactories,
  isAsync,
  sideEffects,
} from '../../../src/languages/javascript/factories/factories.js';
import { parse, type Parsed } from '../../../src/languages/javascript/parse.js';

function parsed(text: string, path = 'factory.ts'): Parsed {
  const result = parse(path, text);
  if ('error' in result) throw new Error(result.error);
  return result;
}

function inferred(text: string, path?: string): string[] {
  const { rules, refusals } = inferFactories(parsed(text, path), null);
  return [
    ...rules.map(
      ({ signature, template, async, needs }) =>
        `${async ? 'async ' : ''}${signature} -> ${template} (${needs.join(' ')})`,
    ),
    ...refusals.map(({ name, line, reason }) => `${line}: ${name} ${reason}`),
  ];
}

describe('a factory that only constructs', () => {
  it.each([
    ['export function f(a) { return new F(a); }', 'f(a) -> new F(a) (F)'],
    ['export function f(a: string, b?: number): F { return new F({ a, b }); }', 'f(a, b?) -> new F({ a, b }) (F)'],
    ['export const f = (a) => new F(a, 1);', 'f(a) -> new F(a, 1) (F)'],
    ['export const f = function (a) { return new F(a); };', 'f(a) -> new F(a) (F)'],
    ['const f = (a) => { return new F(a) as unknown as G; };\nexport { f as make };', 'make(a) -> new F(a) (F)'],
    ['export default function f() { return new F(); }', 'f() -> new F() (F)'],
    ['function f() { return new F(); }\nexport default f;', 'f() -> new F() (F)'],
    ['export default () => new F();', 'factory() -> new F() (F)'],
    [
      'export class Make { static f(a) { return new F(a); } other() { return new F(1); } }',
      'Make.f(a) -> new F(a) (F)',
    ],
    ['export class Make { static f = (a) => new F(a); }', 'Make.f(a) -> new F(a) (F)'],
    ['export async function f(a) { return new F(a); }', 'async f(a) -> new F(a) (F)'],
    [
      'import { F } from "./f";\nexport function f(a) { return new F(a, Date.now()); }',
      'f(a) -> new F(a, Date.now()) (F)',
    ],
    ['export function f<T>(a: T) { return new F<T>(a); }', 'f(a) -> new F(a) (F)'],
    ['export function f<T>(a: T) { return new F(a); }', 'f(a) -> new F(a) (F)'],
    ['export function f(a) { return new F<string>(a); }', 'f(a) -> new F<string>(a) (F)'],
    ['export function f(this: void, a) { return new F(a); }', 'f(a) -> new F(a) (F)'],
    [
      'export class F {}\nexport const LIMIT = 1;\nexport const f = () => new F(LIMIT);',
      'f() -> new F(LIMIT) (F LIMIT)',
    ],
    ['export function f(a: string): F;\nexport function f(a: unknown) { return new F(a); }', 'f(a) -> new F(a) (F)'],
  ])('%s', (text, rule) => {
    expect(inferred(text)).toEqual([rule]);
  });

  it.each([
    ['exports.f = function (a) { return new F(a); };', 'f(a) -> new F(a) (F)'],
    ['function f(a) { return new F(a); }\nmodule.exports = { f };', 'f(a) -> new F(a) (F)'],
    ['module.exports = { f: (a) => new F(a) };', 'f(a) -> new F(a) (F)'],
    ['module.exports.f = (a) => new F(a);', 'f(a) -> new F(a) (F)'],
  ])('%s', (text, rule) => {
    expect(inferred(text, 'factory.cjs')).toEqual([rule]);
  });

  it('begins with the name under which it is exported', () => {
    const { rules } = inferFactories(parsed('export default function f() { return new F(); }'), null);
    expect(rules.map(({ entry }) => entry)).toEqual(['default']);
  });
});

describe('a factory that does more', () => {
  it.each([
    [
      'const instances = new Map();\nexport function f(a) {\n  let x = instances.get(a);\n  if (!x) {\n    x = new F(a);\n    instances.set(a, x);\n  }\n  return x;\n}',
      '2: f caches the instance in `instances`, branches (if, line 4)',
    ],
    ['let one: F;\nexport const f = () => (one ??= new F());', '2: f caches the instance in `one`'],
    ['let n = 0;\nexport function f() { n++; return new F(); }', '2: f writes module state `n`'],
    ['let n = 0;\nn++;\nexport const f = () => new F(n);', '3: f uses module state `n`'],
    ['const key = 1;\nexport const f = () => new F(key);', '2: f uses `key`, which only this module has'],
    [
      'export async function f(a) { await limiter.check(a); return new F(a); }',
      '1: f awaits `limiter.check`, calls `limiter.check`',
    ],
    ['export async function f(a) { return new F(await load(a)); }', '1: f awaits `load`, calls `load`'],
    ['export const f = (a) => a ? new F(a) : null;', '1: f branches (?:, line 1)'],
    ['export function f(a) { switch (a) { default: return new F(a); } }', '1: f branches (switch, line 1)'],
    ['export function f(as) { for (const a of as) return new F(a); }', '1: f loops (line 1)'],
    [
      'export function f(a) { if (!a) throw new Error("a"); return new F(a); }',
      '1: f branches (if, line 1), throws (line 1)',
    ],
    ['export function f(a) { logger.info("f"); return new F(a); }', '1: f logs (`logger.info`)'],
    ['export function f(a) { const x = new F(a); x.ready = true; return x; }', '1: f sets `x.ready`'],
    ['export function f(a) { const x = new F(a); x.init(); return x; }', '1: f calls `x.init`'],
    ['export function f(a) { const x = new F(a); return x; }', '1: f does more than return a construction'],
    ['export function f(a = 1) { return new F(a); }', '1: f gives `a` a default value'],
    ['export function f(...a) { return new F(...a); }', '1: f takes rest parameters'],
    ['export function f({ a }) { return new F(a); }', '1: f takes its parameters apart'],
    ['export function* f(a) { return new F(a); }', '1: f is a generator'],
    ['export class Make { static f() { return new F(this); } }', '1: Make.f uses `this` or `arguments`'],
    ['export function f() { return new F(...arguments); }', '1: f uses `this` or `arguments`'],
    ['export function f<T>(a) { return new F<T[]>(a); }', '1: f uses its type parameter `T`'],
    ['export function f(F) { return new F(); }', '1: f constructs whatever `F` is'],
  ])('%s', (text, refusal) => {
    expect(inferred(text)).toEqual([refusal]);
  });

  it('is nothing when it constructs nothing, unless it was asked for', () => {
    const text = 'export function f(a) { return a; }\nexport const g = () => new F();';
    expect(inferFactories(parsed(text), null).refusals).toEqual([]);
    expect(inferFactories(parsed(text), ['f'])).toEqual({
      rules: [],
      refusals: [{ name: 'f', entry: 'f', line: 1, reason: 'does not return a construction', constructs: [] }],
    });
  });
});

describe('rules of the migration file', () => {
  const source = parsed(
    [
      'class Factory { async createManager(ctx) { return new Manager(ctx); } stats() {} }',
      'export function getFactory() { return new Factory(); }',
      'export const create = (a): Promise<Manager> => make(a);',
      'export default function build(a) { return Promise.resolve(new Manager(a)); }',
    ].join('\n'),
  );

  it('know whether the last of the chain is async', () => {
    const signatures = [
      'getFactory().createManager(ctx)',
      'getFactory()',
      'getFactory().stats()',
      'create(a)',
      'build(a)',
      'no(a)',
    ];
    expect(signatures.map((signature) => isAsync(source, signature))).toEqual([true, false, false, true, true, false]);
  });

  it('know what they need, and with which export they begin', () => {
    const calls = {
      'getFactory().createManager(ctx)': 'new Manager({ ctx, clock: Clock.now() })',
      'build(a)': 'new Manager(a)',
    };
    const [chain, whole] = declaredCalls(source, calls).rules;
    expect(chain).toEqual({
      signature: 'getFactory().createManager(ctx)',
      template: 'new Manager({ ctx, clock: Clock.now() })',
      entry: 'getFactory',
      async: true,
      needs: ['Manager', 'Clock'],
    });
    expect(whole?.entry).toBe('default');
  });

  it.each([
    [
      { 'create(': 'new M()' },
      '"create(": expected a chain of members and calls with plain parameters, such as "getFactory().create(a, b)"',
    ],
    [
      { create: 'new M()' },
      '"create": expected a chain of members and calls with plain parameters, such as "getFactory().create(a, b)"',
    ],
    [
      { 'create({ a })': 'new M()' },
      '"create({ a })": expected a chain of members and calls with plain parameters, such as "getFactory().create(a, b)"',
    ],
    [
      { 'create(a, a)': 'new M()' },
      '"create(a, a)": expected a chain of members and calls with plain parameters, such as "getFactory().create(a, b)"',
    ],
    [{ 'create(a)': 'new M(' }, '"create(a)": "new M(" is no expression'],
    [{ 'create(a)': 'return a' }, '"create(a)": "return a" is no expression'],
    [{ 'create(a)': 'new M); (a' }, '"create(a)": "new M); (a" is no expression'],
    [{ 'create(a)': 'new M({ ctx })' }, '"create(a)": the template uses "ctx", which is no parameter of it'],
  ])('%o is refused', (calls: Record<string, string>, problem) => {
    expect(declaredCalls(source, calls).problems).toEqual([problem]);
  });

  it('are told apart from factories that do more than construct', () => {
    const cached = parsed(
      'const cache = new Map();\nexport function f(a) {\n  if (!cache.has(a)) cache.set(a, new F(a));\n  return cache.get(a);\n}\nexport const g = (a) => new F(a);',
    );
    const { rules } = declaredCalls(cached, { 'f(a)': 'new F(a)', 'g(a)': 'new F(a)' });
    expect(sideEffects(cached, rules)).toEqual([
      {
        name: 'f(a)',
        entry: 'f',
        line: 2,
        reason: 'caches the instance in `cache`, branches (if, line 3)',
        constructs: ['F'],
      },
    ]);
  });
});
