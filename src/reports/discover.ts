import { EXIT } from '../messages/failures.js';
import { printable } from './printable.js';
import type { Report } from './report.js';
import { count, table } from './table.js';

export interface HandsOn {
  readonly path: string;
  readonly kind: 'shim' | 'barrel';
  readonly importers: number;
  readonly origins: readonly string[];
}

const SHOWN = 50;

/** Modules that only hand on what others define, the most imported first. */
export function discoverReport(
  found: readonly HandsOn[],
  { json, verbose }: { json?: boolean; verbose?: boolean },
): Report {
  if (json) {
    return { output: `${JSON.stringify({ version: 1, candidates: found }, null, 2)}\n`, exitCode: EXIT.done };
  }
  if (found.length === 0) return { output: 'No module only hands on what others define.\n', exitCode: EXIT.done };
  const shown = verbose ? found : found.slice(0, SHOWN);
  const rows = shown.map(({ path, kind, importers, origins }) => [
    printable(path),
    kind,
    String(importers),
    origins.length === 1 ? printable(origins[0] ?? '') : count(origins.length, 'module'),
  ]);
  const columns = [{ head: 'module' }, { head: 'kind' }, { head: 'importers', right: true }, { head: 'hands on' }];
  const rest = found.length - shown.length;
  const lines = [
    ...table(columns, rows),
    ...(rest > 0 ? [`... and ${rest} more (--verbose shows all)`] : []),
    '',
    'Next: `ssot init --canonical path/to/file#Export` drafts a migration file.',
  ];
  return { output: `${lines.join('\n')}\n`, exitCode: EXIT.done };
}
