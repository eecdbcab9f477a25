import type { Colors } from 'picocolors/types.js';
import type { ExitCode } from '../messages/failures.js';
import type { Report } from '../reports/report.js';

/** Shows how far something is; draws nothing before a second has passed, nor where nobody looks. */
export interface Progress {
  readonly update: (done: number, total: number) => void;
  /** Takes the bar away. */
  readonly end: () => void;
}

/** All that a command may know of the world outside the files. `cli.ts` makes it; tests make their own. */
export interface Context {
  /** Absolute. */
  readonly cwd: string;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** For stdout. */
  readonly colors: Colors;
  /** Asks on the terminal; null where nobody is there to answer. */
  readonly ask: ((question: string) => Promise<boolean>) | null;
  /** ISO 8601. */
  readonly now: () => string;
  readonly process: { readonly pid: number; readonly host: string };
  readonly progress: (label: string) => Progress;
  /** Does work that takes long without a pause. An interrupt ends it wherever it is: then Failure `interrupted` is thrown. */
  readonly busy: <T>(work: () => T) => T;
  /** Aborted by an interrupt, for what is waited for. */
  readonly stop: AbortSignal;
}

/** What may stand on the command line; which command takes which is said in `catalog.ts`. */
export interface Args {
  readonly config?: string;
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly quiet?: boolean;
  readonly dryRun?: boolean;
  readonly print?: boolean;
  readonly phase?: number;
  readonly all?: boolean;
  readonly diff?: boolean;
  readonly out?: string;
  readonly check?: boolean;
  readonly plan?: string;
  readonly yes?: boolean;
  readonly validate?: boolean;
  readonly allowDirty?: boolean;
  readonly docs?: boolean;
  readonly force?: boolean;
  readonly merge?: boolean;
  readonly canonical?: string;
  readonly keep?: boolean;
  readonly fromBackups?: boolean;
}

export type Run = (context: Context, args: Args) => Promise<ExitCode>;

/** Prints a report and returns its exit code. */
export function show(context: Context, report: Report): ExitCode {
  context.stdout(report.output);
  return report.exitCode;
}

/** One line on stderr, unless the user asked for quiet. */
export function tell(context: Context, args: Args, line: string): void {
  if (!args.quiet) context.stderr(`${line}\n`);
}
