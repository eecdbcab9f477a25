import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createResolver } from '../../../src/languages/javascript/resolve/resolve.js';
import type { Change } from '../../../src/workspace/change.js';
import { memoryTree, Workspace } from '../../../src/workspace/workspace.js';

const FILES: Readonly<Record<string, string>> = {
  'package.json': '{ "workspaces": ["packages/*"] }',
  'tsconfig.json': '{ "extends": "./base.json" }',
  'base.json': '{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["src/*"] } } }',
  'src/a.ts': '',
  'src/a.js': '',
  'src/a/index.ts': '',
  'src/A.tsx': '',
  'src/index.ts': '',
  'packages/p/package.json': '{ "name": "p", "main": "./dist/index.js" }',
  'packages/p/src/index.ts': '',
  'packages/p/src/b.ts': '',
};
const NEW = ['src/new.ts', 'src/a.mts', 'p.ts', 'packages/q/package.json'];
const SPECIFIERS = [
  './a',
  './a.js',
  './A',
  './a/',
  '.',
  '@/a',
  '@/new',
  'p',
  'p/src/b',
  'p/b',
  'src/a',
  'react',
  './new',
];
const IMPORTERS = ['src/main.ts', 'src/main.js', 'packages/p/src/c.ts', 'tsconfig.json'];

/** A removal, an update, or (of a path that is not there) a creation. */
const changes = fc.array(
  fc.record({
    path: fc.constantFrom(...Object.keys(FILES), ...NEW),
    before: fc.constant(null),
    after: fc.constantFrom(null, '', '{ "name": "q", "main": "src/index.ts" }', '{ "compilerOptions": {} }'),
  }),
  { maxLength: 3 },
);

describe('a resolver of a later world', () => {
  it('resolves as one that is made anew for it', () => {
    fc.assert(
      fc.property(fc.array(changes, { maxLength: 4 }), (steps: Change[][]) => {
        let world = Workspace.over(memoryTree(FILES));
        let carried = createResolver(world, '/nowhere/at/all');
        for (const step of [[], ...steps]) {
          world = world.with(step);
          carried = carried.over?.(world) ?? carried;
          const fresh = createResolver(world, '/nowhere/at/all');
          for (const from of IMPORTERS)
            for (const specifier of SPECIFIERS)
              expect([from, specifier, carried.resolve(from, specifier)]).toEqual([
                from,
                specifier,
                fresh.resolve(from, specifier),
              ]);
        }
      }),
      { numRuns: 300 },
    );
  });
});
