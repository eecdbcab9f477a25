import { describe, expect, it } from 'vitest';
import type { CallRule } from '../../../src/languages/language.js';
import { type Head, rewriteCalls } from '../../../src/languages/javascript/calls/calls.js';
import { parse } from '../../../src/languages/javascript/parse.js';
import { analyse } from '../../../src/languages/javascript/scope/scopes.js';
import { applyEdits, type Edit } from '../../../src/workspace/edit.js';

interface Outcome {
  after: string;
  leftovers: string[];
  remaining: number;
  rewritten: number;
  needs: string[];
}

const plain = rule('f(a)', 'new F(a)');
const asynchronous = rule('f(a)', 'new F(a)', true);
const getter = rule('g().create(ctx)', 'new F({ ctx })');

function rule(signature: string, template: string, async = false): CallRule {
  return { signature, template, async, entry: /^\w+/.exec(signature.replace('new ', ''))?.[0] ?? '', needs: [] };
}

/** Rewrites every use of the rules' entry; `others` are edits given as [before, after] texts. */
function rewrite(text: string, rules: readonly CallRule[], others: readonly [string, string][] = []): Outcome {
  const parsed = parse('x.tsx', text);
  if ('error' in parsed) throw new Error(parsed.error);
  const scopes = analyse(parsed.ast);
  const entry = rules[0]?.entry ?? '';
  const uses = scopes.module.bindings.get(entry)?.uses ?? scopes.globals.get(entry) ?? [];
  const heads = uses.map((head: Head) => ({ head, rules }));
  const edits: Edit[] = others.map(([from, to]) => {
    const start = text.indexOf(from);
    return { start, end: start + from.length, text: to };
  });
  const result = rewriteCalls(parsed, scopes, heads, (need) => need, edits);
  const after = applyEdits(text, result.edits);
  expect(parse('x.tsx', after)).toMatchObject({ errors: [] });
  const leftovers = result.leftovers.map(({ line, reason }) => `${line}: ${reason}`);
  return {
    after,
    leftovers,
    remaining: result.remaining.size,
    rewritten: result.rewritten,
    needs: [...new Set([...result.needs.values()].flatMap((needs) => [...needs]))],
  };
}

type Case = readonly [before: string, after: string];

function becomes(rules: readonly CallRule[], cases: readonly Case[]): void {
  it.each(cases)('%s', (before, after) => {
    const outcome = rewrite(before, rules);
    expect([outcome.after, outcome.leftovers, outcome.remaining]).toEqual([after, [], 0]);
  });
}

/** Nothing changes, and the reasons say why. */
function stays(rules: readonly CallRule[], cases: readonly (readonly [text: string, ...reasons: string[]])[]): void {
  it.each(cases)('%s', (text, ...reasons) => {
    const outcome = rewrite(text, rules);
    expect([outcome.after, outcome.leftovers]).toEqual([text, reasons.map((reason) => `1: ${reason}`)]);
    expect(outcome.remaining).toBeGreaterThan(0);
  });
}

describe('a plain call', () => {
  becomes(
    [plain],
    [
      ['f(x);', 'new F(x);'],
      ['const y = f(x).y;', 'const y = new F(x).y;'],
      ['f(x)(y)[z]`t`;', 'new F(x)(y)[z]`t`;'],
      ['f(x)?.y;', 'new F(x)?.y;'],
      ['await f(x);', 'await new F(x);'],
      ['f<T>(x);', 'new F<T>(x);'],
      ['f<{ a: T }, U[]>(x);', 'new F<{ a: T }, U[]>(x);'],
      ['(f)(x);', 'new F(x);'],
      ['f!(x); (f as any)(x);', 'new F(x); new F(x);'],
      ['f(f(f(x)));', 'new F(new F(new F(x)));'],
      ['f({ a: f(1), b: [f(2)] });', 'new F({ a: new F(1), b: [new F(2)] });'],
      ['f(() => { const y = f(1); return y; });', 'new F(() => { const y = new F(1); return y; });'],
      ['h(f(x), f(y));', 'h(new F(x), new F(y));'],
      ['f( x );', 'new F( x );'],
      ['f(\n  x,\n);', 'new F(\n  x,\n);'],
      ['f((x, y));', 'new F((x, y));'],
      ['f((x));', 'new F((x));'],
      ['f();', 'new F();'],
      ['f(...xs);', 'new F(...xs);'],
      ['f(\n  // why\n  g(f(x)), // how\n);', 'new F(\n  // why\n  g(new F(x)), // how\n);'],
      ['new (f(x))();', 'new (new F(x))();'],
      ['class A extends f(x) {}', 'class A extends new F(x) {}'],
      ['const e = <p a={f(x)}>{f(y)}</p>;', 'const e = <p a={new F(x)}>{new F(y)}</p>;'],
      ['`${f(x)}`;', '`${new F(x)}`;'],
      ['!f(x); typeof f(x); f(x) as F; f(x)!;', '!new F(x); typeof new F(x); new F(x) as F; new F(x)!;'],
      ['const y = 1; { const f = 2; h(f); } f(y);', 'const y = 1; { const f = 2; h(f); } new F(y);'],
    ],
  );
});

