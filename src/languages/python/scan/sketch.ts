import { SyntaxProblem } from '../syntax-problem.js';
import type { Unparsed } from '../../reference.js';
import { parse, parseTokens, type Parsed } from '../parse.js';
import type { LineReader } from './lines.js';
import { Outline } from './outline.js';

/**
 * Parses what the reader wants of a text, and the heads of the blocks around it. What is left out stands as `Elided`, in the
 * place of its statements. Where the lines do not tell how they hang together, the whole text is parsed.
 */
export function sketch(path: string, text: string, reader: LineReader, whole: boolean): Parsed | Unparsed {
  const sketched = parseTokens(path, text, () => {
    const { tokens } = new Outline(text, reader, whole);
    if (reader.odd) throw new SyntaxProblem('', 0);
    return tokens;
  });
  return 'error' in sketched ? parse(path, text) : sketched;
}
