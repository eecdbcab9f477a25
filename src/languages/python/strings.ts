import { Cursor, type Grammar } from './cursor.js';
import type { Expression, FormatField, Str, StringPart } from './nodes.js';
import { quotesAt, type RawField } from './string-tokens.js';
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
  const tokens = new Tokens(text, start, end, true);
  const inner = new Cursor(text, tokens, grammar);
  const value = outer ? outer.deeper(() => grammar.expressionList(inner)) : grammar.expressionList(inner);
  if (inner.kind !== END) throw inner.problem('unexpected token');
  outer?.tokens.comments.push(...tokens.comments);
  return value;
}

const ESCAPE = /\\(?:(\r\n|[\r\n])|([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|N\{[^}]*\}|([^]))/g;
const SIMPLE: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\u0007',
  b: '\b',
  f: '\f',
  v: '\v',
};

/** What the program sees; `\N{…}` stays as it is written, since no name of ours is spelt so. */
function valueOf(written: string, prefix: string): string {
  const joined = written.includes('\r') ? written.replace(/\r\n?/g, '\n') : written;
  const braces = /[ft]/.test(prefix) ? joined.replace(/\{\{|\}\}/g, (pair) => pair.slice(1)) : joined;
  if (prefix.includes('r') || !braces.includes('\\')) return braces;
  return braces.replace(
    ESCAPE,
    (all, line?: string, octal?: string, x?: string, u?: string, U?: string, char?: string) => {
      if (line !== undefined) return '';
      if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
      const hex = x ?? u ?? U;
      if (hex !== undefined) return fromCodePoint(parseInt(hex, 16), all);
      if (char === '\\' || char === "'" || char === '"') return char;
      return SIMPLE[char ?? ''] ?? all;
    },
  );
}

function fromCodePoint(code: number, otherwise: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;
}
