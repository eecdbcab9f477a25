import fc from 'fast-check';
import { posix } from 'node:path';
import { expect, it } from 'vitest';
import { Graph, type Located } from '../../src/graph/graph.js';
import { languageOf } from '../../src/languages/index.js';
import { memoryTree, Workspace } from '../../src/workspace/workspace.js';

const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 1000);
const seed = Number(process.env['PROPERTY_SEED'] ?? 815);

const json = (value: unknown): string => JSON.stringify(value, null, 2);

/** A repository with every way of naming a file in another manner than by its path. */
const MANIFESTS: Readonly<Record<string, string>> = {
  'package.json': json({
    name: 'root',
    workspaces: ['packages/*'],
    imports: { '#hub': './src/ws/manager.ts', '#src/*': './src/*', '#kit/*': '@kit/core/*' },
  }),
  'tsconfig.json': json({
    compilerOptions: {
      baseUrl: '.',
      paths: { '@/*': ['./src/*'], '@ws': ['./src/ws/index.ts'], '@lib/*': ['./src/lib/*', './packages/core/src/*'] },
    },
  }),
  'packages/core/package.json': json({
    name: '@kit/core',
    main: './dist/index.js',
    exports: { '.': './dist/index.js', './*': './dist/*.js' },
  }),
  'packages/ui/package.json': json({ name: 'ui-kit', main: './lib/main.js' }),
  'packages/gadgets/package.json': json({ name: 'gadgets', main: './dist/index.js' }),
};

const MODULES = [
  'src/index.ts',
  'src/ws/index.ts',
  'src/ws/manager.ts',
  'src/ws/a b.ts',
  'src/ws/größe.ts',
  'src/lib/manager.js',
  'src/lib/index.mjs',
  'src/config.ts',
  'src/config/index.ts',
  'packages/core/src/index.ts',
  'packages/core/src/pool.ts',
  'packages/ui/src/main.tsx',
  'packages/ui/src/button/index.tsx',
  'src/widgets/index.ts',
  'packages/gadgets/src/index.ts',
];
const IMPORTERS = [
  'main.ts',
  'src/x.js',
  'src/ws/y.ts',
  'src/lib/z.mts',
  'packages/ui/src/w.tsx',
  'packages/core/src/v.cjs',
  'src/widgets/far/u.ts',
  'packages/gadgets/t.ts',
];
const HEADS = [
  '@/',
  '@lib/',
  '#src/',
  '#kit/',
  'src/',
  '@kit/core/',
  'ui-kit/',
  'gadgets/',
  './',
  '../',
  './src/',
  '/',
];
const FIXED = [
  '.',
  '..',
  './',
  '../',
  '../..',
  '@ws',
  '#hub',
  '@kit/core',
  'ui-kit',
  'ui-kit/lib/main',
  './index',
  '../index.js',
  '@/ws',
];

/** How a file may be named once its folder is known. */
const ENDINGS: readonly ((path: string) => string)[] = [
  (path) => path,
  (path) => path.replace(/\.\w+$/, ''),
  (path) => path.replace(/\.\w+$/, '.js'),
  (path) => path.replace(/\/?index\.\w+$/, ''),
  (path) => path.replace(/\/?index\.\w+$/, '/'),
  (path) => path.replace(/index\.\w+$/, 'index'),
  // A way about.
  (path) => path.replace(/([^/]+)$/, 'x/../$1'),
  (path) => path.replace(/index\.\w+$/, 'x/..'),
];

/** Statements that name a module by a specifier that stands in quotes already. */
const FORMS: readonly ((quoted: string) => string)[] = [
  (q) => `import { a } from ${q};`,
  (q) => `import ${q};`,
  (q) => `export * from ${q};`,
  (q) => `import type { T } from ${q};`,
  (q) => `const b = require(${q});`,
  (q) => `void import(/* webpackChunkName: "x" */ ${q});`,
  (q) => `type U = import(${q}).T;`,
  (q) => `jest.mock(${q}, () => ({}));`,
  (q) => `const path = ${q};`,
  (q) => `require.resolve(${q});`,
  (q) => `path.join(__dirname, ${q});`,
];

const reference = fc.record({
  target: fc.nat({ max: MODULES.length - 1 }),
  fixed: fc.option(fc.constantFrom(...FIXED), { freq: 4 }),
  head: fc.constantFrom('relative', 'relative', ...HEADS),
  ending: fc.nat({ max: ENDINGS.length - 1 }),
  prefix: fc.constantFrom('', '', '', '!!raw!', 'style!css?x!'),
  suffix: fc.constantFrom('', '', '', '?raw', '#frag'),
  quote: fc.constantFrom("'", '"', '`'),
  form: fc.nat({ max: FORMS.length - 1 }),
  escape: fc.option(fc.record({ at: fc.nat({ max: 40 }), how: fc.nat({ max: 3 }) }), { freq: 3 }),
});
type ReferenceSpec = typeof reference extends fc.Arbitrary<infer T> ? T : never;

