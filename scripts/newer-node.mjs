/**
 * Runs the built command and most tests on a newer Node than the one that runs this, with the `node` package of npm:
 * `node scripts/newer-node.mjs 24`. Without a version: 22 and 24. Needs the npm registry, and nothing else.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const repository = path.dirname(import.meta.dirname);
const versions = process.argv.length > 2 ? process.argv.slice(2) : ['22', '24'];

function run(command, args, cwd = repository) {
  const { status, error, stdout } = spawnSync(command, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    // Newer releases warn on stderr when the environment both asks for colours and forbids them, as test runners do.
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  });
  if (error) throw error;
  if (status !== 0) {
    process.stdout.write(stdout);
    throw new Error(`${command} ${args.join(' ')} ended with ${status}`);
  }
  return stdout;
}

for (const version of versions) {
  const npx = (...args) => ['--yes', '--package', `node@${version}`, '--', 'node', ...args];
  const actual = run('npx', npx('--version')).trim();
  if (!actual.startsWith(`v${version}.`)) throw new Error(`asked for node ${version}, got ${actual}`);
  const example = path.join(repository, 'examples', 'websocket-manager');
  run('npx', npx(path.join(repository, 'dist', 'bin', 'ssot.js'), 'plan', '--no-color'), example);
  const parts = ['test/fixtures.test.ts', 'test/languages', 'test/disk', 'test/cli', 'test/plan', 'test/reports'];
  const tests = run('npx', npx('node_modules/vitest/vitest.mjs', 'run', '--reporter=dot', ...parts));
  process.stdout.write(`node ${actual}: the command plans the example; ${/Tests\s.*/.exec(tests)?.[0] ?? tests}\n`);
}
