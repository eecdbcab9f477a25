import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { runInThisContext } from 'node:vm';
import picocolors from 'picocolors';
import type { Colors } from 'picocolors/types.js';
import type { Globals } from './commands/arguments.js';
import type { Context } from './commands/context.js';
import { progressBar } from './commands/progress.js';
import { toolVersion } from './disk/package.js';
import { EXIT, type ExitCode, Failure } from './messages/failures.js';
import { notices } from './messages/notices.js';
import { forTerminal, printable } from './reports/printable.js';

/** Runs the command that the arguments name and sets the exit code. The only place that knows `process`. */
export async function main(argv: readonly string[] = process.argv.slice(2)): Promise<void> {
  for (const signal of SIGNALS) process.on(signal, interrupt);
  // A reader that has seen enough (`| head`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(process.exitCode ?? EXIT.done);
  });
  try {
    process.exitCode = await dispatch(argv);
  } catch (error) {
    process.exitCode = report(error, argv.includes('--verbose'));
  } finally {
    for (const signal of SIGNALS) process.off(signal, interrupt);
  }
}

async function dispatch(argv: readonly string[]): Promise<ExitCode> {
  // Answered before anything else is loaded.
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
    process.stdout.write(`${toolVersion()}\n`);
    return EXIT.done;
  }
  const { parseArguments } = await import('./commands/arguments.js');
  const parsed = await parseArguments(argv, process.stdout.isTTY ? Math.min(process.stdout.columns, 100) : 100);
  if ('help' in parsed) {
    process.stdout.write(`${parsed.help}\n`);
    return EXIT.done;
  }
  const run = await parsed.command.load();
  const { args } = parsed;
  const data = [args.json, args.diff, args.print].includes(true);
  return run(contextFor(parsed.global, data), args);
}

/** `data`: what is printed is text of the user's files, or JSON. */
function contextFor(global: Globals, data: boolean): Context {
  const watched = Boolean(process.stderr.isTTY) && global.progress !== false && global.quiet !== true;
  const stderr = (text: string): void => void process.stderr.write(text);
  return {
    cwd: resolve(process.cwd(), global.cwd ?? '.'),
    stdout: (text) => void process.stdout.write(process.stdout.isTTY ? forTerminal(text, !data) : text),
    stderr,
    colors: colorsFor(global),
    ask: process.stdin.isTTY && process.stderr.isTTY ? ask : null,
    now: () => new Date().toISOString(),
    process: { pid: process.pid, host: hostname() },
    progress: (label) => progressBar(label, watched ? stderr : null, () => performance.now()),
    busy,
    stop: stop.signal,
  };
}

function colorsFor({ color }: Globals): Colors {
  const wanted = color !== false && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
  return picocolors.createColors(wanted && (Boolean(process.stdout.isTTY) || Boolean(process.env['FORCE_COLOR'])));
}

async function ask(question: string): Promise<boolean> {
  const { createInterface } = await import('node:readline/promises');
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  // The reader takes the terminal's interrupt for itself.
  reader.on('SIGINT', interrupt);
  try {
    const answer = await reader.question(`${question} [y/N] `, { signal: stop.signal });
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    throw stop.signal.aborted ? new Failure('interrupted') : error;
  } finally {
    reader.close();
  }
}

/** What asks us to end: Ctrl-C, `kill`, and a terminal that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const stop = new AbortController();

/** Ends what is waited for, in its own way; the second time, at once. Whatever is left half done, the journal knows. */
function interrupt(): void {
  if (stop.signal.aborted) process.exit(EXIT.interrupted);
  process.stderr.write('\n');
  stop.abort();
}

/**
 * While code runs without a pause, node delivers no signal to us. So SIGINT is watched for from outside (by node, in a thread
 * of its own), which ends the code wherever it is, as a crash would; the others end the process at once, as they do
 * where nobody listens.
 */
function busy<T>(work: () => T): T {
  const outcome: { value?: T } = {};
  const slot = globalThis as { [BUSY]?: () => void };
  slot[BUSY] = () => (outcome.value = work());
  process.off('SIGTERM', interrupt).off('SIGHUP', interrupt);
  try {
    if (stop.signal.aborted) throw new Failure('interrupted');
    runInThisContext(`globalThis[Symbol.for(${JSON.stringify(BUSY.description)})]()`, { breakOnSigint: true });
    return outcome.value as T;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED')) throw error;
    stop.abort();
    throw new Failure('interrupted');
  } finally {
    delete slot[BUSY];
    process.on('SIGTERM', interrupt).on('SIGHUP', interrupt);
  }
}

const BUSY = Symbol.for('ssot-codemod.busy');

/** Says on stderr what ended the command, and returns its exit code. */
function report(error: unknown, verbose: boolean): ExitCode {
  const write = (line: string): void => void process.stderr.write(`${line}\n`);
  if (error instanceof Failure) {
    write(`ssot: ${printable(error.message)}`);
    error.lines.forEach((line) => write(`  ${printable(line)}`));
    write(`  -> ${printable(error.hint)}`);
    return error.exit;
  }
  const message = error instanceof Error ? error.message : String(error);
  write(`ssot: ${printable(notices.internal(message))}`);
  if (verbose && error instanceof Error && error.stack) write(error.stack.split('\n').map(printable).join('\n'));
  write(`  -> ${notices.askReport()}`);
  return EXIT.internal;
}
