import { describe, expect, test } from 'vitest';
import { createResolver } from '../../../src/languages/python/resolve.js';
import type { Resolver } from '../../../src/languages/language.js';
import { memoryTree, Workspace } from '../../../src/workspace/workspace.js';

function resolver(...paths: string[]): Resolver {
  return over(Object.fromEntries(paths.map((path) => [path, ''])));
}

function over(files: Record<string, string>): Resolver {
  return createResolver(Workspace.over(memoryTree(files)));
}

function led(world: Resolver, from: string, specifier: string): string {
  const found = world.resolve(from, specifier);
  return found.kind === 'file' ? found.path : found.kind === 'package' ? `pkg:${found.name}` : '?';
}

const APP = [
  'app/__init__.py',
  'app/ws/__init__.py',
  'app/ws/manager.py',
  'app/util.py',
  'ns/mod.py',
  'tests/test_a.py',
  'top.py',
];

describe('resolve', () => {
  test.each([
    ['app/util.py', 'app.ws.manager', 'app/ws/manager.py'],
    ['app/util.py', 'app.ws', 'app/ws/__init__.py'],
    ['app/util.py', '.ws.manager', 'app/ws/manager.py'],
    ['app/ws/manager.py', '.', 'app/ws/__init__.py'],
    ['app/ws/__init__.py', '.manager', 'app/ws/manager.py'],
    ['app/ws/manager.py', '..util', 'app/util.py'],
    ['app/ws/manager.py', '....util', '?'],
    ['app/util.py', 'app.gone', '?'],
    ['app/util.py', 'top', 'top.py'],
    ['app/util.py', 'json.decoder', 'pkg:json.decoder'],
    ['app/util.py', 'ns', 'ns/__init__.py'],
    ['app/util.py', 'ns.mod', 'ns/mod.py'],
    ['app/util.py', 'app/ws/manager.py', 'app/ws/manager.py'],
    ['app/ws/manager.py', 'manager.py', 'app/ws/manager.py'],
  ])('%s: %s', (from, specifier, expected) => {
    expect(led(resolver(...APP), from, specifier)).toBe(expected);
  });

  test('a package wins over a module, a source over its stub', () => {
    const world = resolver('a.py', 'a/__init__.py', 'b.pyi', 'b.py', 'c.pyi');
    expect(['a', 'b', 'c'].map((name) => led(world, 'x.py', name))).toEqual(['a/__init__.py', 'b.py', 'c.pyi']);
  });

  test('a src layout', () => {
    expect(led(resolver('src/app/__init__.py', 'src/app/a.py', 'tests/test_a.py'), 'tests/test_a.py', 'app.a')).toBe(
      'src/app/a.py',
    );
  });

  test.each([
    ['py/pyproject.toml', '[tool.setuptools.packages.find]\nwhere = ["lib"]\n'],
    ['py/pyproject.toml', '[tool.setuptools]\npackage-dir = {"" = "lib"}\n'],
    ['py/setup.cfg', '[options]\npackage_dir =\n    = lib\n'],
    ['py/setup.py', "setup(package_dir={'': 'lib'})\n"],
    ['py/pytest.ini', '[pytest]\npythonpath = lib\n'],
  ])('folders named by %s: %j', (path, text) => {
    const world = over({ [path]: text, 'py/lib/app/__init__.py': '', 'tests/test_a.py': '' });
    expect(led(world, 'tests/test_a.py', 'app')).toBe('py/lib/app/__init__.py');
  });

  test('a file sees what lies where its own packages begin, others do not', () => {
    const world = resolver(
      'tools/run.py',
      'tools/json_helpers.py',
      'tools/pkg/__init__.py',
      'tools/pkg/a.py',
      'other.py',
    );
    expect(led(world, 'tools/pkg/a.py', 'json_helpers')).toBe('tools/json_helpers.py');
    expect(led(world, 'other.py', 'json_helpers')).toBe('pkg:json_helpers');
  });

  test('members of packages', () => {
    const world = resolver(...APP);
    expect(world.member?.('app/__init__.py', 'util')).toBe('app/util.py');
    expect(world.member?.('app/__init__.py', 'gone')).toBe(null);
    expect(world.member?.('app/util.py', 'ws')).toBe(null);
  });
});

