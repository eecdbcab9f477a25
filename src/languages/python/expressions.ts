import { atom, comprehensionClauses } from './atoms.js';
import type { Cursor } from './cursor.js';
import type { Argument, Expression, Operation } from './nodes.js';
import { parameters } from './parameters.js';
import { NAME, NUMBER, STRING, T } from './token-kinds.js';

/** `a, *b`: one expression, or a tuple without parentheses. */
export function expressionList(c: Cursor): Expression {
  if (c.kind === T['yield']) return yieldExpression(c);
  return listOf(c, starred);
}

/** The same for the targets of `for`, where `in` ends the list. */
export function targetList(c: Cursor): Expression {
  return listOf(c, target);
}

function target(c: Cursor): Expression {
  return c.kind === T['*'] ? starOf(c) : binary(c, 1);
}

function listOf(c: Cursor, item: (c: Cursor) => Expression): Expression {
  const start = c.start;
  const first = item(c);
  if (c.kind !== T[',']) return first;
  const elements = [first];
  while (c.take(T[',']) && startsExpression(c.kind)) elements.push(item(c));
  return { type: 'Tuple', elements, ...c.span(start) };
}

/** `*a`, `a := b` or a plain expression: what may stand in a list. */
export function starred(c: Cursor): Expression {
  return c.kind === T['*'] ? starOf(c) : namedExpression(c);
}

function starOf(c: Cursor): Expression {
  const start = c.start;
  c.expect(T['*']);
  const value = binary(c, 1);
  return { type: 'Starred', value, ...c.span(start) };
}

const STARTS = new Set([
  ...[
    NAME,
    NUMBER,
    STRING,
    T['('],
    T['['],
    T['{'],
    T['-'],
    T['+'],
    T['~'],
    T['*'],
    T['...'],
    T['None'],
    T['True'],
    T['False'],
  ],
  ...[T['not'], T['lambda'], T['await'], T['yield']],
]);

/** May an expression, or `*` and one, begin with such a token? */
function startsExpression(kind: number): boolean {
  return STARTS.has(kind);
}

/** `yield`, `yield a, b`, `yield from x`. */
export function yieldExpression(c: Cursor): Expression {
  const start = c.start;
  c.expect(T['yield']);
  if (c.take(T['from'])) {
    const value = expression(c);
    return { type: 'YieldFrom', value, ...c.span(start) };
  }
  const value = startsExpression(c.kind) ? listOf(c, starred) : null;
  return { type: 'Yield', value, ...c.span(start) };
}

/** `name := value`, or an expression without it. */
export function namedExpression(c: Cursor): Expression {
  if (c.kind !== NAME || c.kindAfter(1) !== T[':=']) return expression(c);
  const start = c.start;
  const name = c.name();
  c.expect(T[':=']);
  const value = expression(c);
  return { type: 'NamedExpr', target: name, value, ...c.span(start) };
}

/** One expression without `:=`, `*` or a comma (`expression` of the grammar). */
export function expression(c: Cursor): Expression {
  return c.deeper(conditional);
}

function conditional(c: Cursor): Expression {
  if (c.kind === T['lambda']) return lambda(c);
  const start = c.start;
  const body = disjunction(c);
  if (!c.take(T['if'])) return body;
  const test = disjunction(c);
  c.expect(T['else']);
  const orelse = expression(c);
  return { type: 'IfExp', test, body, orelse, ...c.span(start) };
}

function lambda(c: Cursor): Expression {
  const start = c.start;
  c.expect(T['lambda']);
  const params = parameters(c, T[':'], false);
  c.expect(T[':']);
  const body = expression(c);
  return { type: 'Lambda', params, body, ...c.span(start) };
}

/** Operators from `or` downwards: what stands in a condition or behind `in`. */
export function disjunction(c: Cursor): Expression {
  return chain(c, T['or'], conjunction);
}

function conjunction(c: Cursor): Expression {
  return chain(c, T['and'], inversion);
}

function chain(c: Cursor, operator: number, operand: (c: Cursor) => Expression): Expression {
  const start = c.start;
  const first = operand(c);
  if (c.kind !== operator) return first;
  const operands = [first];
  while (c.take(operator)) operands.push(operand(c));
  return { type: 'BoolOp', operands, ...c.span(start) };
}

function inversion(c: Cursor): Expression {
  if (c.kind !== T['not']) return comparison(c);
  const start = c.start;
  c.expect(T['not']);
  const operands = [c.deeper(inversion)];
  return { type: 'UnaryOp', operands, ...c.span(start) };
}

const COMPARISONS = new Set([T['<'], T['>'], T['<='], T['>='], T['=='], T['!='], T['in']]);

function comparison(c: Cursor): Expression {
  const start = c.start;
  const first = binary(c, 1);
  const operands = [first];
  while (takeComparison(c)) operands.push(binary(c, 1));
  return operands.length === 1 ? first : { type: 'Compare', operands, ...c.span(start) };
}

function takeComparison(c: Cursor): boolean {
  if (c.take(T['is'])) return c.take(T['not']) || true;
  if (c.kind === T['not'] && c.kindAfter(1) === T['in']) c.at++;
  if (!COMPARISONS.has(c.kind)) return false;
  c.at++;
  return true;
}

