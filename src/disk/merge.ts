import { isUtf8 } from 'node:buffer';
import { diff3Merge } from 'node-diff3';

export interface Merged {
  readonly bytes: Buffer;
  readonly conflict: boolean;
}

/**
 * Three-way merge by lines, line ends kept. Where both sides changed the same lines, both stand between conflict markers.
 * Null when one of them is not text.
 */
export function mergeTexts(mine: Buffer, base: Buffer, theirs: Buffer, phase: number): Merged | null {
  if (![mine, base, theirs].every((bytes) => isUtf8(bytes))) return null;
  const [a, o, b] = [mine, base, theirs].map((bytes) => bytes.toString('utf8'));
  const end = a?.includes('\r\n') ? '\r\n' : '\n';
  const regions: readonly Region[] = diff3Merge(lines(a), lines(o), lines(b), { excludeFalseConflicts: true });
  const text = regions.map((region) => {
    if (region.ok) return region.ok.join('');
    const side = (side: readonly string[] = []): string => side.join('').replace(/[^\n]$/, `$&${end}`);
    const { a, b } = region.conflict ?? {};
    return `<<<<<<< edited${end}${side(a)}=======${end}${side(b)}>>>>>>> before phase ${phase}${end}`;
  });
  return { bytes: Buffer.from(text.join('')), conflict: regions.some((region) => region.conflict) };
}

/** A stretch on which all agree or one side changed, or one on which both did. */
interface Region {
  readonly ok?: readonly string[];
  readonly conflict?: { readonly a: readonly string[]; readonly b: readonly string[] };
}

function lines(text = ''): string[] {
  return text.split(/(?<=\n)/);
}
