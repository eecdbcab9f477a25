import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createResolver } from '../../../src/languages/python/resolve.js';
import type { Change } from '../../../src/workspace/change.js';
import { memoryTree, Workspace } from '../../../src/workspace/workspace.js';

const FILES: Readonly<Record<string, string>> = {
  'pyproject.toml': 'where = ["lib"]',
  'app/__init__.py': '',
  'app/ws/__init__.py': '',
  'app/ws/manager.py': '',
  'app/ws/manager/__init__.pyi': '',
  'app/ws/types.pyi': '',
  'app/ws/types.py': '',
  'app/space/deep/one.py': '',
  'lib/app.py': '',
  'lib/tool.py': '',
  'tests/test_app.py': '',
  'tests/app.py': '',
};
const NEW = ['tests/__init__.py', 'app/ws/late.py', 'setup.py', 'tool.py'];
const SPECIFIERS = [
  'app',
  'app.ws',
  'app.ws.manager',
  'app.ws.types',
  'app.space',
  'app.space.deep.one',
  'app.ws.late',
  'tool',
  'tool.x',
  'requests',
  '.',
  '.manager',
  '..ws.types',
  '...app',
  'app/ws/manager.py',
  './manager.py',
];
const IMPORTERS = ['main.py', 'app/ws/other.py', 'tests/test_app.py', 'app/space/deep/two.py'];

/** A removal, an update, or (of a path that is not there) a creation. */
const changes = fc.array(
  fc.record({
    path: fc.constantFrom(...Object.keys(FILES), ...NEW),
    before: fc.constant(null),
    after: fc.constantFrom(null, '', 'where = ["app"]'),
  }),
  { maxLength: 3 },
);

describe('a resolver of a later world', () => {
  it('resolves as one that is made anew for it', () => {
    fc.assert(
      fc.property(fc.array(changes, { maxLength: 4 }), (steps: Change[][]) => {
        let world = Workspace.over(memoryTree(FILES));
        let carried = createResolver(world);
        for (const step of [[], ...steps]) {
          world = world.with(step);
          carried = carried.over?.(world) ?? carried;
          const fresh = createResolver(world);
          for (const from of IMPORTERS)
            for (const specifier of SPECIFIERS)
              expect([from, specifier, carried.resolve(from, specifier)]).toEqual([
                from,
                specifier,
                fresh.resolve(from, specifier),
              ]);
        }
      }),
    );
  });
});
