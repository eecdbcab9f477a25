/**
 * `npm run bench [-- --root DIR --config FILE --words a,b --from old --to new --runs 5 --files 10000]`
 *
 * Times whole processes in turn (A B C A B C …) on one corpus and prints medians, ratios of medians, and peak memory:
 * `ssot plan` beside `rg -l` for the same names, and beside jscodeshift's command line with a minimal transform.
 * Without --root the corpus is generated. `rg` is Debian's ripgrep (`apt-get install ripgrep`); without it that row is left out.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeCorpus } from './corpus.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const { values: args } = parseArgs({
  options: {
    root: { type: 'string' },
    config: { type: 'string' },
    words: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    runs: { type: 'string', default: '5' },
    files: { type: 'string', default: '10000' },
  },
});

const scratch = mkdtempSync(join(tmpdir(), 'ssot-bench-'));
const made = args.root ? null : makeCorpus(join(scratch, 'corpus'), { files: Number(args.files) });
const root = args.root ? resolve(args.root) : join(scratch, 'corpus');
const words = args.words?.split(',') ?? made?.words ?? [];
const config = args.config ? resolve(args.config) : join(root, 'ssot.config.json');
const from = args.from ?? made?.from ?? words[0];
const to = args.to ?? made?.to ?? `${from}-new`;

const ssot = [process.execPath, join(here, '../dist/bin/ssot.js'), 'plan', '--config', config, '--no-progress'];
const contenders = [
  ['rg -l', ['rg', '-lF', ...words.flatMap((word) => ['-e', word]), root]],
  ['ssot plan', ssot],
  ['ssot plan --diff', [...ssot, '--diff']],
  [
    'jscodeshift (minimal transform)',
    [
      process.execPath,
      join(here, '../node_modules/jscodeshift/bin/jscodeshift.js'),
      '--dry',
      '--silent',
      '--extensions=ts,tsx,js,jsx',
      '--cpus=2',
      '-t',
      join(here, 'minimal-transform.cjs'),
      `--from=${from}`,
      `--to=${to}`,
      '--ignore-pattern=**/node_modules/**',
      root,
    ],
  ],
].filter(
  ([name, command]) =>
    command[0] !== 'rg' ||
    spawnSync('rg', ['--version']).status === 0 ||
    void console.log(`(no ${name}: ripgrep is not installed)`),
);

function once(name, [command, ...rest]) {
  const peakFile = join(scratch, 'peak');
  rmSync(peakFile, { force: true });
  const env = { ...process.env, NODE_OPTIONS: `--require ${join(here, 'peak.cjs')}`, SSOT_BENCH_PEAK: peakFile };
  delete env.NODE_EXTRA_CA_CERTS;
  const started = performance.now();
  const { status, stderr } = spawnSync(command, rest, { env, stdio: ['ignore', 'ignore', 'pipe'], maxBuffer: 1 << 28 });
  const ms = performance.now() - started;
  // A plan with blockers exits with 3: it was made all the same. `rg` exits with 1 when it finds nothing.
  if (status !== 0 && !(name.startsWith('ssot') && status === 3))
    throw new Error(`${name} exited with ${status}: ${stderr}`);
  return { ms, peak: peakOf(peakFile) };
}

function peakOf(file) {
  try {
    return Math.max(...readFileSync(file, 'utf8').trim().split('\n').map(Number)) / 1024;
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const samples = new Map(contenders.map(([name]) => [name, []]));
for (let run = -1; run < Number(args.runs); run++)
  for (const [name, command] of contenders) {
    const sample = once(name, command);
    if (run >= 0) samples.get(name).push(sample);
  }

const rows = [...samples].map(([name, list]) => ({
  name,
  ms: median(list.map(({ ms }) => ms)),
  peak: list[0].peak === null ? null : Math.max(...list.map(({ peak }) => peak)),
}));
const plan = rows.find(({ name }) => name === 'ssot plan').ms;
console.log(
  `corpus ${args.root ? root : `generated, ${args.files} files`}, ${args.runs} runs, medians of whole processes`,
);
for (const { name, ms, peak } of rows)
  console.log(
    `${name.padEnd(32)} ${ms.toFixed(0).padStart(7)} ms   ${(ms / plan).toFixed(2).padStart(6)} x ssot plan   ${peak === null ? '' : `${peak.toFixed(0)} MiB`}`,
  );
rmSync(scratch, { recursive: true, force: true });
