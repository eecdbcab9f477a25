/**
 * Runs commands at random on one project until the time is up, for together.test.ts: `node worker.mjs ROOT SEED MS`.
 * Says each exit code on stdout, with the command.
 */
import { main } from '../../dist/src/cli.js';

const [root, seed, duration] = process.argv.slice(2);
let state = Number(seed) + 1;
const random = (below) => (state = (state * 48271) % 2147483647) % below;

const commands = [
  () => ['apply', '--yes'],
  () => ['apply', '--all', '--yes'],
  () => ['apply', '--phase', String(1 + random(5)), '--yes'],
  () => ['rollback', '--phase', String(1 + random(5))],
  () => ['rollback', '--phase', '1'],
  () => ['rollback'],
  () => ['resume'],
  () => ['status', '--json'],
];
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = () => true;
let said = '';
process.stderr.write = (text) => ((said += text), true);

const end = Date.now() + Number(duration);
while (Date.now() < end) {
  const command = commands[random(commands.length)]();
  said = '';
  process.exitCode = 0;
  await main([...command, '--cwd', root]);
  write(`${JSON.stringify({ command: command.join(' '), code: process.exitCode, said })}\n`);
  await new Promise((resolve) => setTimeout(resolve, random(500)));
}
process.exitCode = 0;