describe('comments', () => {
  becomes(
    [rule('f(a, b)', 'new F({ a, b })')],
    [
      ['f(/* one */ x, y /* two */);', 'new F({ a: /* one */ x, b: y /* two */ });'],
      ['f(x, // one\n  y);', 'new F({ a: x, b: // one\n  y });'],
      ['f(x // one\n  , y // two\n);', 'new F({ a: x // one\n, b: y // two\n });'],
      ['f(\n  x,\n  y, // two\n);', 'new F({ a: x, b: y // two\n });'],
      ['f(x, g(/* a, b */ ",", y));', 'new F({ a: x, b: g(/* a, b */ ",", y) });'],
      ['f /* stray */ (x, y);', 'new F({ a: x, b: y }) /* stray */;'],
    ],
  );
  becomes([getter], [['g() // made here\n  .create(x);', 'new F({ ctx: x }) /* made here */;']]);
  becomes([asynchronous], [['await /* soon */ f(x);', 'new F(x) /* soon */;']]);
});

describe('templates', () => {
  becomes(
    [rule('f(userContext)', 'new F({ userContext })')],
    [
      ['f(userContext);', 'new F({ userContext });'],
      ['f(req.ctx);', 'new F({ userContext: req.ctx });'],
      ['f(a ? b : c);', 'new F({ userContext: a ? b : c });'],
    ],
  );
  becomes(
    [rule('f(a, b)', 'new F(b, a)')],
    [
      ['f(1, x.y);', 'new F(x.y, 1);'],
      ['f(g(), x);', 'new F(x, g());'],
    ],
  );
  becomes(
    [rule('f(a)', 'new F(a.id, !a)')],
    [
      ['f(x);', 'new F(x.id, !x);'],
      ['f(x.y as Z);', 'new F((x.y as Z).id, !(x.y as Z));'],
    ],
  );
  becomes(
    [rule('f(a)', 'new F(a.id)')],
    [
      ['f({ id: 1 });', 'new F(({ id: 1 }).id);'],
      ['f(await x);', 'new F((await x).id);'],
      ['f(x || y);', 'new F((x || y).id);'],
      ['f((x || y));', 'new F((x || y).id);'],
    ],
  );
  becomes(
    [rule('f(a)', 'a ? new F(a) : null')],
    [
      ['const y = f(x);', 'const y = x ? new F(x) : null;'],
      ['f(x).y;', '(x ? new F(x) : null).y;'],
    ],
  );
  becomes([rule('f(a)', '({ it: new F(a) })')], [['const y = () => f(x);', 'const y = () => ({ it: new F(x) });']]);
  becomes(
    [rule('f(...all)', 'new F(1, ...all)')],
    [
      ['f(x, y);', 'new F(1, x, y);'],
      ['f();', 'new F(1);'],
      ['f(x, ...ys);', 'new F(1, x, ...ys);'],
    ],
  );
  becomes(
    [rule('f(a, b?, c?)', 'new F(1, a, b, c)')],
    [
      ['f(x);', 'new F(1, x);'],
      ['f(x, y);', 'new F(1, x, y);'],
      ['f(...xs);', 'new F(1, ...xs);'],
    ],
  );
  becomes([rule('f(a)', 'F.create(a)')], [['f<T>(x).y;', 'F.create(x).y;']]);
  becomes([rule('f(a)', 'await F.create(a)', true)], [['(await f(x)).y;', '(await F.create(x)).y;']]);
  becomes([rule('f()', 'new F')], [['f().y; const y = f();', '(new F).y; const y = new F;']]);

  stays(
    [rule('f(a, b)', 'new F({ a, b })')],
    [
      ['f(x);', 'called without `b`, which the template needs'],
      ['f(...xs);', 'called with a spread that the template does not hand on'],
      ['f(1, 2, 3);', 'called with 3 arguments, but the signature takes 2'],
    ],
  );
  stays(
    [rule('f(a, b)', 'new F(b, a)')],
    [
      ['f(x);', 'called without `b`, which the template needs'],
      ['f(...xs);', 'called with a spread that the template does not hand on'],
      ['f(g(), h());', 'the template changes when the argument for `b` is evaluated'],
    ],
  );
  stays([rule('f(a, b)', 'new F(a)')], [['f(x, g());', 'the template drops the side effects of the argument for `b`']]);
  stays(
    [rule('f(a)', 'new F(a, a)')],
    [
      ['f(g());', 'the template repeats the argument for `a`, which may not be evaluated twice'],
      ['f({});', 'the template repeats the argument for `a`, which may not be evaluated twice'],
    ],
  );
  stays([rule('f(a)', 'new F(h(), a)')], [['f(g());', 'the template changes when the argument for `a` is evaluated']]);
  stays(
    [rule('f(a)', 'new F(() => a)')],
    [['f(g());', 'the template evaluates the argument for `a` later, or not always']],
  );
  stays([rule('f(a)', 'new F((x) => h(x, a))')], [['f(x);', 'the template has a `x` of its own']]);
  stays([rule('f(a)', 'await F.create(a)', true)], [['f(x);', 'the template awaits, but the call is not awaited']]);
  stays([plain], [['function h(F) { return f(F); }', '`F` means something else here']]);

  it('guards against a line before that goes on', () => {
    const rules = [rule('f(a)', 'a ? new F(a) : null')];
    expect(rewrite('h()\nf(x);', rules)).toMatchObject({
      leftovers: ['2: the line before does not end with a semicolon'],
    });
    expect(rewrite('h(); // done\nf(x);', rules).after).toBe('h(); // done\n(x ? new F(x) : null);');
  });

  it('spells needed names as the file does, and reports them', () => {
    const parsed = parse('x.ts', 'f(1);');
    if ('error' in parsed) throw new Error(parsed.error);
    const scopes = analyse(parsed.ast);
    const heads = (scopes.globals.get('f') ?? []).map((head) => ({ head, rules: [rule('f(a)', 'new F(a, { G })')] }));
    const result = rewriteCalls(parsed, scopes, heads, (need) => `${need}1`, []);
    expect(applyEdits('f(1);', result.edits)).toBe('new F1(1, { G: G1 });');
    expect([...result.needs.values()].map((needs) => [...needs])).toEqual([['F', 'G']]);
  });
});

