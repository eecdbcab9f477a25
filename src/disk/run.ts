import { spawn } from 'node:child_process';

export interface ValidationEnd {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * Runs the user's validation command in a shell, handing on its output as it comes (both streams, in order of arrival).
 * Its input is closed, so that it can never wait for an answer. Rejects only when no shell can be started.
 */
export function runValidation(
  command: string,
  cwd: string,
  onOutput: (text: string, stream: 'stdout' | 'stderr') => void,
): Promise<ValidationEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, { cwd, shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => onOutput(text, stream));
    }
    child.on('error', reject);
    child.on('close', (exitCode, signal) => resolve({ exitCode, signal }));
  });
}
