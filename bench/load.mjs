/**
 * `node bench/load.mjs [--files 50000] [--every 5]`: plan, apply, rollback and an interrupted apply on a generated code base,
 * each as a process of its own with its time and peak memory; the tree is compared with what it was. Needs `npm run build`.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeCorpus } from './corpus.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const { values: args } = parseArgs({
  options: { files: { type: 'string', default: '50000' }, every: { type: 'string', default: '5' } },
});
const scratch = mkdtempSync(join(tmpdir(), 'ssot-load-'));
const root = join(scratch, 'corpus');
makeCorpus(root, { files: Number(args.files), every: Number(args.every) });

/** Runs the command; SIGINT after so many milliseconds, if given. */
function ssot(options, interruptAfter) {
  const peakFile = join(scratch, 'peak');
  rmSync(peakFile, { force: true });
  const env = { ...process.env, NODE_OPTIONS: `--require ${join(here, 'peak.cjs')}`, SSOT_BENCH_PEAK: peakFile };
  const started = performance.now();
  const child = spawn(process.execPath, [join(here, '../dist/bin/ssot.js'), ...options], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [said, sent] = ['', 0];
  child.stdout.resume();
  child.stderr.on('data', (text) => (said += text));
  const timer =
    interruptAfter &&
    setTimeout(() => {
      sent = performance.now();
      child.kill('SIGINT');
    }, interruptAfter);
  return new Promise((resolve) =>
    child.on('close', (code) => {
      clearTimeout(timer);
      const now = performance.now();
      const peak = Math.max(...readFileSync(peakFile, 'utf8').trim().split('\n').map(Number)) / 1024;
      const after = sent ? `, ${(now - sent).toFixed(0)} ms after SIGINT` : '';
      console.log(
        `ssot ${options.join(' ')}: exit ${code}${after}, ${((now - started) / 1000).toFixed(1)} s, ${peak.toFixed(0)} MiB peak; ${said.trim().split('\n').pop()}`,
      );
      resolve(code);
    }),
  );
}

function treeHash() {
  const hash = createHash('sha256');
  for (const path of readdirSync(root, { recursive: true }).sort())
    if (!path.startsWith('.ssot') && /\.\w+$/.test(path))
      hash.update(`${path}\0`).update(readFileSync(join(root, path)));
  return hash.digest('hex');
}

console.log(`${args.files} files, every ${args.every}th imports what is retired`);
const before = treeHash();
await ssot(['plan']);
const started = performance.now();
await ssot(['apply', '--all']);
const took = performance.now() - started;
await ssot(['rollback', '--phase', '1']);
let same = treeHash() === before;
for (const part of [0.3, 0.6, 0.8]) {
  const code = await ssot(['apply', '--all'], took * part);
  if (code !== 130 && code !== 0) same = false;
  await ssot(['status']);
  await ssot(['resume']);
  await ssot(['rollback', '--phase', '1']);
  same &&= treeHash() === before;
}
console.log(same ? 'the tree is as it was, after each rollback' : 'THE TREE IS NOT AS IT WAS');
rmSync(scratch, { recursive: true, force: true });
process.exitCode = same ? 0 : 1;