const project = fc.record({
  present: fc.subarray(MODULES, { minLength: MODULES.length - 4 }),
  importers: fc.array(
    fc.record({ path: fc.constantFrom(...IMPORTERS), references: fc.array(reference, { minLength: 1, maxLength: 4 }) }),
    {
      minLength: 1,
      maxLength: 4,
    },
  ),
  manifests: fc.subarray(Object.keys(MANIFESTS)),
});

function specifierOf(from: string, { target, fixed, head, ending, prefix, suffix }: ReferenceSpec): string {
  const path = MODULES[target] as string;
  const way = posix.relative(posix.dirname(from), path);
  const relative = way.startsWith('.') ? way : `./${way}`;
  const below = path.replace(/^(src|packages\/\w+\/src)\//, '');
  const written = (ENDINGS[ending] as (path: string) => string)(head === 'relative' ? relative : below);
  return prefix + (fixed ?? (head === 'relative' ? written : head + written)) + suffix;
}

/** The specifier in quotes, perhaps with one character written as an escape. */
function quoted(specifier: string, { quote, escape }: ReferenceSpec): string {
  const chars = [...specifier];
  if (escape && chars.length > 0) {
    const at = escape.at % chars.length;
    const hex = (chars[at] as string).charCodeAt(0).toString(16);
    const ways = [
      `\\u${hex.padStart(4, '0')}`,
      `\\u{${hex}}`,
      `\\x${hex.padStart(2, '0')}`,
      `\\u${hex.padStart(4, '0').toUpperCase()}`,
    ];
    chars[at] = ways[escape.how] as string;
  }
  return quote + chars.join('') + quote;
}

function filesOf({
  present,
  importers,
  manifests,
}: typeof project extends fc.Arbitrary<infer T> ? T : never): Record<string, string> {
  const files: Record<string, string> = {};
  for (const path of manifests) files[path] = MANIFESTS[path] as string;
  for (const path of present) files[path] = 'export const a = 1;\n';
  for (const { path, references } of importers) {
    const lines = references.map((one) => {
      // A declaration must have its quotes: templates are for expressions.
      const form = one.quote === '`' && one.form < 4 ? 4 : one.quote === '`' && one.form === 6 ? 5 : one.form;
      return (FORMS[form] as (quoted: string) => string)(quoted(specifierOf(path, one), one));
    });
    files[path] = `${lines.map((line, i) => line.replace(/\b(a|b|T|U|path)\b(?=[ ,]|$)/, `$1${i}`)).join('\n')}\n`;
  }
  return files;
}

/** Every reference to the modules, by looking at every file. */
function exhaustive(graph: Graph, modules: ReadonlySet<string>): Located[] {
  const sources = graph.workspace.paths().filter((path) => languageOf(path) !== null);
  return sources.flatMap((path) =>
    graph.references(path).flatMap((found) => {
      const whole = found.kind === 'string' && modules.has(found.specifier);
      const module = whole ? found.specifier : graph.moduleOf(path, found.specifier);
      return module !== null && modules.has(module) ? [{ path, reference: found, module }] : [];
    }),
  );
}

it('searching by bytes finds every reference that looking at every file finds', () => {
  let found = 0;
  let escaped = 0;
  fc.assert(
    fc.property(project, (drawn) => {
      const files = filesOf(drawn);
      const graph = new Graph(Workspace.over(memoryTree(files)), '/nowhere/at/all');
      // One by one, so that the needles of one module do not find what those of another lose.
      for (const module of drawn.present) {
        const all = exhaustive(graph, new Set([module]));
        const shown = (each: readonly Located[]): string[] => each.map((one) => `${one.path}:${one.reference.line}`);
        expect({ module, by: shown(graph.referencesTo(new Set([module]))) }).toEqual({ module, by: shown(all) });
        found += all.length;
        escaped += all.filter(({ path, reference: { span } }) =>
          files[path]?.slice(span.start, span.end).includes('\\'),
        ).length;
      }
    }),
    { numRuns, seed },
  );
  // Else the property would say nothing.
  expect(found).toBeGreaterThan(numRuns / 2);
  expect(escaped).toBeGreaterThan(numRuns / 20);
});
