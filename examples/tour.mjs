/**
 * `npm start`: takes a copy of the bundled example through all five phases, back to phase 2, and forward again.
 * Stops with exit code 1 at the first thing that is not as it should be.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const repository = path.dirname(import.meta.dirname);
const command = path.join(repository, 'dist', 'bin', 'ssot.js');
const work = path.join(mkdtempSync(path.join(os.tmpdir(), 'ssot-tour-')), 'websocket-manager');

let steps = 0;
const say = (text = '') => process.stdout.write(`${text}\n`);

function fail(what) {
  say(`\nThe tour failed: ${what}\nThe folder is left as it is: ${work}`);
  process.exit(1);
}

function check(right, what) {
  if (!right) fail(what);
  say(`✓ ${what}`);
}

/** Runs the built command in the copy, showing its output, of standard output at most `lines` lines. */
function ssot(args, { lines = Infinity } = {}) {
  steps += 1;
  say(`\n$ ssot ${args.join(' ')}`);
  const cut = lines !== Infinity;
  const run = spawnSync(process.execPath, [command, ...args], {
    cwd: work,
    stdio: ['ignore', cut ? 'pipe' : 'inherit', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (run.error) fail(`\`ssot ${args.join(' ')}\` could not be started: ${run.error.message}`);
  if (cut) {
    const all = run.stdout.trimEnd().split('\n');
    say(all.slice(0, lines).join('\n'));
    if (all.length > lines) say(`… and ${all.length - lines} more lines`);
  }
  if (run.status !== 0) fail(`\`ssot ${args.join(' ')}\` ended with exit code ${run.status}, not 0`);
}

/** Without git (it is not needed) this does nothing. Ends with whether it worked. */
function git(...args) {
  const settings = ['user.name=tour', 'user.email=tour@example.invalid', 'commit.gpgsign=false', 'core.autocrlf=false'];
  const options = [...settings, `core.hooksPath=${os.devNull}`].flatMap((setting) => ['-c', setting]);
  return spawnSync('git', [...options, ...args], { cwd: work, stdio: 'ignore' }).status === 0;
}

/** One commit for each phase, as a team would do it; a backup is as much a part of it as the change. */
function commit(message) {
  if (hasGit && !(git('add', '--all') && git('commit', '--quiet', '--allow-empty', '-m', message))) {
    fail(`git could not commit "${message}"`);
  }
}

/** The sources, path -> text: what the migration is about, without its backups and its journal. */
function sources() {
  const files = readdirSync(work, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|json)$/.test(entry.name))
    .map((entry) => path.relative(work, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((file) => !/^(node_modules|\.ssot|\.git)\//.test(file));
  return new Map(files.sort().map((file) => [file, readFileSync(path.join(work, file), 'utf8')]));
}

const same = (a, b) => a.size === b.size && [...a].every(([file, text]) => b.get(file) === text);
const mentions = (files, pattern) => [...files].filter(([file, text]) => file.endsWith('.ts') && pattern.test(text));
const OLD_PATHS = /\/(manager|unified-manager|websocket-manager-factory)\.js['"]/;

say('1. A copy of examples/websocket-manager, and the packages of this repository beside it');
cpSync(path.join(repository, 'examples', 'websocket-manager'), work, { recursive: true });
symlinkSync(path.join(repository, 'node_modules'), path.join(work, 'node_modules'), 'junction');
const hasGit = git('init', '--quiet');
commit('the service as it is');
say(`${work}${hasGit ? ' (a git repository)' : ' (git is not here: going on without)'}`);
const original = sources();
say(`${mentions(original, OLD_PATHS).length} files import the manager by an old path`);

say('\n2. What would be done');
ssot(['plan']);
ssot(['plan', '--diff'], { lines: 60 });
check(same(sources(), original), 'planning changed nothing');

say('\n3. Phase by phase, with the type check and the tests of the example after each');
const after = [original];
for (const phase of [1, 2, 3, 4, 5]) {
  ssot(['apply', '--phase', `${phase}`, '--yes']);
  after.push(sources());
  commit(`phase ${phase}`);
}
ssot(['status']);
check(mentions(after[5], OLD_PATHS).length === 0, 'no file imports the manager by an old path');
check(
  !after[5].has('src/ws/manager.ts'),
  'shim, factory and implementation are gone; the canonical module is the class',
);

say('\n4. Back to where phase 2 ended');
ssot(['rollback', '--phase', '3']);
check(same(sources(), after[2]), 'phases 5, 4 and 3 are undone, byte for byte');
commit('phases 5 to 3 undone');
ssot(['status']);

say('\n5. And forward again');
ssot(['apply', '--all', '--yes']);
check(same(sources(), after[5]), 'the same result as the first time, byte for byte');
commit('phases 3 to 5 again');
ssot(['status']);

say(`
Done: ${steps} commands, five phases applied, three of them rolled back and applied again; the type check and the tests
of the example passed after every phase.

Where to look: ${work}
  src/ws/websocket-manager.ts   the one class under its one name
  **/*.phase<N>.bak             each file as it was before phase N
  .ssot/websocket-manager/      the journal, and a second copy of each backup
  ssot.config.json              what the tool was told${hasGit ? '\n  git log --stat                one commit for each phase' : ''}`);
