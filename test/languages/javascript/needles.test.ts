import { describe, expect, it } from 'vitest';
import { scanCompanion } from '../../../src/languages/javascript/resolve/companions.js';
import { createResolver } from '../../../src/languages/javascript/resolve/resolve.js';
import { memoryTree, Workspace } from '../../../src/workspace/workspace.js';

const json = (value: unknown): string => JSON.stringify(value);

const FILES: Readonly<Record<string, string>> = {
  'tsconfig.json': json({
    compilerOptions: {
      baseUrl: '.',
      paths: {
        '@/*': ['./src/*'],
        '@ws': ['./src/ws/manager.ts'],
        '@*/main': ['./src/*/index.ts'],
        'mains/*': ['./src/*/start.ts'],
        '@pkgs/*': ['./packages/*'],
        '~ui': ['./packages/ui'],
      },
    },
  }),
  'package.json': json({
    name: 'root',
    workspaces: ['packages/*'],
    main: './dist',
    imports: { '#hub': './src/ws/manager.ts', '#p/*': '@s/*', '#one': '@s/db', '#start/*': './src/*/start.ts' },
  }),
  'packages/db/package.json': json({ name: '@s/db', main: './lib/entry.js' }),
  'packages/ui/package.json': json({
    name: '@s/ui',
    exports: { '.': './dist/index.js', './b': './dist/parts/button.js', './all/*': './dist/*/start.js' },
  }),
  'index.ts': '',
  'src/index.ts': '',
  'src/ws/index.ts': '',
  'src/ws/manager.ts': '',
  'src/ws/start.ts': '',
  'src/ws/deep/a.ts': '',
  'packages/db/src/entry.ts': '',
  'packages/db/src/index.ts': '',
  'packages/db/src/db/index.ts': '',
  'packages/ui/src/index.ts': '',
  'packages/ui/src/parts/button.ts': '',
  'packages/ui/src/parts/start.ts': '',
};
const resolver = createResolver(Workspace.over(memoryTree(FILES)), '/nowhere/at/all');
const modules = Object.keys(FILES).filter((path) => path.endsWith('.ts'));

/** Every specifier of up to three segments, most of them nonsense; those that resolve are what matters. */
function specifiers(): string[] {
  const heads = [
    '.',
    '..',
    '@',
    '@ws',
    '@pkgs',
    '~ui',
    '@s',
    '#hub',
    '#one',
    '#p',
    '#start',
    'src',
    'packages',
    'mains',
    'index',
  ];
  const segments = [
    '.',
    '..',
    'src',
    'ws',
    'deep',
    'db',
    'ui',
    'lib',
    'dist',
    'parts',
    'b',
    'all',
    'index',
    'manager',
    'start',
  ];
  segments.push('a', 'entry.js', 'button', 'main', 'index.js', '');
  let grown = [...heads, '@s/ui', '@s/db', '@src/main', '@ws/main', 'ws'];
  const all = [...grown];
  for (let length = 1; length < 3; length++) {
    grown = grown.flatMap((head) => segments.map((segment) => `${head}/${segment}`));
    all.push(...grown);
  }
  return all;
}

/** What is looked for in a file. */
function needlesFor(from: string, module: string): string[] {
  const near = resolver.near?.(module) ?? [];
  const below = near.filter(({ folder }) => folder === '' || from.startsWith(`${folder}/`));
  return [...resolver.needles(module), ...below.flatMap((one) => one.needles)];
}

describe('needles', () => {
  it('lose no file that names a module, in whatever way', () => {
    const all = specifiers();
    const reached = new Set<string>();
    const importers = ['main.ts', 'src/x.ts', 'src/ws/deep/x.js', 'packages/db/src/x.ts', 'packages/ui/x.mjs'];
    for (const from of importers) {
      const needles = new Map(modules.map((module) => [module, needlesFor(from, module)]));
      for (const specifier of all) {
        for (const [before, after] of [
          ['', ''],
          ['!!raw!', ''],
          ['', '?x'],
          ['', '#x'],
        ] as const) {
          const written = before + specifier + after;
          const led = resolver.resolve(from, written);
          const found = led.kind === 'file' ? needles.get(led.path) : undefined;
          if (led.kind !== 'file' || found === undefined) continue;
          reached.add(led.path);
          for (const quote of ["'", '"', '`']) {
            const text = `import(${quote}${written}${quote})`;
            if (!found.some((needle) => text.includes(needle)))
              expect.fail(`${from}: ${text} is ${led.path}: ${found.join(' ')}`);
          }
        }
      }
    }
    expect([...reached].sort()).toEqual([...modules].sort());
  });

  it('lose no manifest', () => {
    const manifests = Object.keys(FILES).filter((path) => path.endsWith('.json'));
    const named = manifests.flatMap((path) => {
      const text = FILES[path] ?? '';
      return scanCompanion(path, text).flatMap(({ specifier }) => {
        const led = resolver.resolve(path, specifier);
        if (led.kind !== 'file') return [];
        const found = resolver.needles(led.path).some((needle) => text.includes(needle));
        return [`${path}: ${specifier} is ${led.path}${found ? '' : ' (LOST)'}`];
      });
    });
    expect(named).toEqual([
      'tsconfig.json: ./src/ws/manager.ts is src/ws/manager.ts',
      'tsconfig.json: ./packages/ui is packages/ui/src/index.ts',
      'package.json: ./dist is src/index.ts',
      'package.json: ./src/ws/manager.ts is src/ws/manager.ts',
      'packages/db/package.json: ./lib/entry.js is packages/db/src/entry.ts',
      'packages/ui/package.json: ./dist/index.js is packages/ui/src/index.ts',
      'packages/ui/package.json: ./dist/parts/button.js is packages/ui/src/parts/button.ts',
    ]);
  });

  it('are the stem, and the aliases that hide it', () => {
    expect(resolver.needles('src/ws/manager.ts')).toEqual(['manager', '@ws', '#hub', '#p/']);
    expect(resolver.needles('src/ws/deep/a.ts')).toEqual(['a', '#p/']);
  });

  it('do not take every file that mentions the folder of an index', () => {
    const found = resolver.needles('src/index.ts');
    const dismissed = [
      "import a from './src/a';",
      "const src = '../b';",
      'wait...',
      "path.join(src, 'x')",
      "'a.b'.split('-')",
    ];
    expect(dismissed.filter((text) => found.some((needle) => text.includes(needle)))).toEqual([]);
  });

  it('are the specifier for a package', () => {
    expect(resolver.needles('pkg:@scope/x')).toEqual(['@scope/x']);
  });
});
