import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moduleExports } from '../../../src/languages/javascript/scan/exports.js';
import { parse } from '../../../src/languages/javascript/parse.js';
import { quickExports, quickReferences } from '../../../src/languages/javascript/scan/quick.js';
import { references } from '../../../src/languages/javascript/scan/references.js';
import type { ExportEntry, Offer, Reference, Scan } from '../../../src/languages/reference.js';

/** With the keys of each in one order. */
function plain(found: readonly (Reference | ExportEntry)[]): string[] {
  return found.map((each) =>
    JSON.stringify(each, (_, one: unknown) =>
      one !== null && typeof one === 'object' && !Array.isArray(one)
        ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
        : one,
    ),
  );
}

/** Compares what the tokens tell with what the parser tells; each `null` where they do not know. */
function compare(path: string, text: string): { references: Reference[] | null; exports: ExportEntry[] | null } {
  const found = quickReferences(path, text);
  const exports = quickExports(path, text);
  const parsed = parsedScan(path, text);
  if (found && parsed)
    expect(plain(found).sort(), `${path}: ${text.slice(0, 300)}`).toEqual(plain(parsed.references).sort());
  if (exports && parsed) expect(plain(exports), `${path}: ${text.slice(0, 300)}`).toEqual(plain(parsed.entries));
  return { references: found, exports };
}

