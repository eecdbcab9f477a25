import type { Cursor } from './cursor.js';
import { binary, expressionList, namedExpression } from './expressions.js';
import type { Expression, MatchCase, Name, Pattern, Statement } from './nodes.js';
import { DEDENT, INDENT, NAME, NEWLINE, NUMBER, STRING, T } from './token-kinds.js';

/** `match` is no keyword: it is one only when the line ends with a colon and a block begins with `case`. */
export function matchStatement(c: Cursor): Statement | null {
  if (!c.isWord('match') || !isMatch(c)) return null;
  const start = c.start;
  c.at++;
  const subject = expressionList(c);
  c.expect(T[':']);
  c.expect(NEWLINE);
  c.expect(INDENT);
  const cases: MatchCase[] = [];
  do cases.push(c.deeper(matchCase));
  while (c.kind !== DEDENT);
  c.expect(DEDENT);
  return { type: 'Match', subject, cases, start, end: cases.at(-1)?.end ?? c.last };
}

function isMatch(c: Cursor): boolean {
  let end = 1;
  while (c.kindAfter(end) !== NEWLINE) end++;
  return c.kindAfter(end - 1) === T[':'] && c.kindAfter(end + 1) === INDENT && c.textAfter(end + 2) === 'case';
}

/** One `case` with its block. */
export function matchCase(c: Cursor): MatchCase {
  const start = c.start;
  if (!c.isWord('case')) throw c.problem("expected 'case'");
  c.at++;
  const pattern = openPattern(c);
  const guard = c.take(T['if']) ? namedExpression(c) : null;
  const body = c.grammar.block(c);
  return { type: 'MatchCase', pattern, guard, body, start, end: body.at(-1)?.end ?? c.last };
}

/** Only the outermost sequence needs no brackets. */
function openPattern(c: Cursor): Pattern {
  const start = c.start;
  const first = item(c);
  if (c.kind !== T[',']) return first;
  const patterns = [first];
  while (c.take(T[',']) && c.kind !== T[':'] && c.kind !== T['if']) patterns.push(item(c));
  return pattern(c, start, { patterns });
}

type Content = Partial<Pick<Pattern, 'binds' | 'values' | 'patterns'>>;

function pattern(c: Cursor, start: number, { binds = null, values = [], patterns = [] }: Content): Pattern {
  return { type: 'Pattern', binds, values, patterns, ...c.span(start) };
}

function item(c: Cursor): Pattern {
  const start = c.start;
  if (!c.take(T['*'])) return asPattern(c);
  return pattern(c, start, { binds: capture(c) });
}

/** `_` binds nothing. */
function capture(c: Cursor): Name | null {
  const name = c.name();
  return name.name === '_' ? null : name;
}

function asPattern(c: Cursor): Pattern {
  const start = c.start;
  const inner = c.deeper(orPattern);
  if (!c.take(T['as'])) return inner;
  return pattern(c, start, { patterns: [inner], binds: c.name() });
}

function orPattern(c: Cursor): Pattern {
  const start = c.start;
  const first = closedPattern(c);
  if (c.kind !== T['|']) return first;
  const patterns = [first];
  while (c.take(T['|'])) patterns.push(closedPattern(c));
  return pattern(c, start, { patterns });
}

function closedPattern(c: Cursor): Pattern {
  const start = c.start;
  if (c.take(T['('])) return pattern(c, start, { patterns: sequence(c, T[')']) });
  if (c.take(T['['])) return pattern(c, start, { patterns: sequence(c, T[']']) });
  if (c.take(T['{'])) return mapping(c, start);
  if (c.kind !== NAME) return pattern(c, start, { values: [literal(c)] });
  if (c.kindAfter(1) !== T['.'] && c.kindAfter(1) !== T['(']) return pattern(c, start, { binds: capture(c) });
  const value = dotted(c);
  return c.take(T['(']) ? classPattern(c, start, value) : pattern(c, start, { values: [value] });
}

function sequence(c: Cursor, close: number): Pattern[] {
  const patterns: Pattern[] = [];
  while (c.kind !== close) {
    patterns.push(item(c));
    if (!c.take(T[','])) break;
  }
  c.expect(close);
  return patterns;
}

function literal(c: Cursor): Expression {
  const { kind } = c;
  const fits = [NUMBER, STRING, T['-'], T['None'], T['True'], T['False']].includes(kind);
  if (!fits) throw c.problem('expected a pattern');
  // Sums are complex numbers; `|` belongs to the pattern.
  return binary(c, 5);
}

function dotted(c: Cursor): Expression {
  const start = c.start;
  let value: Expression = c.name();
  while (c.take(T['.'])) {
    const attr = c.name();
    value = { type: 'Attribute', value, attr, ...c.span(start) };
  }
  return value;
}

function mapping(c: Cursor, start: number): Pattern {
  const values: Expression[] = [];
  const patterns: Pattern[] = [];
  let binds: Name | null = null;
  while (c.kind !== T['}']) {
    if (c.take(T['**'])) binds = c.name();
    else {
      values.push(c.kind === NAME ? dotted(c) : literal(c));
      c.expect(T[':']);
      patterns.push(asPattern(c));
    }
    if (!c.take(T[','])) break;
  }
  c.expect(T['}']);
  return pattern(c, start, { values, patterns, binds });
}

function classPattern(c: Cursor, start: number, value: Expression): Pattern {
  const patterns: Pattern[] = [];
  while (c.kind !== T[')']) {
    if (c.kind === NAME && c.kindAfter(1) === T['=']) c.at += 2;
    patterns.push(asPattern(c));
    if (!c.take(T[','])) break;
  }
  c.expect(T[')']);
  return pattern(c, start, { values: [value], patterns });
}
