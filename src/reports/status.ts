import type { Colors } from 'picocolors/types.js';
import { EXIT } from '../messages/failures.js';
import { printable } from './printable.js';
import type { Report } from './report.js';
import { count, table } from './table.js';

/** What `status --json` prints. */
export interface StatusDocument {
  readonly version: 1;
  readonly name: string;
  readonly finished: boolean;
  /** Backups of which the journal says nothing: it was lost or cut off. */
  readonly strayBackups: readonly string[];
  readonly phases: readonly PhaseStanding[];
}

/** One phase: what the journal says of it, and what was edited since. */
export interface PhaseStanding {
  readonly number: number;
  readonly name: string;
  readonly title: string;
  readonly status: 'pending' | 'applied' | 'rolled back' | 'interrupted';
  readonly doing: 'apply' | 'rollback' | null;
  /** ISO 8601. */
  readonly at: string | null;
  readonly files: readonly { readonly path: string }[];
  readonly drift: readonly { readonly path: string }[];
}

/** The status as one JSON document. */
export function statusJson(status: StatusDocument): Report {
  return { output: `${JSON.stringify(status, null, 2)}\n`, exitCode: EXIT.done };
}

/** Each phase and what was edited since, for a person, with the next step. */
export function statusReport(status: StatusDocument, colors: Colors): Report {
  const rows = status.phases.map((phase) => [`${phase.number} ${printable(phase.title)}`, ...cells(phase)]);
  const columns = [{ head: 'phase' }, { head: 'status' }, { head: 'files', right: true }, { head: 'since' }];
  const [head = '', ...lines] = table(columns, rows);
  const drift = status.phases.flatMap(({ number, drift }) => drift.map(({ path }) => driftLine(number, path)));
  const sections = [
    [colors.bold(printable(status.name)) + (status.finished ? ' (finished)' : '')],
    [colors.dim(head), ...lines],
    drift,
    status.strayBackups.map((path) => `the journal does not know this backup: ${printable(path)}`),
    [nextStep(status)],
  ].filter((section) => section.length > 0);
  return { output: `${sections.map((section) => section.join('\n')).join('\n\n')}\n`, exitCode: EXIT.done };
}

function cells({ status, doing, at, files, drift }: PhaseStanding): string[] {
  const label = doing === null ? status : `${status} (${doing})`;
  const edited = drift.length > 0 ? `, ${drift.length} edited since` : '';
  return [label + edited, files.length === 0 ? '-' : String(files.length), at ?? ''];
}

function driftLine(phase: number, path: string): string {
  return `edited since phase ${phase}: ${printable(path)}`;
}

function nextStep(status: StatusDocument): string {
  const { finished, phases } = status;
  const interrupted = phases.find(({ status }) => status === 'interrupted');
  if (interrupted) {
    const phase = interrupted.number;
    return `Next: \`ssot resume\` completes phase ${phase}; \`ssot rollback --phase ${phase}\` takes it back.`;
  }
  const [stray] = status.strayBackups;
  if (stray !== undefined) {
    return 'Next: put .ssot back, or `ssot rollback --phase N --from-backups` restores what the backups hold.';
  }
  if (finished) return 'The migration is finished.';
  const applied = phases.filter(({ status }) => status === 'applied').length;
  if (applied === phases.length) return 'All phases are applied. Next: `ssot finish`, when all is well.';
  return applied === 0
    ? 'Next: `ssot plan`.'
    : `${count(applied, 'phase')} applied. Next: \`ssot plan\` shows what is left, if anything; then \`ssot finish\`.`;
}
