import { SyntaxProblem } from './syntax-problem.js';

/** A replacement field of an f-string, as it stands in the text: `{value = !r : spec}`. */
export interface RawField {
  /** From `{` to behind `}`. */
  readonly start: number;
  readonly end: number;
  /** The end of the expression, which begins behind the `{`. */
  readonly stop: number;
  readonly echo: boolean;
  /** Those in the format specification. */
  readonly fields: readonly RawField[];
}

/** The quotes with which a string that begins at `at` must end. */
export function quotesAt(text: string, at: number): string {
  const one = text[at] ?? '';
  return text.startsWith(one + one, at + 1) ? one + one + one : one;
}

/** The offset behind a string whose opening quote stands at `at`. */
export function skipString(text: string, at: number): number {
  const quotes = quotesAt(text, at);
  const quote = quotes.charCodeAt(0);
  for (let i = at + quotes.length; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 92) i += text.charCodeAt(i + 1) === 13 && text.charCodeAt(i + 2) === 10 ? 2 : 1;
    else if (code === quote && (quotes.length === 1 || text.startsWith(quotes, i))) return i + quotes.length;
    else if (quotes.length === 1 && (code === 10 || code === 13)) break;
  }
  throw new SyntaxProblem('unterminated string', at);
}

/** The same for an f-string, with its fields. Quotes may be nested in fields, as since Python 3.12. */
export function skipFormat(text: string, at: number, raw: boolean): { end: number; fields: RawField[] } {
  const scanner = new FormatScanner(text, quotesAt(text, at), raw);
  const fields: RawField[] = [];
  const end = scanner.literal(at + scanner.quotes.length, fields);
  return { end, fields };
}

class FormatScanner {
  constructor(
    private readonly text: string,
    readonly quotes: string,
    private readonly raw: boolean,
  ) {}

  /** Text outside of fields, up to behind the closing quotes. */
  literal(from: number, fields: RawField[]): number {
    const { text } = this;
    for (let i = from; i < text.length; i++) {
      const char = text[i];
      if (char === '\\') i = this.escape(i);
      else if ((char === '{' || char === '}') && text[i + 1] === char) i++;
      else if (char === '{') i = this.field(i, fields) - 1;
      else if (char === '}') throw new SyntaxProblem("a single '}' in an f-string", i);
      else if (text.startsWith(this.quotes, i)) return i + this.quotes.length;
      else if (this.quotes.length === 1 && (char === '\n' || char === '\r')) break;
    }
    throw new SyntaxProblem('unterminated f-string', from);
  }

  /** The last offset of an escape: `\{` escapes nothing, `\N{…}` holds no field. */
  private escape(at: number): number {
    const next = this.text[at + 1];
    if (next === '{' || next === '}') return at;
    if (next === 'N' && !this.raw && this.text[at + 2] === '{') {
      const close = this.text.indexOf('}', at);
      return close === -1 ? at + 1 : close;
    }
    return next === '\r' && this.text[at + 2] === '\n' ? at + 2 : at + 1;
  }

  /** From a `{` to behind its `}`. */
  private field(start: number, fields: RawField[]): number {
    const { text } = this;
    const stop = this.expression(start + 1);
    let at = stop;
    const echo = text[at] === '=';
    if (echo) at = this.space(at + 1);
    if (text[at] === '!') at = this.space(this.conversion(at + 1));
    const inner: RawField[] = [];
    if (text[at] === ':') at = this.specification(at + 1, inner);
    if (text[at] !== '}') throw new SyntaxProblem("expected '}' in an f-string", at);
    fields.push({ start, end: at + 1, stop, echo, fields: inner });
    return at + 1;
  }

  /** The offset where the expression of a field ends: at `=`, `!`, `:` or `}` outside of brackets. */
  private expression(from: number): number {
    const { text } = this;
    let depth = 0;
    for (let i = from; i < text.length; i++) {
      const char = text[i] ?? '';
      if (char === '"' || char === "'") i = this.nested(i, from) - 1;
      else if (char === '#') i = this.comment(i);
      else if ('([{'.includes(char)) depth++;
      else if (depth > 0) depth -= ')]}'.includes(char) ? 1 : 0;
      else if (char === '}' || char === ':') return i;
      else if (char === '!' && text[i + 1] !== '=') return i;
      else if (char === '=' && this.isEcho(i)) return i;
      else if ('!<>='.includes(char) && text[i + 1] === '=') i++;
    }
    throw new SyntaxProblem("expected '}' in an f-string", from);
  }

  private isEcho(at: number): boolean {
    const next = this.text[this.space(at + 1)] ?? '';
    return this.text[at + 1] !== '=' && '!:}'.includes(next);
  }

  /** Over white space and comments, as anywhere within brackets. */
  private space(at: number): number {
    let i = at;
    while (/[\s#]/.test(this.text[i] ?? '')) i = this.text[i] === '#' ? this.comment(i) : i + 1;
    return i;
  }

  private conversion(at: number): number {
    let i = at;
    while (/\w/.test(this.text[i] ?? '')) i++;
    return i;
  }

  private comment(at: number): number {
    const rest = /[\r\n]/.exec(this.text.slice(at));
    return rest ? at + rest.index : this.text.length;
  }

  /** A string within the expression. */
  private nested(at: number, from: number): number {
    // In Python before 3.12 the outer quotes end the string wherever they stand: there it is an error.
    const prefix = /(?<![\w])[a-zA-Z]{1,2}$/.exec(this.text.slice(Math.max(from, at - 3), at))?.[0].toLowerCase() ?? '';
    return /[ft]/.test(prefix) ? skipFormat(this.text, at, prefix.includes('r')).end : skipString(this.text, at);
  }

  /** A format specification, up to its `}`. */
  private specification(from: number, fields: RawField[]): number {
    const { text } = this;
    for (let i = from; i < text.length; i++) {
      const char = text[i];
      if (char === '{' && text[i + 1] !== '{') i = this.field(i, fields) - 1;
      else if (char === '{') i++;
      else if (char === '}') return i;
      else if (text.startsWith(this.quotes, i)) break;
    }
    throw new SyntaxProblem("expected '}' in an f-string", from);
  }
}
