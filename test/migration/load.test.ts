import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/messages/failures.js';
import { migrationName, parseMigration } from '../../src/migration/load.js';
import { withRemoved } from '../../src/migration/modules.js';
import { Workspace, memoryTree } from '../../src/workspace/workspace.js';

const tree = (...paths: string[]): Workspace =>
  Workspace.over(memoryTree(Object.fromEntries(paths.map((path) => [path, '']))));

const world = tree(
  'src/ws/manager.ts',
  'src/ws/unified-manager.ts',
  'src/ws/shim.ts',
  'src/ws/factory.ts',
  'src/lib/index.ts',
  'src/both.ts',
  'src/both.js',
  'src/startup.ts',
  'app/[id]/page.ts',
  'app/ws/manager.py',
  'tests/a.test.ts',
);

const load = (text: string) => parseMigration(text, 'ssot.config.json', world);
const minimal = '"canonical": { "module": "src/ws/manager.ts", "export": "Manager" }';

/** What is wrong with a migration file, one line each. */
function wrong(text: string): readonly string[] {
  try {
    load(text);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    expect(error.exit).toBe(2);
    expect(error.code).toBe('config-invalid');
    return error.lines;
  }
  throw new Error('nothing is wrong');
}

describe('a migration file', () => {
  it('needs only the canonical module; everything else has a default', () => {
    const migration = load(`{ ${minimal} }`);
    expect(migration).toMatchObject({
      name: 'manager',
      canonical: { module: 'src/ws/manager.ts', export: 'Manager' },
      aliases: [],
      implementation: null,
      shims: [],
      factories: [],
      redirects: [],
      finalize: 'absorb',
      retire: 'delete',
      configPath: 'ssot.config.json',
    });
    expect(migration.validate(1)).toBeNull();
    expect(migration.isTest('tests/a.test.ts')).toBe(false);
    expect(migration.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('may hold comments, trailing commas and a byte order mark', () => {
    expect(load(`\uFEFF{\n  // why\n  ${minimal}, /* more */\n}\n`).canonical?.export).toBe('Manager');
  });

  it('names modules without extension, as a folder, as compiled, with dots, or with ./', () => {
    const shims = '["./src/ws/shim", "src/lib", "src/ws/factory.js", "app.ws.manager"]';
    expect(load(`{ ${minimal}, "shims": ${shims} }`).shims).toEqual([
      'src/ws/shim.ts',
      'src/lib/index.ts',
      'src/ws/factory.ts',
      'app/ws/manager.py',
    ]);
  });

  it('takes the canonical module itself as the home of a factory', () => {
    const migration = load(
      `{ ${minimal}, "factories": [{ "module": "src/ws/manager", "calls": { "f(a)": "new M(a)" } }] }`,
    );
    expect(migration.factories).toEqual([{ module: 'src/ws/manager.ts', calls: { 'f(a)': 'new M(a)' } }]);
    expect(load(`{ ${minimal}, "factories": [{ "module": "src/ws/factory" }] }`).factories[0]?.calls).toBeNull();
  });

  it('redirects to files of the tree and to packages; the name is kept where none is given', () => {
    const redirects =
      '[{ "from": "src/ws/shim#Old", "to": "@scope/pkg/sub" }, { "from": "left-pad", "to": "./src/lib" }]';
    expect(load(`{ "redirects": ${redirects} }`).redirects).toEqual([
      { from: { module: 'src/ws/shim.ts', name: 'Old' }, to: { module: 'pkg:@scope/pkg/sub', name: 'Old' } },
      { from: { module: 'pkg:left-pad', name: null }, to: { module: 'src/lib/index.ts', name: null } },
    ]);
  });

  it('matches files by path and by glob, hidden folders included', () => {
    const migration = load(
      `{ ${minimal}, "entrypoints": ["app/[id]/page.ts", "src/startup.ts"], "tests": ["**/*.test.ts", "./tests/"] }`,
    );
    expect(migration.isEntrypoint('app/[id]/page.ts')).toBe(true);
    expect(migration.isEntrypoint('src/startup.ts')).toBe(true);
    expect(migration.isEntrypoint('src/startup.tsx')).toBe(false);
    expect(migration.isTest('.hidden/a.test.ts')).toBe(true);
    expect(migration.isTest('tests/deep/helper.ts')).toBe(true);
  });

  it('validates each phase with one command, or some with their own', () => {
    expect(load(`{ ${minimal}, "validate": "npm test" }`).validate(3)).toBe('npm test');
    const migration = load(`{ ${minimal}, "validate": { "1": "a", "5": "b" } }`);
    expect([1, 2, 5].map(migration.validate)).toEqual(['a', null, 'b']);
  });

  it('still knows the modules that applied phases removed', () => {
    const text = `{ ${minimal}, "shims": ["src/old-shim"] }`;
    const after = withRemoved(world, new Set(['src/old-shim.ts']));
    expect(parseMigration(text, 'ssot.config.json', after).shims).toEqual(['src/old-shim.ts']);
    const forgiving = { has: (path: string) => world.has(path), paths: () => world.paths(), forgiving: true };
    expect(parseMigration(text, 'ssot.config.json', forgiving).shims).toEqual(['src/old-shim']);
  });

  it.each([
    ['{ "name": "x", "redirects": [] }', 'x'],
    ['{ "canonical": { "module": "src/ws/index.ts", "export": "W" } }', 'ws'],
    ['{ "canonical": { "module": "src/user.service.ts", "export": "U" } }', 'user-service'],
    ['{ "canonical": { "module": "./src/ünï.ts", "export": "U" } }', 'n'],
    ['{ "redirects": [] }', 'migration'],
  ])('%s is called %s', (text, name) => {
    expect(migrationName(text, 'ssot.config.json')).toBe(name);
  });
});

describe('a wrong migration file', () => {
  it.each([
    ['', 'ssot.config.json:1: is empty; expected an object with "canonical"'],
    ['// only a comment', 'ssot.config.json:1: is empty; expected an object with "canonical"'],
    ['{ "canonical": ', 'ssot.config.json:1: not JSON: value expected'],
    ['[]', 'ssot.config.json:1: []: expected an object with "canonical"'],
    [
      '{}',
      'ssot.config.json:1: neither "canonical" nor "redirects" is given; expected "canonical": { "module": ..., "export": ... }',
    ],
  ])('%j', (text, line) => {
    expect(wrong(text)[0]).toBe(line);
  });

  it.each([
    ['"shms": []', 'shms unknown key; did you mean "shims"?'],
    ['"zzzzzz": 1', 'zzzzzz unknown key'],
    ['"finalize": "absord"', 'finalize "absord": expected "absorb" or "facade"; did you mean "absorb"?'],
    ['"shims": "src/ws/shim.ts"', 'shims "src/ws/shim.ts": expected a list'],
    ['"shims": [7]', 'shims[0] 7: expected a text'],
    ['"shims": [""]', 'shims[0] "": expected a text that is not empty'],
    ['"aliases": ["a-b"]', 'aliases[0] "a-b": expected an identifier'],
    ['"aliases": ["Manager"]', 'aliases[0] "Manager": is the canonical name itself'],
    ['"name": "../up"', 'name "../up": expected a folder name: up to 64 letters, digits, ".", "_" and "-"'],
    ['"validate": 3', 'validate 3: expected a command, or an object { "1": "...", "5": "..." } of commands'],
    ['"validate": { "6": "x" }', 'validate.6 unknown key'],
    ['"__proto__": { "shims": [] }', '__proto__ is a reserved key'],
    ['"shims": [], "shims": []', 'shims stands twice'],
    ['"factories": [{}]', 'factories[0].module is missing; expected a text'],
    [
      '"factories": [{ "module": "src/ws/factory", "cals": {} }]',
      'factories[0].cals unknown key; did you mean "calls"?',
    ],
    ['"shims": ["src/ws/shin.ts"]', noSuch('shims[0] "src/ws/shin.ts"', 'src/ws/shim.ts')],
    ['"shims": ["lib/unified-manager.ts"]', noSuch('shims[0] "lib/unified-manager.ts"', 'src/ws/unified-manager.ts')],
    ['"entrypoints": ["src/startp.ts"]', noSuch('entrypoints[0] "src/startp.ts"', 'src/startup.ts')],
    [
      '"shims": ["src/both"]',
      'shims[0] "src/both": could be "src/both.ts", "src/both.js"; expected the file\'s full name',
    ],
    ['"shims": ["src/ws/manager"]', 'shims[0] "src/ws/manager": is the canonical module itself'],
    ['"shims": ["src/ws/shim", "./src/ws/shim.ts"]', 'shims[1] "./src/ws/shim.ts": is listed twice'],
    ['"implementation": "src/ws/manager.ts"', 'implementation "src/ws/manager.ts": is the canonical module itself'],
    ['"shims": ["../x.ts"]', 'shims[0] "../x.ts": leads out of the root (the folder of the migration file)'],
    [
      '"shims": ["src/../../x.ts"]',
      'shims[0] "src/../../x.ts": leads out of the root (the folder of the migration file)',
    ],
    ['"shims": ["/etc/passwd"]', 'shims[0] "/etc/passwd": expected a path relative to the migration file'],
    ['"shims": ["C:/x.ts"]', 'shims[0] "C:/x.ts": expected a path relative to the migration file'],
    ['"shims": ["src\\\\ws"]', 'shims[0] "src\\\\ws": expected "/" between folders; did you mean "src/ws"?'],
    ['"shims": ["a\\u0000b"]', 'shims[0] "a\\u0000b": holds control characters'],
    ['"tests": ["../**"]', 'tests[0] "../**": leads out of the root (the folder of the migration file)'],
    [
      '"redirects": [{ "from": "a", "to": "b#C" }]',
      'redirects[0].to "b#C": names one export, but "from" names a whole module',
    ],
    ['"redirects": [{ "from": "a#B", "to": "a" }]', 'redirects[0].to "a": leads to itself'],
    [
      '"redirects": [{ "from": "#B", "to": "a" }]',
      'redirects[0].from "#B": expected "path/to/module#Name" or "path/to/module"',
    ],
  ])('%s', (part, line) => {
    expect(wrong(`{ ${minimal}, ${part} }`)).toEqual([`ssot.config.json:1: ${line}`]);
  });

  it('is told everything at once, each with its line', () => {
    expect(
      wrong(`{\n  ${minimal},\n  "shims": [\n    "src/ws/shim",\n    "nope"\n  ],\n  "aliases": ["Manager"]\n}`),
    ).toEqual([
      'ssot.config.json:5: shims[1] "nope": no such file in the tree (symbolic links, ignored and generated files are not part of it)',
      'ssot.config.json:7: aliases[0] "Manager": is the canonical name itself',
    ]);
  });

  it('says when the canonical module is missing', () => {
    expect(wrong('{ "canonical": { "module": "src/ws/manger.ts", "export": "Manager" } }')).toEqual([
      `ssot.config.json:1: ${noSuch('canonical.module "src/ws/manger.ts"', 'src/ws/manager.ts')}`,
    ]);
  });
});

function noSuch(what: string, guess: string): string {
  const why = 'no such file in the tree (symbolic links, ignored and generated files are not part of it)';
  return `${what}: ${why}; did you mean ${JSON.stringify(guess)}?`;
}
