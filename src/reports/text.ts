import type { Colors } from 'picocolors/types.js';
import { EXIT } from '../messages/failures.js';
import type { Finding } from '../messages/findings.js';
import type { Severity } from '../messages/finding-texts.js';
import type { Plan, PlannedPhase, Risk } from '../plan/plan.js';
import { actionOf } from '../workspace/change.js';
import { countLines } from './diff.js';
import { printable } from './printable.js';
import type { Report } from './report.js';
import { count, table } from './table.js';

export interface TextOptions {
  readonly colors: Colors;
  /** What the code should reach by one path only; null when the migration only redirects. */
  readonly symbol: string | null;
  /** The phases that are applied already. */
  readonly applied: readonly number[];
  /** Show every finding, also those of severity `info`, and every changed file. */
  readonly verbose: boolean;
}

/** So many findings of one kind are shown per phase; more are counted (all with `verbose`). */
const SHOWN = 10;

/** The plan for a person: headline, a table of the phases, and what needs a hand, by phase. */
export function planReport(plan: Plan, options: TextOptions): Report {
  const sections = [
    headline(plan, options),
    phaseTable(plan, options),
    ...(options.verbose ? plan.phases.map(changedFiles) : []),
    ...(options.verbose ? [skippedFiles(plan)] : []),
    ...plan.phases.map((phase, i) => findingsOf(phase, plan.phases.slice(0, i), options)),
    closing(plan, options),
  ].filter((lines) => lines.length > 0);
  return { output: `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`, exitCode: EXIT.done };
}

function headline(plan: Plan, { colors, symbol, applied }: TextOptions): string[] {
  const done = applied.length > 0 ? ` (applied: ${applied.map((phase) => `phase ${phase}`).join(', ')})` : '';
  const name = colors.bold(printable(plan.name)) + done;
  if (symbol === null) return [name];
  const { before, after } = plan.paths;
  return [name, `import paths to ${printable(symbol)}: ${before} -> ${colors.bold(String(after))}`];
}

/** What belongs to no phase, because it was never read. */
function skippedFiles({ skipped }: Plan): string[] {
  if (skipped.length === 0) return [];
  const rows = skipped.map(({ path, message }) => `  skipped ${printable(path)}: ${printable(message)}`);
  return [`Never read: ${skipped.length}`, ...rows];
}

function phaseTable(plan: Plan, { colors }: TextOptions): string[] {
  const columns = [
    { head: 'phase' },
    { head: 'risk' },
    { head: 'files', right: true },
    { head: 'lines', right: true },
    { head: 'removed', right: true },
    { head: 'blocked', right: true },
    { head: 'by hand', right: true },
  ];
  const [head = '', ...rows] = table(columns, plan.phases.map(phaseRow));
  const tint = { low: colors.green, medium: colors.yellow, high: colors.red } satisfies Record<Risk, unknown>;
  return [
    colors.dim(head),
    ...rows.map((row, i) => {
      const phase = plan.phases[i];
      if (!phase) return row;
      if (phase.changes.length === 0 && phase.findings.length === 0) return colors.dim(row);
      return row.replace(` ${phase.risk} `, (risk) => tint[phase.risk](risk));
    }),
  ];
}

function phaseRow(phase: PlannedPhase): string[] {
  const label = `${phase.number} ${printable(phase.title)}`;
  const manual = severity(phase, 'manual').length;
  const blockers = severity(phase, 'blocker').length;
  if (phase.changes.length === 0 && manual + blockers === 0) return [label, 'nothing to do'];
  const lines = phase.changes.map(countLines);
  const added = lines.reduce((sum, { additions }) => sum + additions, 0);
  const deleted = lines.reduce((sum, { deletions }) => sum + deletions, 0);
  const removed = phase.changes.filter((change) => actionOf(change) === 'delete').length;
  const cells = [phase.changes.length, `+${added} -${deleted}`, removed, blockers, manual];
  return [label, phase.risk, ...cells.map((cell) => (cell === 0 ? '-' : String(cell)))];
}

