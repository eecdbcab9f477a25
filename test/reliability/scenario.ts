import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openTree } from '../../src/disk/tree.js';
import { parseMigration } from '../../src/migration/load.js';
import { buildPlan } from '../../src/plan/build.js';
import type { PlannedPhase } from '../../src/plan/plan.js';
import type { Change } from '../../src/workspace/change.js';
import { Workspace } from '../../src/workspace/workspace.js';

/** All points are tried with `node bench/reliability.mjs`; `npm test` tries a sample of what takes long. */
export const THOROUGH = process.env['SSOT_THOROUGH'] === '1';

export const NAME = 'scenario';

const config = {
  name: NAME,
  canonical: { module: 'src/ws/canonical.ts', export: 'Manager' },
  aliases: ['UnifiedManager'],
  implementation: 'src/ws/unified.ts',
  shims: ['src/ws/legacy.ts', 'src/ws/older.ts'],
  factories: [{ module: 'src/ws/factory.ts' }],
  entrypoints: ['src/startup.ts', 'src/routes/**'],
  tests: ['**/*.test.ts'],
  obsolete: ['test/factory/**'],
};

/** A project on which all five phases have work, with line ends, a BOM and modes of several kinds. */
export function projectFiles(): Record<string, string> {
  const files: Record<string, string> = {
    'ssot.config.json': `${JSON.stringify(config, null, 2)}\n`,
    'src/ws/unified.ts': 'export class UnifiedManager {\n  constructor(readonly options: { context: string }) {}\n}\n',
    'src/ws/canonical.ts': "export { UnifiedManager as Manager } from './unified';\n",
    'src/ws/legacy.ts': "export { UnifiedManager } from './unified';\n",
    'src/ws/older.ts': "export { UnifiedManager as Manager } from './legacy';\n",
    'src/ws/factory.ts':
      "import { UnifiedManager } from './unified';\n\nexport function createManager(context: string): UnifiedManager {\n  return new UnifiedManager({ context });\n}\n",
    'src/startup.ts':
      "import { createManager } from './ws/factory';\n\nexport const main = createManager('startup');\n",
    'test/factory/factory.test.ts': "import { createManager } from '../../src/ws/factory';\n\ncreateManager('t');\n",
    'docs/notes.md': 'Nothing that is touched.\n',
    'docs/moved.md': 'See `ws/factory`.\n',
    'app/legacy.py': 'class Manager:\r\n    pass\r\n',
    'app/older.py': 'from .legacy import *\n',
    'assets/logo.svg': '<svg/>\n',
  };
  for (let i = 0; i < 4; i++)
    files[`src/routes/r${i}.ts`] =
      `import { UnifiedManager } from '../ws/legacy';\n\nexport const r${i} = new UnifiedManager({ context: '${i}' });\n`;
  for (let i = 0; i < 8; i++)
    files[`test/unit/t${i}.test.ts`] =
      `import { Manager } from '../../src/ws/older';\n\nnew Manager({ context: 'test ${i}' });\n`;
  for (let i = 0; i < 8; i++)
    files[`src/made/m${i}.ts`] =
      `import { createManager } from '../ws/factory';\n\nexport const m${i} = createManager('${i}');\n`;
  for (let i = 0; i < 8; i++)
    files[`src/used/u${i}.ts`] =
      `import { UnifiedManager } from '../ws/legacy';\n\nexport const u${i}: UnifiedManager | null = null;\n`;
  for (let i = 0; i < 6; i++) files[`src/other/o${i}.ts`] = `export const o${i} = ${i};\n`;
  files['src/used/u1.ts'] = (files['src/used/u1.ts'] ?? '').replaceAll('\n', '\r\n');
  files['src/used/u2.ts'] = `\uFEFF${files['src/used/u2.ts'] ?? ''}`;
  return files;
}

/** The project in a new folder. The caller removes it. */
export function makeProject(): string {
  const root = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'ssot-reliability-')));
  for (const [path, text] of Object.entries(projectFiles())) {
    fs.mkdirSync(dirname(join(root, path)), { recursive: true });
    fs.writeFileSync(join(root, path), text);
    fs.utimesSync(join(root, path), 1_600_000_000, 1_600_000_000);
  }
  fs.chmodSync(join(root, 'src/made/m0.ts'), 0o755);
  fs.chmodSync(join(root, 'src/ws/legacy.ts'), 0o640);
  fs.chmodSync(join(root, 'src/used/u3.ts'), 0o444);
  fs.chmodSync(join(root, 'src/other/o0.ts'), 0o711);
  return root;
}

/** What each phase with work would do, as planned for the project as it stands. */
export function plannedPhases(root: string): PlannedPhase[] {
  const tree = openTree(root);
  const workspace = Workspace.over(tree);
  const world = { has: (path: string) => workspace.has(path), paths: () => workspace.paths() };
  const text = fs.readFileSync(join(root, 'ssot.config.json'), 'utf8');
  const migration = parseMigration(text, 'ssot.config.json', world);
  const phases = buildPlan({ workspace, root, migration, skipped: [] }).phases.filter(
    ({ changes }) => changes.length > 0,
  );
  return phases.map((phase) => ({ ...phase, changes: [...phase.changes, ...otherKinds(phase.number)] }));
}

/** What other migrations do: files in folders that are not there yet, a stub in place of a module, Python, documents. */
function otherKinds(phase: number): Change[] {
  const stub = 'import warnings\nfrom app.canonical import Manager as Manager\nwarnings.warn("moved")\n';
  const kinds: Readonly<Record<number, readonly Change[]>> = {
    2: [{ path: 'made/for/tests/a.py', before: null, after: 'A = 1\n' }],
    3: [{ path: 'docs/moved.md', before: 'See `ws/factory`.\n', after: 'See `ws/canonical`.\n' }],
    4: [
      { path: 'app/legacy.py', before: 'class Manager:\r\n    pass\r\n', after: stub },
      { path: 'app/older.py', before: 'from .legacy import *\n', after: null },
      { path: 'made/for/tests/b.py', before: null, after: 'B = 1\n' },
    ],
    5: [{ path: 'made/for/tests/a.py', before: 'A = 1\n', after: null }],
  };
  return [...(kinds[phase] ?? [])];
}

/** Every file and folder with its mode and exact content, but for the tool's own folder. */
export function snapshot(root: string): Record<string, string> {
  const all: Record<string, string> = {};
  for (const path of fs.readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()) {
    if (path === '.ssot' || path.startsWith('.ssot/')) continue;
    const stat = fs.lstatSync(join(root, path));
    const content = stat.isFile() ? fs.readFileSync(join(root, path), 'latin1') : '';
    all[path] = `${(stat.mode & 0o7777).toString(8)} ${content}`;
  }
  return all;
}

/** When each file was last written, but for those that the phases change and their backups. */
export function untouchedTimes(root: string, phases: readonly PlannedPhase[]): Record<string, number> {
  const touched = new Set(phases.flatMap(({ changes }) => changes.map(({ path }) => path)));
  const paths = Object.keys(projectFiles()).filter((path) => !touched.has(path));
  return Object.fromEntries(paths.map((path) => [path, fs.statSync(join(root, path)).mtimeMs]));
}
