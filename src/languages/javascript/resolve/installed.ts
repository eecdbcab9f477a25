import { join } from 'node:path';
import { ResolverFactory } from 'oxc-resolver';

const EXTENSIONS = ['.ts', '.tsx', '.d.ts', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json'];
const OPTIONS = {
  tsconfig: 'auto' as const,
  extensions: EXTENSIONS,
  extensionAlias: {
    '.js': ['.ts', '.tsx', '.d.ts', '.js', '.jsx'],
    '.mjs': ['.mts', '.d.mts', '.mjs'],
    '.cjs': ['.cts', '.d.cts', '.cjs'],
    '.jsx': ['.tsx', '.d.ts', '.jsx'],
  },
  conditionNames: ['import', 'require', 'types', 'node', 'default'],
  mainFields: ['types', 'typings', 'module', 'main'],
  symlinks: true,
  nodePath: false,
};

/**
 * Asks the disk under `root` (absolute) for what a bare specifier of `from` leads to: node_modules with links followed,
 * and aliases of configurations that are not in the workspace. Gives an absolute path, or null.
 */
export function installedFiles(root: string): (from: string, specifier: string) => string | null {
  let factory: ResolverFactory | null = null;
  return (from, specifier) => {
    factory ??= new ResolverFactory(OPTIONS);
    const importer = join(root, from);
    // A tsconfig that cannot be read (its `extends` is generated, say) fails every resolution: then without it.
    const { path } = factory.resolveFileSync(importer, specifier);
    return path ?? factory.sync(join(importer, '..'), specifier).path ?? null;
  };
}
