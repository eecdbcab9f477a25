import type { Span } from '../../../workspace/edit.js';
import { Cursor } from '../cursor.js';
import { FileTokens } from '../file-tokens.js';
import { grammar } from '../grammar.js';
import type { Node } from '../nodes.js';
import { matchCase } from '../patterns.js';
import { statementsUntil } from '../statements.js';
import { SyntaxProblem } from '../syntax-problem.js';
import { END, NEWLINE, T } from '../token-kinds.js';
import { Tokens } from '../tokens.js';
import type { Attempt } from './blocks.js';

const WORD = /[a-z]+/y;

/** The head of a block by itself, as if `pass` stood in it; nothing for one without an expression. Null: it is no Python. */
export function parseHead(text: string, { start, end }: Span): readonly Node[] | null {
  WORD.lastIndex = start;
  const [word = ''] = WORD.exec(text) ?? [];
  if (/^(?:try|else|finally)$/.test(word)) return [];
  if (word === 'match')
    return parse(text, { start: start + word.length, end: end - 1 }, (c) => [c.grammar.expressionList(c)]);
  return parse(text, { start, end }, (c) => {
    pass(c.tokens);
    if (word === 'case') return [matchCase(c)];
    // What catches an error reads like what enters a context, and is read as such.
    if (word === 'except') {
      if (c.kindAfter(1) === T[':']) return [];
      if (c.kindAfter(1) === T['*']) c.at++;
      c.tokens.kinds[c.at] = T['with'];
    } else if (word === 'elif') c.tokens.kinds[0] = T['if'];
    return statementsUntil(c, END);
  });
}

/** Simple statements on one logical line. Null: they are no Python. */
export function parseSimple(text: string, span: Span): readonly Node[] | null {
  return parse(text, span, (c) => {
    c.tokens.push(NEWLINE, span.end, span.end);
    c.tokens.push(END, span.end, span.end);
    return statementsUntil(c, END);
  });
}

/** The expression of a decorator, behind its `@`. */
export function parseDecorator(text: string, span: Span): readonly Node[] | null {
  return parse(text, span, (c) => [c.grammar.namedExpression(c)]);
}

/** A whole statement that begins an own line. Null: it is no Python. */
export function parseAttempt(text: string, { clause, column, flat, end }: Attempt): Node | null {
  const tokens = new FileTokens(text, { column, flat });
  const found = guarded(() => {
    tokens.readFrom(clause.start, end);
    return statementsUntil(new Cursor(text, tokens, grammar), END);
  });
  return found?.[0] ?? null;
}

/** How many lambdas stand outside of brackets among these tokens. */
export function lambdasIn(text: string, { start, end }: Span): number {
  let depth = 0;
  let count = 0;
  for (const kind of guarded(() => tokensOf(text, start, end).kinds) ?? []) {
    if (kind === T['('] || kind === T['['] || kind === T['{']) depth++;
    else if (kind === T[')'] || kind === T[']'] || kind === T['}']) depth--;
    else if (depth === 0 && kind === T['lambda']) count++;
  }
  return count;
}

function pass(tokens: Tokens): void {
  const end = tokens.ends.at(-1) ?? 0;
  for (const kind of [T['pass'], NEWLINE, END]) tokens.push(kind, end, end);
}

function parse(text: string, { start, end }: Span, rule: (c: Cursor) => readonly Node[]): readonly Node[] | null {
  return guarded(() => rule(new Cursor(text, tokensOf(text, start, end), grammar)));
}

function tokensOf(text: string, start: number, end: number): Tokens {
  const tokens = new Tokens(text);
  tokens.read(start, end);
  return tokens;
}

function guarded<T>(rule: () => T): T | null {
  try {
    return rule();
  } catch (error) {
    if (error instanceof SyntaxProblem || error instanceof RangeError) return null;
    throw error;
  }
}
