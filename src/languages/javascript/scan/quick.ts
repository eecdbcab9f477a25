import type { ExportEntry, Reference } from '../../reference.js';
import { parse } from '../parse.js';
import { Unsure, UNSURE } from './characters.js';
import { elided } from './elide.js';
import { ExportReader } from './export-reader.js';
import { type Handler, Lexer } from './lexer.js';
import { ReferenceReader } from './reference-reader.js';
import { references } from './references.js';
import { pathReferences } from './rules.js';

/**
 * What a file names, from its tokens; where these leave a doubt, from the tree of a text without the bodies in which there is
 * none. Null when that does not decide either. Equal to what the parser finds (test/languages/javascript/quick.test.ts).
 */
export function quickReferences(path: string, text: string): Reference[] | null {
  const reader = new ReferenceReader(text, isTyped(path));
  const first = unlessUnsure(() => lex(path, text, reader));
  const doubts = first === null ? null : reader.allDoubts();
  if (first === null || doubts === null) return null;
  const { found, bodies } = reader;
  if (doubts.length === 0) return [...pathReferences(text, first), ...found.references];
  const outline = elided(text, bodies, doubts);
  const parsed = parse(path, outline);
  if ('error' in parsed) return null;
  const leftOut = found.references.filter(({ statement }) => outline[statement.start] === ' ');
  return [...references({ ...parsed, text }), ...leftOut].sort((a, b) => a.span.start - b.span.start);
}

/** What a file offers, from its tokens. Null when they do not decide. */
export function quickExports(path: string, text: string): ExportEntry[] | null {
  const reader = new ExportReader(text, isTyped(path));
  return unlessUnsure(() => {
    lex(path, text, reader);
    return reader.entries(() => {
      const all = quickReferences(path, text);
      if (!all) throw UNSURE;
      return all;
    });
  });
}

function isTyped(path: string): boolean {
  return /\.[cm]?tsx?$/.test(path);
}

/** Gives the tokens to the handler. Returns `Lexer.first`. */
function lex(path: string, text: string, handler: Handler): number {
  const lexer = new Lexer(text, !/\.[cm]?ts$/.test(path), handler);
  lexer.run();
  return lexer.first;
}

/** What the tokens say; null when they leave it open. */
function unlessUnsure<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unsure) return null;
    throw error;
  }
}
