import { contains, type Span } from '../../../workspace/edit.js';
import { skipSpace, UNSURE, Unsure } from '../scan/characters.js';
import { type Around, type Bracket, type Handler, Lexer } from '../scan/lexer.js';
import { wordBefore } from '../scan/places.js';
import { CONTEXTUAL, Words } from '../scan/words.js';

/** Words behind which a name is used, whether as a value or as a type. */
const BEFORE_USE = new Set(
  'new return extends implements instanceof typeof keyof await throw satisfies default'.split(' '),
);
const NAMESPACES = new Set(['namespace', 'module']);
/** Words that nothing can be called in a module (ECMA-262, 12.7.2). */
const RESERVED = new Set(
  (
    'break case catch class const continue debugger default delete do else enum export extends false finally for function if ' +
    'import in instanceof new null return super switch this throw true try typeof var void while with await yield let static ' +
    'arguments eval implements interface package private protected public'
  ).split(' '),
);

/**
 * Where a name is used that an import statement binds, outside of the statements given: only when every other token of
 * that name is provably a plain use of it. Null when one may be a declaration, a key, a label, an element of JSX or a short
 * form, which only the scopes tell apart.
 */
export function plainUses(path: string, text: string, name: string, imports: readonly Span[]): Span[] | null {
  const jsx = !/\.[cm]?ts$/.test(path);
  const evaluates = /\beval\b|\bwith\s*\(/.test(text);
  const inTag = jsx && new RegExp(`<[\\s/]*${escaped(name)}(?![\\w$])`).test(text);
  if (evaluates || inTag || !/^[a-z_$][\w$]*$/i.test(name) || isContextual(name)) return null;
  const reader = new UseReader(text, name, imports);
  try {
    new Lexer(text, jsx, reader).run();
  } catch (error) {
    if (error instanceof Unsure) return null;
    throw error;
  }
  return reader.uses;
}

/** Can nothing be called so, whatever a module may offer by that name (`export { remove as delete }`)? */
export function isReserved(name: string): boolean {
  return RESERVED.has(name);
}

/** Is the name at other places no name: `async`, `type`, `delete`? */
export function isContextual(name: string): boolean {
  return (
    CONTEXTUAL.has(name) ||
    RESERVED.has(name) ||
    /^(?:get|set|declare|abstract|accessor|from|global|module|namespace)$/.test(name)
  );
}

/** Does the text hold the name as a word, be it code or not? */
export function mentions(text: string, name: string): boolean {
  return wholeWord(name).test(text);
}

/** The name where it stands as a whole word. */
export function wholeWord(name: string, flags = ''): RegExp {
  return new RegExp(`(?<![\\p{ID_Continue}$])${escaped(name)}(?![\\p{ID_Continue}$])`, `u${flags}`);
}

function escaped(name: string): string {
  return name.replaceAll('$', '\\$');
}

class UseReader implements Handler {
  readonly words: Words;
  readonly uses: Span[] = [];
  /** Brackets that must not turn out to hold parameters. */
  private readonly doubtful = new Set<number>();
  private enumerates = false;

  constructor(
    private readonly text: string,
    private readonly name: string,
    private readonly imports: readonly Span[],
  ) {
    this.words = new Words([name, 'enum', ...NAMESPACES]);
  }

  /** A name in a string is none, unless it declares a member of an enumeration. */
  string(start: number, end: number): void {
    if (!this.enumerates) return;
    const content = this.text.slice(start + 1, end - 1);
    if (content === this.name || content.includes('\\')) throw UNSURE;
  }

  word(word: string, start: number, end: number, around: Around): number {
    this.enumerates ||= word === 'enum';
    // `namespace A.Old` declares it inside of `A`.
    if (NAMESPACES.has(word) && this.declaresInside(end)) throw UNSURE;
    if (word !== this.name) return end;
    if (this.imports.some((one) => contains(one, { start, end }))) return end;
    if (!this.isUse(start, end, around)) throw UNSURE;
    this.uses.push({ start, end });
    return end;
  }

  closed({ at }: Bracket, end: number): void {
    if (!this.doubtful.delete(at)) return;
    const next = skipSpace(this.text, end);
    if ('{:'.includes(this.text[next] ?? ' ') || this.text.startsWith('=>', next)) throw UNSURE;
  }

  private declaresInside(end: number): boolean {
    const names = /^[^{;=()]*/.exec(this.text.slice(end, end + 300))?.[0] ?? '';
    return names.includes('.') && mentions(names, this.name);
  }

  private isUse(start: number, end: number, { previous, brackets }: Around): boolean {
    const { text } = this;
    const at = skipSpace(text, end);
    const next = text[at] ?? '';
    const word = wordBefore(text, previous);
    if (NAMESPACES.has(word)) return false;
    // No declaration, key or parameter has a member.
    if (next === '.' && text[at + 1] !== '.') return true;
    if (next === ':' || next === '?' || (next === '=' && text[at + 1] !== '=')) return false;
    const bracket = brackets.at(-1);
    const within = bracket ? (text[bracket.at] ?? '') : '';
    // On a line of its own, the word before may as well be a field's name.
    if (word !== '' && word !== '.') return BEFORE_USE.has(word) && !/[\n\r]/.test(text.slice(previous, start));
    const sign = text[previous - 1] ?? '';
    if (text.startsWith('=>', previous - 2)) return true;
    // `{ a: Old }` may as well be a pattern.
    if (sign === ':') return within !== '{' || !',}'.includes(next);
    if ('=|&@'.includes(sign)) return text[previous - 2] !== '{';
    return bracket !== undefined && this.isArgument(bracket, start, previous, next);
  }

  /** Unless the bracket turns out to hold parameters. (Those of a method without a body may bear any name.) */
  private isArgument({ at, condition }: Bracket, start: number, previous: number, next: string): boolean {
    const { text } = this;
    if (text[at] !== '(' || /\bfunction\b[\s*\w$]*$/.test(text.slice(Math.max(0, at - 200), at))) return false;
    // A comma may as well part type parameters, or the declarations of a loop.
    const isFirst = at === previous - 1;
    if (!isFirst && (condition || text[previous - 1] !== ',' || text.slice(at, start).includes('<'))) return false;
    if (',)'.includes(next)) this.doubtful.add(at);
    return true;
  }
}
