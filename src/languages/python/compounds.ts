import type { Cursor } from './cursor.js';
import { callArguments, expression, expressionList, namedExpression, targetList } from './expressions.js';
import type { ExceptHandler, Expression, Statement, With, WithItem } from './nodes.js';
import { parameters, typeParameters } from './parameters.js';
import { matchStatement } from './patterns.js';
import { checkTarget } from './targets.js';
import { NEWLINE, T } from './token-kinds.js';

/** A statement with a block; null when the cursor stands before another one. */
export function compound(c: Cursor): Statement | null {
  switch (c.kind) {
    case T['@']:
      return decorated(c);
    case T['def']:
      return functionDef(c, c.start, []);
    case T['class']:
      return classDef(c, c.start, []);
    case T['if']:
      return ifStatement(c);
    case T['try']:
      return tryStatement(c);
    case T['with']:
      return withStatement(c, c.start, false);
    case T['for']:
      return forStatement(c, c.start, false);
    case T['while']:
      return whileStatement(c);
    case T['async']:
      return asyncStatement(c);
    default:
      return matchStatement(c);
  }
}

function decorated(c: Cursor): Statement {
  const start = c.start;
  const decorators: Expression[] = [];
  while (c.take(T['@'])) {
    decorators.push(namedExpression(c));
    c.expect(NEWLINE);
  }
  return c.kind === T['class'] ? classDef(c, start, decorators) : functionDef(c, start, decorators);
}

function asyncStatement(c: Cursor): Statement {
  const start = c.start;
  if (c.kindAfter(1) === T['def']) return functionDef(c, start, []);
  c.at++;
  return c.kind === T['for'] ? forStatement(c, start, true) : withStatement(c, start, true);
}

function functionDef(c: Cursor, start: number, decorators: readonly Expression[]): Statement {
  const keyword = c.start;
  const async = c.take(T['async']);
  c.expect(T['def']);
  const name = c.name();
  const typeParams = typeParameters(c);
  c.expect(T['(']);
  const params = parameters(c, T[')'], true);
  c.expect(T[')']);
  const returns = c.take(T['->']) ? expression(c) : null;
  const body = c.grammar.block(c);
  return {
    type: 'FunctionDef',
    async,
    decorators,
    keyword,
    name,
    typeParams,
    params,
    returns,
    body,
    start,
    end: endOf(body),
  };
}

function classDef(c: Cursor, start: number, decorators: readonly Expression[]): Statement {
  const keyword = c.start;
  c.expect(T['class']);
  const name = c.name();
  const typeParams = typeParameters(c);
  const args = c.kind === T['('] ? callArguments(c) : [];
  const body = c.grammar.block(c);
  return { type: 'ClassDef', decorators, keyword, name, typeParams, args, body, start, end: endOf(body) };
}

function ifStatement(c: Cursor): Statement {
  const start = c.start;
  c.at++;
  const test = namedExpression(c);
  const body = c.grammar.block(c);
  const orelse = c.kind === T['elif'] ? [c.deeper(ifStatement)] : otherwise(c);
  return { type: 'If', test, body, orelse, start, end: endOf(body, orelse) };
}

function otherwise(c: Cursor): readonly Statement[] {
  return c.take(T['else']) ? c.grammar.block(c) : [];
}

function whileStatement(c: Cursor): Statement {
  const start = c.start;
  c.at++;
  const test = namedExpression(c);
  const body = c.grammar.block(c);
  const orelse = otherwise(c);
  return { type: 'While', test, body, orelse, start, end: endOf(body, orelse) };
}

function forStatement(c: Cursor, start: number, async: boolean): Statement {
  c.expect(T['for']);
  const target = checkTarget(c, targetList(c));
  c.expect(T['in']);
  const iter = expressionList(c);
  const body = c.grammar.block(c);
  const orelse = otherwise(c);
  return { type: 'For', async, target, iter, body, orelse, start, end: endOf(body, orelse) };
}

function tryStatement(c: Cursor): Statement {
  const start = c.start;
  c.at++;
  const body = c.grammar.block(c);
  const handlers: ExceptHandler[] = [];
  while (c.kind === T['except']) handlers.push(handler(c));
  const orelse = handlers.length > 0 ? otherwise(c) : [];
  const finalbody = c.take(T['finally']) ? c.grammar.block(c) : [];
  const last = handlers.at(-1);
  if (!last && finalbody.length === 0) throw c.problem("expected 'except' or 'finally'");
  const end = endOf(last ? last.body : body, orelse, finalbody);
  return { type: 'Try', body, handlers, orelse, finalbody, start, end };
}

function handler(c: Cursor): ExceptHandler {
  const start = c.start;
  c.at++;
  c.take(T['*']);
  const test = c.kind === T[':'] ? null : expression(c);
  const name = test && c.take(T['as']) ? c.name() : null;
  const body = c.grammar.block(c);
  return { type: 'ExceptHandler', test, name, body, start, end: endOf(body) };
}

function withStatement(c: Cursor, start: number, async: boolean): With {
  c.expect(T['with']);
  const items = (c.kind === T['('] && c.attempt(parenthesisedItems)) || withItems(c, T[':']);
  const body = c.grammar.block(c);
  return { type: 'With', async, items, body, start, end: endOf(body) };
}

/** `with (a as b, c as d):`; but `with (a, b).c:` begins with an expression. */
function parenthesisedItems(c: Cursor): WithItem[] {
  c.expect(T['(']);
  const items = withItems(c, T[')']);
  c.expect(T[')']);
  if (c.kind !== T[':']) throw c.problem("expected ':'");
  return items;
}

function withItems(c: Cursor, close: number): WithItem[] {
  const items: WithItem[] = [];
  do {
    const start = c.start;
    const context = expression(c);
    const target = c.take(T['as']) ? checkTarget(c, expression(c)) : null;
    items.push({ type: 'WithItem', context, target, ...c.span(start) });
  } while (c.take(T[',']) && !(close === T[')'] && c.kind === close));
  return items;
}

function endOf(...blocks: readonly (readonly Statement[])[]): number {
  return blocks.reduce((end, statements) => statements.at(-1)?.end ?? end, 0);
}
