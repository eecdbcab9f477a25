import type { ExitCode } from '../messages/failures.js';

/** What a report function returns: the text for stdout (with its last line ended) and the exit code that goes with it. */
export interface Report {
  readonly output: string;
  readonly exitCode: ExitCode;
}
