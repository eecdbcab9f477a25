/** The engine makes copies of what is shorter. */
const SLICED = 13;

/** A copy of a part of a text. The part itself would keep the whole text in memory for as long as it is kept. */
export function owned(part: string): string {
  return part.length < SLICED ? part : ` ${part}`.slice(1);
}
