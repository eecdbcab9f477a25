/** Whole processes, timed from outside in turn (A B C, A B C …); processor time and largest memory of each as GNU time tells them. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/** In milliseconds. What takes longer is run once only; what takes longer than LIMIT is given up. */
const SLOW = 8_000;
const LIMIT = 120_000;
const GNU_TIME = '/usr/bin/time';
/** The targets of the project were set on a machine with two cores. */
const PINNED = ['taskset', '-c', '0,1'];
const TWO_CORES =
  availableParallelism() > 2 && spawnSync(PINNED[0], [...PINNED.slice(1), 'true']).status === 0 ? PINNED : [];

export const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/**
 * Runs each row (`{ name, command, cwd?, ok?, after? }`) `runs` times after a warm-up. Returns `{ name, ms, cpu, mib }` by name: medians of
 * wall and processor time in milliseconds, and the largest peak (the latter two null without GNU time), or `{ name, why }` for a row that could not be run;
 * `gaveUp`: it takes longer than `ms`.
 */
export function inTurn(rows, runs, scratch) {
  const samples = new Map(rows.map(({ name }) => [name, []]));
  const failed = new Map();
  for (let run = 0; run <= runs; run++)
    for (const row of rows) {
      const own = samples.get(row.name);
      if (failed.has(row.name) || own[0]?.ms > SLOW) continue;
      const sample = once(row, scratch);
      if ('why' in sample) failed.set(row.name, sample.why);
      // The first run warms the caches up, unless it is to be the only one.
      else if (run > 0 || sample.ms > SLOW) own.push(sample);
    }
  return new Map(
    rows.map(({ name }) => {
      const own = samples.get(name);
      if (failed.has(name)) return [name, { name, why: failed.get(name) }];
      const told = own.filter(({ mib }) => mib !== null);
      const cpu = told.length === 0 ? null : median(told.map((sample) => sample.cpu));
      const mib = told.length === 0 ? null : Math.max(...told.map((sample) => sample.mib));
      const gaveUp = own.some((sample) => sample.gaveUp);
      return [name, { name, gaveUp, ms: median(own.map(({ ms }) => ms)), cpu, mib }];
    }),
  );
}

function once({ command, cwd, ok = [0], after }, scratch) {
  const told = join(scratch, 'time');
  const hasTime = existsSync(GNU_TIME);
  const timed = [...TWO_CORES, ...(hasTime ? [GNU_TIME, '-q', '-f', '%U %S %M', '-o', told] : []), ...command];
  const env = { ...process.env };
  // Node reads the certificates that it names at each start.
  delete env.NODE_EXTRA_CA_CERTS;
  const started = performance.now();
  const { status, signal, error, stderr } = spawnSync(timed[0], timed.slice(1), {
    cwd,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    maxBuffer: 1 << 28,
    timeout: LIMIT,
  });
  const ms = performance.now() - started;
  after?.();
  if (error?.code === 'ETIMEDOUT') return { ms, cpu: null, mib: null, gaveUp: true };
  if (signal || error) return { why: `${error ?? signal}` };
  if (!ok.includes(status)) return { why: `exit ${status}: ${String(stderr).trim().split('\n').at(-1)}` };
  if (!hasTime) return { ms, cpu: null, mib: null };
  const [user, system, kib] = readFileSync(told, 'utf8').trim().split('\n').at(-1).split(' ').map(Number);
  return { ms, cpu: (user + system) * 1000, mib: kib / 1024 };
}
