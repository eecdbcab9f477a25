import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createResolver } from '../../../src/languages/javascript/resolve/resolve.js';
import type { Resolver } from '../../../src/languages/language.js';
import type { Resolution } from '../../../src/languages/reference.js';
import { memoryTree, Workspace } from '../../../src/workspace/workspace.js';

type Files = Readonly<Record<string, string>>;

const empty = (...paths: string[]): Files => Object.fromEntries(paths.map((path) => [path, '']));
const json = (value: unknown): string => JSON.stringify(value);

/** A resolver over files in memory; its root does not exist, so the disk cannot help. */
function inMemory(files: Files): Resolver {
  return createResolver(Workspace.over(memoryTree(files)), '/nowhere/at/all');
}

/** `path`, `pkg:name`, `-`, or `~path` for a path that differs only in case. */
function show(resolution: Resolution): string {
  if (resolution.kind === 'file') return resolution.path;
  if (resolution.kind === 'package') return `pkg:${resolution.name}`;
  return resolution.nearby === undefined ? '-' : `~${resolution.nearby}`;
}

describe('relative specifiers', () => {
  const files = empty(
    ...[
      'src/a.ts',
      'src/a.js',
      'src/only.js',
      'src/types.d.ts',
      'src/m.mts',
      'src/c.cts',
      'src/x.tsx',
      'src/data.json',
    ],
    ...[
      'src/config.ts',
      'src/config/index.ts',
      'src/style.css.ts',
      'src/logo.svg',
      'src/foo.service.ts',
      'src/Comp.vue',
    ],
    ...['src/index.ts', 'src/sub/b.ts', 'src/LICENSE', 'src/js/a.mjs', 'src/js/a.ts', 'Upper/Name.ts', 'src/c#.ts'],
    ...['index.ts'],
  );
  const resolver = inMemory(files);

  it.each([
    ['src/main.ts', './a', 'src/a.ts'],
    ['src/main.js', './a', 'src/a.js'],
    ['src/main.ts', './a.js', 'src/a.ts'],
    ['src/main.js', './a.js', 'src/a.js'],
    ['src/main.ts', './a.ts', 'src/a.ts'],
    ['src/main.ts', './only', 'src/only.js'],
    ['src/main.js', './config.js', 'src/config.ts'],
    ['src/main.ts', './types', 'src/types.d.ts'],
    ['src/main.ts', './types.js', 'src/types.d.ts'],
    ['src/main.ts', './m.mjs', 'src/m.mts'],
    ['src/main.ts', './c.cjs', 'src/c.cts'],
    ['src/main.ts', './x.jsx', 'src/x.tsx'],
    ['src/main.ts', './x.js', 'src/x.tsx'],
    ['src/main.ts', './data', 'src/data.json'],
    ['src/main.ts', './data.json', 'src/data.json'],
    ['src/main.ts', './style.css', 'src/style.css.ts'],
    ['src/main.ts', './foo.service', 'src/foo.service.ts'],
    ['src/main.ts', './Comp.vue', 'src/Comp.vue'],
    ['src/Comp.vue', './a', 'src/a.ts'],
    ['src/js/main.mjs', './a', 'src/js/a.mjs'],
    ['src/main.ts', './LICENSE', '-'],
    ['src/main.js', './LICENSE', 'src/LICENSE'],
  ])('from %s, %s is %s', (from, specifier, expected) => {
    expect(show(resolver.resolve(from, specifier))).toBe(expected);
  });

  it.each([
    ['src/main.ts', './config', 'src/config.ts'],
    ['src/main.ts', './config/', 'src/config/index.ts'],
    ['src/main.ts', './config/index', 'src/config/index.ts'],
    ['src/main.ts', '.', 'src/index.ts'],
    ['src/main.ts', './', 'src/index.ts'],
    ['src/sub/b.ts', '..', 'src/index.ts'],
    ['src/sub/b.ts', '../', 'src/index.ts'],
    ['src/sub/b.ts', '../..', 'index.ts'],
    ['src/main.ts', './sub', '-'],
  ])('files before folders: from %s, %s is %s', (from, specifier, expected) => {
    expect(show(resolver.resolve(from, specifier))).toBe(expected);
  });

  it.each([
    ['./logo.svg?raw', 'src/logo.svg'],
    ['!!raw!./logo.svg', 'src/logo.svg'],
    ['!!url?limit=1!./logo.svg?x', 'src/logo.svg'],
    ['./logo.svg#icon', 'src/logo.svg'],
    ['./c#', 'src/c#.ts'],
    ['./none#icon', '-'],
  ])('looks through loaders, queries and fragments: %s is %s', (specifier, expected) => {
    expect(show(resolver.resolve('src/main.ts', specifier))).toBe(expected);
  });

  it.each([
    ['../upper/name', '~Upper/Name.ts'],
    ['./A', '~src/a.ts'],
    ['./none', '-'],
    ['../../outside', '-'],
    ['/src/a', '-'],
    ['', '-'],
  ])('%s is %s', (specifier, expected) => {
    expect(show(resolver.resolve('src/main.ts', specifier))).toBe(expected);
  });

  it('follows the main of a folder, and its index when main was not built', () => {
    const packages = inMemory({
      'a/package.json': json({ main: './lib/main.js', types: './lib/main.d.ts' }),
      ...empty('a/lib/main.ts', 'a/index.ts', 'b/index.js'),
      'b/package.json': json({ main: 'dist' }),
      'c/package.json': json({ main: './lib/' }),
      ...empty('c/lib/index.js'),
    });
    expect(['./a', './b', './c'].map((folder) => show(packages.resolve('x.ts', folder)))).toEqual([
      'a/lib/main.ts',
      'b/index.js',
      'c/lib/index.js',
    ]);
  });

  it('sees what an earlier phase removed and created', () => {
    const world = Workspace.over(memoryTree(empty('a.ts', 'a/index.ts'))).with([
      { path: 'a.ts', before: '', after: null },
      { path: 'b.ts', before: null, after: '' },
    ]);
    const overlay = createResolver(world, '/nowhere/at/all');
    expect(show(overlay.resolve('x.ts', './a'))).toBe('a/index.ts');
    expect(show(overlay.resolve('x.ts', './b'))).toBe('b.ts');
  });
});

