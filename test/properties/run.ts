import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Modules stay in the memory of the process that loaded them, so it is replaced now and then. */
const RUNS_PER_PROCESS = 300;
const PATIENCE = 20_000;

/** Runs programs in a node process of their own and gives back the lines that each prints. */
export class Runner {
  private child: ChildProcess | null = null;
  private runs = 0;

  async run(main: string): Promise<readonly string[]> {
    if (this.runs++ % RUNS_PER_PROCESS === 0) this.close();
    const child = (this.child ??= fork(join(import.meta.dirname, 'runner.mjs'), { execArgv: [] }));
    return new Promise((done, fail) => {
      const timer = setTimeout(() => {
        this.close();
        done([`failed: still running after ${PATIENCE} ms`]);
      }, PATIENCE);
      child.once('error', fail);
      child.once('message', (lines) => {
        clearTimeout(timer);
        child.off('error', fail);
        done(lines as string[]);
      });
      child.send(main);
    });
  }

  close(): void {
    this.child?.kill();
    this.child = null;
  }
}

/** The lines of a program that could not be loaded, did not come to an end, or ran into a cycle: what it does is chance. */
export function isBroken(lines: readonly string[]): boolean {
  return lines.some((line) => line.startsWith('failed: ') || line.includes('threw ReferenceError'));
}

export function writeTree(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/**
 * Two programs print the same. What a module is `seen` to hold counts when both load it: a migration may make one superfluous,
 * or have a canonical module loaded that nobody used.
 */
export function agree(one: readonly string[], other: readonly string[]): boolean {
  const [mine, theirs] = [one, other].map(
    (lines) => new Map(lines.map((line) => [line.slice(0, line.indexOf(' ', 5)), line])),
  );
  const kept = (lines: readonly string[], there: ReadonlyMap<string, string> | undefined): string[] =>
    lines.filter((line) => !line.startsWith('seen ') || there?.has(line.slice(0, line.indexOf(' ', 5))));
  return kept(one, theirs).join('\n') === kept(other, mine).join('\n');
}
