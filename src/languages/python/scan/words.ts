import { identifier } from '../cursor.js';
import { isDigit, isWord } from './characters.js';

/** What a word may mean to the scanner. A call of this name may name a module. */
export const CALLS = 1;
/** The same, but only as an attribute: `patch.dict`. */
export const METHOD = 2;
/** What it is given looks like a module, and is none. */
export const LOGS = 3;
/** Calls that import the module they are given. */
export const LOADERS = new Set(['import_module', '__import__', 'importorskip']);
/** ... those whose string may go on to a name in it. */
export const NAME_LOADERS = new Set(['resolve_name', 'import_string', 'locate']);
export const FINDERS = new Set(['find_spec', 'find_loader', 'run_module']);
/** `patch.object(m, 'x')` and its like: the name stands in the second argument. */
export const BY_NAME = new Set(['object', 'setattr', 'delattr', 'spy', 'multiple']);
/** `monkeypatch.setitem(sys.modules, 'a.b', x)`. */
export const BY_KEY = new Set(['setitem', 'delitem']);
export const LOGGERS = new Set(['getLogger', 'get_logger', 'getChild']);

const SIZE = 4096;
const BITS = 32;

/** Words of which most others can be told by their hashes. */
export class Words {
  private readonly known = new Array<number>(SIZE / BITS).fill(0);

  /** Adds the word that ends before `end`. */
  add(text: string, end: number): void {
    const hash = hashBefore(text, end) & (SIZE - 1);
    this.known[hash >> 5] = (this.known[hash >> 5] ?? 0) | (1 << (hash & (BITS - 1)));
  }

  /** False for nearly every word that was not added. */
  mayHold(text: string, end: number): boolean {
    const hash = hashBefore(text, end) & (SIZE - 1);
    return ((this.known[hash >> 5] ?? 0) & (1 << (hash & (BITS - 1)))) !== 0;
  }
}

/** The hash of a name goes from its last character on to its first. */
function hashBefore(text: string, end: number): number {
  let hash = 0;
  for (let i = end - 1; i >= 0; i--) {
    const code = text.charCodeAt(i);
    if (code > 127) return hashOfWide(text.slice(wordStart(text, end), end));
    if (!isWord(code)) break;
    hash = (Math.imul(hash, 31) + code) | 0;
  }
  return hash;
}

function hashOfWide(word: string): number {
  const name = identifier(word);
  return /^[\x00-\x7f]*$/.test(name) ? hashBefore(name, name.length) : name.length;
}

/** Where the word that ends before `end` begins. */
export function wordStart(text: string, end: number): number {
  let start = end;
  while (start > 0 && isWord(text.charCodeAt(start - 1))) start--;
  return start;
}

/** The name that ends before `end`; null for a number. */
export function nameBefore(text: string, end: number): string | null {
  const start = wordStart(text, end);
  return start === end || isDigit(text.charCodeAt(start)) ? null : identifier(text.slice(start, end));
}

/** Words with which calls begin that matter to references. */
export const MEANINGS: ReadonlyMap<string, number> = new Map([
  ...[...LOADERS, ...NAME_LOADERS, ...FINDERS, ...BY_NAME, ...BY_KEY, 'patch'].map((word) => [word, CALLS] as const),
  ...[...LOGGERS].map((word) => [word, LOGS] as const),
  ['dict', METHOD],
]);

export const CALLED = new Words();
for (const word of MEANINGS.keys()) CALLED.add(word, word.length);