describe('spell', () => {
  test.each([
    ['app/util.py', 'app/ws/manager.py', 'app.ws', 'app.ws.manager'],
    ['app/util.py', 'app/ws/manager.py', '.x', '.ws.manager'],
    ['app/ws/manager.py', 'app/util.py', '.x', '..util'],
    ['app/ws/manager.py', 'app/ws/__init__.py', '..util', '.'],
    ['app/ws/manager.py', 'top.py', '..util', 'top'],
    ['app/ws/manager.py', 'pkg:a.b', '..util', 'a.b'],
    ['tests/test_a.py', 'app/ws/__init__.py', 'app.util', 'app.ws'],
    ['tests/test_a.py', 'app/ws/manager.py', 'app/util.py', 'app/ws/manager.py'],
  ])('%s names %s as in %s: %s', (from, target, like, expected) => {
    expect(resolver(...APP).spell(from, target, like)).toBe(expected);
  });

  test('null for what no import can name', () => {
    expect(resolver('a-b/c.py', 'd.py').spell('d.py', 'a-b/c.py', 'x')).toBe(null);
  });
});

describe('clues', () => {
  const texts = [
    'import app.ws.manager\n',
    'from app.ws import manager\n',
    'from app.ws import (\n    a,\n    manager,\n)\n',
    'from app.ws \\\n    import manager\n',
    'from .manager import A\n',
    'from ...ws.manager import A\n',
    'from . import manager\n',
    'from .. import ws\nws.manager.A()\n',
    "patch('app.ws.manager.A')\n",
    "import_module('.manager', package='app.ws')\n",
    "open('app/ws/manager.py')\n",
    'from app.ws     import manager\n',
    'from app.ws\t\timport manager\n',
    'from app.ws. \\\n    manager import A\n',
    'from .      import manager\n',
    'from .. manager import A\n',
    'import app.ws as w\nw.manager.A()\n',
    'from app import ws   as w\nw.manager.A()\n',
    'from app import ws\n(ws\n  .manager.A())\n',
    'WS = "app.ws"\npatch(f"{WS}.manager.A")\n',
    'import app.ws\npatch(f"{app.ws.__name__}.manager.A")\n',
    "patch('app.ws.' 'manager.A')\n",
  ];

  const clues = resolver(...APP).clues('app/ws/manager.py');
  const isTold = (text: string): boolean => clues.some(({ texts }) => texts.every((one) => text.includes(one)));

  test.each(texts)('are in %j', (text) => {
    expect(isTold(text)).toBe(true);
  });

  test('of relative imports hold below the folder only', () => {
    const near = clues.filter(({ texts }) => texts.some((one) => one.startsWith(' .')));
    expect(near.map(({ folder, texts }) => [folder, ...texts])).toEqual([['app/ws', ' .manager']]);
  });

  test.each(['scripts/manager.py', 'lib/manager.py', 'manager.py'])('%s goes by its name alone', (path) => {
    const known = resolver(path, 'pytest.ini').clues(path);
    expect(known.filter(({ folder, texts }) => folder === '' && texts.length === 1)).toContainEqual({
      folder: '',
      texts: ['manager'],
    });
  });

  test.each(['self.manager = create_manager(ws)\n', 'from app.ws import other\n'])('are not in %j', (text) => {
    expect(isTold(text)).toBe(false);
  });
});

test.each([
  ['app.ws.**', true],
  ['app.**', true],
  ['app.util.**', false],
  ['app.ws.**er', true],
])('a computed import %s may lead to the module: %s', (pattern, covered) => {
  expect(resolver(...APP).covers('tests/test_a.py', pattern, 'app/ws/manager.py')).toBe(covered);
});