describe('async factories', () => {
  becomes(
    [asynchronous],
    [
      ['await f(x);', 'new F(x);'],
      ['const y = await f(x);', 'const y = new F(x);'],
      ['(await f(x)).y;', '(new F(x)).y;'],
      ['await f(await f(x));', 'new F(new F(x));'],
      ['async function h() { return f(x); }', 'async function h() { return new F(x); }'],
      ['const h = async () => f(x);', 'const h = async () => new F(x);'],
      ['const o = { async m() { if (y) return f(x); } };', 'const o = { async m() { if (y) return new F(x); } };'],
      ['await Promise.all([f(x), f(y)]);', 'await Promise.all([new F(x), new F(y)]);'],
    ],
  );
  stays(
    [asynchronous],
    [
      ['f(x);', 'the factory is async, and its promise is not awaited here'],
      ['f(x).then(h);', 'the factory is async, and its promise is not awaited here'],
      ['function h() { return f(x); }', 'the factory is async, and its promise is not awaited here'],
      ['async function* h() { return f(x); }', 'the factory is async, and its promise is not awaited here'],
      ['const h = () => f(x);', 'the factory is async, and its promise is not awaited here'],
      ['await all([f(x)]);', 'the factory is async, and its promise is not awaited here'],
      ['await (f(x) as Promise<F>);', 'the promise is cast before it is awaited'],
    ],
  );
});

