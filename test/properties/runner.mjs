/** Runs generated programs, many in one process: each message names a `main.mjs`, each answer is what it printed. */
import { pathToFileURL } from 'node:url';

const print = console.log;
process.on('message', async (path) => {
  const lines = [];
  console.log = (...values) => lines.push(values.join(' '));
  globalThis.seen = [];
  try {
    await import(pathToFileURL(path).href);
  } catch (error) {
    lines.push(`failed: ${error?.name}: ${error?.message}`);
  }
  console.log = print;
  process.send(lines);
});