/** How tightly each binary operator binds, by its kind. */
const TIGHTNESS: number[] = [];
for (const [i, operators] of (['|', '^', '&', '<< >>', '+ -', '* / // % @'] as const).entries())
  for (const operator of operators.split(' ')) TIGHTNESS[T[operator as keyof typeof T]] = i + 1;

/** `a + b * c`: operators that bind at least so tightly. */
export function binary(c: Cursor, least: number): Expression {
  const start = c.start;
  let left = unary(c);
  for (;;) {
    const tightness = TIGHTNESS[c.kind] ?? 0;
    if (tightness < least || tightness === 0) return left;
    const operands = [left];
    while (TIGHTNESS[c.kind] === tightness) {
      c.at++;
      operands.push(binary(c, tightness + 1));
    }
    const operation: Operation = { type: 'BinOp', operands, ...c.span(start) };
    left = operation;
  }
}

function unary(c: Cursor): Expression {
  if (c.kind !== T['-'] && c.kind !== T['+'] && c.kind !== T['~']) return power(c);
  const start = c.start;
  c.at++;
  const operands = [c.deeper(unary)];
  return { type: 'UnaryOp', operands, ...c.span(start) };
}

function power(c: Cursor): Expression {
  const start = c.start;
  const base = awaited(c);
  if (!c.take(T['**'])) return base;
  const operands = [base, c.deeper(unary)];
  return { type: 'BinOp', operands, ...c.span(start) };
}

function awaited(c: Cursor): Expression {
  const start = c.start;
  if (!c.take(T['await'])) return primary(c);
  const value = primary(c);
  return { type: 'Await', value, ...c.span(start) };
}

/** An atom with its attributes, calls and subscripts. */
function primary(c: Cursor): Expression {
  const start = c.start;
  let value = atom(c);
  for (let length = 0; ; length++) {
    if (length > 2000) throw c.problem('nested too deeply');
    if (c.take(T['.'])) {
      const attr = c.name();
      value = { type: 'Attribute', value, attr, ...c.span(start) };
    } else if (c.kind === T['(']) {
      const args = callArguments(c);
      value = { type: 'Call', callee: value, args, ...c.span(start) };
    } else if (c.take(T['['])) {
      const index = subscript(c);
      c.expect(T[']']);
      value = { type: 'Subscript', value, index, ...c.span(start) };
    } else return value;
  }
}

function subscript(c: Cursor): Expression {
  const start = c.start;
  const first = slice(c);
  // `x[*a]` is `x[(*a,)]`.
  if (c.kind !== T[','] && first.type !== 'Starred') return first;
  const elements = [first];
  while (c.take(T[',']) && c.kind !== T[']']) elements.push(slice(c));
  return { type: 'Tuple', elements, ...c.span(start) };
}

function slice(c: Cursor): Expression {
  const start = c.start;
  const bound = (): Expression | null =>
    c.kind === T[':'] || c.kind === T[','] || c.kind === T[']'] ? null : starred(c);
  const lower = bound();
  if (!c.take(T[':'])) {
    if (lower === null) throw c.problem('expected an expression');
    return lower;
  }
  const upper = bound();
  const step = c.take(T[':']) ? bound() : null;
  return { type: 'Slice', lower, upper, step, ...c.span(start) };
}

/** From `(` to behind `)`. */
export function callArguments(c: Cursor): Argument[] {
  const open = c.start;
  c.expect(T['(']);
  const args: Argument[] = [];
  let named = false;
  let unpacked = false;
  while (c.kind !== T[')']) {
    const one = argument(c, open, args);
    const { kind } = one;
    if ((unpacked && (kind === 'positional' || kind === 'star')) || (named && kind === 'positional'))
      throw c.problem('positional argument follows keyword argument');
    named ||= kind === 'keyword';
    unpacked ||= kind === 'double-star';
    args.push(one);
    if (!c.take(T[','])) break;
  }
  c.expect(T[')']);
  return args;
}

function argument(c: Cursor, open: number, before: readonly Argument[]): Argument {
  const start = c.start;
  const kind = c.take(T['*']) ? 'star' : c.take(T['**']) ? 'double-star' : 'positional';
  if (kind !== 'positional') {
    const value = expression(c);
    return { type: 'Argument', kind, name: null, value, ...c.span(start) };
  }
  if (c.kind === NAME && c.kindAfter(1) === T['=']) {
    const name = c.name();
    c.expect(T['=']);
    const value = expression(c);
    return { type: 'Argument', kind: 'keyword', name, value, ...c.span(start) };
  }
  const value = namedExpression(c);
  if (c.kind !== T['for'] && c.kind !== T['async'])
    return { type: 'Argument', kind, name: null, value, ...c.span(start) };
  const generators = comprehensionClauses(c);
  if (before.length > 0 || c.kind !== T[')']) throw c.problem('a generator expression must be parenthesized');
  // As in CPython, the generator's parentheses are those of the call.
  const end = c.tokens.ends[c.at] ?? 0;
  const generator: Expression = { type: 'GeneratorExp', elements: [value], generators, start: open, end };
  return { type: 'Argument', kind, name: null, value: generator, ...c.span(start) };
}
