import type { Span } from '../../../workspace/edit.js';
import type { NameUse } from '../../reference.js';
import { isWordStart, skipSpace, wordEnd, UNSURE } from './characters.js';
import { type Around, type Bracket } from './lexer.js';
import { isAssigned, isCall, isGroup } from './places.js';

const NAME = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$]*`;
/** The annotation is part of the name's place. */
const DECLARATOR = new RegExp(
  String.raw`^(?:const|let|var)\s+(?:(${NAME})|\{([^{}]*)\})(\s*:\s*[\w$.]+(?:\[\])*)?\s*=\s*$`,
  'u',
);
const PROPERTY = new RegExp(String.raw`^\s*(${NAME})\s*(?::\s*(${NAME})\s*)?$`, 'u');
/** No declaration is looked back for farther than this. */
const FAR = 2000;

type Declarator = { readonly name: NameUse } | { readonly names: readonly NameUse[] };

/** What becomes of the module object that a call gives: `.X`, `const { X } = …`, `const m = …`, or it goes elsewhere. */
export class ModuleValues {
  /** Where the last `const`, `let` or `var` begins. */
  private declared = -1;
  /** Each `await`, by its end; of several in a row, where the first begins. */
  private readonly awaited = new Map<number, { readonly start: number; readonly previous: number }>();

  constructor(private readonly text: string) {}

  declares(start: number): void {
    this.declared = start;
  }

  awaits(start: number, end: number, previous: number): void {
    this.awaited.set(end, this.awaited.get(previous) ?? { start, previous });
  }

  /** Is the call whose first token stands behind `previous` awaited? */
  isAwaited(previous: number): boolean {
    return this.awaited.has(previous);
  }

  /** Is what begins at this offset the first thing that the last declaration takes its value from? */
  startsDeclaration(start: number, previous: number): boolean {
    const from = this.awaited.get(previous)?.start ?? start;
    return this.declared !== -1 && from - this.declared < FAR && DECLARATOR.test(this.text.slice(this.declared, from));
  }

  /** See `Reference.names`. Throws `Unsure` where the tokens around the call do not tell. */
  names(call: Span, around: Around): NameUse[] {
    let { start, end } = call;
    let { previous } = around;
    for (let level = around.brackets.length - 1; ; level--) {
      const next = skipSpace(this.text, end);
      if (this.text[next] === '.' && this.text[next + 1] !== '.')
        return this.member(next, start, previous, around.brackets[level]);
      ({ start, previous } = this.awaited.get(previous) ?? { start, previous });
      if (this.text[next] !== ')') break;
      const bracket = around.brackets[level];
      if (bracket?.at !== previous - 1 || !isGroup(this.text, bracket)) return [];
      start = bracket.at;
      previous = bracket.previous;
      end = next + 1;
    }
    // Nothing, or what an assertion gives, goes on with the object.
    this.goesOn(end);
    const declarator = this.declarator(start, previous, end);
    if (!declarator) return [];
    return 'name' in declarator ? [declarator.name] : [...declarator.names];
  }

  private member(dot: number, start: number, previous: number, bracket: Bracket | undefined): NameUse[] {
    const at = skipSpace(this.text, dot + 1);
    const end = wordEnd(this.text, at);
    if (end === at || this.text[end] === '\\') throw UNSURE;
    const imported = this.text.slice(at, end);
    if (imported === 'then') return [];
    const inParentheses = this.text[skipSpace(this.text, end)] === ')' && this.text[previous - 1] === '(';
    if (inParentheses && !(bracket?.at === previous - 1 && isCall(this.text, bracket))) throw UNSURE;
    // `a.b as C`: what is declared is no more what is taken.
    const isAsserted = /^[ \t]+(?:as|satisfies)[ \t]/.test(this.text.slice(end, end + 40));
    const declarator = isAsserted ? null : this.declarator(start, previous, end);
    const local = declarator && 'name' in declarator ? declarator.name.local : null;
    return [{ imported, local, typeOnly: false, span: { start: at, end } }];
  }

  /** What is declared when exactly this expression is its value; null when the expression is something else's part. */
  private declarator(start: number, previous: number, end: number): Declarator | null {
    const sign = this.text[previous - 1] ?? '';
    const before = this.text[previous - 2] ?? '';
    if (sign === '>' && before !== '=') throw UNSURE;
    if (sign !== '=' || '=!<>+-*/%&|^?'.includes(before) || this.goesOn(end)) return null;
    if (this.declared === -1) return null;
    if (isAssigned(this.text, start)) return null;
    if (start - this.declared > FAR) throw UNSURE;
    const found = DECLARATOR.exec(this.text.slice(this.declared, start));
    if (!found) throw UNSURE;
    const [all, name, pattern = '', annotation = ''] = found;
    if (name === undefined) return { names: properties(pattern, this.declared + all.indexOf('{') + 1) };
    const at = this.declared + all.indexOf(name, all.search(/\s/));
    return {
      name: {
        imported: '*',
        local: name,
        typeOnly: false,
        span: { start: at, end: at + name.length + annotation.length },
      },
    };
  }

  /** Is what ends here only the beginning of an expression? */
  private goesOn(end: number): boolean {
    const at = skipSpace(this.text, end);
    const code = this.text.charCodeAt(at);
    const sign = this.text[at] ?? ';';
    const breaks = /[\n\r\u2028\u2029]/.test(this.text.slice(end, at));
    if (isWordStart(code)) {
      const word = this.text.slice(at, wordEnd(this.text, at));
      if (word === 'in' || word === 'instanceof') return true;
      if (!breaks || word === 'as' || word === 'satisfies') throw UNSURE;
      return false;
    }
    if (';,})]'.includes(sign)) return false;
    if ('(`[*%&|^/.?'.includes(sign) || this.text.startsWith('!=', at)) return true;
    const twice = this.text[at + 1] === sign;
    if ('+-'.includes(sign) && !twice) return true;
    if (sign === '=' && twice) return true;
    if ('@#{"\''.includes(sign) && breaks) return false;
    throw UNSURE;
  }
}

/** The names that a pattern takes, which begins at `from`. */
function properties(pattern: string, from: number): NameUse[] {
  const names: NameUse[] = [];
  let at = from;
  const parts = pattern.split(',');
  for (const [i, part] of parts.entries()) {
    const [, imported, local] = PROPERTY.exec(part) ?? [];
    if (imported !== undefined) {
      const start = at + part.indexOf(imported);
      const span = { start, end: start + imported.length };
      names.push({ imported, local: local ?? imported, typeOnly: false, span });
    } else if (part.trim() !== '' || i < parts.length - 1) throw UNSURE;
    at += part.length + 1;
  }
  return names;
}
