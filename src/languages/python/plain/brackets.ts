import { BY_MODULE } from '../scope-dynamic.js';
import { FIXED } from '../token-kinds.js';
import { AFTER_NAME, AFTER_OTHER, AFTER_STRING, AFTER_VALUE, wordEnd } from './token-reader.js';

/** Keywords behind which an expression stands, whose names are read. */
export const BEFORE_VALUE = new Set(
  'return raise not in is and or if elif else while except assert yield await from with'.split(' '),
);
/** Calls that are given types, which may stand in strings. */
const TYPED = new Set(['cast', 'TypeVar', 'NewType', 'NamedTuple', 'TypedDict', 'make_dataclass']);

/** What is known of a bracket when it opens: where, what stood before it, and where the last name and token began. */
interface Opening {
  readonly at: number;
  readonly before: number;
  readonly name: number;
  readonly last: number;
}

/** The brackets that are open at a place of a logical line. */
export class Brackets {
  private readonly open: Opening[] = [];

  constructor(private readonly text: string) {}

  /** `depth`: how many are open around it. */
  opens(depth: number, opening: Opening): void {
    this.open[depth] = opening;
  }

  /** A display whose closing bracket decides whether it is one: `x = [a, b]`, but `x = [a, b] = c`. */
  isDoubtful(depth: number): boolean {
    const outer = this.open[0];
    return depth > 0 && outer !== undefined && this.isValue(outer);
  }

  /** Are names in the innermost of so many brackets read, and bind nothing? `heads`: the outermost one is part of a definition's head. */
  isRead(depth: number, heads: boolean): boolean {
    const one = this.open[depth - 1];
    if (!one || (heads && depth === 1)) return false;
    const word = this.wordBefore(one);
    if (this.text[one.at] === '{' || this.follows(one)) return true;
    if (word !== null) return BEFORE_VALUE.has(word);
    return depth > 1 ? this.isRead(depth - 1, heads) : this.isValue(one);
  }

  /** Is the outermost one square? */
  isSquare(): boolean {
    return this.text[this.open[0]?.at ?? -1] === '[';
  }

  /** Is it a call, or do its brackets stand behind a value: `f(…)`, `x[…]`? */
  isBehindValue(depth: number): boolean {
    const one = this.open[depth - 1];
    return one !== undefined && this.follows(one);
  }

  /** May a string in it be a type, as far as the brackets tell? Null where they do not. */
  holdsTypes(depth: number, heads: boolean): boolean | null {
    for (let i = depth; i > 0; i--) {
      const one = this.open[i - 1];
      if (!one || (heads && i === 1)) return null;
      if (!this.follows(one)) continue;
      const callee = this.wordBefore(one);
      if (this.text[one.at] === '[' || callee === null || TYPED.has(callee)) return true;
      if (i === depth) return false;
    }
    return null;
  }

  /** Could `__name__` here tell a call which name of this module is meant? */
  tellsModule(depth: number): boolean {
    return this.open.slice(0, depth).some((one) => {
      const word = this.wordBefore(one);
      if (word === null) return one.before === AFTER_VALUE;
      return this.text[one.at] === '[' ? word === 'modules' : BY_MODULE.has(word);
    });
  }

  private isValue({ before, last }: Opening): boolean {
    return before === AFTER_OTHER && this.text[last] === '=';
  }

  /** Behind a name or value, which it calls or of which it takes an item. */
  private follows(one: Opening): boolean {
    if (one.before === AFTER_VALUE || one.before === AFTER_STRING) return true;
    const word = this.wordBefore(one);
    return word !== null && !FIXED.has(word);
  }

  private wordBefore({ before, name }: Opening): string | null {
    return before === AFTER_NAME ? this.text.slice(name, wordEnd(this.text, name)) : null;
  }
}
