import { identifier } from '../cursor.js';
import { isDigit, isWord } from './characters.js';
import { commentEnd } from './white-space.js';
import { Words } from './words.js';

/** What import statements may bind. */
export interface Imported {
  readonly names: Words;
  /** Under which `patch` is imported too. */
  readonly patchers: ReadonlySet<string>;
}

/**
 * Every name that an import statement of this text may bind: imports may stand behind the uses of what they bind, so they are
 * looked for first. Also in strings and comments, since a name too many does no harm.
 */
export function importedBy(text: string): Imported {
  const names = new Words();
  const patchers = new Set<string>();
  for (let at = text.indexOf('import'); at !== -1;) {
    const behind = at + 'import'.length;
    at = text.indexOf('import', isWord(text.charCodeAt(behind)) ? behind : note(text, behind, names, patchers));
  }
  return { names, patchers };
}

/** Notes every name up to the end of the statement (or of several that begin in it), and returns where that is. */
function note(text: string, from: number, names: Words, patchers: Set<string>): number {
  let depth = 0;
  let before = '';
  let last = '';
  let i = from;
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 92) i += text.charCodeAt(i + 1) === 13 && text.charCodeAt(i + 2) === 10 ? 2 : 1;
    else if (code === 40) depth++;
    else if (code === 41) depth--;
    else if (code === 35) i = commentEnd(text, i) - 1;
    else if (isWord(code) && !isDigit(code)) {
      const start = i;
      while (isWord(text.charCodeAt(i + 1))) i++;
      names.add(text, i + 1);
      if (before === 'patch' && last === 'as') patchers.add(identifier(text.slice(start, i + 1)));
      before = last;
      last = i - start < 5 ? text.slice(start, i + 1) : '';
    } else if (code === 10 || code === 13 ? depth <= 0 : !isBetween(code)) break;
  }
  return i;
}

/** White space, commas, dots, line ends. */
function isBetween(code: number): boolean {
  return code === 32 || code === 44 || code === 46 || code === 9 || code === 10 || code === 13 || code === 12;
}
