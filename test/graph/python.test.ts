import { describe, expect, test } from 'vitest';
import { Graph } from '../../src/graph/graph.js';
import { memoryTree, Workspace } from '../../src/workspace/workspace.js';

function graph(files: Record<string, string>): Graph {
  return new Graph(Workspace.over(memoryTree(files)), '/root');
}

function referenceLines(world: Graph, path: string): string[] {
  return world
    .references(path)
    .map(({ kind, specifier, names }) => [kind, specifier, ...names.map(({ imported }) => imported)].join(' '));
}

function way(world: Graph, module: string, name: string): string[] | null {
  return world.trace(module, name)?.map((station) => `${station.module}#${station.name}`) ?? null;
}

describe('speculative references', () => {
  const files = {
    'app/__init__.py': 'X = 1\n',
    'app/ws.py': 'class A:\n    def run(self): pass\n',
    'ns/deep/mod.py': 'B = 1\n',
  };

  test('a name of a package counts as a module where there is one', () => {
    const world = graph({ ...files, 't.py': 'from app import X, ws\n' });
    expect(referenceLines(world, 't.py')).toEqual(['import app X ws', 'import app.ws *']);
  });

  test('of a patch target the longest module counts, with the name behind it', () => {
    const world = graph({ ...files, 't.py': "patch('app.ws.A.run')\npatch('app.X')\npatch('requests.get')\n" });
    expect(referenceLines(world, 't.py')).toEqual(['mock app.ws A', 'mock app X']);
  });

  test('once the module is gone, what is left of the target says so', () => {
    const before = graph({ ...files, 't.py': "patch('app.ws.A')\n" });
    const after = before.over(before.workspace.with([{ path: 'app/ws.py', before: files['app/ws.py'], after: null }]));
    expect(referenceLines(after, 't.py')).toEqual(['mock app ws']);
    expect(way(after, 'app/__init__.py', 'ws')).toBe(null);
  });

  test('namespace packages', () => {
    const world = graph({ ...files, 't.py': 'from ns.deep import mod\n' });
    expect(referenceLines(world, 't.py')).toEqual(['import ns.deep mod', 'import ns.deep.mod *']);
    expect(way(world, 'ns/deep/__init__.py', 'mod')).toEqual(['ns/deep/__init__.py#mod', 'ns/deep/mod.py#*']);
  });
});

describe('the way of a name', () => {
  test('through imports, aliases and packages', () => {
    const world = graph({
      'app/__init__.py': 'from .shim import Old\nfrom . import shim\n',
      'app/shim.py': 'from app.real import New\nOld = New\n',
      'app/real.py': 'class New: pass\n',
    });
    expect(way(world, 'app/__init__.py', 'Old')).toEqual(['app/__init__.py#Old', 'app/shim.py#Old', 'app/real.py#New']);
    expect(way(world, 'app/__init__.py', 'shim')?.at(-1)).toBe('app/shim.py#*');
  });

  test('stars hand on what __all__ lists, or what is not private', () => {
    const world = graph({
      'a.py': 'from b import *\nfrom c import *\n',
      'b.py': "__all__ = ['x']\nx = y = 1\n",
      'c.py': 'z = _z = 1\n',
    });
    expect(['x', 'y', 'z', '_z'].map((name) => way(world, 'a.py', name)?.at(-1) ?? null)).toEqual([
      'b.py#x',
      null,
      'c.py#z',
      null,
    ]);
    expect(world.names('a.py').map(({ name }) => name)).toEqual(['x', 'z']);
  });

  test('a module with __getattr__ is open', () => {
    const world = graph({ 'a.py': 'def __getattr__(name): return 1\n', 'b.py': 'from a import *\n' });
    expect([world.isOpen('a.py'), world.isOpen('b.py')]).toEqual([true, true]);
  });
});

describe('who names a module', () => {
  test.each([
    ['a script beside it', { 'scripts/manager.py': '', 'scripts/run.py': 'import manager\n' }],
    [
      'a test, of a folder that settings name',
      {
        'pytest.ini': 'pythonpath = scripts\n',
        'scripts/__init__.py': '',
        'scripts/manager.py': '',
        'scripts/run.py': 'import manager\n',
      },
    ],
    [
      'dots alone, in its package',
      { 'scripts/__init__.py': '', 'scripts/manager.py': '', 'scripts/run.py': 'from . import manager\n' },
    ],
    [
      'dots alone, further down',
      {
        'scripts/__init__.py': '',
        'scripts/manager.py': '',
        'scripts/run.py': '',
        'scripts/a/__init__.py': '',
        'scripts/a/run.py': 'from .. import manager\n',
      },
    ],
  ])('%s', (_title, files) => {
    const users = graph(files).referencesTo(new Set(['scripts/manager.py']));
    expect(users.map(({ path }) => path)).toEqual([expect.stringMatching(/run\.py$/)]);
  });
});

describe('what is loaded', () => {
  const world = graph({
    'app/__init__.py': 'from app.ws import shim\n',
    'app/ws/__init__.py': '',
    'app/ws/shim.py': 'from app.core.deep import thing\nfrom . import other\n',
    'app/ws/other.py': '',
    'app/core/__init__.py': 'import app.ws.shim\n',
    'app/core/deep/__init__.py': '',
    'app/core/deep/thing.py': '',
  });

  test('the packages in which a module stands come with it, but for those that are loaded already', () => {
    expect([...world.loads('app/ws/shim.py')].sort()).toEqual([
      'app/core/__init__.py',
      'app/core/deep/__init__.py',
      'app/core/deep/thing.py',
      'app/ws/__init__.py',
      'app/ws/other.py',
    ]);
  });

  test('what a name of an open module is, nobody can see: it is at home there', () => {
    const open = graph({ 'a.py': 'from b import X, Y\n', 'b.py': 'Y = 1\ndef __getattr__(name): return 1\n' });
    expect(way(open, 'a.py', 'X')).toEqual(['a.py#X', 'b.py#X']);
    expect(way(open, 'b.py', 'X')).toBe(null);
  });

  test('a member of a module is followed, one of a class is not', () => {
    const members = graph({
      'app/__init__.py': '',
      'app/real.py': 'class A:\n    LIMIT = 1\n',
      'app/shim.py': 'from app import real\nimport app.real as again\nA = real.A\nB = again.A\nC = A.LIMIT\n',
    });
    expect(way(members, 'app/shim.py', 'A')).toEqual(['app/shim.py#A', 'app/real.py#A']);
    expect(way(members, 'app/shim.py', 'B')).toEqual(['app/shim.py#B', 'app/real.py#A']);
    expect(way(members, 'app/shim.py', 'C')).toEqual(['app/shim.py#C']);
  });
});
