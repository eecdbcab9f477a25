/**
 * Loaded into the real command (`node --import fault.mjs ssot.js …`): in place of the call that changes the disk with the
 * number FAULT_AT (from 1, whoever makes it), the process kills itself, or the call fails with FAULT_CODE. A write is half done by
 * then. Prints nothing; every other call is left alone.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { FAULT_AT, FAULT_CODE } = process.env;
let count = 0;

function fault(half) {
  if (++count !== Number(FAULT_AT)) return;
  half();
  if (!FAULT_CODE) process.kill(process.pid, 'SIGKILL');
  throw Object.assign(new Error(`${FAULT_CODE}: simulated, write`), { code: FAULT_CODE });
}

const CHANGES = [
  'fchmodSync',
  'fchownSync',
  'fsyncSync',
  'renameSync',
  'unlinkSync',
  'mkdirSync',
  'rmdirSync',
  'rmSync',
];
for (const name of CHANGES) {
  const call = fs[name];
  fs[name] = (...args) => (fault(() => undefined), call(...args));
}
const { openSync, writeFileSync } = fs;
fs.openSync = (path, flags, ...more) => {
  if (typeof flags === 'string' && flags !== 'r') fault(() => undefined);
  return openSync(path, flags, ...more);
};
fs.writeFileSync = (file, data, ...more) => {
  fault(() => writeFileSync(file, data.subarray(0, data.length >> 1), ...more));
  return writeFileSync(file, data, ...more);
};
syncBuiltinESMExports();
