import { posix } from 'node:path';
import picomatch from 'picomatch';
import { languageOf } from '../languages/index.js';
import type { Workspace } from '../workspace/workspace.js';
import type { Candidate } from './candidates.js';

export interface Draft {
  readonly canonical: { readonly module: string; readonly export: string };
  readonly shims: readonly string[];
  readonly aliases: readonly string[];
  readonly tests: readonly string[];
}

const TEST_GLOBS = ['**/*.test.*', '**/*.spec.*', '**/__tests__/**', '**/test_*.py', '**/*_test.py'];

/** What can be told of a migration from its canonical module: the shims that hand it on, and the names they give it. */
export function draftFor(canonical: Draft['canonical'], found: readonly Candidate[], workspace: Workspace): Draft {
  // (module, name) pairs under which the symbol is offered; chains of shims are followed to their end.
  const offered = new Map<string, Set<string>>([[canonical.module, new Set([canonical.export])]]);
  for (let grown = true; grown;) {
    grown = false;
    for (const { path, names } of found) {
      for (const { name, module, imported } of names) {
        for (const known of [...(offered.get(module) ?? [])]) {
          const here = imported === '*' && name === '*' ? known : imported === known ? name : null;
          const set = offered.get(path) ?? new Set();
          if (here === null || set.has(here) || path === canonical.module) continue;
          offered.set(path, set.add(here));
          grown = true;
        }
      }
    }
  }
  const shims = [...offered.keys()].filter((path) => path !== canonical.module).sort();
  const aliases = new Set([...offered.values()].flatMap((names) => [...names]));
  aliases.delete(canonical.export);
  aliases.delete('default');
  const sources = workspace.paths().filter((path) => languageOf(path) !== null);
  const tests = TEST_GLOBS.filter((glob) => {
    const matches = picomatch(glob, { dot: true });
    return sources.some((path) => matches(path));
  });
  return { canonical, shims, aliases: [...aliases].sort(), tests };
}

/** The draft as a commented migration file. */
export function draftText({ canonical, shims, aliases, tests }: Draft): string {
  const list = (values: readonly string[]): string => {
    if (values.length === 0) return '[]';
    return `[\n${values.map((value) => `    ${JSON.stringify(value)},`).join('\n')}\n  ]`;
  };
  const name = posix
    .basename(canonical.module)
    .replace(/\..*$/, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `{
  "$schema": "./node_modules/ssot-codemod/ssot.schema.json",
  "name": ${JSON.stringify(name || 'migration')},
  // The one true place.
  "canonical": { "module": ${JSON.stringify(canonical.module)}, "export": ${JSON.stringify(canonical.export)} },
  // Other names of the same thing; their uses are renamed.
  "aliases": ${list(aliases)},
  // Modules that hand it on, removed by phase 4. Take out those that are a public surface of yours.
  "shims": ${list(shims)},
  // Modules whose calls become construction, removed by phase 3: { "module": "...", "calls": { "create(a)": "new X(a)" } }
  "factories": [],
  // Startup, routes and wiring: detached first, in phase 1.
  "entrypoints": [],
  // Rewritten in phase 2, mocks included.
  "tests": ${list(tests)},
  // Never rewritten, and never counted as a blocker.
  "exclude": [],
  // A command to run after each phase; when it fails, the phase is rolled back.
  // "validate": "npm test",
}
`;
}
