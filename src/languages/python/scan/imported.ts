import { identifier } from '../cursor.js';
import { PATCHES, REFERENCES, ROOT, Words } from './words.js';

const WORD = /[\p{XID_Start}_]\p{XID_Continue}*/uy;

/**
 * The words of references, and every name that an import statement of this text may bind: imports may stand behind the uses of
 * what they bind, so they are looked for first. Also in strings and comments, since a name too many does no harm.
 */
export function wordsOf(text: string): Words {
  const words = new Words(REFERENCES);
  for (let at = text.indexOf('import'); at !== -1;) {
    const behind = at + 'import'.length;
    at = text.indexOf('import', isWord(text.charCodeAt(behind)) ? behind : note(words, text, behind));
  }
  return words;
}

/** Notes every name up to the end of the statement (or of several that begin in it), and returns where that is. */
function note(words: Words, text: string, from: number): number {
  let before = '';
  let last = '';
  let depth = 0;
  let i = from;
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 92) i += text.charCodeAt(i + 1) === 13 && text.charCodeAt(i + 2) === 10 ? 2 : 1;
    else if (code === 40) depth++;
    else if (code === 41) depth--;
    else if (code === 35) while (i + 1 < text.length && !/[\r\n]/.test(text.charAt(i + 1))) i++;
    else if (isWord(code)) {
      WORD.lastIndex = i;
      const found = WORD.exec(text)?.[0];
      if (found === undefined) continue;
      const name = identifier(found);
      words.add(name, ROOT);
      if (before === 'patch' && last === 'as') words.add(name, PATCHES);
      [before, last] = [last, name];
      i += found.length - 1;
    } else if (code === 10 || code === 13 ? depth <= 0 : !isBetween(code)) break;
  }
  return i;
}

function isWord(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code > 127;
}

/** White space, commas, dots, line ends. */
function isBetween(code: number): boolean {
  return code === 32 || code === 44 || code === 46 || code === 9 || code === 10 || code === 13 || code === 12;
}
