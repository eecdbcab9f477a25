import { posix } from 'node:path';
import type { Graph } from '../graph/graph.js';
import { languageOf } from '../languages/index.js';
import type { Factory } from '../migration/migration.js';
import { compileGlob, type Matcher } from '../workspace/glob.js';
import type { Workspace } from '../workspace/workspace.js';
import { handsOnOnly } from './candidates.js';

export interface Draft {
  readonly canonical: { readonly module: string; readonly export: string };
  readonly implementation: string | null;
  readonly shims: readonly string[];
  readonly aliases: readonly string[];
  readonly factories: readonly Factory[];
  readonly tests: readonly string[];
}

const TESTS = ['**/*.test.*', '**/*.spec.*', '**/__tests__/**', '**/test_*.py', '**/*_test.py'].map((glob) => ({
  glob,
  matches: matcherOf(glob),
}));

/** What can be told of a migration from its canonical module: where the thing is declared, who hands it on, who constructs it. */
export function draftFor(canonical: Draft['canonical'], graph: Graph): Draft {
  const declared = graph.trace(canonical.module, canonical.export)?.at(-1);
  const home = declared?.module ?? canonical.module;
  const offers = offersOf(graph, canonical, home);
  const own = new Set([canonical.module, home]);
  const shims = [...new Set(offers.map(({ path }) => path))].filter(
    (path) => !own.has(path) && handsOnOnly(graph, path),
  );
  const names = new Set(offers.map(({ name }) => name).concat(declared?.name ?? []));
  const aliases = [...names].filter((name) => name !== canonical.export && name !== 'default').sort();
  return {
    canonical,
    implementation: home !== canonical.module && languageOf(home) !== null ? home : null,
    shims: shims.sort(),
    aliases,
    factories: factoriesOf(graph, canonical, aliases),
    tests: testsOf(graph.workspace),
  };
}

interface Offer {
  readonly path: string;
  readonly name: string;
}

/** Every module and name by which the same declaration is offered; new names are looked for until none is found. */
function offersOf(graph: Graph, canonical: Draft['canonical'], home: string): Offer[] {
  const key = graph.declaration(canonical.module, canonical.export);
  const words = new Set([canonical.export]);
  const modules = new Set([canonical.module, home]);
  for (;;) {
    const offers = graph
      .mentioning(modules, [...words], () => true)
      .flatMap((path) =>
        offered(graph, path)
          .filter((name) => graph.declaration(path, name) === key)
          .map((name) => ({ path, name })),
      );
    const known = words.size + modules.size;
    for (const { path, name } of offers) {
      modules.add(path);
      if (name !== 'default') words.add(name);
    }
    if (words.size + modules.size === known) return offers;
  }
}

/** In some languages whoever imports a name can be asked for it: that alone makes no module a shim, and a test is none. */
function offered(graph: Graph, path: string): string[] {
  return TESTS.some(({ matches }) => matches(path))
    ? []
    : graph.names(path).flatMap(({ name, implicit }) => (implicit ? [] : [name]));
}

/** Modules with a function that only constructs the thing, with the calls as their own source shows them. */
function factoriesOf(graph: Graph, canonical: Draft['canonical'], aliases: readonly string[]): Factory[] {
  const names = [canonical.export, ...aliases];
  return graph
    .mentioning([], names, () => true)
    .flatMap((module) => {
      const text = graph.workspace.read(module) ?? '';
      if (!names.some((name) => text.includes(`${name}(`))) return [];
      const rules = languageOf(module)?.factories(module, text, null).rules ?? [];
      const own = rules.filter(({ needs }) => needs.some((need) => names.includes(need)));
      const calls = own.map(({ signature, template }) => [signature, template] as const);
      return calls.length === 0 ? [] : [{ module, calls: Object.fromEntries(calls) }];
    });
}

function testsOf(workspace: Workspace): string[] {
  const sources = workspace.paths().filter((path) => languageOf(path) !== null);
  return TESTS.filter(({ matches }) => sources.some(matches)).map(({ glob }) => glob);
}

function matcherOf(glob: string): Matcher {
  const matcher = compileGlob(glob);
  return typeof matcher === 'function' ? matcher : () => false;
}

/** The draft as a commented migration file. */
export function draftText(draft: Draft): string {
  const { canonical, implementation } = draft;
  const json = (value: unknown): string => JSON.stringify(value, null, 2).replace(/\n/g, '\n  ');
  const stem = posix.basename(canonical.module).replace(/\..*$/, '');
  const name = stem.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  return `{
  "$schema": "./node_modules/ssot-codemod/ssot.schema.json",
  "name": ${json(name || 'migration')},
  // The one true place.
  "canonical": { "module": ${json(canonical.module)}, "export": ${json(canonical.export)} },
  // Other names of the same thing; their uses are renamed.
  "aliases": ${json(draft.aliases)},
  // Where it is declared today: phase 5 takes it into the canonical module.
  ${implementation === null ? '// "implementation": "path/to/file",' : `"implementation": ${json(implementation)},`}
  // Modules that hand it on, removed by phase 4. Take out those that are a public surface of yours.
  "shims": ${json(draft.shims)},
  // Modules whose calls become construction, removed by phase 3: { "module": "...", "calls": { "create(a)": "new X(a)" } }
  "factories": ${json(draft.factories)},
  // Startup, routes and wiring: detached first, in phase 1.
  "entrypoints": [],
  // Rewritten in phase 2, mocks included.
  "tests": ${json(draft.tests)},
  // Never rewritten, and never counted as a blocker.
  "exclude": [],
  // A command to run after each phase; when it fails, the phase is rolled back.
  // "validate": "npm test",
}
`;
}
