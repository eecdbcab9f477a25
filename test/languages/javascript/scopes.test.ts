import { describe, expect, it } from 'vitest';
import { descendants } from '../../../src/languages/javascript/walk.js';
import { parse, type Parsed } from '../../../src/languages/javascript/parse.js';
import { analyse, renameEdits, type Scopes } from '../../../src/languages/javascript/scope/scopes.js';
import { applyEdits } from '../../../src/workspace/edit.js';

function parsed(path: string, text: string): Parsed {
  const result = parse(path, text);
  if ('error' in result) throw new Error(result.error);
  return result;
}

function analysed(path: string, text: string): Scopes {
  return analyse(parsed(path, text).ast);
}

/** The text with marks around every use of the module's binding `a` (or of the global `a`, when there is none). */
function marked(path: string, text: string): string {
  const scopes = analysed(path, text);
  const uses = scopes.module.bindings.get('a')?.uses ?? scopes.globals.get('a') ?? [];
  const edits = uses.map(({ node }) => ({ start: node.start ?? 0, end: (node.start ?? 0) + 1, text: '«a»' }));
  return applyEdits(text, edits);
}

/** Each line stands for a whole program; the marks show what is expected to be a use of the outermost `a`. */
function cases(path: string, programs: readonly string[]): void {
  it.each(programs)('%s', (program) => {
    expect(marked(path, program.replaceAll('«a»', 'a'))).toBe(program);
  });
}

