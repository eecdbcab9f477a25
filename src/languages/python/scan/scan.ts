import type { Offer, Scan, Unparsed } from '../../reference.js';
import { moduleExports } from '../exports.js';
import { parse, parseTokens, type Parsed } from '../parse.js';
import { references } from '../references.js';
import { analyse } from '../scopes.js';
import { SyntaxProblem } from '../syntax-problem.js';
import { Outline } from './outline.js';

/** What a file names: see `Language.scan`. What names nothing is not looked at, errors in it neither. */
export function scan(path: string, text: string): Scan | Unparsed {
  const found = references(text);
  const parsed = found.odd ? parse(path, text) : null;
  return parsed && 'error' in parsed ? parsed : { references: found.references };
}

/** What a module offers: see `Language.offer`. */
export function offer(path: string, text: string): Offer | Unparsed {
  const parsed = outlined(path, text);
  return 'error' in parsed ? parsed : moduleExports(parsed, analyse(parsed.module, text));
}

/** Without the bodies of functions and classes that bind nothing in the module. */
function outlined(path: string, text: string): Parsed | Unparsed {
  const parsed = parseTokens(path, text, () => {
    const first = new Outline(text, new Set());
    const outline = first.declaring.size > 0 ? new Outline(text, first.declaring) : first;
    if (outline.odd) throw new SyntaxProblem('', 0);
    return outline.tokens;
  });
  return 'error' in parsed ? parse(path, text) : parsed;
}