function changedFiles(phase: PlannedPhase): string[] {
  if (phase.changes.length === 0) return [];
  const rows = phase.changes.map((change) => {
    const { additions, deletions } = countLines(change);
    return `  ${actionOf(change)} ${printable(change.path)} +${additions} -${deletions}`;
  });
  return [`Phase ${phase.number} changes ${count(phase.changes.length, 'file')}`, ...rows];
}

/**
 * Findings of one phase, those of one kind together with their remedy once. What an earlier phase said already is only
 * counted: one place often stands against two phases.
 */
function findingsOf(phase: PlannedPhase, earlier: readonly PlannedPhase[], options: TextOptions): string[] {
  const said = new Set(earlier.flatMap(({ findings }) => findings.map(identity)));
  const kinds = new Map<string, Finding[]>();
  for (const level of ['blocker', 'manual', 'info'] as const) {
    if (level === 'info' && !options.verbose) continue;
    for (const finding of severity(phase, level)) {
      if (said.has(identity(finding))) continue;
      const key = `${finding.code}\n${finding.hint}`;
      kinds.set(key, [...(kinds.get(key) ?? []), finding]);
    }
  }
  const again = phase.findings.filter((one) => one.severity !== 'info' && said.has(identity(one))).length;
  if (kinds.size + again === 0) return [];
  return [
    options.colors.bold(`Phase ${phase.number}: ${printable(phase.title)}`),
    ...[...kinds.values()].flatMap((findings) => oneKind(findings, options)),
    ...(again > 0 ? [`  and ${count(again, 'finding')} that an earlier phase has too`] : []),
  ];
}

function identity({ code, path, line, message }: Finding): string {
  return [code, path, line, message].join('\0');
}

function oneKind(findings: readonly Finding[], { colors, verbose }: TextOptions): string[] {
  const tint = { blocker: colors.red, manual: colors.yellow, info: colors.cyan };
  const shown = verbose ? findings : findings.slice(0, SHOWN);
  const lines = shown.map(
    (finding) => `  ${tint[finding.severity](finding.severity)} ${place(finding)}: ${printable(finding.message)}`,
  );
  const rest = findings.length - shown.length;
  if (rest > 0) lines.push(`  ... and ${rest} more like it (--verbose shows all)`);
  const hint = findings[0]?.hint;
  return hint ? [...lines, colors.dim(`    -> ${printable(hint)}`)] : lines;
}

/** `src/a.ts:12`, or the path alone when the finding is about the whole file. */
export function place(finding: Pick<Finding, 'path' | 'line'>): string {
  return finding.line > 0 ? `${printable(finding.path)}:${finding.line}` : printable(finding.path);
}

function closing(plan: Plan, { applied, verbose }: TextOptions): string[] {
  const { seen, changed, unchanged, skipped, failed } = plan.accounting;
  const hidden = verbose ? 0 : plan.phases.reduce((sum, phase) => sum + severity(phase, 'info').length, 0);
  const files =
    `${count(seen, 'file')} seen: ${changed} to change, ${unchanged} unchanged, ${skipped} skipped, ${failed} failed; ` +
    `${count(plan.rewritten, 'reference')} to rewrite`;
  return [
    files,
    ...(hidden > 0 ? [`${count(hidden, 'note')} not shown (--verbose shows all)`] : []),
    nextStep(plan, applied),
  ];
}

/** One line: what to do now. */
export function nextStep(plan: Plan, applied: readonly number[]): string {
  const next = plan.phases.find((phase) => phase.changes.length > 0);
  const blocked = plan.phases.find((phase) => severity(phase, 'blocker').length > 0);
  if (blocked && (!next || blocked.number <= next.number)) {
    return `Next: settle what blocks phase ${blocked.number}, then \`ssot apply\`.`;
  }
  if (next)
    return `Next: \`ssot apply\` applies phase ${next.number}; \`ssot plan --phase ${next.number} --diff\` shows it.`;
  return applied.length > 0 ? 'Nothing left to do: `ssot finish` removes the backups.' : 'Nothing to do.';
}

function severity(phase: PlannedPhase, wanted: Severity): Finding[] {
  return phase.findings.filter((finding) => finding.severity === wanted);
}
