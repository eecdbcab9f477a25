/**
 * A generated TypeScript code base for measuring: a canonical module, its implementation, a shim, a factory, and
 * `files` modules of which every `every`-th reaches the shim or the factory, so that each needs a rename or a new construction;
 * `plain`: only the shim, under the same name, so that only specifiers change. `ssot.few.json` is about a shim that five
 * modules in 10,000 import. The same arguments give the same bytes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILLER = Array.from(
  { length: 60 },
  (_, i) =>
    `export function step${i}(value: number): number {\n  // keeps the file at a usual size\n  return value * ${i} + ${i};\n}\n`,
).join('\n');

export function makeCorpus(root, { files = 10000, every = 15, plain = false } = {}) {
  const write = (path, text) => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write(
    'src/ws/unified-manager.ts',
    'export class UnifiedManager {\n  constructor(readonly options: { context: string }) {}\n}\n',
  );
  write('src/ws/canonical-manager.ts', "export { UnifiedManager as CanonicalManager } from './unified-manager';\n");
  write('src/ws/legacy-manager.ts', "export { UnifiedManager } from './unified-manager';\n");
  write('src/ws/rare-manager.ts', "export { UnifiedManager } from './unified-manager';\n");
  write(
    'src/ws/manager-factory.ts',
    "import { UnifiedManager } from './unified-manager';\n\nexport function createManager(context: string): UnifiedManager {\n  return new UnifiedManager({ context });\n}\n",
  );
  for (let i = 0; i < files; i++) {
    const folder = `src/part${i % 97}`;
    const hit = i % every === 0;
    const rare = i % 2000 === 7;
    const [lead, use] = !hit
      ? [
          rare ? "import { UnifiedManager as Rare } from '../ws/rare-manager';\n" : '',
          rare ? '\nexport const rare = Rare;\n' : '',
        ]
      : plain || i % 2 === 0
        ? [
            "import { UnifiedManager } from '../ws/legacy-manager';\n",
            "\nexport const manager = new UnifiedManager({ context: 'x' });\n",
          ]
        : [
            "import { createManager } from '../ws/manager-factory';\n",
            "\nexport const manager = createManager('x');\n",
          ];
    write(
      `${folder}/module${i}.ts`,
      `${lead}import { step1 as next } from './module${(i + 97) % files}';\n\n${FILLER}${use}\nexport const own = next(${i});\n`,
    );
  }
  const config = (path, migration) => write(path, `${JSON.stringify(migration, null, 2)}\n`);
  const unified = { module: 'src/ws/unified-manager.ts', export: 'UnifiedManager' };
  config('ssot.few.json', { name: 'few', canonical: unified, shims: ['src/ws/rare-manager.ts'] });
  if (plain) {
    config('ssot.config.json', { name: 'bench', canonical: unified, shims: ['src/ws/legacy-manager.ts'] });
  } else {
    config('ssot.config.json', {
      name: 'bench',
      canonical: { module: 'src/ws/canonical-manager.ts', export: 'CanonicalManager' },
      aliases: ['UnifiedManager'],
      implementation: unified.module,
      shims: ['src/ws/legacy-manager.ts'],
      factories: [{ module: 'src/ws/manager-factory.ts' }],
    });
  }
  return {
    words: plain ? ['legacy-manager'] : ['legacy-manager', 'manager-factory', 'unified-manager'],
    from: '../ws/legacy-manager',
    to: plain ? '../ws/unified-manager' : '../ws/canonical-manager',
    globs: ['*.ts'],
    // Elsewhere the factory's module is none that only re-exports.
    barrel: plain ? 'src/ws/legacy-manager.ts' : null,
  };
}