describe('a factory that is not just called', () => {
  stays(
    [plain],
    [
      ['new f(x);', 'called with `new`'],
      ['f?.(x);', 'called with `?.`'],
      ['split(op, a, f);', 'passed as a value to `split`'],
      ['xs.map(f);', 'passed as a value to `xs.map`'],
      ['jest.mocked(f).mockReturnValue(1);', 'mocked with `jest.mocked`'],
      ['vi.mocked(f);', 'mocked with `vi.mocked`'],
      ['f.bind(x);', 'its `bind` is used'],
      ['(f as jest.Mock).mockClear();', 'its `mockClear` is used'],
      ['const h = f;', 'kept in `h`'],
      ['this.h = f;', 'kept in `this.h`'],
      ['class A { h = f }', 'kept in `h`'],
      ['h({ f });', 'put into an object'],
      ['h({ create: f });', 'put into an object'],
      ['h([f]);', 'put into an array'],
      ['() => f;', 'returned as a value'],
      ['export { f };', 'handed on by an export'],
      ['export default f;', 'handed on by an export'],
      ['let y: ReturnType<typeof f>;', 'its type is taken (`typeof f`)'],
      ['class A extends f {}', 'subclassed'],
      ['f`x`;', 'used as a template tag'],
      ['@f class A {}', 'used as a decorator'],
      ['@f(x) class A {}', 'used as a decorator'],
      ['<f.X />;', 'used as a JSX element'],
      ['if (f) h();', 'used as a value'],
    ],
  );

  it('is rewritten where it can be, and counted where not', () => {
    const outcome = rewrite('f(1);\nh(f);\nf(2);\nnew f(3);', [plain]);
    expect(outcome).toEqual({
      after: 'new F(1);\nh(f);\nnew F(2);\nnew f(3);',
      leftovers: ['2: passed as a value to `h`', '4: called with `new`'],
      remaining: 2,
      rewritten: 2,
      needs: ['F'],
    });
  });
});

