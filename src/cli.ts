import { hostname } from 'node:os';
import { resolve } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import type { Colors } from 'picocolors/types.js';
import type { Context } from './commands/context.js';
import { toolVersion } from './disk/package.js';
import { EXIT, type ExitCode, Failure, notices } from './messages.js';
import { printable } from './reports/printable.js';

/** Runs the command that the arguments name and sets the exit code. The only place that knows `process`. */
export async function main(argv: readonly string[] = process.argv.slice(2)): Promise<void> {
  process.on('SIGINT', interrupt);
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
    process.off('SIGINT', interrupt);
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
  const { run } = await parsed.command.load();
  return run(await contextFor(parsed.global), parsed.args);
}

interface Global {
  readonly cwd?: string;
  readonly color?: boolean;
  readonly progress?: boolean;
  readonly quiet?: boolean;
}

async function contextFor(global: Global): Promise<Context> {
  const { progressBar } = await import('./commands/progress.js');
  const watched = Boolean(process.stderr.isTTY) && global.progress !== false && global.quiet !== true;
  const stderr = (text: string): void => void process.stderr.write(text);
  return {
    cwd: resolve(process.cwd(), global.cwd ?? '.'),
    stdout: (text) => void process.stdout.write(text),
    stderr,
    colors: await colorsFor(global),
    ask: process.stdin.isTTY && process.stderr.isTTY ? ask : null,
    now: () => new Date().toISOString(),
    process: { pid: process.pid, host: hostname() },
    progress: (label) => progressBar(label, watched ? stderr : null, () => performance.now()),
  };
}

async function colorsFor({ color }: Global): Promise<Colors> {
  const { default: picocolors } = await import('picocolors');
  const wanted = color !== false && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
  return picocolors.createColors(wanted && (Boolean(process.stdout.isTTY) || Boolean(process.env['FORCE_COLOR'])));
}

async function ask(question: string): Promise<boolean> {
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  // The reader takes the terminal's interrupt for itself.
  reader.on('SIGINT', interrupt);
  try {
    return /^y(es)?$/i.test((await reader.question(`${question} [y/N] `)).trim());
  } finally {
    reader.close();
  }
}

/** Writing is synchronous, so between two turns of the event loop the files are as the journal says. */
function interrupt(): void {
  process.stderr.write(`\n${notices.interrupted()}\n`);
  process.exit(EXIT.interrupted);
}

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
