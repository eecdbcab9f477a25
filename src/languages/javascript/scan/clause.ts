import type { NameUse } from '../../reference.js';
import { skipSpace, wordEnd, UNSURE } from './characters.js';

/** One name of an import or export list, with its offsets: `type? name (as alias)?`. */
export interface Named {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly alias: string;
  readonly typeOnly: boolean;
}

/** Reads the few forms in which import and export statements are written. Anything else throws `Unsure`. */
export class Clause {
  at: number;

  constructor(
    readonly text: string,
    at: number,
  ) {
    this.at = skipSpace(text, at);
  }

  /** The word here, without going on; empty when there is none. */
  peek(): string {
    return this.text.slice(this.at, wordEnd(this.text, this.at));
  }

  takes(word: string): boolean {
    if (this.peek() !== word) return false;
    this.skip(word.length);
    return true;
  }

  takesSign(sign: string): boolean {
    if (this.text[this.at] !== sign) return false;
    this.skip(1);
    return true;
  }

  name(): string {
    const word = this.peek();
    if (word === '' || /^\d/.test(word)) throw UNSURE;
    this.skip(word.length);
    return word;
  }

  /** A string without escapes: its content, and the offsets of the content. */
  string(): { value: string; start: number; end: number } {
    const quote = this.text[this.at];
    if (quote !== "'" && quote !== '"') throw UNSURE;
    const start = this.at + 1;
    const end = this.text.indexOf(quote, start);
    const value = this.text.slice(start, end);
    if (end === -1 || /[\\\r\n]/.test(value)) throw UNSURE;
    this.skip(end + 1 - this.at);
    return { value, start, end };
  }

  /** The names between braces; the opening one is taken already. */
  list(): Named[] {
    const names: Named[] = [];
    while (!this.takesSign('}')) {
      names.push(this.named());
      if (!this.takesSign(',') && this.text[this.at] !== '}') throw UNSURE;
    }
    return names;
  }

  private named(): Named {
    const start = this.at;
    let typeOnly = false;
    let end = start + this.peek().length;
    let name = this.name();
    // `type`, `type as x` and `type as as x` are names: for the parser.
    if (name === 'type' && /^[\w$]/.test(this.text[this.at] ?? '')) {
      if (this.peek() === 'as') throw UNSURE;
      typeOnly = true;
      end = this.at + this.peek().length;
      name = this.name();
    }
    let alias = name;
    if (this.takes('as')) {
      end = this.at + this.peek().length;
      alias = this.name();
    }
    return { start, end, name, alias, typeOnly };
  }

  /** Where the statement ends that has just been read: a semicolon belongs to it, on whatever line. */
  end(last: number): number {
    if (this.text[this.at] === ';') return this.at + 1;
    if (this.peek() === 'with' || this.peek() === 'assert') throw UNSURE;
    return last;
  }

  private skip(length: number): void {
    this.at = skipSpace(this.text, this.at + length);
  }
}

/** The name of a list as a use, under the names that the statement gives it. */
export function used(one: Named, imported: string, local: string, typeOnly: boolean): NameUse {
  return { imported, local, typeOnly: typeOnly || one.typeOnly, span: { start: one.start, end: one.end } };
}
