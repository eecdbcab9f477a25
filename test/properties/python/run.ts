import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** Runs programs in one python3 and gives back the lines that each prints, in order. */
export class PythonRunner {
  private child: ChildProcessByStdio<Writable, Readable, null> | null = null;
  private answers: AsyncIterator<string> | null = null;

  async run(folder: string): Promise<readonly string[]> {
    if (this.child === null || this.answers === null) this.start();
    this.child?.stdin.write(`${JSON.stringify(folder)}\n`);
    const answer = await this.answers?.next();
    if (answer?.done !== false) throw new Error('python3 ended');
    return JSON.parse(answer.value) as string[];
  }

  close(): void {
    this.child?.stdin.end();
    this.child = null;
  }

  private start(): void {
    this.child = spawn('python3', ['-I', join(import.meta.dirname, 'runner.py')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.answers = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }
}

/** A program that could not be loaded or threw: what it does is chance. */
export function isBroken(lines: readonly string[]): boolean {
  return lines.some((line) => line.includes('failed: ') || line.includes('"threw '));
}
