/** What a word may mean to the scanner: bits, since one word can mean several things. */
export const OPENS = 1;
/** `elif`, `else`, `except`, `finally`: another part of the statement before. */
export const CONTINUES = 2;
export const DEFINES = 4;
export const TRIES = 8;
/** May begin a statement that says that an import was to fail. */
export const FAILS = 16;
export const IMPORTS = 32;
export const GLOBALS = 64;
export const LAMBDA = 128;
/** A call of this name may name a module. */
export const CALLS = 256;
export const MODULES = 512;
/** Bound by an import: a chain of attributes of it may name a module. */
export const ROOT = 1024;
/** `patch`, under whatever name: `patch(`, `patch.dict(`. */
export const PATCHES = 4096;
/** Every statement with this word is wanted. */
export const WANTED = 2048;

/** Calls that import the module they are given. */
export const LOADERS = new Set(['import_module', '__import__', 'importorskip']);
/** ... those whose string may go on to a name in it. */
export const NAME_LOADERS = new Set(['resolve_name', 'import_string', 'locate']);
export const FINDERS = new Set(['find_spec', 'find_loader', 'run_module']);
/** `patch.object(m, 'x')` and its like: the name stands in the second argument. */
export const BY_NAME = new Set(['object', 'setattr', 'delattr', 'spy', 'multiple']);
/** `monkeypatch.setitem(sys.modules, 'a.b', x)`. */
export const BY_KEY = new Set(['setitem', 'delitem']);
/** What they are given looks like a module, and is none. */
export const LOGGERS = new Set(['getLogger', 'get_logger', 'getChild']);

const SIZE = 4096;

/** Words and their meanings, with a filter that tells nearly every other word apart by its hash alone. */
export class Words {
  private readonly meanings: Map<string, number>;
  private readonly filter: Uint8Array;

  constructor(like?: Words) {
    this.meanings = new Map(like?.meanings);
    this.filter = like ? like.filter.slice() : new Uint8Array(SIZE);
  }

  add(word: string, meaning: number): void {
    this.meanings.set(word, (this.meanings.get(word) ?? 0) | meaning);
    this.filter[hashOf(word) & (SIZE - 1)] = 1;
  }

  /** False for nearly all words that are none of these. `hash`: see `hashNext`. */
  mayHold(hash: number): boolean {
    return this.filter[hash & (SIZE - 1)] === 1;
  }

  meaning(word: string): number {
    return this.meanings.get(word) ?? 0;
  }
}

/** The hash of a word goes from its first character code on through all others. */
export function hashNext(hash: number, code: number): number {
  return (Math.imul(hash, 31) + code) | 0;
}

/** The hash of a whole word, as a lexer comes to it character by character. */
export function hashOf(word: string): number {
  let hash = word.charCodeAt(0);
  for (let i = 1; i < word.length; i++) hash = hashNext(hash, word.charCodeAt(i));
  return hash;
}

/** The words that shape statements. */
export const SHAPES = new Words();
for (const word of ['if', 'for', 'while', 'with', 'async']) SHAPES.add(word, OPENS);
for (const word of ['elif', 'else', 'except', 'finally']) SHAPES.add(word, CONTINUES);
for (const word of ['def', 'class']) SHAPES.add(word, DEFINES);
SHAPES.add('try', OPENS | TRIES);
SHAPES.add('import', IMPORTS);
SHAPES.add('from', IMPORTS);
SHAPES.add('lambda', LAMBDA);

/** ... and those that bind names of the module inside of functions. */
export const BINDERS = new Words(SHAPES);
BINDERS.add('global', GLOBALS);

/** The words that shape statements, and those with which references begin. */
export const REFERENCES = new Words(SHAPES);
for (const words of [LOADERS, NAME_LOADERS, FINDERS, BY_NAME, BY_KEY, LOGGERS])
  for (const word of words) REFERENCES.add(word, CALLS);
REFERENCES.add('patch', PATCHES);
REFERENCES.add('modules', MODULES);
for (const word of ['raise', 'assert', 'fail']) REFERENCES.add(word, FAILS);