describe('chains', () => {
  becomes(
    [getter],
    [
      ['g().create(x);', 'new F({ ctx: x });'],
      ['g()\n  .create(x);', 'new F({ ctx: x });'],
      ['(await g()).create(x);', 'new F({ ctx: x });'],
      ["g()['create'](x);", 'new F({ ctx: x });'],
      ['const i = g();\ni.create(x);\n', 'new F({ ctx: x });\n'],
      ['  const i = g();\r\n  i.create(x);\r\n', '  new F({ ctx: x });\r\n'],
      ['const i = await g();\ni.create(x);', 'new F({ ctx: x });'],
      ['let i = g();\ni.create(x);\ni.create(y);', 'new F({ ctx: x });\nnew F({ ctx: y });'],
      ['const i = g(); // the factory\ni.create(x);', '// the factory\nnew F({ ctx: x });'],
      ['// above\nconst i = g();\ni.create(x);', '// above\nnew F({ ctx: x });'],
      ['const i = g(), y = 1;\ni.create(y);', 'const y = 1;\nnew F({ ctx: y });'],
      ['const y = 1, i = g();\ni.create(y);', 'const y = 1;\nnew F({ ctx: y });'],
      ['() => { const i = g(); return i.create(x); };', '() => { return new F({ ctx: x }); };'],
      ['const i: G = g();\nconst j = i;\nh(() => j.create(x));', 'h(() => new F({ ctx: x }));'],
      ['const i = g();\nh(i.create(i.create(x)));', 'h(new F({ ctx: new F({ ctx: x }) }));'],
      [
        'k(g().create(() => {\n  const i = g();\n  return i.create(x);\n}));',
        'k(new F({ ctx: () => {\n  return new F({ ctx: x });\n} }));',
      ],
    ],
  );
  becomes(
    [rule('g().create(ctx)', 'new F(ctx)', true)],
    [
      ['await g().create(x);', 'new F(x);'],
      ['const i = await g();\nconst y = await i.create(x);', 'const y = new F(x);'],
    ],
  );
  becomes([rule('G.create(a, b?)', 'new F(a, b)')], [['G.create(x);', 'new F(x);']]);
  becomes(
    [rule('new G().m(a)', 'new F(a)')],
    [
      ['new G().m(x);', 'new F(x);'],
      ['const i = new G();\ni.m(x);', 'new F(x);'],
    ],
  );
  becomes([rule('g(cfg).create(ctx)', 'new F(cfg, ctx)')], [['g(1).create(x);', 'new F(1, x);']]);
  becomes(
    [getter, rule('g().one()', 'new One()')],
    [['const i = g();\ni.create(x);\ni.one();', 'new F({ ctx: x });\nnew One();']],
  );

  stays(
    [getter],
    [
      ['g().stats();', 'instance asked for `stats`'],
      ['g()?.create(x);', 'called with `?.`'],
      ['this.i = g();', 'instance kept in `this.i`'],
      ['let i; i = g();', 'instance kept in `i`'],
      ['let i = g(); i = h;', 'instance kept in `i`'],
      ['const { create } = g();', 'instance taken apart'],
      ['export const i = g();', 'instance kept in `i`, whose declaration cannot go'],
      ['for (const i = g(); ; ) i.create(x);', 'instance kept in `i`, whose declaration cannot go'],
      ['h(g());', 'passed as a value to `h`'],
      ['const i = g(); h(i);', 'instance kept in `i` and passed as a value to `h`'],
      [
        'const i = g(); i.stats(); i.close();',
        'instance kept and asked for `stats`',
        'instance kept and asked for `close`',
      ],
      ['const i = g(); export { i };', 'instance kept in `i` and handed on by an export'],
    ],
  );
  stays(
    [rule('g(cfg).create(ctx)', 'new F(cfg, ctx)')],
    [['const i = g(1); i.create(x);', 'instance kept in `i` with arguments of its own']],
  );

  it('rewrites what it can while the instance is still asked for something else', () => {
    const outcome = rewrite('const i = g();\ni.create(x);\ni.stats();', [getter]);
    expect(outcome).toMatchObject({
      after: 'const i = g();\nnew F({ ctx: x });\ni.stats();',
      leftovers: ['3: instance kept and asked for `stats`'],
      remaining: 1,
    });
  });
});

it('carries type arguments over in Flow too', () => {
  const parsed = parse('x.js', '// @flow\nf<T>(x);');
  if ('error' in parsed) throw new Error(parsed.error);
  const scopes = analyse(parsed.ast);
  const heads = (scopes.globals.get('f') ?? []).map((head) => ({ head, rules: [plain] }));
  const { edits } = rewriteCalls(parsed, scopes, heads, (need) => need, []);
  expect(applyEdits(parsed.text, edits)).toBe('// @flow\nnew F<T>(x);');
});

describe('edits decided elsewhere', () => {
  it('are made inside of arguments and type arguments, and dropped where the call was', () => {
    const renames: [string, string][] = [
      ['Old', 'New'],
      ['old', 'fresh'],
    ];
    expect(rewrite('f<Old>(old); old;', [plain], renames).after).toBe('new F<New>(fresh); old;');
    expect(rewrite('h(f(x));', [plain], [['f', 'renamed']]).after).toBe('h(new F(x));');
    expect(rewrite('f<Old>(h(old), 1);', [plain], renames)).toMatchObject({
      after: 'f<New>(h(fresh), 1);',
      leftovers: ['1: called with 2 arguments, but the signature takes 1'],
    });
  });

  it('win where they take more than the call', () => {
    const outcome = rewrite('h(f(x));', [plain], [['h(f(x))', 'k()']]);
    expect(outcome).toMatchObject({
      after: 'k();',
      leftovers: ['1: stands in code that is rewritten for another reason'],
      remaining: 1,
    });
  });
});
