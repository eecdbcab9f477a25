import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from 'diff';
import { EXIT } from '../messages.js';
import type { Plan } from '../plan/plan.js';
import { type Change, squash } from '../workspace/change.js';
import type { Report } from './report.js';

const CONTEXT = 3;

/**
 * All phases of the plan as one diff, one section per file: `git apply` of it gives the tree that applying the phases
 * gives. Not made printable: it is data, and every byte of it counts.
 */
export function diffReport(plan: Plan): Report {
  const changes = squash(plan.phases.flatMap((phase) => phase.changes));
  return { output: changes.map(fileDiff).join(''), exitCode: EXIT.done };
}

/**
 * One file's change as a unified diff, paths quoted as git quotes them. The plain form (without `diff --git`) is
 * deliberate: git reads it relative to the working directory, and the root need not be the top of a repository; a
 * `diff --git` section is skipped in silence there. Only a file without a line needs that form, for want of a hunk.
 */
export function fileDiff(change: Change): string {
  const { path, before, after } = change;
  const patch = structuredPatch(
    before === null ? '/dev/null' : `a/${path}`,
    after === null ? '/dev/null' : `b/${path}`,
    before ?? '',
    after ?? '',
    undefined,
    undefined,
    { context: CONTEXT },
  );
  if (patch.hunks.length > 0) return formatPatch(patch, FILE_HEADERS_ONLY);
  return formatPatch({ ...patch, isGit: true, isCreate: before === null, isDelete: after === null });
}

export interface LineCount {
  readonly additions: number;
  readonly deletions: number;
}

/** Lines added and removed, as a diff shows them. */
export function countLines({ path, before, after }: Change): LineCount {
  const { hunks } = structuredPatch(path, path, before ?? '', after ?? '', undefined, undefined, { context: 0 });
  const lines = hunks.flatMap((hunk) => hunk.lines);
  return {
    additions: lines.filter((line) => line.startsWith('+')).length,
    deletions: lines.filter((line) => line.startsWith('-')).length,
  };
}
