import { type ChildProcess, spawn } from 'node:child_process';
import { Failure } from '../messages/failures.js';

export interface ValidationEnd {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** In milliseconds: how long a command may take to end by itself once it was interrupted. */
const GRACE = 2000;

/**
 * Runs the user's validation command in a shell, handing on its output as it comes (both streams, in order of arrival).
 * Its input is closed, so that it can never wait for an answer. When `stop` is aborted, the command and all that it
 * started are ended, and only then is Failure `interrupted` thrown. Rejects otherwise only when no shell can be started.
 */
export function runValidation(
  command: string,
  cwd: string,
  onOutput: (text: string, stream: 'stdout' | 'stderr') => void,
  stop?: AbortSignal,
): Promise<ValidationEnd> {
  return new Promise((resolve, reject) => {
    // A process group of its own, so that all of it can be ended.
    const child = spawn(command, {
      cwd,
      shell: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => onOutput(text, stream));
    }
    let grace: NodeJS.Timeout | undefined;
    const end = (): void => {
      signalAll(child, 'SIGINT');
      grace = setTimeout(() => signalAll(child, 'SIGKILL'), GRACE);
    };
    stop?.addEventListener('abort', end, { once: true });
    child.on('error', reject);
    child.on('close', (exitCode, signal) => {
      clearTimeout(grace);
      stop?.removeEventListener('abort', end);
      if (stop?.aborted) {
        // The shell may have gone before what it started.
        signalAll(child, 'SIGKILL');
        reject(new Failure('interrupted'));
      } else resolve({ exitCode, signal });
    });
    if (stop?.aborted) end();
  });
}

/** To the command and all that it started; nothing when they have gone already. */
function signalAll(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