describe('aliases', () => {
  const files: Files = {
    'tsconfig.base.json': `{ "compilerOptions": { "paths": { // aliases
      "@/*": ["./src/*"], "@ws": ["./src/ws/manager.ts"], "@gen/*": ["./gen/*", "./src/gen/*"], "@dir": ["./src/ws"], } } }`,
    'tsconfig.json': json({ extends: './tsconfig.base' }),
    'legacy/jsconfig.json': json({ compilerOptions: { baseUrl: 'lib' } }),
    'solution/tsconfig.json': json({ files: [], references: [{ path: './tsconfig.app.json' }, { path: '../other' }] }),
    'solution/tsconfig.app.json': json({ compilerOptions: { baseUrl: '.', paths: { '~/*': ['src/*'] } } }),
    'other/tsconfig.json': json({ compilerOptions: { paths: { 'elsewhere/*': ['./*'] } } }),
    'broken/tsconfig.json': json({
      extends: ['./missing.json', './tsconfig.json'],
      compilerOptions: { paths: { $: ['./a'] } },
    }),
    'package.json': json({
      imports: {
        '#ws': './src/ws/manager.ts',
        '#lib/*': { types: './dist/*.d.ts', default: './dist/*.js' },
        '#fs': 'node:fs',
      },
    }),
    ...empty('src/a.ts', 'src/ws/manager.ts', 'src/ws/index.ts', 'src/gen/g.ts', 'src/lib.ts'),
    ...empty('legacy/lib/util.js', 'legacy/src/x.js', 'solution/src/a.ts', 'other/a.ts', 'broken/a.ts'),
  };
  const resolver = inMemory(files);

  it.each([
    ['src/main.ts', '@/a', 'src/a.ts'],
    ['src/main.ts', '@/a.js', 'src/a.ts'],
    ['src/main.ts', '@/ws', 'src/ws/index.ts'],
    ['src/main.ts', '@/ws?x', 'src/ws/index.ts'],
    ['src/main.ts', '@ws', 'src/ws/manager.ts'],
    ['src/main.ts', '@dir', 'src/ws/index.ts'],
    ['src/main.ts', '@gen/g', 'src/gen/g.ts'],
    ['src/main.ts', '@/none', '-'],
    ['src/main.ts', '@/A', '~src/a.ts'],
    ['legacy/src/x.js', 'util', 'legacy/lib/util.js'],
    ['legacy/src/x.js', 'react', 'pkg:react'],
    ['solution/src/main.ts', '~/a', 'solution/src/a.ts'],
    ['solution/src/main.ts', 'elsewhere/a', 'pkg:elsewhere/a'],
    ['broken/main.ts', '$', 'broken/a.ts'],
    ['src/main.ts', '#ws', 'src/ws/manager.ts'],
    ['src/main.ts', '#lib/lib', 'src/lib.ts'],
    ['src/main.ts', '#none', '-'],
    ['other/main.ts', '@/a', '-'],
  ])('from %s, %s is %s', (from, specifier, expected) => {
    expect(show(resolver.resolve(from, specifier))).toBe(expected);
  });

  it.each([
    'react',
    'react/jsx-runtime',
    '@scope/x/y',
    'fs',
    'node:fs',
    'fs/promises',
    'https://x.y/z.js',
    'virtual:x',
  ])('%s is a package, installed or not', (specifier) => {
    expect(resolver.resolve('src/main.ts', specifier)).toEqual({ kind: 'package', name: specifier });
  });
});