describe('which identifiers are uses of a name', () => {
  describe('JavaScript', () => {
    cases('x.js', [
      'let a = 1; «a»; «a» = 2; «a»++;',
      '«a»(); function a() { «a»(); }',
      '«a»; { var a; } «a»;',
      'let a; { let a; a; } «a»;',
      'let a; { a; function a() {} } «a»;',
      'let a; function f(a) { a; } f(«a»);',
      'let a; function f() { a; var a; } «a»;',
      'let a; function f(b = «a») { var a; a; }',
      'let a; function f({ a: b, c = «a», [«a»]: d }) { «a»; }',
      'let a; function f({ a }) { a; }',
      'let a; function f(...a) { a; }',
      'let a; (a) => a; a => a; () => «a»; async (b) => await «a»;',
      'let a; (function a() { a; }); «a»;',
      'let a; (class a { m() { a; } }); «a»;',
      'class a { m() { «a»; } static { «a»; var b; } static x = «a»; [«a»]() {} #a = 1; n() { this.#a; return #a in this; } }',
      'let a; class B extends «a» { a() {} a = «a»; get a() { return «a»; } static { var a; a; } }',
      'let a; try {} catch (a) { a; } try {} catch { «a»; } try {} catch ({ a }) { a; }',
      'let a; for (let a of []) { a; } for («a» of []) { «a»; } for (const b of «a») {}',
      'let a; for (let a = 0; a < 1; a++) { a; } for (var i = «a»; ; ) {}',
      'let a; for (const a in {}) a; for (const b in «a») «a»;',
      'let a; switch («a») { case 1: let a; a; }',
      'let a; a: for (;;) { break a; continue a; }',
      'let a; ({ a: 1, b: «a», [«a»]: 2 }); o.a; o[«a»]; o?.a; o?.[«a»]; «a».a;',
      'let a; ({ a() {}, get a() { return «a»; } });',
      'let a; ({ «a» });',
      'let a; ({ «a» } = o); ({ b: «a» } = o); [«a»] = o; ({ «a» = «a» } = o); [...«a»] = o;',
      'const { b = 1, c: { a } } = o; «a»;',
      'const [, a = 1, ...b] = o; «a»;',
      'import a from "m"; «a»;',
      'import * as a from "m"; «a».b;',
      'import { b as a } from "m"; «a»;',
      'import { a as b } from "m"; «a»;',
      'import a from "m"; export { «a» }; export { «a» as b }; export default «a»;',
      'import a from "m"; export { a } from "m"; export { a as c } from "n"; export * as a from "o";',
      'import a from "m"; import("x"); import.meta.a; new.target;',
      '`${«a»}`; «a»`x`; «a»?.(); new «a»(); typeof «a»; delete «a».a;',
      'var a; var a = 2; «a»;',
      'let a; <a />; <A.a />; <«a».B x={«a»} a="1"></«a».B>; <this.a />; <a:b />;',
      'let a; with (o) { «a»; } eval("a");',
      'const a = require("m"); module.exports = { «a», a: «a» };',
      '@«a» class B { @«a»() m() {} @«a».x y; } let a;',
      'using a = f(); «a»;',
    ]);
  });

  describe('TypeScript', () => {
    cases('x.ts', [
      'class a {} let b: «a»; let c: «a»[] | Array<«a»>; new «a»<«a»>(); b as «a»; <«a»>b; b satisfies «a»; «a»!;',
      'import * as a from "m"; let b: «a».B.a; let c: typeof «a»; let d: typeof «a».b.a; let e: import("a").a<«a»>;',
      'type a = { a: «a»; a(): «a»; [a: string]: «a»; };'.replace(' readonly [K in keyof «a»]: K', ''),
      'type M<T> = { [a in keyof T]: T[a] }; type a = M<«a»>;',
      'interface a { b: «a» } class B implements «a» {} interface C extends «a» {}',
      'namespace a { export type T = 1 } class B extends «a».C<«a».T> implements «a».D {}',
      'type a = 1; function f<a>(x: a): a { type b = a; } type G<a> = a; class C<a> { x: a; }',
      'type a = 1; type B<T> = T extends (infer a)[] ? a : «a»;',
      'type a = 1; type B<T> = T extends (x: infer a) => void ? a : «a»;',
      'const a = 1; function f<a>(x: a) { «a»; }',
      'class a {} function f(a: «a») { a; let b: «a»; }',
      'enum a { X = 1, Y = «a».X, Z = X } «a».X;',
      'let a; enum E { a = 1, b = a }',
      'namespace a { export const b = «a»; } «a».b;',
      'namespace a.b { «a»; } «a».b;',
      'let a; declare global { interface a {} let x: a; } «a»;',
      'let a; declare module "a" { const a: 1; export { a }; } «a»;',
      'let a; namespace N { let a; a; } «a»;',
      'import a = require("m"); «a»; export = «a»;',
      'import a from "m"; import b = «a».c; import c = «a»;',
      'let a; export as namespace a; «a»;',
      'function a(x: string): void; function a(x: unknown) {} «a»(1);',
      'abstract class B { abstract a: «a»; abstract a(x: «a»): «a»; constructor(private b: «a», readonly c = «a») {} } class a {}',
      'const a = 1; class B { constructor(private a: string) { a; } m() { «a»; } }',
      'type a = 1; function f(x: unknown): x is «a» { return x as «a»; } function g(x: unknown): asserts x is «a» {}',
      'let a; function f(a: unknown): a is string { return a; } function g(a: unknown): asserts a {}',
      'class a {} function f(this: «a», b: number) {}',
      'import a from "m"; class B { constructor(@«a»() a: «a», @«a» private b) { a; } }',
      'import a from "m"; @«a»() class B { @«a» x: «a»; @«a»() m(@«a» p: «a»): «a» {} }',
      'import type a from "m"; export type { «a» }; let x: «a»; let y: typeof «a»;',
      'import { type a } from "m"; export { type «a» as b };',
      'type a = 1; let t: [a: «a», b?: «a»]; let f: (a: «a») => «a»; let g: new (a: «a») => «a»;',
      'let a: unique symbol; let x: { [«a»]: 1 }; let y: `x${string}`;',
      'class a {} interface a { x: «a» } «a»; let b: «a»;',
      'function a() {} namespace a { export type T = 1 } «a»(); let b: «a».T;',
      '(«a» as any) = 1; «a»! += 1; let a;',
      'f<«a»>(1); const g = f<«a»>; new Map<string, «a»>(); type a = 1;',
      'const x = <T,>(a: T) => a; const y = async <a,>(b: a): Promise<a> => «a»; const a = 1;',
    ]);
  });

  describe('Flow', () => {
    cases('x.js', [
      'import type { a } from "m"; type B = { a: «a», [a: string]: ?«a» }; function f<T: «a»>(x: «a»): «a» { return (x: «a»); }',
      'type a = 1; function f<a>(x: a): a {} opaque type C = «a»; declare class D extends «a» { a: «a» }',
      'import * as a from "m"; let b: «a».C; let c: (a: «a».D) => void;',
    ]);
  });
});

