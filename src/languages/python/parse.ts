import type { Span } from '../../workspace/edit.js';
import type { Unparsed } from '../reference.js';
import { Cursor } from './cursor.js';
import { grammar } from './grammar.js';
import type { Expression, Module } from './nodes.js';
import { statementsUntil } from './statements.js';
import { parseInside } from './strings.js';
import { SyntaxProblem } from './syntax-problem.js';
import { END } from './token-kinds.js';
import { afterLineEnd, isLineEnd, Tokens } from './tokens.js';

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
  const lineOf = lineIndex(text);
  try {
    const tokens = new Tokens(text, text.startsWith('\ufeff') ? 1 : 0, text.length, false);
    const body = statementsUntil(new Cursor(text, tokens, grammar), END);
    return {
      path,
      text,
      module: { type: 'Module', body, start: 0, end: text.length },
      comments: tokens.comments,
      lineOf,
    };
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

/** Made when first asked: most files need no line. */
function lineIndex(text: string): (offset: number) => number {
  let starts: number[] | null = null;
  return (offset) => {
    starts ??= lineStarts(text);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    if (!isLineEnd(text.charCodeAt(i))) continue;
    i = afterLineEnd(text, i) - 1;
    starts.push(i + 1);
  }
  return starts;
}
