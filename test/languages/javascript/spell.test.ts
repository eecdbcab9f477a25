import { describe, expect, it } from 'vitest';
import { createResolver } from '../../../src/languages/javascript/resolve/resolve.js';
import type { Resolver } from '../../../src/languages/language.js';
import { memoryTree, Workspace } from '../../../src/workspace/workspace.js';

type Files = Readonly<Record<string, string>>;

const empty = (...paths: string[]): Files => Object.fromEntries(paths.map((path) => [path, '']));
const json = (value: unknown): string => JSON.stringify(value);
const inMemory = (files: Files): Resolver => createResolver(Workspace.over(memoryTree(files)), '/nowhere/at/all');

describe('relative style', () => {
  const resolver = inMemory({
    ...empty(
      'index.ts',
      'src/index.ts',
      'src/a.ts',
      'src/ws/index.ts',
      'src/ws/manager.ts',
      'src/ws/m.mts',
      'src/ws/c.cts',
    ),
    ...empty(
      'src/ws/view.tsx',
      'src/ws/types.d.ts',
      'src/config.ts',
      'src/config/index.ts',
      'src/logo.svg',
      'src/twin.ts',
    ),
    ...empty('src/twin.js', 'src/data.json', 'src/old.ts', 'src/deep/x/y.ts'),
  });

  it.each([
    // from, like, target, expected
    ['src/main.ts', './old', 'src/ws/manager.ts', './ws/manager'],
    ['src/main.ts', './old.js', 'src/ws/manager.ts', './ws/manager.js'],
    ['src/main.ts', './old.ts', 'src/ws/manager.ts', './ws/manager.ts'],
    ['src/main.ts', './old.js', 'src/ws/m.mts', './ws/m.mjs'],
    ['src/main.ts', './old.js', 'src/ws/c.cts', './ws/c.cjs'],
    ['src/main.ts', './old.ts', 'src/ws/m.mts', './ws/m.mts'],
    ['src/main.ts', './old.js', 'src/ws/view.tsx', './ws/view.js'],
    ['src/main.ts', './old.ts', 'src/ws/view.tsx', './ws/view.tsx'],
    ['src/main.ts', './old', 'src/ws/types.d.ts', './ws/types'],
    ['src/main.ts', './old.js', 'src/ws/types.d.ts', './ws/types.js'],
    ['src/ws/manager.ts', '../old', 'src/a.ts', '../a'],
    ['src/deep/x/y.ts', '../../old', 'src/ws/manager.ts', '../../ws/manager'],
    ['src/ws/manager.ts', '../old', 'src/ws/view.tsx', './view'],
    ['src/main.ts', './old', 'src/data.json', './data.json'],
  ])('from %s like %s, %s is %s', (from, like, target, expected) => {
    expect(resolver.spell(from, target, like)).toBe(expected);
  });

  it.each([
    ['src/main.ts', './old', 'src/ws/index.ts', './ws'],
    ['src/main.ts', './old.js', 'src/ws/index.ts', './ws/index.js'],
    ['src/main.ts', './old.ts', 'src/ws/index.ts', './ws/index.ts'],
    ['src/main.ts', './config/index', 'src/ws/index.ts', './ws/index'],
    ['src/main.ts', './config/', 'src/ws/index.ts', './ws/'],
    ['src/main.ts', './config/', 'src/ws/manager.ts', './ws/manager'],
    ['src/main.ts', './old', 'src/index.ts', '.'],
    ['src/ws/manager.ts', '.', 'src/index.ts', '..'],
    ['src/ws/manager.ts', './', 'src/index.ts', '../'],
    ['src/ws/manager.ts', './index', 'src/index.ts', '../index'],
    ['src/ws/manager.ts', '..', 'src/ws/index.ts', '.'],
    ['src/ws/manager.ts', '..', 'index.ts', '../..'],
    ['src/ws/manager.ts', '..', 'src/a.ts', '../a'],
    ['src/index.ts', './ws', 'src/ws/manager.ts', './ws/manager'],
    // Where the folder's own name is taken by a file, `index` cannot be left out.
    ['src/main.ts', './ws', 'src/config/index.ts', './config/index'],
    ['src/main.ts', './ws', 'src/config.ts', './config'],
  ])('folders: from %s like %s, %s is %s', (from, like, target, expected) => {
    expect(resolver.spell(from, target, like)).toBe(expected);
  });

  it.each([
    ['!!raw!./old', 'src/a.ts', '!!raw!./a'],
    ['./old?raw', 'src/a.ts', './a?raw'],
    ['./logo.svg#icon', 'src/data.json', './data.json#icon'],
    ['-!x?y=1!./old.js?z', 'src/ws/manager.ts', '-!x?y=1!./ws/manager.js?z'],
  ])('keeps loaders and queries: like %s, %s is %s', (like, target, expected) => {
    expect(resolver.spell('src/main.ts', target, like)).toBe(expected);
  });

  it('gives the specifier itself when it leads there already', () => {
    expect(resolver.spell('src/main.ts', 'src/ws/index.ts', './ws/../ws/index')).toBe('./ws/../ws/index');
  });

  it('never gives a specifier that leads to the twin', () => {
    expect(resolver.spell('src/main.ts', 'src/twin.ts', './old')).toBe('./twin');
    expect(resolver.spell('src/main.ts', 'src/twin.js', './old')).toBeNull();
    expect(resolver.spell('src/main.js', 'src/twin.js', './old')).toBe('./twin');
    expect(resolver.spell('src/main.js', 'src/twin.ts', './old')).toBe('./twin.ts');
  });

  it('gives null for a file that is not there, and the specifier of a package as it is', () => {
    expect(resolver.spell('src/main.ts', 'src/none.ts', './old')).toBeNull();
    expect(resolver.spell('src/main.ts', 'pkg:@scope/ws/manager', './old')).toBe('@scope/ws/manager');
  });
});

