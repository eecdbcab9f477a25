import { LineReader } from './lines.js';
import { isWord } from './classes.js';
import { SHAPES } from './words.js';

/** Where one of these is called, or the module names itself, names are looked up that we cannot see. */
const DYNAMIC = ['eval', 'exec', 'globals', 'locals', 'vars', '__name__'];

/**
 * Wants the imports, and every line with one of the words: as a name, or in a string, which may be a type. So all that binds or
 * uses these names is in the sketch; of others it says nothing.
 */
export class WordReader extends LineReader {
  private readonly places: readonly number[];
  private nextPlace = 0;

  constructor(text: string, words: Iterable<string>) {
    super(text, SHAPES);
    this.places = placesOf(text, words);
  }

  override next(): boolean {
    const isFirst = this.end === 0;
    if (!super.next()) return false;
    while ((this.places[this.nextPlace] ?? Infinity) < this.start) this.nextPlace++;
    // The first may be the docstring, behind which imports begin.
    if (isFirst || (this.places[this.nextPlace] ?? Infinity) < this.end) this.wanted = true;
    return true;
  }

  protected override string(): void {
    // Words are looked for in all of the text, strings included.
  }

  /** Names beyond ASCII can be written in several ways. */
  protected override wideName(i: number): number {
    this.odd = true;
    return super.wideName(i);
  }
}

function placesOf(text: string, words: Iterable<string>): number[] {
  const places: number[] = [];
  const sought = new Set([...words, ...DYNAMIC].flatMap((word) => [word, ...unmangled(word)]));
  for (const word of sought)
    for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length))
      if (!isWord(text.charCodeAt(at - 1)) && !isWord(text.charCodeAt(at + word.length))) places.push(at);
  return places.sort((a, b) => a - b);
}

/** `_C__x` is what a class `C` writes as `__x`. */
function unmangled(word: string): string[] {
  const [, inner] = /^_.*?(__.*)$/.exec(word) ?? [];
  return inner === undefined ? [] : [inner];
}
