import { compound } from './compounds.js';
import type { Cursor } from './cursor.js';
import { expression, expressionList, targetList } from './expressions.js';
import { fromStatement, importStatement } from './import-statements.js';
import type { Expression, Name, Plain, Statement } from './nodes.js';
import { typeParameters } from './parameters.js';
import { checkSingleTarget, checkTarget } from './targets.js';
import { outerStart } from './walk.js';
import { DEDENT, END, INDENT, NAME, NEWLINE, T } from './token-kinds.js';

/** All statements up to a token of this kind, which is left to the caller. */
export function statementsUntil(c: Cursor, end: number): Statement[] {
  const found: Statement[] = [];
  while (c.kind !== end) statement(c, found);
  return found;
}

/** What follows a colon: an indented block, or simple statements on the same line. */
export function block(c: Cursor): Statement[] {
  c.expect(T[':']);
  const found: Statement[] = [];
  if (!c.take(NEWLINE)) {
    simpleStatements(c, found);
    return found;
  }
  if (!c.take(INDENT)) throw c.problem('expected an indented block');
  found.push(...c.deeper((inner) => statementsUntil(inner, DEDENT)));
  c.expect(DEDENT);
  return found;
}

function statement(c: Cursor, into: Statement[]): void {
  if (c.kind === END) throw c.problem('unexpected end');
  if (c.kind === INDENT) throw c.problem('unexpected indent');
  const found = compound(c);
  if (found) into.push(found);
  else simpleStatements(c, into);
}

function simpleStatements(c: Cursor, into: Statement[]): void {
  do into.push(simple(c));
  while (c.take(T[';']) && c.kind !== NEWLINE);
  c.expect(NEWLINE);
}

function simple(c: Cursor): Statement {
  const start = c.start;
  switch (c.kind) {
    case T['import']:
      return importStatement(c);
    case T['from']:
      return fromStatement(c);
    case T['pass']:
      return plain(c, 'Pass');
    case T['break']:
      return plain(c, 'Break');
    case T['continue']:
      return plain(c, 'Continue');
    case T['return']: {
      c.at++;
      const value = isEnd(c) ? null : expressionList(c);
      return { type: 'Return', value, ...c.span(start) };
    }
    case T['raise']: {
      c.at++;
      const value = isEnd(c) ? null : expression(c);
      const cause = value && c.take(T['from']) ? expression(c) : null;
      return { type: 'Raise', value, cause, ...c.span(start) };
    }
    case T['assert']: {
      c.at++;
      const test = expression(c);
      const message = c.take(T[',']) ? expression(c) : null;
      return { type: 'Assert', test, message, ...c.span(start) };
    }
    case T['del']: {
      c.at++;
      const list = checkTarget(c, targetList(c));
      const [first] = list.type === 'Tuple' ? list.elements : [];
      // Without parentheses of its own, a tuple starts where its first element does.
      const targets = list.type === 'Tuple' && first && outerStart(first) === list.start ? list.elements : [list];
      return { type: 'Delete', targets, ...c.span(start) };
    }
    case T['global']:
    case T['nonlocal']: {
      const type = c.kind === T['global'] ? 'Global' : 'Nonlocal';
      const names: Name[] = [];
      do {
        c.at++;
        names.push(c.name());
      } while (c.kind === T[',']);
      return { type, names, ...c.span(start) };
    }
  }
  return typeAlias(c) ?? assignment(c);
}

function isEnd(c: Cursor): boolean {
  return c.kind === NEWLINE || c.kind === T[';'];
}

function plain(c: Cursor, type: Plain['type']): Statement {
  const start = c.start;
  c.at++;
  return { type, ...c.span(start) };
}

/** `type A[T] = …` of Python 3.12; `type` is no keyword elsewhere. */
function typeAlias(c: Cursor): Statement | null {
  if (!c.isWord('type') || c.kindAfter(1) !== NAME) return null;
  const start = c.start;
  c.at++;
  const name = c.name();
  const typeParams = typeParameters(c);
  c.expect(T['=']);
  const value = expression(c);
  return { type: 'TypeAlias', name, typeParams, value, ...c.span(start) };
}

const AUGMENTED = new Set(
  (['+=', '-=', '*=', '/=', '//=', '%=', '@=', '&=', '|=', '^=', '>>=', '<<=', '**='] as const).map((text) => T[text]),
);

/** An expression, an assignment of any kind, or an annotation. */
function assignment(c: Cursor): Statement {
  const start = c.start;
  const first = expressionList(c);
  if (c.take(T[':'])) {
    const target = checkSingleTarget(c, first);
    const annotation = expression(c);
    const value = c.take(T['=']) ? expressionList(c) : null;
    return { type: 'AnnAssign', target, annotation, value, ...c.span(start) };
  }
  if (AUGMENTED.has(c.kind)) {
    const target = checkSingleTarget(c, first);
    c.at++;
    const value = expressionList(c);
    return { type: 'AugAssign', target, value, ...c.span(start) };
  }
  if (c.kind !== T['=']) {
    return { type: 'Expr', value: first, ...c.span(start) };
  }
  const targets: Expression[] = [];
  let value = first;
  while (c.take(T['='])) {
    targets.push(checkTarget(c, value));
    value = expressionList(c);
  }
  return { type: 'Assign', targets, value, ...c.span(start) };
}
