import { FILE_HEADERS_ONLY, type StructuredPatchHunk, formatPatch, structuredPatch } from 'diff';
import { EXIT } from '../messages/failures.js';
import type { Plan } from '../plan/plan.js';
import { type Change, squash } from '../workspace/change.js';
import type { Report } from './report.js';

const CONTEXT = 3;
const MAX_EDITS = 2000;

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
  const patch = {
    oldFileName: before === null ? '/dev/null' : `a/${path}`,
    newFileName: after === null ? '/dev/null' : `b/${path}`,
    oldHeader: undefined,
    newHeader: undefined,
    hunks: hunksOf(change, CONTEXT),
  };
  if (patch.hunks.length > 0) return formatPatch(patch, FILE_HEADERS_ONLY);
  return formatPatch({ ...patch, isGit: true, isCreate: before === null, isDelete: after === null });
}

/** The places where a file changes, with so many lines around each; line numbers are 1-based. */
export function hunksOf({ path, before, after }: Change, context: number): StructuredPatchHunk[] {
  const [from, to] = [before ?? '', after ?? ''];
  if (from === '' || to === '') return structuredPatch(path, path, from, to, undefined, undefined, { context }).hunks;
  // Comparing takes time with the square of what differs: beyond this the whole file is one place.
  const options = { context, maxEditLength: MAX_EDITS };
  const patch = structuredPatch(path, path, from, to, undefined, undefined, options);
  return patch?.hunks ?? [replacement(path, from, to)];
}

/** All lines out, all lines in. */
function replacement(path: string, from: string, to: string): StructuredPatchHunk {
  const lines = (a: string, b: string): string[] =>
    structuredPatch(path, path, a, b, undefined, undefined, { context: 0 }).hunks.flatMap((hunk) => hunk.lines);
  const [removed, added] = [lines(from, ''), lines('', to)];
  const count = (all: readonly string[]): number => all.filter((line) => !line.startsWith('\\')).length;
  return { oldStart: 1, oldLines: count(removed), newStart: 1, newLines: count(added), lines: [...removed, ...added] };
}

export interface LineCount {
  readonly additions: number;
  readonly deletions: number;
}

/** Lines added and removed, as a diff shows them. */
export function countLines(change: Change): LineCount {
  const lines = hunksOf(change, 0).flatMap((hunk) => hunk.lines);
  return {
    additions: lines.filter((line) => line.startsWith('+')).length,
    deletions: lines.filter((line) => line.startsWith('-')).length,
  };
}
