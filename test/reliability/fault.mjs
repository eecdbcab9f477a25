/**
 * Loaded into the real command (`node --import fault.mjs ssot.js …`). In place of the call that changes the disk with the number
 * FAULT_AT (from 1, whoever makes it) or of the FAULT_READ-th reading of a file, the process kills itself, or the call fails
 * with FAULT_CODE; a write is half done by then. With FAULT_CODE=SIGINT somebody presses Ctrl-C in that moment, and the
 * call goes on for ever. When FAULT_SAID is said on stderr, somebody presses Ctrl-C, and nothing is held up.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { FAULT_AT, FAULT_READ, FAULT_CODE, FAULT_SAID } = process.env;
let [changes, reads] = [0, 0];

function fault(half) {
  if (++changes === Number(FAULT_AT)) end(half);
}

function end(half = () => undefined) {
  half();
  if (!FAULT_CODE) process.kill(process.pid, 'SIGKILL');
  if (FAULT_CODE === 'SIGINT') {
    process.kill(process.pid, 'SIGINT');
    for (;;);
  }
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
  else if (++reads === Number(FAULT_READ)) end();
  return openSync(path, flags, ...more);
};
fs.writeFileSync = (file, data, ...more) => {
  fault(() => writeFileSync(file, data.subarray(0, data.length >> 1), ...more));
  return writeFileSync(file, data, ...more);
};
syncBuiltinESMExports();

if (FAULT_SAID) {
  const write = process.stderr.write.bind(process.stderr);
  process.stderr.write = (text, ...more) => {
    if (text.includes(FAULT_SAID)) process.kill(process.pid, 'SIGINT');
    return write(text, ...more);
  };
}
