/**
 * Globs as picomatch understands them (with `dot: true`; `a/**` is what lies below `a`), matched in time that is bounded by (length of the path x length
 * of the glob): a regular expression made of `*a*a*a*a*b` takes hours for a name that a stranger chose, and globs and
 * names may both come from strangers. What cannot be bounded (`+(…)`, `*(…)`, `!(…)`, ranges) is refused.
 */
export type Matcher = (path: string) => boolean;

/** One character, or a wildcard within one segment. */
type Token =
  | { readonly kind: 'one'; readonly test: (character: string) => boolean; readonly literal: string | null }
  | { readonly kind: 'many' };
/** The tokens of a segment; null stands for `**`. */
type Segment = readonly Token[] | null;

const MOST_ALTERNATIVES = 256;
const LONGEST = 1000;

/** The matcher of a glob, or (as a phrase) why there is none. */
export function compileGlob(glob: string): Matcher | { readonly refused: string } {
  if (glob.length > LONGEST) return { refused: `longer than ${LONGEST} characters` };
  if (glob.startsWith('!')) return { refused: 'a negation ("!")' };
  if (/(?<!\\)[+*!]\(/.test(glob)) return { refused: 'a group that repeats or negates ("+(", "*(", "!(")' };
  if (/(?<!\\)\)\+/.test(glob)) return { refused: 'a group that repeats (")+")' };
  if (/(?<!\\)\{[^{}]*\.\.[^{}]*\}/.test(glob)) return { refused: 'a range ("{1..3}")' };
  // `app/[id]/page.ts` is a file in some frameworks: brackets stand for a class and for themselves.
  const [asClass, asItself] = [expand(glob), expand(glob.replace(/(?<!\\)[[\]]/g, '\\$&'))];
  if (asClass === null || asItself === null) return { refused: `more than ${MOST_ALTERNATIVES} alternatives` };
  const matchers = [...new Set([...asClass, ...asItself])].map((alternative) => {
    const segments = segmentsOf(alternative);
    return { segments, part: longestLiteral(segments) };
  });
  return (path) => {
    // Most paths have none of what must stand in them, which is told faster than what they are.
    const possible = matchers.filter(({ part }) => path.includes(part));
    if (possible.length === 0) return false;
    const parts = path.split('/');
    return possible.some(({ segments }) => matchList(segments, parts, isGlobstar, matchSegment) === segments.length);
  };
}

/** A text that is in every path that these match. */
function longestLiteral(segments: readonly Segment[]): string {
  const runs = segments.flatMap((tokens) =>
    (tokens ?? [])
      .map((token) => (token.kind === 'one' && token.literal !== null ? token.literal : '/'))
      .join('')
      .split('/'),
  );
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), '');
}

/** Whether a text has a meaning beyond itself as a glob. */
export function isGlob(text: string): boolean {
  return /[*?[\]{}()!]/.test(text.replace(/\\./g, ''));
}

/** `{a,b}`, `(a|b)`, `@(a|b)` and `?(a)` written out; null when there are too many. */
function expand(glob: string): string[] | null {
  const group = innermost(glob);
  if (group === null) return [glob];
  const all: string[] = [];
  for (const option of group.options) {
    const rest = expand(glob.slice(0, group.start) + option + glob.slice(group.end));
    if (rest === null || all.length + rest.length > MOST_ALTERNATIVES) return null;
    all.push(...rest);
  }
  return [...new Set(all)];
}

interface Group {
  readonly start: number;
  readonly end: number;
  readonly options: readonly string[];
}

/** The first group that holds no other one. */
function innermost(glob: string): Group | null {
  let open: { at: number; mark: string; cuts: number[] } | null = null;
  for (let i = 0; i < glob.length; i++) {
    const character = glob.charAt(i);
    if (character === '\\') i++;
    else if (character === '[') i = classEnd(glob, i) ?? i;
    else if (character === '{' || character === '(') open = { at: i, mark: character, cuts: [] };
    else if (open && character === (open.mark === '{' ? ',' : '|')) open.cuts.push(i);
    else if (open && character === (open.mark === '{' ? '}' : ')')) return groupOf(glob, open, i);
  }
  return null;
}

