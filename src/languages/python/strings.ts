import { Cursor, type Grammar } from './cursor.js';
import type { Expression, FormatField, Str, StringPart } from './nodes.js';
import { quotesAt, type RawField } from './string-tokens.js';
import { valueOf } from './string-value.js';
import { END, STRING } from './token-kinds.js';
import { Tokens } from './tokens.js';

/** String literals side by side. */
export function strings(c: Cursor): Str {
  const start = c.start;
  const parts: StringPart[] = [];
  while (c.kind === STRING) {
    parts.push(part(c));
    c.at++;
  }
  const bytes = parts.filter(({ prefix }) => prefix.includes('b')).length;
  if (bytes > 0 && bytes < parts.length) throw c.problem('cannot mix bytes and other literals', start);
  const whole = bytes === 0 && parts.every(({ value }) => value !== null);
  const value = whole ? parts.map((one) => one.value).join('') : null;
  return { type: 'Str', parts, value, ...c.span(start) };
}

function part(c: Cursor): StringPart {
  const { text, start } = c;
  const end = c.tokens.ends[c.at] ?? 0;
  let quote = start;
  while (text[quote] !== '"' && text[quote] !== "'") quote++;
  const prefix = text.slice(start, quote).toLowerCase();
  const { length } = quotesAt(text, quote);
  const content = { start: quote + length, end: end - length };
  const fields = (c.tokens.fields.get(start) ?? []).map((raw) => field(c, raw));
  const written = text.slice(content.start, content.end);
  const plain = fields.length > 0 ? null : valueOf(written, prefix);
  return { type: 'StringPart', prefix, content, value: plain, fields, start, end };
}

function field(c: Cursor, raw: RawField): FormatField {
  const value = parseInside(c.text, raw.start + 1, raw.stop, c.grammar, c);
  const fields = raw.fields.map((one) => field(c, one));
  return { type: 'FormatField', value, echo: raw.echo, fields, start: raw.start, end: raw.end };
}

/** Parses an expression that stands inside a string. Throws `SyntaxProblem`. */
export function parseInside(text: string, start: number, end: number, grammar: Grammar, outer?: Cursor): Expression {
  const tokens = new Tokens(text);
  tokens.read(start, end);
  tokens.push(END, end, end);
  const inner = new Cursor(text, tokens, grammar);
  const value = outer ? outer.deeper(() => grammar.expressionList(inner)) : grammar.expressionList(inner);
  if (inner.kind !== END) throw inner.problem('unexpected token');
  for (const comment of tokens.comments) outer?.tokens.comments.push(comment);
  return value;
}
