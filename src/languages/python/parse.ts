import type { Span } from '../../workspace/edit.js';
import type { Unparsed } from '../reference.js';
import { Cursor } from './cursor.js';
import { FileTokens } from './file-tokens.js';
import { grammar } from './grammar.js';
import { lineIndex } from '../../workspace/edit.js';
import type { Expression, Module } from './nodes.js';
import { statementsUntil } from './statements.js';
import { parseInside } from './strings.js';
import { SyntaxProblem } from './syntax-problem.js';
import { END } from './token-kinds.js';
import type { Tokens } from './tokens.js';

export interface Parsed {
  readonly path: string;
  readonly text: string;
  readonly module: Module;
  readonly comments: readonly Span[];
  /** The 1-based line of an offset. */
  readonly lineOf: (offset: number) => number;
}

/** Parses one file. Never throws for what a file may hold: the first error comes back with its line. */
export function parse(path: string, text: string): Parsed | Unparsed {
  return parseTokens(path, text, () => {
    const tokens = new FileTokens(text);
    tokens.read(text.startsWith('\ufeff') ? 1 : 0, text.length);
    return tokens;
  });
}

/** The same for tokens that may be less than all of the text. */
export function parseTokens(path: string, text: string, read: () => Tokens): Parsed | Unparsed {
  const lineOf = lineIndex(text);
  try {
    const tokens = read();
    const body = statementsUntil(new Cursor(text, tokens, grammar), END);
    const module: Module = { type: 'Module', body, start: 0, end: text.length };
    return { path, text, module, comments: tokens.comments, lineOf };
  } catch (error) {
    if (error instanceof RangeError) return { error: 'nested too deeply', line: 1 };
    if (!(error instanceof SyntaxProblem)) throw error;
    return { error: error.message, line: lineOf(error.offset) };
  }
}

/** Parses an expression in a part of a text (a string annotation); null when there is none. */
export function parseExpression(text: string, span: Span): Expression | null {
  try {
    return parseInside(text, span.start, span.end, grammar);
  } catch (error) {
    if (error instanceof SyntaxProblem) return null;
    throw error;
  }
}
