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
        '~w/*': ['./src/widgets/*'],
      },
    },
  }),
  'package.json': json({
    name: 'root',
    workspaces: ['packages/*'],
    main: './dist',
    imports: {
      '#hub': './src/ws/manager.ts',
      '#w/*': './src/widgets/*',
      '#p/*': '@s/*',
      '#one': '@s/db',
      '#start/*': './src/*/start.ts',
    },
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
  'src/widgets/index.ts': '',
  'src/widgets/deep/index.ts': '',
  'packages/gadgets/package.json': json({
    name: '@s/gadgets',
    main: './dist/index.js',
    exports: { '.': './dist/index.js', './w/*': './dist/knobs/*' },
  }),
  'packages/gadgets/src/index.ts': '',
  'packages/gadgets/src/knobs/index.ts': '',
  'packages/db/src/entry.ts': '',
  'packages/db/src/index.ts': '',
  'packages/db/src/db/index.ts': '',
  'packages/ui/src/index.ts': '',
  'packages/ui/src/parts/button.ts': '',
  'packages/ui/src/parts/start.ts': '',
};
const resolver = createResolver(Workspace.over(memoryTree(FILES)), '/nowhere/at/all');
const modules = Object.keys(FILES).filter((path) => path.endsWith('.ts'));
const clues = new Map(modules.map((module) => [module, resolver.clues(module)]));

/** Does one of the module's clues hold for a file with this path and text? */
function isTold(module: string, path: string, text: string): boolean {
  const known = clues.get(module) ?? [];
  return known.some(
    ({ folder, texts }) => (folder === '' || path.startsWith(`${folder}/`)) && texts.every((one) => text.includes(one)),
  );
}

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
    '#w',
    '~w',
    '@s/gadgets',
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
  segments.push('widgets', 'gadgets', 'knobs', 'w', 'a', 'entry.js', 'button', 'main', 'index.js', '');
  let grown = [...heads, '@s/ui', '@s/db', '@src/main', '@ws/main', 'ws'];
  const all = [...grown];
  for (let length = 1; length < 3; length++) {
    grown = grown.flatMap((head) => segments.map((segment) => `${head}/${segment}`));
    all.push(...grown);
  }
  return all;
}

describe('clues', () => {
  it('lose no file that names a module, in whatever way', () => {
    const all = specifiers();
    const reached = new Set<string>();
    const importers = ['main.ts', 'src/x.ts', 'src/ws/deep/x.js', 'packages/db/src/x.ts', 'packages/ui/x.mjs'];
    importers.push('src/widgets/deep/x.ts');
    for (const from of importers) {
      for (const specifier of all) {
        for (const [before, after] of [
          ['', ''],
          ['!!raw!', ''],
          ['', '?x'],
          ['', '#x'],
        ] as const) {
          // What stands around it is tried on the shorter ones.
          if (before + after !== '' && specifier.split('/').length > 2) continue;
          const written = before + specifier + after;
          const led = resolver.resolve(from, written);
          if (led.kind !== 'file' || !modules.includes(led.path)) continue;
          reached.add(led.path);
          for (const quote of ["'", '"', '`']) {
            const text = `import(${quote}${written}${quote})`;
            if (!isTold(led.path, from, text)) expect.fail(`${from}: ${text} is ${led.path}`);
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
        return [`${path}: ${specifier} is ${led.path}${isTold(led.path, path, text) ? '' : ' (LOST)'}`];
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
      'packages/gadgets/package.json: ./dist/index.js is packages/gadgets/src/index.ts',
      'packages/gadgets/package.json: ./dist/index.js is packages/gadgets/src/index.ts',
    ]);
  });

  it('are the stem, and the aliases that hide it', () => {
    const texts = (module: string): string[] => resolver.clues(module).map((clue) => clue.texts.join(' and '));
    expect(texts('src/ws/manager.ts')).toEqual(['manager', '@ws', '#hub', '#p/']);
    expect(texts('src/ws/deep/a.ts')).toEqual(['a', '#p/']);
  });

  it('do not take every file that mentions the folder of an index', () => {
    const dismissed = [
      "import a from './src/a';",
      "const src = '../b';",
      'wait...',
      "path.join(src, 'x')",
      "'a.b'.split('-')",
    ];
    expect(dismissed.filter((text) => isTold('src/index.ts', 'main.ts', text))).toEqual([]);
  });

  it('take dots and `index` in far files only where these write a name on the way', () => {
    const far = 'src/ws/x.ts';
    const index = 'src/widgets/index.ts';
    expect(isTold(index, far, "import a from '..';")).toBe(false);
    expect(isTold(index, far, "import a from '../other/index';")).toBe(false);
    expect(isTold(index, far, "import a from '../widgets/index';")).toBe(true);
    expect(isTold(index, far, "import a from '../widgets/deep/..';")).toBe(true);
    expect(isTold(index, far, "import a from '#w/index';")).toBe(true);
    expect(isTold(index, far, "require(path.join(__dirname, '..', 'widgets'));")).toBe(true);
    expect(isTold(index, 'src/widgets/deep/x.ts', "import a from '..';")).toBe(true);
  });

  it('are the specifier for a package', () => {
    expect(resolver.clues('pkg:@scope/x')).toEqual([{ folder: '', texts: ['@scope/x'] }]);
  });
});
