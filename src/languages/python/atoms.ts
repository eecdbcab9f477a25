import type { Cursor } from './cursor.js';
import type { Comprehension, Dict, Expression, Generator } from './nodes.js';
import { strings } from './strings.js';
import { checkTarget } from './targets.js';
import { NAME, NUMBER, STRING, T } from './token-kinds.js';

const CONSTANTS = new Set([NUMBER, T['None'], T['True'], T['False'], T['...']]);

/** A name, a constant, a string, or what stands in brackets (`atom` of the grammar). */
export function atom(c: Cursor): Expression {
  const { kind, start } = c;
  if (kind === NAME) return c.name();
  if (kind === STRING) return strings(c);
  if (kind === T['(']) return c.deeper(parenthesised);
  if (kind === T['[']) return c.deeper(list);
  if (kind === T['{']) return c.deeper(braces);
  if (!CONSTANTS.has(kind)) throw c.problem('expected an expression');
  c.at++;
  return { type: 'Constant', ...c.span(start) };
}

function parenthesised(c: Cursor): Expression {
  const start = c.start;
  c.expect(T['(']);
  if (c.take(T[')'])) return { type: 'Tuple', elements: [], ...c.span(start) };
  const first = c.kind === T['yield'] ? c.grammar.yieldExpression(c) : c.grammar.starred(c);
  if (c.kind === T['for'] || c.kind === T['async']) {
    const generators = comprehensionClauses(c);
    c.expect(T[')']);
    return comprehension('GeneratorExp', [first], generators, c, start);
  }
  if (c.kind === T[',']) {
    const elements = [first, ...furtherItems(c, T[')'])];
    c.expect(T[')']);
    return { type: 'Tuple', elements, ...c.span(start) };
  }
  c.expect(T[')']);
  if (first.type === 'Starred') throw c.problem('a starred expression needs a list around it', start);
  first.paren = c.span(start);
  return first;
}

function furtherItems(c: Cursor, close: number): Expression[] {
  const items: Expression[] = [];
  while (c.take(T[',']) && c.kind !== close) items.push(c.grammar.starred(c));
  return items;
}

function list(c: Cursor): Expression {
  const start = c.start;
  c.expect(T['[']);
  if (c.take(T[']'])) return { type: 'List', elements: [], ...c.span(start) };
  const first = c.grammar.starred(c);
  if (c.kind === T['for'] || c.kind === T['async']) {
    const generators = comprehensionClauses(c);
    c.expect(T[']']);
    return comprehension('ListComp', [first], generators, c, start);
  }
  const elements = [first, ...furtherItems(c, T[']'])];
  c.expect(T[']']);
  return { type: 'List', elements, ...c.span(start) };
}

function comprehension(
  type: Comprehension['type'],
  elements: readonly Expression[],
  generators: readonly Generator[],
  c: Cursor,
  start: number,
): Comprehension {
  if (elements.some((element) => element.type === 'Starred')) throw c.problem('unpacking in a comprehension', start);
  return { type, elements, generators, ...c.span(start) };
}

/** The `for … in … if …` parts. */
export function comprehensionClauses(c: Cursor): Generator[] {
  const generators: Generator[] = [];
  while (c.kind === T['for'] || (c.kind === T['async'] && c.kindAfter(1) === T['for'])) {
    const start = c.start;
    const async = c.take(T['async']);
    c.expect(T['for']);
    const target = checkTarget(c, c.grammar.targetList(c));
    c.expect(T['in']);
    const iter = c.grammar.disjunction(c);
    const ifs: Expression[] = [];
    while (c.take(T['if']))
      ifs.push(c.kind === NAME && c.kindAfter(1) === T[':='] ? c.grammar.namedExpression(c) : c.grammar.disjunction(c));
    generators.push({ type: 'Generator', async, target, iter, ifs, ...c.span(start) });
  }
  if (generators.length === 0) throw c.problem("expected 'for'");
  return generators;
}

/** A dictionary, a set, or a comprehension of either. */
function braces(c: Cursor): Expression {
  const start = c.start;
  c.expect(T['{']);
  if (c.take(T['}'])) return { type: 'Dict', items: [], ...c.span(start) };
  if (c.kind === T['**']) return dictionary(c, start, []);
  const first = c.grammar.starred(c);
  if (c.take(T[':'])) {
    const value = c.grammar.expression(c);
    if (c.kind !== T['for'] && c.kind !== T['async']) return dictionary(c, start, [{ key: first, value }]);
    const generators = comprehensionClauses(c);
    c.expect(T['}']);
    return comprehension('DictComp', [first, value], generators, c, start);
  }
  if (c.kind === T['for'] || c.kind === T['async']) {
    const generators = comprehensionClauses(c);
    c.expect(T['}']);
    return comprehension('SetComp', [first], generators, c, start);
  }
  const elements = [first, ...furtherItems(c, T['}'])];
  c.expect(T['}']);
  return { type: 'Set', elements, ...c.span(start) };
}

function dictionary(c: Cursor, start: number, items: { key: Expression | null; value: Expression }[]): Dict {
  // The first item, when there is one already, is followed by a comma or the end.
  while (items.length === 0 || c.take(T[','])) {
    if (c.kind === T['}']) break;
    items.push(dictionaryItem(c));
  }
  c.expect(T['}']);
  return { type: 'Dict', items, ...c.span(start) };
}

function dictionaryItem(c: Cursor): Dict['items'][number] {
  if (c.take(T['**'])) return { key: null, value: c.grammar.disjunction(c) };
  const key = c.grammar.expression(c);
  c.expect(T[':']);
  return { key, value: c.grammar.expression(c) };
}
