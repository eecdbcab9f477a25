import { rollbackPhases } from '../disk/rollback.js';
import { runValidation } from '../disk/run.js';
import { Failure } from '../messages/failures.js';
import { notices } from '../messages/notices.js';
import { printable } from '../reports/printable.js';
import { type Args, type Context, tell } from './context.js';
import type { Project } from './project.js';

export interface Validated {
  readonly command: string;
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
}

/** Runs the phase's validation command, if there is one. Returns how it ended; null when nothing was run. */
export async function validate(
  context: Context,
  args: Args,
  { root, migration }: Project,
  phase: number,
): Promise<Validated | null> {
  const command = migration.validate(phase);
  if (command === null || args.validate === false) return null;
  // With --quiet too: nobody's command is run unseen.
  context.stderr(`${notices.validating(printable(command))}\n`);
  // Shown as it comes; with --quiet only when it failed, because then it is what the user needs.
  const held: string[] = [];
  const onOutput = (text: string): void => {
    if (args.quiet) held.push(text);
    else context.stderr(text);
  };
  const { exitCode } = await runValidation(command, root, onOutput, context.stop);
  if (exitCode !== 0) held.forEach((text) => context.stderr(text));
  return { command, exitCode };
}

/** Validates a phase that was just applied. Rolls it back and throws Failure `validation-failed` (exit 5) when that fails. */
export async function validateOrRollBack(
  context: Context,
  args: Args,
  project: Project,
  phase: number,
): Promise<Validated | null> {
  const validated = await validate(context, args, project, phase);
  if (!validated) return null;
  if (validated.exitCode === 0) {
    tell(context, args, notices.validated());
    return validated;
  }
  // What the command itself wrote over our files must not keep them from being restored; `force` keeps it as a backup.
  const options = { at: context.now(), force: true };
  context.busy(() => rollbackPhases(project.root, project.migration.name, phase, options));
  tell(context, args, notices.rolledBackAfter(phase));
  throw failed(validated);
}

/** `npm test` ended with 1. */
export function failed({ command, exitCode }: Validated): Failure {
  const how = exitCode === null ? 'was ended by a signal' : `ended with ${exitCode}`;
  return new Failure('validation-failed', `${printable(command)} ${how}`);
}