describe('packages of the workspace, without node_modules', () => {
  const resolver = inMemory({
    'package.json': json({ name: 'root', workspaces: ['packages/*', '!packages/out'] }),
    'packages/db/package.json': json({ name: '@s/db', main: './lib/index.js', types: './lib/index.d.ts' }),
    'packages/ui/package.json': json({
      name: '@s/ui',
      exports: {
        '.': { types: './dist/index.d.ts', default: './dist/index.js' },
        './button': './dist/esm/button.js',
        './parts/*': { import: './dist/parts/*.mjs' },
        './closed/*': null,
      },
    }),
    'packages/raw/package.json': json({ name: '@s/raw', main: 'index.js' }),
    'packages/out/package.json': json({ name: '@s/out' }),
    'fixtures/react/package.json': json({ name: 'react' }),
    ...empty('packages/db/src/index.ts', 'packages/db/src/client/index.ts', 'packages/db/server.js'),
    ...empty(
      'packages/ui/src/index.tsx',
      'packages/ui/src/button.tsx',
      'packages/ui/src/parts/a.ts',
      'packages/ui/src/b.ts',
    ),
    ...empty('packages/raw/index.js', 'packages/raw/deep/x.js', 'packages/out/index.js', 'fixtures/react/index.js'),
  });

  it.each([
    ['@s/db', 'packages/db/src/index.ts'],
    ['@s/db/client', 'packages/db/src/client/index.ts'],
    ['@s/db/lib/client', 'packages/db/src/client/index.ts'],
    ['@s/db/server', 'packages/db/server.js'],
    ['@s/db/none', '-'],
    ['@s/ui', 'packages/ui/src/index.tsx'],
    ['@s/ui/button', 'packages/ui/src/button.tsx'],
    ['@s/ui/parts/a', 'packages/ui/src/parts/a.ts'],
    ['@s/raw', 'packages/raw/index.js'],
    ['@s/raw/deep/x', 'packages/raw/deep/x.js'],
    ['@s/out', 'pkg:@s/out'],
    ['react', 'pkg:react'],
  ])('%s is %s', (specifier, expected) => {
    expect(show(resolver.resolve('packages/app/main.ts', specifier))).toBe(expected);
  });

  it('lets a package name itself by its exports', () => {
    const lone = inMemory({
      'package.json': json({ name: 'lone', exports: './dist/index.js' }),
      ...empty('src/index.ts'),
    });
    expect(show(lone.resolve('test/a.ts', 'lone'))).toBe('src/index.ts');
  });

  it('reads the members from pnpm-workspace.yaml and lerna.json too', () => {
    const member = { 'libs/a/package.json': json({ name: 'a' }), ...empty('libs/a/index.ts') };
    const pnpm = {
      'pnpm-workspace.yaml': "# x\npackages:\n  # all\n  - 'libs/*'\n\ncatalog:\n  - 'none'\n",
      ...member,
    };
    expect(show(inMemory(pnpm).resolve('x.ts', 'a'))).toBe('libs/a/index.ts');
    expect(show(inMemory({ 'lerna.json': json({ packages: ['./libs/*/'] }), ...member }).resolve('x.ts', 'a'))).toBe(
      'libs/a/index.ts',
    );
    expect(show(inMemory(member).resolve('x.ts', 'a'))).toBe('pkg:a');
  });
});

describe('manifests', () => {
  const resolver = inMemory({
    'package.json': json({ name: 'x', main: './dist/index.js' }),
    'tsconfig.json': json({ compilerOptions: { baseUrl: 'src' } }),
    ...empty('src/index.ts', 'src/ws/a.ts', 'bin.js'),
  });

  it.each([
    ['package.json', './dist/index.js', 'src/index.ts'],
    ['package.json', 'bin.js', 'bin.js'],
    ['package.json', './dist/none.js', '-'],
    ['package.json', 'lodash', 'pkg:lodash'],
    ['tsconfig.json', 'src/ws/a.ts', 'src/ws/a.ts'],
    ['tsconfig.json', 'ws/a.ts', 'src/ws/a.ts'],
  ])('in %s, %s is %s', (from, target, expected) => {
    expect(show(resolver.resolve(from, target))).toBe(expected);
  });
});

