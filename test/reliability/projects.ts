import type { PlannedPhase } from '../../src/plan/plan.js';
import type { Change } from '../../src/workspace/change.js';

export const NAME = 'scenario';

/** What a matrix of faults is run over: the files of a project, some with modes of their own, and where its phases come from. */
export interface Project {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly modes: Readonly<Record<string, number>>;
  /** The options with which its phases are planned; or the phases, where no migration plans such. */
  readonly plan: { readonly docs: boolean } | readonly Pick<PlannedPhase, 'number' | 'changes'>[];
}

function many(count: number, path: (i: number) => string, text: (i: number) => string): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [path(i), text(i)]));
}

const used = many(
  8,
  (i) => `src/used/u${i}.ts`,
  (i) => `import { UnifiedManager } from '../ws/legacy';\n\nexport const u${i}: UnifiedManager | null = null;\n`,
);

/** All five phases have work, on files with line ends, a BOM and modes of several kinds, and on a document. */
export const JAVASCRIPT: Project = {
  title: 'JavaScript, with documents',
  files: {
    'ssot.config.json': JSON.stringify({
      name: NAME,
      canonical: { module: 'src/ws/canonical.ts', export: 'Manager' },
      aliases: ['UnifiedManager'],
      implementation: 'src/ws/unified.ts',
      shims: ['src/ws/legacy.ts', 'src/ws/older.ts'],
      factories: [{ module: 'src/ws/factory.ts' }],
      entrypoints: ['src/startup.ts', 'src/routes/**'],
      tests: ['**/*.test.ts'],
      obsolete: ['test/factory/**'],
    }),
    'src/ws/unified.ts': 'export class UnifiedManager {\n  constructor(readonly options: { context: string }) {}\n}\n',
    'src/ws/canonical.ts': "export { UnifiedManager as Manager } from './unified';\n",
    'src/ws/legacy.ts': "export { UnifiedManager } from './unified';\n",
    'src/ws/older.ts': "export { UnifiedManager as Manager } from './legacy';\n",
    'src/ws/factory.ts':
      "import { UnifiedManager } from './unified';\n\nexport function createManager(context: string): UnifiedManager {\n  return new UnifiedManager({ context });\n}\n",
    'src/startup.ts':
      "import { createManager } from './ws/factory';\n\nexport const main = createManager('startup');\n",
    'test/factory/factory.test.ts': "import { createManager } from '../../src/ws/factory';\n\ncreateManager('t');\n",
    'docs/moved.md': 'See `src/ws/factory.ts`, and `src/ws/legacy.ts` for older code.\n',
    'docs/notes.md': 'Nothing that is touched.\n',
    'assets/logo.svg': '<svg/>\n',
    ...many(
      4,
      (i) => `src/routes/r${i}.ts`,
      (i) =>
        `import { UnifiedManager } from '../ws/legacy';\n\nexport const r${i} = new UnifiedManager({ context: '${i}' });\n`,
    ),
    ...many(
      8,
      (i) => `test/unit/t${i}.test.ts`,
      (i) => `import { Manager } from '../../src/ws/older';\n\nnew Manager({ context: 'test ${i}' });\n`,
    ),
    ...many(
      8,
      (i) => `src/made/m${i}.ts`,
      (i) => `import { createManager } from '../ws/factory';\n\nexport const m${i} = createManager('${i}');\n`,
    ),
    ...used,
    'src/used/u1.ts': (used['src/used/u1.ts'] ?? '').replaceAll('\n', '\r\n'),
    'src/used/u2.ts': `\uFEFF${used['src/used/u2.ts'] ?? ''}`,
    ...many(
      6,
      (i) => `src/other/o${i}.ts`,
      (i) => `export const o${i} = ${i};\n`,
    ),
  },
  modes: { 'src/made/m0.ts': 0o755, 'src/ws/legacy.ts': 0o640, 'src/used/u3.ts': 0o444, 'src/other/o0.ts': 0o711 },
  plan: { docs: true },
};