describe('bindings', () => {
  it('merge when declarations merge, and take the kind of the value', () => {
    const { module } = analysed('x.ts', 'interface A {} class A {} namespace F {} function F() {} type T = 1;');
    const kinds = [...module.bindings.values()].map(({ name, kind, declarations }) => [
      name,
      kind,
      declarations.length,
    ]);
    expect(kinds).toEqual([
      ['A', 'class', 2],
      ['F', 'namespace', 2],
      ['T', 'type', 1],
    ]);
  });

  it('say where a use stands, whether it writes, and how a rename is spelt', () => {
    const text = 'import { a } from "m"; a = 1; let b: a = { a }; ({ a } = 2); export { a }; b = <a.B></a.B>;';
    const uses = analysed('x.tsx', text).module.bindings.get('a')?.uses ?? [];
    expect(uses.map(({ space, write, shape }) => [space, write, shape])).toEqual([
      ['value', true, 'plain'],
      ['type', false, 'plain'],
      ['value', false, 'shorthand'],
      ['value', true, 'shorthand-pattern'],
      ['both', false, 'export'],
      ['value', false, 'jsx'],
      ['value', false, 'jsx-close'],
    ]);
  });

  it('give each use its ancestors, the parent last', () => {
    const [use] = analysed('x.js', 'async function f() { await a(1); }').globals.get('a') ?? [];
    expect(use?.ancestors.map(({ type }) => type)).toEqual([
      'Program',
      'FunctionDeclaration',
      'BlockStatement',
      'ExpressionStatement',
      'AwaitExpression',
      'CallExpression',
    ]);
  });

  it('tell the scope of any node', () => {
    const { ast } = parsed('x.js', 'function f(p) { if (p) { let q; g(); } }');
    const scopes = analyse(ast);
    const [fn] = ast.program.body;
    if (fn?.type !== 'FunctionDeclaration') throw new Error('expected a function');
    const [branch] = fn.body.body;
    if (branch?.type !== 'IfStatement' || branch.consequent.type !== 'BlockStatement')
      throw new Error('expected an if');
    const [, call] = branch.consequent.body;
    if (call === undefined) throw new Error('expected a call');
    expect([...scopes.scopeOf(call).bindings.keys()]).toEqual(['q']);
    expect([...scopes.scopeOf(branch).bindings.keys()]).toEqual(['p']);
    expect([...scopes.scopeOf(fn).bindings.keys()]).toEqual(['p']);
    expect(scopes.scopeOf(ast.program)).toBe(scopes.module);
  });

  it('know scopes in which names are looked up dynamically', () => {
    const scopes = analysed('x.js', 'import { a } from "m"; function f() { eval("x"); a; } function g() { a; }');
    const [inEval, plain] = scopes.module.bindings.get('a')?.uses ?? [];
    if (!inEval || !plain) throw new Error('expected two uses');
    expect([scopes.scopeOf(inEval.node).dynamic, scopes.scopeOf(plain.node).dynamic]).toEqual([true, false]);
    expect([scopes.freeAt('b', [inEval]), scopes.freeAt('b', [plain])]).toEqual([false, true]);
  });
});

describe('freeAt', () => {
  it.each([
    ['import { a } from "m"; a; function f() { a; }', true],
    ['import { a } from "m"; function f(b) { a; }', false],
    ['import { a } from "m"; function f() { { a; } let b; }', false],
    ['import { a } from "m"; function f() { { var b; } a; }', false],
    ['import { a } from "m"; { let b; } a;', true],
    ['import { a } from "m"; let b; a;', true],
    ['function f(a) { let b; { a; } }', true],
    ['function f(a) { { let b; a; } }', false],
  ])('%s: %s', (text, free) => {
    const { ast } = parsed('x.js', text);
    const scopes = analyse(ast);
    const named = [...descendants(ast.program)].filter((node) => node.type === 'Identifier' && node.name === 'a');
    const binding = named.map((node) => scopes.bindingAt(node)).find((found) => found !== null);
    expect(binding?.uses.length).toBeGreaterThan(0);
    expect(scopes.freeAt('b', binding?.uses ?? [])).toBe(free);
  });
});

describe('renaming every use', () => {
  it.each([
    ['x.js', 'import { a } from "m"; a(); f({ a });', 'import { a } from "m"; z(); f({ a: z });'],
    ['x.js', 'import { a } from "m"; ({ a } = o);', 'import { a } from "m"; ({ a: z } = o);'],
    ['x.js', 'import { a } from "m"; ({ a = a } = o);', 'import { a } from "m"; ({ a: z = z } = o);'],
    ['x.js', 'let a; export { a };', 'let a; export { z as a };'],
    ['x.js', 'let a; export { a as b, a as a };', 'let a; export { z as b, z as a };'],
    ['x.ts', 'import { type a } from "m"; export { type a };', 'import { type a } from "m"; export { type z as a };'],
    ['x.jsx', 'import a from "m"; <a.B>{a}</a.B>;', 'import a from "m"; <z.B>{z}</z.B>;'],
    ['x.ts', 'class a {} let b: typeof a | a; @a class C {}', 'class a {} let b: typeof z | z; @z class C {}'],
  ])('%s: %s', (path, before, after) => {
    const binding = analysed(path, before).module.bindings.get('a');
    if (binding === undefined) throw new Error('no binding');
    expect(applyEdits(before, renameEdits(binding, 'z'))).toBe(after);
  });
});

it('does not overflow on deeply nested programs', () => {
  const chain = `import { a } from "m"; x = ${Array.from({ length: 1500 }, () => 'a').join(' + ')};`;
  expect(analysed('x.js', chain).module.bindings.get('a')?.uses).toHaveLength(1500);
});
