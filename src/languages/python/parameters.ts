import type { Cursor } from './cursor.js';
import type { Parameter, TypeParam } from './nodes.js';
import { T } from './token-kinds.js';

/** The parameters of a function or lambda, up to `close` (which is left). */
export function parameters(c: Cursor, close: number, annotated: boolean): Parameter[] {
  let found: Parameter[] = [];
  let keywordOnly = false;
  while (c.kind !== close) {
    if (found.at(-1)?.kind === 'kwarg') throw c.problem('parameters cannot follow **');
    if (c.take(T['/'])) {
      if (keywordOnly || found.length === 0 || found.some(({ kind }) => kind !== 'normal'))
        throw c.problem("'/' is out of place");
      found = found.map((one) => ({ ...one, kind: 'posonly' }));
    } else if (c.kind === T['*'] && (c.kindAfter(1) === T[','] || c.kindAfter(1) === close)) {
      c.at++;
      if (keywordOnly || c.kindAfter(1) === close || c.kind === close) throw c.problem("'*' is out of place");
      keywordOnly = true;
    } else {
      const one = parameter(c, keywordOnly, annotated);
      if (one.kind === 'vararg' && keywordOnly) throw c.problem("'*' is out of place");
      if (one.kind === 'normal' && !one.default && found.some((before) => before.default))
        throw c.problem('parameter without a default follows one with a default');
      keywordOnly ||= one.kind === 'vararg';
      found.push(one);
    }
    if (!c.take(T[','])) break;
  }
  return found;
}

function parameter(c: Cursor, keywordOnly: boolean, annotated: boolean): Parameter {
  const start = c.start;
  const kind = c.take(T['**']) ? 'kwarg' : c.take(T['*']) ? 'vararg' : keywordOnly ? 'kwonly' : 'normal';
  const name = c.name();
  const annotation =
    annotated && c.take(T[':']) ? (kind === 'vararg' ? c.grammar.starred(c) : c.grammar.expression(c)) : null;
  const isStar = kind === 'vararg' || kind === 'kwarg';
  const value = !isStar && c.take(T['=']) ? c.grammar.expression(c) : null;
  return { type: 'Parameter', kind, name, annotation, default: value, ...c.span(start) };
}

/** `[T: int, *Ts, **P]` of Python 3.12; none when there is no bracket. */
export function typeParameters(c: Cursor): TypeParam[] {
  const found: TypeParam[] = [];
  if (!c.take(T['['])) return found;
  while (c.kind !== T[']']) {
    const start = c.start;
    if (!c.take(T['*'])) c.take(T['**']);
    const name = c.name();
    const bound = c.take(T[':']) ? c.grammar.expression(c) : null;
    const value = c.take(T['=']) ? c.grammar.starred(c) : null;
    found.push({ type: 'TypeParam', name, bound, default: value, ...c.span(start) });
    if (!c.take(T[','])) break;
  }
  c.expect(T[']']);
  return found;
}