/** The same in Python, where stubs stay in place of the modules (so that documents go on being true). */
export const PYTHON: Project = {
  title: 'Python, with stubs',
  files: {
    'ssot.config.json': JSON.stringify({
      name: NAME,
      canonical: { module: 'app/ws/manager.py', export: 'Manager' },
      aliases: ['UnifiedManager'],
      implementation: 'app/ws/unified.py',
      shims: ['app/ws/legacy.py', 'app/ws/older.py'],
      factories: [{ module: 'app/ws/factory.py' }],
      entrypoints: ['app/main.py', 'app/routes/**'],
      tests: ['tests/**'],
      obsolete: ['tests/factory/**'],
      retire: 'stub',
    }),
    ...many(
      6,
      (i) => `${['app', 'app/ws', 'app/routes', 'app/made', 'app/used', 'tests'][i] ?? ''}/__init__.py`,
      () => '',
    ),
    'app/ws/unified.py':
      'class UnifiedManager:\n    """Keeps connections."""\n\n    def __init__(self, context):\n        self.context = context\n',
    'app/ws/manager.py': 'from app.ws.unified import UnifiedManager as Manager\n',
    'app/ws/legacy.py': 'from app.ws.unified import UnifiedManager\n',
    'app/ws/older.py': 'from .legacy import UnifiedManager as Manager\n',
    'app/ws/factory.py':
      'from app.ws.unified import UnifiedManager\n\n\ndef create_manager(context):\n    return UnifiedManager(context=context)\n',
    'app/main.py': "from app.ws.factory import create_manager\n\nmain = create_manager('main')\n",
    'tests/factory/test_factory.py': "from app.ws.factory import create_manager\n\ncreate_manager('t')\n",
    'docs/same.md': 'See `app/ws/factory.py`.\n',
    'docs/notes.md': 'Nothing that is touched.\n',
    ...many(
      4,
      (i) => `app/routes/r${i}.py`,
      (i) => `from app.ws.legacy import UnifiedManager\n\nr${i} = UnifiedManager(context='${i}')\n`,
    ),
    ...many(
      8,
      (i) => `tests/test_t${i}.py`,
      (i) =>
        `from unittest.mock import patch\n\nfrom app.ws.older import Manager\n\n\n@patch('app.ws.legacy.UnifiedManager')\ndef test_t${i}(manager):\n    Manager(context='${i}')\n`,
    ),
    ...many(
      8,
      (i) => `app/made/m${i}.py`,
      (i) => `from app.ws.factory import create_manager\n\nm${i} = create_manager('${i}')\n`,
    ),
    ...many(
      8,
      (i) => `app/used/u${i}.py`,
      (i) => `from ..ws.legacy import UnifiedManager  # see app/ws/legacy.py\r\n\r\nu${i}: UnifiedManager = None\r\n`,
    ),
    ...many(
      6,
      (i) => `app/other${i}.py`,
      (i) => `o${i} = ${i}\n`,
    ),
  },
  modes: { 'app/made/m0.py': 0o755, 'app/ws/legacy.py': 0o640, 'app/used/u3.py': 0o444, 'app/other0.py': 0o711 },
  plan: { docs: true },
};

const A: Change = { path: 'made/for/tests/a.py', before: null, after: 'A = 1\n' };

/** What no migration plans today, and the disk can do: files in folders that are not there yet, and that go again. */
export const NEW_FOLDERS: Project = {
  title: 'folders that come and go',
  files: { 'app/a.py': 'a = 1\n', 'app/gone.py': 'g = 1\n', 'docs/notes.md': 'Nothing that is touched.\n' },
  modes: {},
  plan: [
    { number: 1, changes: [A, { path: 'app/a.py', before: 'a = 1\n', after: 'a = 2\n' }] },
    {
      number: 2,
      changes: [
        { path: 'made/for/b.py', before: null, after: 'B = 1\n' },
        { path: 'app/gone.py', before: 'g = 1\n', after: null },
      ],
    },
    { number: 5, changes: [{ ...A, before: A.after, after: null }] },
  ],
};
