/**
 * Builds `dist/` from nothing, so that a removed source never lives on in the package: every module by itself (what jscodeshift
 * loads as a transform, and what tests and benches import), then the command out of them, in few files, since opening and
 * linking some hundred modules costs more than running them (docs/decisions/0008-start-up.md).
 */
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';
import process from 'node:process';

/**
 * What most runs never need is loaded when it is first called, and not with the module that imports it. Sources cannot say so,
 * since a transform may neither wait for an import nor know `import.meta`.
 */
const ON_FIRST_USE = {
  '@babel/parser': 'export const parse = (...given) => load("@babel/parser").parse(...given);',
  'oxc-resolver':
    'export function ResolverFactory(options) { return new (load("oxc-resolver").ResolverFactory)(options); }',
  // What lays out yargs' help: how wide a character is asks for the tables of all languages.
  'cliui': 'export default (...given) => require("cliui").default(...given);',
  'string-width': 'export default (...given) => require("string-width").default(...given);',
};

const onFirstUse = {
  name: 'on-first-use',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /./ }, ({ path, namespace, resolveDir }) =>
      Object.hasOwn(ON_FIRST_USE, path) && namespace !== 'lazy'
        ? { path, namespace: 'lazy', pluginData: resolveDir }
        : null,
    );
    onLoad({ filter: /./, namespace: 'lazy' }, ({ path, pluginData }) => ({
      contents: `import { createRequire } from 'node:module';\nconst load = createRequire(import.meta.url);\n${ON_FIRST_USE[path]}\n`,
      resolveDir: pluginData,
    }));
  },
};

rmSync('dist', { recursive: true, force: true });
const tsc = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'], {
  stdio: 'inherit',
});
if (tsc.status !== 0) process.exit(tsc.status ?? 1);
await build({
  entryPoints: ['bin/ssot.ts'],
  outdir: 'dist/bin',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // A package's ES modules, of which what is not used falls away.
  mainFields: ['module', 'main'],
  plugins: [onFirstUse],
  logLevel: 'warning',
});
chmodSync('dist/bin/ssot.js', 0o755);
