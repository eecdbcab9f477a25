import { identifier } from '../cursor.js';
import { LineReader } from './lines.js';
import { BINDERS, GLOBALS, WANTED, Words } from './words.js';

const NAME = /[\p{XID_Start}_]\p{XID_Continue}*/gu;
const REST_OF_STATEMENT = /(?:[^;#\\\r\n]|\\(?:\r\n?|\n))*/y;

/** Wants what binds names of the module inside of functions and classes; all other statements are wanted anyway. */
export class OfferReader extends LineReader {
  constructor(text: string) {
    super(text, new Words(BINDERS));
  }

  protected override known(start: number, end: number, meaning: number): void {
    super.known(start, end, meaning);
    if (meaning & (GLOBALS | WANTED)) this.wanted = true;
    if (meaning & GLOBALS) this.declared(end);
  }

  /** What a function does with a name of the module matters from here on. */
  private declared(from: number): void {
    REST_OF_STATEMENT.lastIndex = from;
    for (const [name] of REST_OF_STATEMENT.exec(this.text)?.[0].matchAll(NAME) ?? [])
      this.words.add(identifier(name), WANTED);
  }

  protected override string(): void {
    // Strings bind nothing.
  }
}
