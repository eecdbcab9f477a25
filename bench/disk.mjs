/**
 * `node bench/disk.mjs ROOT FROM TO RUNS`: replaces FROM by TO in the files below ROOT that hold it, as a phase that is applied and
 * rolled back, beside writing the same files once with fsync. Prints `{ files, once, apply, rollback }`: medians in milliseconds.
 */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { applyPhase } from '../dist/src/disk/apply.js';
import { rollbackPhases } from '../dist/src/disk/rollback.js';
import { median } from './measure.mjs';

const [root, from, to, runs] = process.argv.slice(2);
const changes = fs
  .readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(py|tsx?)$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
  .map((path) => ({ path, before: fs.readFileSync(join(root, path), 'utf8') }))
  .filter(({ before }) => before.includes(from))
  .map(({ path, before }) => ({ path, before, after: before.replaceAll(from, to) }));

function writeOnce() {
  for (const { path, before } of changes) {
    const fd = fs.openSync(join(root, path), 'w');
    fs.writeSync(fd, before);
    fs.fsyncSync(fd);
    fs.closeSync(fd);
  }
}

const parts = {
  once: writeOnce,
  apply: () => applyPhase(root, 'disk', { number: 4, changes }),
  rollback: () => rollbackPhases(root, 'disk', 4),
};
const taken = { once: [], apply: [], rollback: [] };
for (let run = 0; run < Number(runs); run++) {
  for (const [name, act] of Object.entries(parts)) {
    const started = performance.now();
    act();
    taken[name].push(performance.now() - started);
  }
  fs.rmSync(join(root, '.ssot', 'disk'), { recursive: true });
}
const medians = Object.fromEntries(Object.entries(taken).map(([name, list]) => [name, median(list)]));
process.stdout.write(JSON.stringify({ files: changes.length, ...medians }));
