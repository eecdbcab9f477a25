import { EXIT } from '../messages/failures.js';
import type { Action } from '../workspace/change.js';
import { printable } from './printable.js';
import type { Report } from './report.js';
import { count } from './table.js';

export interface RollbackPreview {
  /** Newest first. */
  readonly phases: readonly number[];
  readonly files: readonly { readonly phase: number; readonly path: string; readonly action: Action }[];
  /** Files edited since. */
  readonly drifted: readonly { readonly path: string }[];
}

export interface RollbackOptions {
  readonly json: boolean;
  readonly force: boolean;
  readonly merge: boolean;
}

/** What a rollback would do: the phases, newest first, and each file; with the exit code of a rollback that would be refused. */
export function rollbackReport(plan: RollbackPreview, { json, force, merge }: RollbackOptions): Report {
  const exitCode = plan.drifted.length > 0 && !force && !merge ? EXIT.drift : EXIT.done;
  if (json) return { output: `${JSON.stringify({ version: 1, ...plan }, null, 2)}\n`, exitCode };
  // `create` brings back a file that the phase removed; `delete` takes away one that it made.
  const verb = { create: 'restore', update: 'restore', delete: 'remove' } as const;
  const lines = [
    `Would roll back ${plan.phases.map((phase) => `phase ${phase}`).join(', ')}: ${count(plan.files.length, 'file')}`,
    ...plan.files.map(({ phase, path, action }) => `  phase ${phase}: ${verb[action]} ${printable(path)}`),
    ...plan.drifted.map(({ path }) => `  edited since: ${printable(path)} (${edited(force, merge)})`),
  ];
  return { output: `${lines.join('\n')}\n`, exitCode };
}

function edited(force: boolean, merge: boolean): string {
  if (force) return 'the edited version is kept beside it';
  return merge ? 'the edits are merged in' : 'refused without --merge or --force';
}
