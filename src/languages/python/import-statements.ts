import type { Cursor } from './cursor.js';
import type { Alias, Name, Statement } from './nodes.js';
import { NAME, T } from './token-kinds.js';

/** `import a.b as c, d`. */
export function importStatement(c: Cursor): Statement {
  const start = c.start;
  const names: Alias[] = [];
  do {
    c.at++;
    names.push(moduleAlias(c));
  } while (c.kind === T[',']);
  return { type: 'Import', names, ...c.span(start) };
}

/** `a.b.c as d` */
function moduleAlias(c: Cursor): Alias {
  const start = c.start;
  const first = c.name();
  const parts = [first.name];
  while (c.take(T['.'])) parts.push(c.name().name);
  const nameSpan = c.span(start);
  const asname = c.take(T['as']) ? c.name() : null;
  return { type: 'Alias', name: parts.join('.'), nameSpan, asname, bound: asname ?? first, ...c.span(start) };
}

/** `from .a import b as c`, `from a import *`. */
export function fromStatement(c: Cursor): Statement {
  const start = c.start;
  c.expect(T['from']);
  const from = c.start;
  const module = dottedModule(c);
  const moduleSpan = c.span(from);
  c.expect(T['import']);
  const open = c.start;
  if (c.take(T['*'])) {
    const nameSpan = c.span(open);
    const star: Alias = { type: 'Alias', name: '*', nameSpan, asname: null, bound: null, ...nameSpan };
    return { type: 'ImportFrom', module, moduleSpan, names: [star], list: null, ...c.span(start) };
  }
  const inParentheses = c.take(T['(']);
  const names: Alias[] = [];
  do names.push(nameAlias(c));
  while (c.take(T[',']) && !(inParentheses && c.kind === T[')']));
  if (inParentheses) c.expect(T[')']);
  const list = inParentheses ? c.span(open) : null;
  return { type: 'ImportFrom', module, moduleSpan, names, list, ...c.span(start) };
}

function dottedModule(c: Cursor): string {
  let module = '';
  for (; c.kind === T['.'] || c.kind === T['...']; c.at++) module += c.kind === T['.'] ? '.' : '...';
  if (module !== '' && c.kind !== NAME) return module;
  module += c.name().name;
  while (c.take(T['.'])) module += `.${c.name().name}`;
  return module;
}

function nameAlias(c: Cursor): Alias {
  const start = c.start;
  const imported = c.name();
  const nameSpan = { start: imported.start, end: imported.end };
  const asname: Name | null = c.take(T['as']) ? c.name() : null;
  return { type: 'Alias', name: imported.name, nameSpan, asname, bound: asname ?? imported, ...c.span(start) };
}
