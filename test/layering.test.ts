import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type OwnImport, ownModules, readModule } from './support/imports.js';

const root = path.join(import.meta.dirname, '..');
const modules = ownModules(root, ['bin', 'src', 'transforms']);

/** A folder of the program, and what its modules may import besides each other. */
interface Layer {
  readonly name: string;
  readonly holds: RegExp;
  readonly uses: readonly string[];
  /** Layers of which it may import types only. */
  readonly types?: readonly string[];
}

const BELOW_PHASE = ['graph', 'languages', 'workspace', 'messages'];
const EVERYTHING = ['plan', 'transforms', 'phase', ...BELOW_PHASE, 'disk', 'reports', 'migration'];

/** The stair, from the top; `disk`, `reports` and `migration` stand beside it. */
const LAYERS: readonly Layer[] = [
  { name: 'bin', holds: /^bin\//, uses: ['cli'] },
  { name: 'cli', holds: /^src\/cli\.ts$/, uses: ['commands', ...EVERYTHING] },
  { name: 'commands', holds: /^src\/commands\//, uses: EVERYTHING },
  { name: 'plan', holds: /^src\/plan\//, uses: ['transforms', 'phase', ...BELOW_PHASE], types: ['migration'] },
  // The adapter is what makes a phase a jscodeshift transform: it is started by jscodeshift, so it must load by itself.
  {
    name: 'adapter',
    holds: /^transforms\/support\.ts$/,
    uses: ['phase', ...BELOW_PHASE, 'disk', 'migration'],
    types: ['transforms'],
  },
  { name: 'transforms', holds: /^transforms\//, uses: ['adapter', 'phase', ...BELOW_PHASE], types: ['migration'] },
  { name: 'phase', holds: /^src\/phase\//, uses: BELOW_PHASE, types: ['migration'] },
  { name: 'graph', holds: /^src\/graph\//, uses: ['languages', 'workspace', 'messages'] },
  { name: 'languages', holds: /^src\/languages\//, uses: ['workspace', 'messages'] },
  { name: 'workspace', holds: /^src\/workspace\//, uses: ['messages'] },
  { name: 'disk', holds: /^src\/disk\//, uses: ['workspace', 'messages'] },
  { name: 'reports', holds: /^src\/reports\//, uses: ['workspace', 'messages'], types: ['plan'] },
  { name: 'migration', holds: /^src\/migration\//, uses: ['workspace', 'messages'] },
  { name: 'messages', holds: /^src\/messages\//, uses: [] },
];

const layerOf = (file: string): Layer | undefined => LAYERS.find((layer) => layer.holds.test(file));
const at = (found: OwnImport): string => `${found.from}:${found.line} imports ${found.specifier}`;
const everyImport = modules.flatMap((module) => module.imports);

/** Whether a folder's insides stay its own: only its own modules and the door may import them. */
const intrudes = (found: OwnImport, folder: string, door: string): boolean =>
  !!found.to?.startsWith(folder) && !found.from.startsWith(folder) && found.from !== door;

describe('the stair of docs/architecture.md', () => {
  it('has a place for every module', () => {
    expect(modules.map((module) => module.path).filter((file) => !layerOf(file))).toEqual([]);
  });

  it('is only gone down', () => {
    const wrong = everyImport.filter((found) => {
      const [from, to] = [layerOf(found.from), found.to && layerOf(found.to)];
      if (!from || !to || from === to || from.uses.includes(to.name)) return false;
      return !(found.typeOnly && from.types?.includes(to.name));
    });
    expect(wrong.map(at)).toEqual([]);
  });

  it.each(['javascript', 'python'])('shows nothing of languages/%s but through languages/index.ts', (language) => {
    const folder = `src/languages/${language}/`;
    const wrong = everyImport.filter((found) => intrudes(found, folder, 'src/languages/index.ts'));
    expect(wrong.map(at)).toEqual([]);
  });

  it('keeps jscodeshift and the parsers where the syntax is known', () => {
    const parsers = /^(jscodeshift|recast|@babel\/.*|oxc-.*)$/;
    const wrong = everyImport.filter(
      (found) => parsers.test(found.specifier) && !/^src\/languages\/\w+\/|^transforms\//.test(found.from),
    );
    expect(wrong.map(at)).toEqual([]);
  });
});

describe('surroundings', () => {
  const imports = (specifier: RegExp) => everyImport.filter((found) => specifier.test(found.specifier));

  it('only src/disk touches the file system', () => {
    const wrong = imports(/^(node:)?fs(\/promises)?$/).filter((found) => !found.from.startsWith('src/disk/'));
    expect(wrong.map(at)).toEqual([]);
  });

  it('only src/disk starts other programs', () => {
    const wrong = imports(/^(node:)?child_process$/).filter((found) => !found.from.startsWith('src/disk/'));
    expect(wrong.map(at)).toEqual([]);
  });

  // eslint.config.js says which files know the global `process`. The module opens stdin, stdout and stderr when it is imported.
  it('nothing imports the process', () => {
    expect(imports(/^(node:)?process$/).map(at)).toEqual([]);
  });

  it('nothing that a jscodeshift transform loads uses import.meta, which jscodeshift cannot load', () => {
    const loaded = closure(modules.map((module) => module.path).filter((file) => file.startsWith('transforms/')));
    const wrong = modules.filter((module) => loaded.has(module.path) && module.importMeta.length > 0);
    expect(wrong.map((module) => `${module.path}:${module.importMeta.join(',')}`)).toEqual([]);
  });
});

describe('cycles', () => {
  it('there is none among modules that are loaded', () => {
    expect(cycles()).toEqual([]);
  });
});

describe('the reader of imports', () => {
  it('tells what is loaded from what is erased', () => {
    const text = [
      "import a, { type B } from './a.js';",
      "import { type C } from './c.js';",
      "import type D from './d.js';",
      "export { e } from '../e.js';",
      "export type { F } from './f.js';",
      "export * from 'g';",
      "type H = import('./h.js').H;",
      "const i = import('./i.js');",
    ].join('\n');
    expect(readModule('src/x/y.ts', text).imports.map((found) => [found.to, found.typeOnly])).toEqual([
      ['src/x/a.ts', false],
      ['src/x/c.ts', true],
      ['src/x/d.ts', true],
      ['src/e.ts', false],
      ['src/x/f.ts', true],
      [null, false],
      ['src/x/h.ts', true],
      ['src/x/i.ts', false],
    ]);
  });
});

function loadedBy(file: string): string[] {
  const module = modules.find((candidate) => candidate.path === file);
  return (module?.imports ?? []).flatMap((found) => (found.to && !found.typeOnly ? [found.to] : []));
}

function closure(files: readonly string[]): Set<string> {
  const seen = new Set(files);
  for (const file of seen) for (const next of loadedBy(file)) seen.add(next);
  return seen;
}

/** The modules that can be reached from themselves. */
function cycles(): string[] {
  return modules.map((module) => module.path).filter((file) => closure(loadedBy(file)).has(file));
}
