/**
 * `npm run bench -- [--corpus NAME=DIR[,CONFIG[,CONFIG]]]… [--runs 5] [--files 10000] [--unbarrelify DIR] [--no-peers] [--no-curve]
 * [--record]`
 *
 * Times whole processes in turn and prints medians, each with its ratio to what it is held against: the search (`rg -l`), what
 * people do (`rg` and `sed`), a bare Node, writing the same files once, and the peers. The corpora are two generated ones and those
 * named by --corpus, or in SSOT_BENCH_CORPORA (separated by spaces): PY (netra-systems/zen) and TS (nocobase) are known with
 * their jobs; any other needs a migration file, and takes a second one under which few files change. They are copied.
 * All run on two cores where the machine has more and `taskset` can say so: the targets were set on such a machine.
 * Exits with 1 when a ratio is more than 25 % worse than in bench/ratios.json; --record writes it. Needs ripgrep.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { generatedCorpora, givenCorpus } from './corpora.mjs';
import { makeCorpus } from './corpus.mjs';
import { inTurn } from './measure.mjs';
import { installPeers, peerRows } from './peers.mjs';
import { compare, TOLERANCE } from './ratios.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const { values: args } = parseArgs({
  allowNegative: true,
  options: {
    corpus: {
      type: 'string',
      multiple: true,
      default: (process.env.SSOT_BENCH_CORPORA ?? '').split(' ').filter(Boolean),
    },
    runs: { type: 'string', default: '5' },
    files: { type: 'string', default: '10000' },
    unbarrelify: { type: 'string' },
    peers: { type: 'boolean', default: true },
    curve: { type: 'boolean', default: true },
    record: { type: 'boolean', default: false },
  },
});
const runs = Number(args.runs);
const scratch = mkdtempSync(join(tmpdir(), 'ssot-bench-'));
const ssot = [process.execPath, join(here, '../dist/bin/ssot.js')];
/** Ours / theirs, by name: the smaller the better. */
const ratios = {};

