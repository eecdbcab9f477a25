import { EXIT } from '../messages/failures.js';
import { notices } from '../messages/notices.js';
import type { Plan } from '../plan/plan.js';
import { type Change, actionOf, squash } from '../workspace/change.js';
import { hunksOf } from './diff.js';
import { printable } from './printable.js';
import type { Report } from './report.js';
import { count } from './table.js';

/** A place that still uses what is retired. */
export interface Violation {
  readonly path: string;
  /** 1-based; 0 when it is about the file as a whole. */
  readonly line: number;
  readonly message: string;
}

/** Every place that the plan would change or that blocks it, by path and line. */
export function violations(plan: Plan): Violation[] {
  const changes = squash(plan.phases.flatMap((phase) => phase.changes));
  const blockers = plan.phases.flatMap((phase) => phase.findings.filter(({ severity }) => severity === 'blocker'));
  const all = [...changes.flatMap(placesOf), ...blockers.map(({ path, line, message }) => ({ path, line, message }))];
  return all.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line));
}

/** Exit code 1 when something violates the single source of truth. */
export function checkReport(found: readonly Violation[], json: boolean): Report {
  const exitCode = found.length > 0 ? EXIT.no : EXIT.done;
  if (json) return { output: `${JSON.stringify({ version: 1, violations: found }, null, 2)}\n`, exitCode };
  if (found.length === 0) return { output: `${notices.clean()}\n`, exitCode };
  const lines = found.map(({ path, line, message }) => {
    const place = line > 0 ? `${printable(path)}:${line}` : printable(path);
    return `${place}: ${printable(message)}`;
  });
  return {
    output: `${lines.join('\n')}\n${count(found.length, 'violation')}. \`ssot plan --diff\` shows the remedy.\n`,
    exitCode,
  };
}

/** The lines of the file as it is that a change takes away; a file that goes, or comes, is one place. */
function placesOf(change: Change): Violation[] {
  const { path } = change;
  const action = actionOf(change);
  if (action !== 'update') {
    const message = action === 'delete' ? 'the retired module is still there' : 'the module is missing';
    return [{ path, line: 0, message }];
  }
  // A hunk that only adds is what another one needs (its import, say): nothing of it stands in the file.
  const hunks = hunksOf(change, 0);
  const removing = hunks.filter(({ lines }) => lines.some((line) => line.startsWith('-')));
  return (removing.length > 0 ? removing : hunks.slice(0, 1)).map((hunk) => {
    const removed = hunk.lines.find((line) => line.startsWith('-'));
    return { path, line: hunk.oldStart, message: (removed ?? hunk.lines[0] ?? '').slice(1).trim() };
  });
}
