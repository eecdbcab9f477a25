/**
 * A generated TypeScript code base for measuring: a canonical module, its implementation, a shim, a factory, and
 * `files` modules of which every `every`-th reaches the shim or the factory. The same arguments give the same bytes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILLER = Array.from(
  { length: 60 },
  (_, i) =>
    `export function step${i}(value: number): number {\n  // keeps the file at a usual size\n  return value * ${i} + ${i};\n}\n`,
).join('\n');

export function makeCorpus(root, { files = 10000, every = 15 } = {}) {
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
  write(
    'src/ws/manager-factory.ts',
    "import { UnifiedManager } from './unified-manager';\n\nexport function createManager(context: string): UnifiedManager {\n  return new UnifiedManager({ context });\n}\n",
  );
  for (let i = 0; i < files; i++) {
    const folder = `src/part${i % 97}`;
    const hit = i % every === 0;
    const [lead, use] = !hit
      ? ['', '']
      : i % 2 === 0
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
  write(
    'ssot.config.json',
    `${JSON.stringify(
      {
        name: 'bench',
        canonical: { module: 'src/ws/canonical-manager.ts', export: 'CanonicalManager' },
        aliases: ['UnifiedManager'],
        implementation: 'src/ws/unified-manager.ts',
        shims: ['src/ws/legacy-manager.ts'],
        factories: [{ module: 'src/ws/manager-factory.ts' }],
      },
      null,
      2,
    )}\n`,
  );
  return {
    words: ['legacy-manager', 'manager-factory', 'unified-manager'],
    from: 'legacy-manager',
    to: 'canonical-manager',
  };
}
