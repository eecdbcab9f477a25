/** Deeper than any person nests. Whatever walks a tree calls itself for each level of it. */
export const DEEPEST = 2000;
/**
 * So many operators in a stretch of code without a comma, a semicolon or a bracket nest deeper than that, whichever they
 * are; the parser compares each label with all those around it, which takes minutes for what it should refuse at once.
 */
const MOST_OPERATORS = 4 * DEEPEST;

const OPERATOR = new Set([...':?=!~+-*%&|^<>@'].map((char) => char.charCodeAt(0)));
const OPENING = new Set([...'([{'].map((char) => char.charCodeAt(0)));
const CLOSING = new Set([...')]}'].map((char) => char.charCodeAt(0)));
const [COMMA, SEMICOLON, SLASH, STAR, BACKSLASH, BACKTICK] = [...',;/*\\`'].map((char) => char.charCodeAt(0));
const QUOTES = new Set([34, 39, BACKTICK]);

/** Offsets at which a text seems to nest too deeply; null for what does not. */
export interface Nesting {
  /** Certain enough to refuse the text. */
  readonly operators: number | null;
  /** Only a place to name when the parser gives up: a quote in a regular expression or in JSX hides what stands behind it. */
  readonly brackets: number | null;
}

/** A look at the characters, strings and comments left out, before a parser sees them. */
export function nestingOf(text: string): Nesting {
  let depth = 0;
  let operators = 0;
  let brackets: number | null = null;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (OPERATOR.has(code)) {
      if (++operators > MOST_OPERATORS) return { brackets, operators: at };
    } else if (OPENING.has(code)) {
      operators = 0;
      if (++depth > DEEPEST) brackets ??= at;
    } else if (CLOSING.has(code)) {
      operators = 0;
      depth--;
    } else if (code === COMMA || code === SEMICOLON) operators = 0;
    else if (code === BACKSLASH) at++;
    else if (QUOTES.has(code)) at = behindString(text, at, code);
    else if (code === SLASH) at = behindComment(text, at);
  }
  return { brackets, operators: null };
}

/** The offset of the closing quote, or of the last character before the line ends. */
function behindString(text: string, start: number, quote: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === quote || (code === 10 && quote !== BACKTICK)) return at;
  }
  return text.length;
}

/** The offset of the comment's last character; of the slash when none begins. */
function behindComment(text: string, start: number): number {
  const next = text.charCodeAt(start + 1);
  if (next !== SLASH && next !== STAR) return start;
  const end = next === SLASH ? text.indexOf('\n', start) : text.indexOf('*/', start + 2) + 1;
  return end <= start ? text.length : end;
}
