import type { Finding } from '../messages/findings.js';
import type { FindingCode } from '../messages/finding-texts.js';
import type { Change } from '../workspace/change.js';

/** Found in the world after the rewrites of their phase; everything else is found in the text that is rewritten. */
const SEEN_AFTERWARDS: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'still-referenced',
  'facade-importer',
  'left-behind',
  'undefined-name',
  'broken-import',
]);

/** The findings with the lines of the files as they are before the phase: those are the files that a person has at hand. */
export function withLinesBefore(findings: readonly Finding[], changes: readonly Change[]): Finding[] {
  const byPath = new Map(changes.map((change) => [change.path, change]));
  return findings.map((one) => {
    const change = SEEN_AFTERWARDS.has(one.code) && one.line > 0 ? byPath.get(one.path) : undefined;
    return change ? { ...one, line: lineBefore(change, one.line) } : one;
  });
}

function lineBefore({ before, after }: Change, line: number): number {
  const old = linesOf(before);
  const now = linesOf(after);
  const text = now[line - 1];
  const shift = old.length - now.length;
  let nearest = 0;
  for (const [i, one] of old.entries()) {
    // Of equal lines the one that lies between staying where it was and moving with the end of the file.
    const distance = Math.min(Math.abs(i + 1 - line), Math.abs(i + 1 - line - shift));
    const best = Math.min(Math.abs(nearest - line), Math.abs(nearest - line - shift));
    if (one === text && (nearest === 0 || distance < best)) nearest = i + 1;
  }
  return nearest > 0 ? nearest : behindAnchor(old, now, line);
}

/** A line that was rewritten itself: as far behind the last line above it that stayed as it is now. */
function behindAnchor(old: readonly string[], now: readonly string[], line: number): number {
  for (let i = line - 2; i >= 0; i--) {
    const at = old.indexOf(now[i] ?? '');
    if (at >= 0 && now[i] !== '' && old.lastIndexOf(now[i] ?? '') === at) return Math.min(at + line - i, old.length);
  }
  return Math.min(line, old.length);
}

function linesOf(text: string | null): string[] {
  return (text ?? '').split(/\r\n|\r|\n/);
}
