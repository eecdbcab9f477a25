/**
 * Builds `dist/` from nothing, so that a removed source never lives on in the package: every module by itself (what jscodeshift
 * loads as a transform, and what tests and benches import), then the command out of them, in few files, since opening and
 * linking some hundred modules costs more than running them (docs/decisions/0008-start-up.md).
 */
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';
import process from 'node:process';

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
  // One is loaded rarely, the other is native code.
  external: ['jscodeshift', 'oxc-resolver'],
  logLevel: 'warning',
});
chmodSync('dist/bin/ssot.js', 0o755);