try {
  if (spawnSync('rg', ['--version']).status !== 0) throw new Error('ripgrep is needed: apt-get install ripgrep');
  startUp();
  const peers = args.peers
    ? { folder: join(scratch, 'peers'), why: installPeers(join(scratch, 'peers'), args.unbarrelify) }
    : null;
  const corpora = args.corpus.map((text) => givenCorpus(text, scratch));
  for (const corpus of [...corpora, ...generatedCorpora(scratch, Number(args.files))]) measure(corpus, peers);
  if (args.curve) curve();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
const recorded = JSON.parse(readFileSync(join(here, 'ratios.json'), 'utf8'));
const { lines, worse } = compare(ratios, recorded);
console.log(`\nratios, ours to theirs, beside those recorded (worse by more than ${TOLERANCE * 100} % fails):`);
for (const line of lines) console.log(line);
if (args.record)
  writeFileSync(join(here, 'ratios.json'), `${JSON.stringify({ ...recorded, ...rounded(ratios) }, null, 2)}\n`);
else process.exitCode = worse > 0 ? 1 : 0;

function rounded(all) {
  return Object.fromEntries(Object.entries(all).map(([name, ratio]) => [name, Number(ratio.toPrecision(3))]));
}

/** Prints the rows; `pairs` are [ours, theirs] of which the ratio counts. */
function report(title, rows, measured, pairs) {
  console.log(`\n${title}`);
  for (const { name } of rows) {
    const { ms, cpu, mib, why, gaveUp } = measured.get(name);
    const held = pairs.filter(([ours]) => ours === name).flatMap(([, theirs]) => ratio(title, measured, name, theirs));
    const told = mib === null ? '' : `${cpu.toFixed(0).padStart(7)} ms cpu ${mib.toFixed(0).padStart(5)} MiB`;
    const cells = why ? `       - ${why}` : `${`${gaveUp ? '> ' : ''}${ms.toFixed(0)}`.padStart(8)} ms ${told}`;
    console.log(`  ${name.padEnd(26)}${cells}  ${held.join(', ')}`);
  }
}

function ratio(title, measured, ours, theirs) {
  const [one, other] = [measured.get(ours)?.ms, measured.get(theirs)?.ms];
  if (one === undefined || other === undefined) return [];
  ratios[`${title.split(':')[0]}: ${ours} / ${theirs}`] = one / other;
  return [`${(one / other).toPrecision(3)} x ${theirs}`];
}

function startUp() {
  const example = join(here, '../examples/websocket-manager');
  const rows = [
    { name: 'bare node', command: [process.execPath, '-e', '0'] },
    { name: 'ssot --version', command: [...ssot, '--version'] },
    { name: 'ssot --help', command: [...ssot, '--help'] },
    { name: 'ssot status', command: [...ssot, 'status'], cwd: example },
    { name: 'ssot plan (30 files)', command: [...ssot, 'plan'], cwd: example },
  ];
  const measured = inTurn(rows, 4 * runs, scratch);
  report(
    'start: up',
    rows,
    measured,
    rows.slice(1).map(({ name }) => [name, 'bare node']),
  );
}

function measure(corpus, peers) {
  const { name, root, config, few, words, from, to, globs } = corpus;
  const only = globs.flatMap((glob) => ['-g', glob]);
  const list = `rg --files ${globs.map((glob) => `-g '${glob}'`).join(' ')} -0`;
  const sed = (one, other) => [
    'sh',
    '-c',
    `rg -l0F ${only.map(quoted).join(' ')} -e ${quoted(one)} . | xargs -0 sed -i ${quoted(`s#${one}#${other}#g`)}`,
  ];
  // Taken back after each run: what was there before must not be taken along.
  const marked = `${to}_marked`;
  const plan = (file, ...more) => [...ssot, 'plan', '--no-progress', '--config', file, ...more];
  const rows = [
    { name: 'rg -l', command: ['rg', '-lF', ...only, ...words.flatMap((word) => ['-e', word]), '.'], cwd: root },
    { name: 'cat', command: ['sh', '-c', `${list} | xargs -0 cat`], cwd: root },
    { name: 'rg + sed -i', command: sed(from, marked), cwd: root, after: () => run(sed(marked, from), root) },
    { name: 'ssot plan', command: plan(config), ok: [0, 3] },
    { name: 'ssot plan --diff', command: plan(config, '--diff'), ok: [0, 3] },
    ...(few ? [{ name: 'ssot plan, few files', command: plan(few), ok: [0, 3] }] : []),
    ...(peers ? peerRows(peers.folder, peers.why, corpus) : []),
  ];
  const measured = inTurn(
    rows.filter(({ why }) => !why),
    runs,
    scratch,
  );
  for (const row of rows) if (row.why) measured.set(row.name, row);
  const files = Number(run(['sh', '-c', `${list} | tr -cd '\\0' | wc -c`], root));
  report(
    `${name}: ${files} files ${globs.join(' ')}, ${changed(plan(config, '--json'))} to change, ${few ? changed(plan(few, '--json')) : 0} with few`,
    rows,
    measured,
    [
      ['ssot plan', 'rg -l'],
      ['ssot plan', 'rg + sed -i'],
      ['ssot plan --diff', 'ssot plan'],
      ['ssot plan, few files', 'rg -l'],
      ...['jscodeshift', 'ast-grep', 'ts-morph', 'rope', 'unbarrelify'].map((peer) => ['ssot plan', peer]),
    ],
  );
  const peak = measured.get('ssot plan').mib;
  if (peak) ratios[`${name}: ssot plan / 150 MiB`] = peak / 150;
  writing(name, root, from, to);
}

/** In one process, without the planning. */
function writing(name, root, from, to) {
  const { files, once, apply, rollback } = JSON.parse(
    run([process.execPath, join(here, 'disk.mjs'), root, from, to, String(runs)], root),
  );
  console.log(
    `  ${files} files written once with fsync: ${once.toFixed(0)} ms; applied with both backups: ${apply.toFixed(0)} ms; rolled back: ${rollback.toFixed(0)} ms`,
  );
  ratios[`${name}: apply / writing once`] = apply / once;
  ratios[`${name}: rollback / writing once`] = rollback / once;
}

/** A fifth of the files import what is retired. */
function curve() {
  console.log('\ncurve: generated files, a fifth of them importers');
  let smallest = null;
  for (const files of [1000, 5000, 10_000, 25_000, 50_000]) {
    const root = join(scratch, `curve-${files}`);
    makeCorpus(root, { files, every: 5, plain: true });
    const [{ ms, cpu, mib }] = inTurn(
      [{ name: 'plan', command: [...ssot, 'plan', '--config', join(root, 'ssot.config.json')] }],
      3,
      scratch,
    ).values();
    // Of one process in one thread, the processor time says more than the clock of a machine that does other work.
    const each = (cpu ?? ms) / files;
    console.log(
      `  ${String(files).padStart(6)} files ${ms.toFixed(0).padStart(7)} ms ${(each * 1000).toFixed(0).padStart(5)} us each ${mib?.toFixed(0) ?? '-'} MiB`,
    );
    if (files === 5000) smallest = each;
    if (files === 50_000) ratios['curve: a file of 50,000 / a file of 5,000'] = each / smallest;
    if (files === 50_000 && mib !== null) ratios['curve: 50,000 files / 400 MiB'] = mib / 400;
    rmSync(root, { recursive: true, force: true });
  }
}

function quoted(text) {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** What the command prints. */
function run([command, ...rest], cwd) {
  const { status, stdout, stderr } = spawnSync(command, rest, { cwd, encoding: 'utf8', maxBuffer: 1 << 30 });
  if (status !== 0 && status !== 3) throw new Error(`${command} ${rest.join(' ')} exited with ${status}: ${stderr}`);
  return stdout;
}

function changed(command) {
  return JSON.parse(run(command)).summary.files;
}
