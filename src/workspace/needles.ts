/** Texts that a file is to hold, all of them. */
export type Needles = readonly string[];

/** Needles that share a part: where the part is not, none of them is. */
export interface NeedleGroup {
  readonly part: string;
  readonly members: readonly string[];
}

/** A part must be so long to be worth a search of its own. */
const SHORTEST_PART = 4;

/**
 * The needles, each once, in groups by the longest word in them (without its first character, which is written in either
 * case): a dozen spellings of one module cost one search wherever there is none of them. A needle alone is its own part.
 */
export function groupNeedles(needles: Iterable<string>): NeedleGroup[] {
  const byPart = new Map<string, string[]>();
  for (const needle of new Set(needles)) {
    const word = (needle.match(/\w+/g) ?? []).reduce(
      (longest, one) => (one.length > longest.length ? one : longest),
      '',
    );
    const part = word.length > SHORTEST_PART ? word.slice(1) : needle;
    const members = byPart.get(part);
    if (members) members.push(needle);
    else byPart.set(part, [needle]);
  }
  return [...byPart].map(([part, members]) =>
    members.length > 1 ? { part, members } : { part: members[0] ?? '', members },
  );
}