describe('alias style', () => {
  const resolver = inMemory({
    'tsconfig.json': json({
      compilerOptions: {
        paths: {
          '@/*': ['./src/*'],
          '@ws': ['./src/ws/index.ts'],
          '@test/*': ['./test/*'],
          '@legacy': ['./src/old.ts'],
        },
      },
    }),
    'package.json': json({ name: 'root', imports: { '#src/*': './src/*.ts', '#ws': './src/ws/index.ts' } }),
    'legacy/tsconfig.json': json({ compilerOptions: { baseUrl: '.' } }),
    ...empty('src/old.ts', 'src/a.ts', 'src/ws/index.ts', 'src/ws/manager.ts', 'test/helper.ts', 'scripts/s.ts'),
    ...empty('legacy/lib/a.ts', 'legacy/lib/b.ts', 'legacy/main.ts'),
  });

  it.each([
    ['src/main.ts', '@/old', 'src/ws/manager.ts', '@/ws/manager'],
    ['src/main.ts', '@/old.js', 'src/ws/manager.ts', '@/ws/manager.js'],
    ['src/main.ts', '@/old?raw', 'src/ws/index.ts', '@/ws?raw'],
    ['src/main.ts', '@/old', 'test/helper.ts', '@test/helper'],
    ['src/main.ts', '@legacy', 'src/ws/manager.ts', '@/ws/manager'],
    ['src/main.ts', '@legacy', 'src/ws/index.ts', '@ws'],
    ['src/main.ts', '@/old', 'scripts/s.ts', '../scripts/s'],
    ['src/main.ts', '#src/old', 'src/ws/manager.ts', '#src/ws/manager'],
    ['src/main.ts', '#ws', 'src/a.ts', '#src/a'],
    ['legacy/main.ts', 'lib/a', 'legacy/lib/b.ts', 'lib/b'],
    // Relative stays relative although an alias would do.
    // Both folders have an alias: nobody climbs from one into the other.
    ['src/main.ts', './old', 'test/helper.ts', '@test/helper'],
    // A package that comes into the tree gets a relative path.
    ['src/main.ts', 'lodash', 'src/a.ts', './a'],
  ])('from %s like %s, %s is %s', (from, like, target, expected) => {
    expect(resolver.spell(from, target, like)).toBe(expected);
  });
});

describe('across packages', () => {
  const resolver = inMemory({
    'package.json': json({ name: 'root', workspaces: ['packages/*'] }),
    'tsconfig.json': json({ compilerOptions: { baseUrl: '.' } }),
    'packages/app/package.json': json({ name: '@s/app' }),
    'packages/db/package.json': json({ name: '@s/db', main: './lib/index.js' }),
    'packages/raw/package.json': json({ name: '@s/raw', main: './index.js' }),
    'packages/ui/package.json': json({
      name: '@s/ui',
      exports: { '.': './dist/index.js', './parts/*': './dist/parts/*.js' },
    }),
    ...empty(
      'packages/app/src/main.ts',
      'packages/app/src/local.ts',
      'packages/db/src/index.ts',
      'packages/db/src/deep.ts',
    ),
    ...empty('packages/db/src/other.ts', 'packages/raw/index.js', 'packages/raw/lib/x.js', 'packages/ui/src/index.ts'),
    ...empty('packages/ui/src/parts/a.ts', 'packages/ui/src/parts/b.ts', 'packages/ui/src/secret.ts'),
  });

  it.each([
    ['@s/db', 'packages/ui/src/index.ts', '@s/ui'],
    ['@s/ui', 'packages/ui/src/parts/a.ts', '@s/ui/parts/a'],
    ['@s/ui/parts/a', 'packages/ui/src/parts/b.ts', '@s/ui/parts/b'],
    ['@s/db', 'packages/raw/lib/x.js', '@s/raw/lib/x'],
    ['./local', 'packages/db/src/index.ts', '@s/db'],
    ['@s/db', 'packages/app/src/local.ts', './local'],
    ['@s/db/src/deep', 'packages/db/src/other.ts', '@s/db/src/other'],
    ['../../db/src/deep', 'packages/db/src/other.ts', '../../db/src/other'],
    ['packages/db/src/deep', 'packages/db/src/other.ts', 'packages/db/src/other'],
    // Neither exported nor there after a build: no specifier rather than one that breaks on publishing.
    ['@s/ui', 'packages/ui/src/secret.ts', null],
    ['@s/db', 'packages/db/src/deep.ts', null],
    ['./local', 'packages/db/src/deep.ts', null],
  ])('like %s, %s is %s', (like, target, expected) => {
    expect(resolver.spell('packages/app/src/main.ts', target, like)).toBe(expected);
  });
});

describe('manifests', () => {
  const resolver = inMemory({
    'package.json': json({ name: 'x' }),
    ...empty('tsconfig.json', 'src/old.ts', 'src/ws/new.ts', 'lib/old.js', 'lib/new.js'),
  });

  it.each([
    ['package.json', './dist/old.js', 'src/ws/new.ts', './dist/ws/new.js'],
    ['package.json', './dist/old.d.ts', 'src/ws/new.ts', './dist/ws/new.d.ts'],
    ['package.json', 'lib/old.js', 'lib/new.js', 'lib/new.js'],
    ['tsconfig.json', 'src/old.ts', 'src/ws/new.ts', 'src/ws/new.ts'],
    ['tsconfig.json', './src/old.ts', 'src/ws/new.ts', './src/ws/new.ts'],
  ])('in %s like %s, %s is %s', (from, like, target, expected) => {
    expect(resolver.spell(from, target, like)).toBe(expected);
  });
});