describe('what only the disk knows', () => {
  const made: string[] = [];
  afterEach(() => {
    for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
  });

  /** Writes `listed` and `ignored` files; only the listed ones are in the workspace. */
  function onDisk(listed: Files, ignored: Files): { root: string; workspace: Workspace } {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'ssot-resolve-')));
    made.push(root);
    for (const [path, text] of Object.entries({ ...listed, ...ignored })) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return { root, workspace: Workspace.over(memoryTree(listed)) };
  }

  it('knows aliases of a configuration that is ignored, and spells by them', () => {
    const { root, workspace } = onDisk(
      { 'tsconfig.json': json({ extends: './.gen/tsconfig.json' }), ...empty('src/a.ts', 'src/b.ts') },
      { '.gen/tsconfig.json': json({ compilerOptions: { paths: { '#app/*': ['../src/*'] } } }) },
    );
    const resolver = createResolver(workspace, root);
    expect(show(resolver.resolve('src/x.ts', '#app/a'))).toBe('src/a.ts');
    expect(resolver.spell('src/x.ts', 'src/b.ts', '#app/a')).toBe('#app/b');
  });

  it('takes the file behind a linked package, or the source of its output, but nothing in node_modules', () => {
    const { root, workspace } = onDisk(
      {
        'libs/linked/package.json': json({ name: 'other-name', main: 'dist/main.js' }),
        ...empty('libs/linked/src/main.ts', 'libs/linked/helper.ts'),
        'libs/opaque/package.json': json({ main: 'dist/bundle.js' }),
      },
      {
        ...empty('libs/linked/dist/main.js', 'libs/opaque/dist/bundle.js', 'node_modules/real/index.js'),
        'node_modules/real/package.json': json({ name: 'real', main: 'index.js' }),
      },
    );
    symlinkSync(join(root, 'libs/linked'), join(root, 'node_modules/linked'), 'dir');
    symlinkSync(join(root, 'libs/opaque'), join(root, 'node_modules/opaque'), 'dir');
    const resolver = createResolver(workspace, root);
    expect(['linked', 'linked/helper', 'opaque', 'real'].map((name) => show(resolver.resolve('x.ts', name)))).toEqual([
      'libs/linked/src/main.ts',
      'libs/linked/helper.ts',
      'pkg:opaque',
      'pkg:real',
    ]);
  });

  it('does not find on the disk what an earlier phase removed', () => {
    const { root, workspace } = onDisk(
      { 'tsconfig.json': json({ extends: './gen.json' }), ...empty('src/a.ts') },
      { 'gen.json': json({ compilerOptions: { paths: { '@/*': ['./src/*'] } } }) },
    );
    expect(show(createResolver(workspace, root).resolve('x.ts', '@/a'))).toBe('src/a.ts');
    const later = workspace.with([{ path: 'src/a.ts', before: '', after: null }]);
    expect(show(createResolver(later, root).resolve('x.ts', '@/a'))).toBe('-');
  });

  it('does not take the output of a removed source for an installed package', () => {
    const { root, workspace } = onDisk(
      {
        'package.json': json({ workspaces: ['libs/*'] }),
        'libs/a/package.json': json({ name: 'a', exports: { './b': './dist/b.js' } }),
        ...empty('libs/a/src/b.ts'),
      },
      { ...empty('libs/a/dist/b.js'), 'node_modules/.keep': '' },
    );
    symlinkSync(join(root, 'libs/a'), join(root, 'node_modules/a'), 'dir');
    expect(show(createResolver(workspace, root).resolve('x.ts', 'a/b'))).toBe('libs/a/src/b.ts');
    const later = workspace.with([{ path: 'libs/a/src/b.ts', before: '', after: null }]);
    expect(show(createResolver(later, root).resolve('x.ts', 'a/b'))).toBe('-');
  });

  it('resolves packages though the tsconfig extends a file that is not there', () => {
    const { root, workspace } = onDisk(
      {
        'tsconfig.json': json({ extends: './missing.json' }),
        'libs/a/package.json': '{}',
        ...empty('libs/a/index.ts'),
      },
      { 'node_modules/.keep': '' },
    );
    symlinkSync(join(root, 'libs/a'), join(root, 'node_modules/a'), 'dir');
    expect(show(createResolver(workspace, root).resolve('x.ts', 'a'))).toBe('libs/a/index.ts');
  });
});
