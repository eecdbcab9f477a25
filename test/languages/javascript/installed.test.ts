import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTree } from '../../../src/disk/tree.js';
import { Installed } from '../../../src/languages/javascript/resolve/installed.js';
import { Workspace } from '../../../src/workspace/workspace.js';

const json = (value: unknown): string => JSON.stringify(value);
const installed = (folder: string): Record<string, string> => ({
  [`${folder}/package.json`]: json({ main: 'index.js' }),
  [`${folder}/index.js`]: '',
});

/** Folders side by side in which the same specifier means different things. */
const FILES: Readonly<Record<string, string>> = {
  '.gitignore': 'generated\n/hidden/tsconfig.json\n/unlisted/package.json\n/ignored.js\n/base/lodash.js\n',
  'package.json': json({ name: 'root' }),
  ...installed('node_modules/react'),
  ...installed('node_modules/named'),
  ...installed('node_modules/lodash'),
  'src/a.ts': '',
  'src/deep/b.js': '',
  // Has one of its own.
  ...installed('nested/node_modules/react'),
  'nested/src/a.ts': '',
  // Names itself.
  'named/package.json': json({ name: 'named', exports: './generated/own.js' }),
  'named/generated/own.js': '',
  'named/src/a.ts': '',
  'unlisted/package.json': json({ name: 'named', exports: './generated/own.js' }),
  'unlisted/generated/own.js': '',
  'unlisted/src/a.ts': '',
  // Has an alias, for some of its files.
  'aliased/tsconfig.json': json({ include: ['in/*.ts'], compilerOptions: { paths: { react: ['./generated/r.ts'] } } }),
  'aliased/generated/r.ts': '',
  'aliased/in/a.ts': '',
  'aliased/out/a.ts': '',
  'hidden/tsconfig.json': json({ compilerOptions: { paths: { react: ['./generated/r.ts'] } } }),
  'hidden/generated/r.ts': '',
  'hidden/src/a.ts': '',
  'extending/tsconfig.json': json({ extends: './generated/base.json', include: ['in/*.ts'] }),
  'extending/generated/base.json': json({ compilerOptions: { paths: { react: ['./r.ts'] } } }),
  'extending/generated/r.ts': '',
  'extending/in/a.ts': '',
  'extending/out/a.ts': '',
  'solution/tsconfig.json': json({ files: [], references: [{ path: './app.json' }] }),
  'solution/app.json': json({ include: ['in/*.ts'], compilerOptions: { paths: { react: ['./generated/r.ts'] } } }),
  'solution/generated/r.ts': '',
  'solution/in/a.ts': '',
  'solution/out/a.ts': '',
  // A path below `baseUrl` that only the disk knows.
  'base/tsconfig.json': json({ compilerOptions: { baseUrl: '.' }, include: ['in/*.ts'] }),
  'base/lodash.js': '',
  'base/in/a.ts': '',
  'base/out/a.ts': '',
  'outer/in/tsconfig.json': json({ compilerOptions: { baseUrl: '../../base' } }),
  'outer/in/a.ts': '',
  'outer/a.ts': '',
  // Cannot be read.
  'broken/tsconfig.json': json({ extends: './nowhere.json', compilerOptions: { paths: { react: ['./r.ts'] } } }),
  'broken/a.ts': '',
};
const SPECIFIERS = ['react', 'react/index.js', 'lodash', 'named', 'named/x', 'absent', '#own'];

let root = '';
let base = Workspace.over({
  paths: [],
  load: () => ({ unreadable: 'absent' }),
  lies: () => false,
  search: () => new Map(),
});

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'ssot-installed-')));
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  base = Workspace.over(openTree(root));
});
afterAll(() => rmSync(root, { recursive: true }));

const shown = (path: string | null): string | null => path && path.slice(root.length + 1);

describe('what is installed', () => {
  it('is in each folder what it would be if no other had been asked', () => {
    const importers = Object.keys(FILES).filter((path) => /\/[ab]\.[jt]s$/.test(path));
    const asked = (order: readonly string[]): Map<string, string | null> => {
      const one = new Installed(root, base);
      return new Map(
        order.flatMap((from) => SPECIFIERS.map((each) => [`${from} ${each}`, one.find(from, each)] as const)),
      );
    };
    const alone = new Map(
      importers.flatMap((from) =>
        SPECIFIERS.map((each) => [`${from} ${each}`, new Installed(root, base).find(from, each)] as const),
      ),
    );
    const [first, last] = [asked(importers), asked([...importers].reverse())];
    for (const [question, answer] of alone)
      expect([question, shown(first.get(question) ?? null), shown(last.get(question) ?? null)]).toEqual([
        question,
        shown(answer),
        shown(answer),
      ]);
  });

  it('differs between folders, and between the files of one configuration', () => {
    const one = new Installed(root, base);
    const led = (specifier: string, ...importers: string[]): (string | null)[] =>
      importers.map((from) => shown(one.find(from, specifier)));
    expect(led('react', 'src/a.ts', 'src/deep/b.js', 'nested/src/a.ts')).toEqual([
      'node_modules/react/index.js',
      'node_modules/react/index.js',
      'nested/node_modules/react/index.js',
    ]);
    expect(led('named', 'src/a.ts', 'named/src/a.ts', 'unlisted/src/a.ts')).toEqual([
      'node_modules/named/index.js',
      'named/generated/own.js',
      'unlisted/generated/own.js',
    ]);
    expect(led('react', 'aliased/in/a.ts', 'aliased/out/a.ts', 'hidden/src/a.ts')).toEqual([
      'aliased/generated/r.ts',
      'node_modules/react/index.js',
      'hidden/generated/r.ts',
    ]);
    expect(led('react', 'extending/in/a.ts', 'extending/out/a.ts', 'solution/in/a.ts', 'solution/out/a.ts')).toEqual([
      'extending/generated/r.ts',
      'node_modules/react/index.js',
      'solution/generated/r.ts',
      'node_modules/react/index.js',
    ]);
    expect(led('lodash', 'base/in/a.ts', 'base/out/a.ts', 'outer/in/a.ts', 'outer/a.ts')).toEqual([
      'base/lodash.js',
      'node_modules/lodash/index.js',
      'base/lodash.js',
      'node_modules/lodash/index.js',
    ]);
    expect(led('react', 'broken/a.ts')).toEqual(['node_modules/react/index.js']);
  });
});
