import { skipSpace, UNSURE } from './characters.js';
import { WANTED, type Words } from './words.js';

/** What reads the code around an element, and in it. */
export interface CodeAround {
  /** Those that mean something to it. */
  readonly words: Words;
  /** Code up to the `}` that closes it; returns the offset behind that. */
  nested(start: number): number;
  /** Keeps elements in one another from using up the stack. */
  deeper<T>(read: () => T): T;
}

/** The offset behind the JSX element or fragment that begins here. Throws `Unsure` where only the parser can tell. */
export function elementEnd(text: string, at: number, around: CodeAround): number {
  return around.deeper(() => new Element(text, at, around).read());
}

class Element {
  constructor(
    private readonly text: string,
    private at: number,
    private readonly around: CodeAround,
  ) {}

  /** Returns the offset behind it. */
  read(): number {
    const { text } = this;
    this.at++;
    const name = this.tagName();
    if (text.charCodeAt(this.at) === 60) this.typeArguments();
    for (;;) {
      this.at = skipSpace(this.text, this.at);
      const code = text.charCodeAt(this.at);
      if (code === 47 && text.charCodeAt(this.at + 1) === 62) return this.at + 2;
      if (code === 62) break;
      if (name === '' || Number.isNaN(code)) throw UNSURE;
      this.attribute(code);
    }
    this.at++;
    return this.children(name);
  }

  /** `<Form<Values> …>`; strings, and words of which the handler may want to know, are for the parser. */
  private typeArguments(): void {
    const found = /^<(?:[\w$.\s,|&[\]]|<[\w$.\s,|&[\]]*>)*>/.exec(this.text.slice(this.at, this.at + 300));
    if (!found) throw UNSURE;
    for (const [word] of found[0].matchAll(/[\w$]+/g)) if (this.around.words.meaningOf(word) & WANTED) throw UNSURE;
    this.at += found[0].length;
  }

  private attribute(code: number): void {
    if (code === 123) {
      this.at = this.around.nested(this.at + 1);
      return;
    }
    if (this.tagName() === '') throw UNSURE;
    this.at = skipSpace(this.text, this.at);
    if (this.text.charCodeAt(this.at) !== 61) return;
    this.at++;
    this.at = skipSpace(this.text, this.at);
    const quote = this.text.charCodeAt(this.at);
    if (quote === 34 || quote === 39) {
      const end = this.text.indexOf(String.fromCharCode(quote), this.at + 1);
      if (end === -1) throw UNSURE;
      this.at = end + 1;
    } else if (quote === 123) this.at = this.around.nested(this.at + 1);
    else if (quote === 60) this.at = elementEnd(this.text, this.at, this.around);
    else throw UNSURE;
  }

  private children(name: string): number {
    const { text } = this;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (Number.isNaN(code) || code === 62 || code === 125) throw UNSURE;
      if (code === 123) this.at = this.around.nested(this.at + 1);
      else if (code !== 60) this.at++;
      else if (text.charCodeAt(this.at + 1) !== 47) this.at = elementEnd(this.text, this.at, this.around);
      else {
        this.at += 2;
        this.at = skipSpace(this.text, this.at);
        if (this.tagName() !== name) throw UNSURE;
        this.at = skipSpace(this.text, this.at);
        if (text.charCodeAt(this.at) !== 62) throw UNSURE;
        return this.at + 1;
      }
    }
  }

  private tagName(): string {
    const name = /^[\p{ID_Start}$_][\p{ID_Continue}$.:-]*/u.exec(this.text.slice(this.at, this.at + 200))?.[0] ?? '';
    this.at += name.length;
    return name;
  }
}