function groupOf(glob: string, { at, mark, cuts }: { at: number; mark: string; cuts: number[] }, end: number): Group {
  const edges = [at, ...cuts, end];
  const options = edges.slice(1).map((edge, i) => glob.slice((edges[i] ?? 0) + 1, edge));
  // A brace without a comma is one.
  if (mark === '{' && cuts.length === 0) return { start: at, end: end + 1, options: [`\\{${options[0] ?? ''}\\}`] };
  const sign = mark === '(' ? glob.charAt(at - 1) : '';
  if (sign === '?') return { start: at - 1, end: end + 1, options: ['', ...options] };
  return { start: sign === '@' ? at - 1 : at, end: end + 1, options };
}

/** The index of the `]` that closes the class at `start`; null when it is no class. */
function classEnd(glob: string, start: number): number | null {
  const first = start + (glob.charAt(start + 1) === '^' ? 2 : 1);
  for (let i = first; i < glob.length && glob.charAt(i) !== '/'; i++) {
    if (glob.charAt(i) === '\\') i++;
    else if (glob.charAt(i) === ']' && i > first) return i;
  }
  return null;
}

function segmentsOf(glob: string): Segment[] {
  const segments = glob.split('/').map((part): Segment => (/^\*{2,}$/.test(part) ? null : tokensOf(part)));
  // Neighbouring `**` say no more than one.
  return segments.filter((segment, i) => segment !== null || segments[i - 1] !== null || i === 0);
}

function tokensOf(part: string): Token[] {
  const tokens: Token[] = [];
  for (let i = 0; i < part.length; i++) {
    const character = part.charAt(i);
    const end = character === '[' ? classEnd(part, i) : null;
    if (character === '*') {
      if (tokens.at(-1)?.kind !== 'many') tokens.push({ kind: 'many' });
    } else if (character === '?') tokens.push({ kind: 'one', test: () => true, literal: null });
    else if (end !== null) {
      tokens.push({ kind: 'one', test: classTest(part.slice(i + 1, end)), literal: null });
      i = end;
    } else {
      const literal = character === '\\' && i + 1 < part.length ? part.charAt(++i) : character;
      tokens.push({ kind: 'one', test: (each) => each === literal, literal });
    }
  }
  return tokens;
}

/** `a-z_`, `^a-z`; `\` takes the next character as it is. */
function classTest(body: string): (character: string) => boolean {
  const negated = body.startsWith('^');
  const members = [...(negated ? body.slice(1) : body).matchAll(/\\?([^])(?:-\\?([^]))?/g)];
  return (character) => negated !== members.some(([, from = '', to = from]) => from <= character && character <= to);
}

function matchSegment(tokens: Segment, part: string): boolean {
  if (tokens === null || part === '') return false;
  const isMany = (token: Token): boolean => token.kind === 'many';
  const reached = matchList(tokens, part, isMany, (token, each) => token.kind === 'one' && token.test(each));
  return reached !== null && tokens.slice(reached).every(isMany);
}

function isGlobstar(segment: Segment): boolean {
  return segment === null;
}

/**
 * Matches a list of patterns, some of which take any number of items, without ever going back further than to the last of
 * those: what an earlier one could take, the last one can take as well. Returns how many patterns are used up when all items
 * are; null when they do not match.
 */
function matchList<P, T>(
  patterns: readonly P[],
  items: ArrayLike<T>,
  isMany: (pattern: P) => boolean,
  matches: (pattern: P, item: T) => boolean,
): number | null {
  let [p, i, lastMany, from] = [0, 0, -1, 0];
  while (i < items.length) {
    const [pattern, item] = [patterns[p], items[i]];
    if (pattern !== undefined && isMany(pattern)) [lastMany, from, p] = [p, i, p + 1];
    else if (pattern !== undefined && item !== undefined && matches(pattern, item)) [p, i] = [p + 1, i + 1];
    else if (lastMany >= 0) [p, i, from] = [lastMany + 1, from + 1, from + 1];
    else return null;
  }
  return p;
}
