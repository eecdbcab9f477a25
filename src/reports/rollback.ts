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

/** What a rollback would do: the phases, newest first, and each file. */
export function rollbackReport(plan: RollbackPreview, json: boolean): Report {
  if (json) return { output: `${JSON.stringify({ version: 1, ...plan }, null, 2)}\n`, exitCode: EXIT.done };
  // `create` brings back a file that the phase removed; `delete` takes away one that it made.
  const verb = { create: 'restore', update: 'restore', delete: 'remove' } as const;
  const lines = [
    `Would roll back ${plan.phases.map((phase) => `phase ${phase}`).join(', ')}: ${count(plan.files.length, 'file')}`,
    ...plan.files.map(({ phase, path, action }) => `  phase ${phase}: ${verb[action]} ${printable(path)}`),
    ...plan.drifted.map(({ path }) => `  edited since: ${printable(path)} (--merge or --force)`),
  ];
  return { output: `${lines.join('\n')}\n`, exitCode: EXIT.done };
}