function parsedScan(path: string, text: string): (Scan & Offer) | null {
  const parsed = parse(path, text);
  if ('error' in parsed) return null;
  const found = references(parsed);
  return { references: found, entries: moduleExports(parsed, found) };
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?[jt]sx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

describe('on real code, the tokens tell what the parser tells, or they say that they do not know', () => {
  // What CommonJS modules offer is for the parser nearly always.
  it.each([
    ['rxjs/src', 1, 0.9],
    ['ethers/src.ts', 1, 0.9],
    ['zod/src', 1, 0.5],
    ['jsonc-parser', 0.9, 0.25],
    ['vitest/dist', 0.5, 0.5],
    ['eslint/lib', 0.9, 0.005],
    ['prettier', 0.1, 0.1],
  ])('%s (of %f of the files they know the references, of %f the exports)', (name, named, offered) => {
    const known = { references: 0, exports: 0 };
    let seen = 0;
    for (const path of sources(join('node_modules', name))) {
      const text = readFileSync(path, 'utf8');
      if (text.length > 200_000) continue;
      seen++;
      const quick = compare(path, text);
      if (quick.references) known.references++;
      if (quick.exports) known.exports++;
    }
    expect(known.references / seen).toBeGreaterThanOrEqual(named);
    expect(known.exports / seen).toBeGreaterThanOrEqual(offered);
  });
});

/** A doubt at the top level, and what is left out when it is settled; and a doubt in a body. */
const AROUND = [
  (text: string): string => text,
  (text: string): string =>
    `import.meta.glob('./z/*.js');\n${text}\nfunction z() { f('./y.js', require('./x.js').w, () => { return import('./v.js'); }); ${'// long\n'.repeat(20)} }`,
  (text: string): string =>
    `${text}\nif (a) { ${'// long\n'.repeat(20)} b = require.resolve('./z.js'); } else { f('./y.js') }`,
];

describe('where the tokens could deceive', () => {
  it.each([
    [
      'regular expressions',
      "const a = x / 2; const b = /['\"`]\\//g; if (a) /'/.test(b); return /[/]'/;\nimport c from './c.js';",
    ],
    ['division', 'const a = b / c / "./d.js".length; const e = (f) / 2;'],
    ['templates', 'const a = `./b/${c + `./d/${e}` + "./f.js"}`; const g = `./h.js`; const i = tag`./j.js`;'],
    ['comments', "// import a from './a.js';\n/* export { b } from './b.js' */ import c from './c.js'; // it's"],
    ['a hash bang', "#!/usr/bin/env node\nimport a from './a.js';"],
    ['properties', 'a.import.b; a.export = 1; const c = { import: 1, export: 2, type: 3, from: "./d.js" };'],
    ['names that are words', "import type, { from as as } from './a.js'; export { type as default };"],
    [
      'types',
      "import type { A } from './a.js'; import { type B, C } from './b.js'; import type D from './d.js'; export type { A }; export type E = A; type F = C; export { F };",
    ],
    [
      'aliases',
      "import { A } from './a.js'; import * as ns from './ns.js'; const B = A; export { B }; export const C = ns.C; export default B;",
    ],
    [
      'values that are no aliases',
      'const a = b(c); export { a }; const d = e\n.f; export { d }; export const g = true;',
    ],
    [
      'several declarators',
      'export const a = 1, b = 2; export const c: Map<string, number> = new Map<string, number>();',
    ],
    [
      'type arguments',
      'export const a = f<B, C<D, E>>(g), h = 1;\nexport const i: Map<J, K> = new Map<J, K>();\nexport const l = m < n;',
    ],
    ['defaults', 'export default class {}'],
    ['a default that goes on', 'export default a\n  .b;'],
    ['semicolons elsewhere', "import a from './a.js'\n;export * from './b.js'\nexport * as c from './c.js'"],
    ['ASI', "import a from './a.js'\nimport b from './b.js'\n!/'/.test(a)"],
    ['escapes', "import a from './\\u0061.js'; const b = './\\x62.js';"],
    ['decorators', '@d({ a: "./b.js" })\nexport class A { @e() f = "./g.js"; }'],
    ['assertions', 'const a = b! / 2; const c = d as E / 2;'],
    [
      'declarations',
      'export declare const a: number; export abstract class B {} export enum C {} export namespace D { export const e = "./f.js"; }',
    ],
    ['modules', "declare module './a.js' { import b from './b.js'; }"],
    ['attributes', "import a from './a.json' with { type: 'json' };"],
    ['dynamic', "const a = await import('./a.js'); import.meta.glob('./*.js'); import.meta.env.X;"],
    ['awaited twice', "const a = await await import('./a.js'); const { b } = await await await import('./b.js');"],
    ['a CommonJS module that hands another on', "'use strict';\nmodule.exports = require('./a.js');"],
    ['one that takes of another', "module.exports = require('./a.js')\n.b"],
    [
      'one that hands on in a branch',
      "if (a) module.exports = require('./a.js'); else { module.exports = require('./b.js') }",
    ],
    ['one that hands on and adds', "module.exports = require('./a.js');\nmodule.exports.b = 1;"],
    ['CommonJS', "const a = require('./a.js'); exports.b = a; module.exports = a;"],
    [
      'a comment before an alias',
      "import B, * as ns from './b.js';\nexport const A = // why\n  B;\nexport type C = /* c */ B;\nexport const D = ns\n  .E;\nexport const F = B\n!f",
    ],
    ['a comment behind an alias', "import B from './b.js';\nexport const A = B // why\nexport const C = B /* why */"],
    ['a default in parentheses', "import a from './a.js';\nexport default (a)"],
    ['a default that is a word', 'export default async'],
    ['an arrow in parentheses', 'export default (a) => a;'],
    ['a word that is no operator', "import a from './a.js';\nexport const b = a\nas\nexport type C = a\n[]"],
    ['type operators', 'export type A = readonly\nstring[]'],
    [
      'one name for a value and a type',
      "import { B, C } from './b.js';\nexport const A = B;\nexport type A = C<string>;",
    ],
    ['comments of scripts', "<!-- './a.js'\nx\n--> './b.js'"],
    [
      'escapes of strings',
      "f('./a\\'b.js', './a\\x62.js', './\\u{62}.js', '\\x2e/c', 'a\\nb/c', './a\\0b', './a\\01b', './\\U', '.\\/d', './\\\ne');",
    ],
    ['a template that may have a tag', 'f<T>`./a.js`; ({}) `./b.js`; if (a) {} `./c.js`; styled(B)<C>`a: b;`;'],
    ['decorators before and behind export', "@a('./b.js')\n@c\nexport class D {}\nexport @e class F {}"],
    ['decorated defaults', '@a({ b: class {} })\nexport default class C {}\nexport const d = 1;'],
    ['a chain to a mock', "vi.fn().mock('./a.js'); vi.resetModules()\n./* ! */mock('./b.js'); a.mock.calls;"],
    ['private names', "class A { #require() {} b() { this.#require('./c.js'); } }"],
    ['the folder of the file', "path.join(__dirname, 'a.js'); path.join(import.meta.dirname, 'b.js');"],
    [
      'files beside this one',
      "const a = path.join(__dirname, 'a.js'); f({ b: resolve(__dirname, '../b', 'c.js') }); path.join(__dirname, d, `${e}.js`);",
    ],
    ['parts of longer paths', "const a = path.join(__dirname, 'a') + '.js';"],
    ['operands', "if (a === path.join(__dirname, 'a.js')) {}"],
    ['parts in parentheses', "const a = (path.join(__dirname, 'a')) + '.js';"],
    ['patterns of files beside this one', 'require(path.join(__dirname, a)); import(path.resolve(__dirname, b));'],
    ['a comment before a path', "const a = b + // c:\n  path.join(__dirname, 'a.js');"],
    ['spaces of other scripts', "import\u3000a\u00a0from\u2003'./a.js'; const b = c\u00a0/ 2; /'/.test(b);"],
    ['a number that ends with its dot', "const a = 1.\nimport b from './b.js';\nexport { b };"],
    ['a loop over promises', 'async () => { for await (const a of b) /"/.test(a); import("./c.js"); "d"; };'],
    ['what is looped over', "for (const a of (await import('./b.js')).c) {}"],
    ['what is yielded', "function* f() { yield (require('./a.js')).b; }"],
    ['what a class extends', "class A extends (require('./b.js')).B {}"],
    ['a name for a type and a function', "import { B } from './b.js';\ntype A = B;\nexport function A() {}"],
    ['a name for a type and a value', "import { B } from './b.js';\ntype A = B;\nexport const A = f();"],
    ['a constant in parentheses', "import { B } from './b.js';\nexport const A = (B);"],
    ['a template in a file with a folder', 'f(__dirname, `./a.js`);'],
    ['defaults on lines of their own', "import a from './a.js'\nexport default a\n\nb.c()"],
    ['a default that an assertion follows', "import a from './a.js'\nexport default a\nas\nunknown"],
    [
      'commas in other statements',
      'export const a = 1\nb(), c = 2\nexport let d, e;\nexport const f = class {}, g = {} as const, h = 1',
    ],
    ['a comment behind an equals sign', "export const a = // const a =\nf('./m.js'), b = 1"],
    [
      'generic arrows',
      'export const a = <T, U extends V = W>(b: T) => b, c = 1;\nexport const d: <T, U>(b: T) => U = e, f = 2;',
    ],
    ['a bracket behind a type', "type A = () => a\n(vi.importActual('./m.js')).a"],
    [
      'names for the folder',
      "const __dirname = dirname(f); f({ cwd: __dirname, g: [__dirname] }); __dirname.includes('./a.js');",
    ],
    [
      'types of modules',
      "type A = import('./a.js').B.C; let b: typeof import('./b.js'); f(c as import('./c.js').D); const e: Partial<import('./e.js').F> = {};",
    ],
    ['modules with a type', "const a: any = require('./a.js'); const { b }: B = await import('./b.js');"],
    ['runners', "import { vi } from 'vitest'; vi.fn(); vi.mock('./a.js');"],
  ])('%s', (_, text) => {
    for (const around of AROUND) compare('a.ts', around(text));
  });

  it.each([
    ['text that looks like code', 'const a = <p title="it\'s ./b.js">don\'t import {"./c.js"} `x` </p>; export { a };'],
    [
      'nested elements',
      "const a = <A b={<C d='e' />} {...f}>{g.map((h) => <I key={h}>/ ' </I>)}</A>;\nimport J from './j.js';",
    ],
    ['type arguments', 'const a = <B<C, D<E>> f="./g.js" {...h}>./i.js</B>;\nexport const j = <B<C>/>, k = 1;'],
    ['fragments', "const a = <>it's</>; export default a;"],
    ['generics', 'const a = <T,>(b: T) => b; const c = <T extends D>(e: T) => "./f.js"; const g = h<I>("./j.js");'],
    ['an attribute that is a word', "const a = <b extends>it's</b>; const c = './d.js'; const e = <f>it's</f>;"],
    ['comparisons', 'const a = b < c; const d = e > f / 2; if (a < b) { g("./h.js"); }'],
  ])('JSX: %s', (_, text) => {
    for (const around of AROUND) compare('a.tsx', around(text));
  });
});

/** What may stand before and behind a call that gives a module, and so say what becomes of it. */
const CALLS = [
  "require('./m.js')",
  "import('./m.js')",
  "vi.importActual('./m.js')",
  "jest.requireActual<typeof import('./t.js')>('./m.js')",
  "(await import('./m.js'))",
  "(require('./m.js'))",
  "vi.mock('./m.js')",
  "vi.mock('./m.js', () => ({ a: require('./n.js').a }))",
  "require('./m.js', 1)",
  'require(name)',
  'require(`./m.js`)',
  "require.resolve('./m.js')",
  "require.resolve('./m.js', { paths: [__dirname] })",
  "require.resolve('./m.js' + a)",
  "require.resolve(('./m.js'))",
  'require.resolve(`./m$.js`)',
  'require.resolve(`./${m}.js`)',
  "import('./m.js').A.B",
  'require(`./a/${b.c}/d$.js`)',
  'import(`./a${b}` )',
  'import(`./a/${__dirname}`)',
  'import(`${a}/b`)',
  "import.meta.glob('./m/*.js', { eager: true })",
  "import.meta.glob<A>(['./m/*.js', '!./n.js'])",
  "typeof import('./m.js')",
  '__dirname',
  "path.join(__dirname, './m.js')",
];
const BEFORE = [
  ...['', 'const a = ', 'let a = ', 'const { a, b: c } = ', 'const { a = 1 } = ', 'const { ...a } = ', 'const [a] = '],
  ...['const a: B = ', 'const z = 1, a = ', 'a = ', 'exports.a = ', 'module.exports = ', 'const a = await ', 'await '],
  ...[
    'return ',
    'f(',
    'f(a, ',
    'f<T>(',
    'f({ a: ',
    'f({ a: { b: ',
    '[',
    'f([',
    'f(() => ',
    'const a = () => ',
    'x = () => ',
  ],
  ...['async () => ', 'if (a) ', 'a || ', 'typeof ', 'new ', '!', '<T>', 'class A { b = ', 'class A { b() { return '],
  ...['class A extends f() { b = ', 'function f() { const a = ', 'function f(): B { ', 'type A = ', 'type A = () => '],
  ...[
    'let a: ',
    'f(a as ',
    'interface A { a: ',
    'declare function f(a: () => ',
    'f<A, () => ',
    '// const a =\n',
    '/* ( */ ',
  ],
  ...[
    '`${',
    'for (const a of ',
    'export const a = ',
    'export default ',
    'a ? ',
    'a ? b : ',
    '{ const a = ',
    'a\n(',
    'a.b(',
  ],
  ...[
    '{ a = ',
    'a();\nb.c = ',
    'if (a) b = ',
    'const { a = ',
    'const z // ;\n, a = ',
    "'use strict'\nmodule.exports = ",
  ],
  ...['({ a: () => ', '({ a() { ', 'f({ a(): { b: ', 'switch (', 'case ', 'vi.fn().', 'a.', '#', 'const a = {b: '],
];
const BEHIND = [
  ...[
    '',
    ';',
    '.a',
    '.a;',
    '.then((b) => b)',
    '.then',
    '?.a',
    "['a']",
    '.a.b',
    '.a()',
    '()',
    ')',
    ').a',
    ').default;',
    '!',
  ],
  ...[
    '!.a',
    ' as T',
    ' as T;',
    ' satisfies T',
    '\nas',
    '\n.a',
    ' + 1',
    ' in b',
    '\nb',
    '\n(b)',
    '\n++b',
    '] ',
    '}',
    ' })',
    '})',
  ],
  ...[
    ', b = 1',
    ', b)',
    '} }',
    ') }',
    ' : b',
    ' }} });',
    '`',
    '/a/g',
    ' // c\n.a',
    '\n/a/.test(b)',
    '>()',
    ').then(b)',
  ],
  ...[
    '>',
    '>)',
    '> = b',
    '>;',
    '>[]',
    '> | b',
    '.A<B>',
    '.A[]',
    " + '/a.js'",
    '[0]',
    ', {}]',
    '> (b)',
    '.B = c',
    ') => b',
  ],
];

describe('calls that give modules', () => {
  it('are read as the parser reads them, or not at all', () => {
    let known = 0;
    const text = fc
      .tuple(
        fc.constantFrom(...BEFORE),
        fc.constantFrom(...BEFORE),
        fc.constantFrom(...CALLS),
        fc.constantFrom(...BEHIND),
      )
      .chain(([outer, inner, call, behind]) =>
        fc.constantFrom(
          `${inner}${call}${behind}`,
          `${outer}${inner}${call}${behind}`,
          `${inner}${call}${behind}\n${outer}${call}`,
        ),
      );
    fc.assert(
      fc.property(
        text,
        fc.constantFrom(...AROUND),
        fc.constantFrom('a.ts', 'a.tsx', 'a.js'),
        (inside, around, path) => {
          const source = around(inside);
          const parsed = parse(path, source);
          // What is no program may be read in more than one way.
          if ('error' in parsed || parsed.errors.length > 0) return;
          if (compare(path, source).references) known++;
        },
      ),
      { numRuns: 5_000 },
    );
    expect(known).toBeGreaterThan(200);
  });
});
