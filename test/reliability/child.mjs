/**
 * One run that dies by a real SIGKILL, for kill.test.ts: `node child.mjs ROOT NAME JOB K PHASES`. JOB is `apply:N`,
 * `rollback:N`, `finish` or `undo` (of what was interrupted). At the K-th call that changes the disk the process kills
 * itself in its place; a write is half done by then. Ends with 0 when there was no K-th call.
 */
import { readFileSync } from 'node:fs';
import { applyPhase } from '../../dist/src/disk/apply.js';
import { Files, syscalls } from '../../dist/src/disk/files.js';
import { recover } from '../../dist/src/disk/recover.js';
import { rollbackPhases } from '../../dist/src/disk/rollback.js';

const [root, name, job, last, plan] = process.argv.slice(2);
let count = 0;
const dying = Object.fromEntries(
  Object.entries(syscalls).map(([call, act]) => [
    call,
    (...args) => {
      if (++count === Number(last)) {
        if (call === 'write') act(args[0], args[1].subarray(0, args[1].length >> 1));
        process.kill(process.pid, 'SIGKILL');
      }
      return act(...args);
    },
  ]),
);
const files = new Files(dying);
const [kind, number] = job.split(':');
const phases = JSON.parse(readFileSync(plan, 'utf8'));
if (kind === 'apply')
  applyPhase(
    root,
    name,
    phases.find((phase) => phase.number === Number(number)),
    { files },
  );
else if (kind === 'rollback') rollbackPhases(root, name, Number(number), { files });
else recover(root, name, kind, { files });
