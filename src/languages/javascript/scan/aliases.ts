import type { Reference } from '../../reference.js';
import type { Meaning } from './export-entry.js';
import { UNSURE } from './characters.js';
import { continues, isNameInParentheses } from './statement-end.js';

/** What names at the top level of a file stand for, as far as its tokens tell: `const A = B`, `const A = ns.B`, `type A = B`. */
export class Aliases {
  private readonly found: [string, Meaning | { object: string; member: string }][] = [];
  /** Names of types and namespaces: a value of the same name merges with them. */
  private readonly types = new Set<string>();
  private readonly values = new Set<string>();

  constructor(
    private readonly text: string,
    /** The file is TypeScript: an alias of Flow is a declaration of its own, as the tree has it. */
    private readonly typed: boolean,
  ) {}

  /** Throws `Unsure` where one name stands for a type and a value. */
  meanings(references: readonly Reference[]): Map<string, Meaning> {
    const meanings = new Map<string, Meaning>();
    for (const { kind, specifier, names } of references)
      if (kind === 'import' || kind === 'assign' || kind === 'require')
        for (const { local, imported } of names)
          if (local !== null) {
            if (kind === 'require') this.value(local);
            meanings.set(local, { from: { specifier, imported } });
          }
    if ([...this.values].some((name) => this.types.has(name))) throw UNSURE;
    for (const [name, meaning] of this.found) {
      if (meanings.has(name)) continue;
      if (!('object' in meaning)) meanings.set(name, meaning);
      else {
        const object = meanings.get(meaning.object);
        if (object && 'from' in object && object.from.imported === '*')
          meanings.set(name, { from: { specifier: object.from.specifier, imported: meaning.member } });
      }
    }
    return meanings;
  }

  /** A name that is bound to what a `require` gives; twice is for the parser. */
  private value(name: string): void {
    if (this.values.has(name)) throw UNSURE;
    this.values.add(name);
  }

  /** The word before `end` declares a type or a namespace. */
  type(word: string, end: number): void {
    this.types.add(/^\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/u.exec(this.ahead(end))?.[1] ?? '');
    if (word === 'type' && this.typed) this.typeAlias(end);
  }

  private ahead(end: number): string {
    return this.text.slice(end, end + 300);
  }

  /** The `const` before `end`, at the top level. */
  constant(end: number): void {
    const found =
      /^\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*=\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)(?:\s*\.\s*([\p{ID_Start}$_][\p{ID_Continue}$]*))?[ \t]*(;|,|\/[/*]|\r?\n|$)/u.exec(
        this.ahead(end),
      );
    if (!found) return this.refuseHidden(end);
    const [all, name = '', first = '', member, stop] = found;
    this.values.add(name);
    if (stop === ',' || stop?.startsWith('/')) throw UNSURE;
    if (first === 'async') throw UNSURE;
    if (LITERALS.has(first)) return;
    if (stop !== ';' && continues(this.text, end + all.length)) return;
    this.found.push([name, member === undefined ? { same: first } : { object: first, member }]);
  }

  /** `const A = (B)`, and what stands behind a comment. */
  private refuseHidden(end: number): void {
    if (COMMENTED.test(this.ahead(end))) throw UNSURE;
    const value = /^[^=;({]*=\s*(?=\()/.exec(this.ahead(end));
    if (value && isNameInParentheses(this.ahead(end).slice(value[0].length))) throw UNSURE;
  }

  /** A value of the same name is what is offered; the tree knows how the two merge. */
  private refuseValue(name: string): void {
    const word = `(?<![\\p{ID_Continue}$])${name.replaceAll('$', '\\$')}(?![\\p{ID_Continue}$])`;
    const declared = String.raw`\b(?:const|let|var|function)\b(?:\s*[{[][^=;]*?|[^=;(:{[]*?)${word}`;
    const further = String.raw`,\s*${word}\s*(?::[^=;]*)?=(?![=>])`;
    if (new RegExp(`${declared}|${further}`, 'u').test(this.text)) throw UNSURE;
  }

  private typeAlias(end: number): void {
    const found =
      /^\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*=\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)[ \t]*(;|\/[/*]|\r?\n|$)/u.exec(
        this.ahead(end),
      );
    if (!found && COMMENTED.test(this.ahead(end))) throw UNSURE;
    if (!found) return;
    const [all, name = '', first = '', stop] = found;
    if (stop?.startsWith('/') || (stop !== ';' && /^\s*[[(!`]/.test(this.text.slice(end + all.length)))) throw UNSURE;
    if (stop !== ';' && continues(this.text, end + all.length)) return;
    if (KEYWORD_TYPES.has(first)) return;
    if (TYPE_OPERATORS.has(first)) throw UNSURE;
    this.refuseValue(name);
    this.found.push([name, { same: first }]);
  }
}

/** A comment before the value. */
const COMMENTED = /^[^=;({/]*(?:=\s*)?\/[/*]/;
const LITERALS = new Set([
  'true',
  'false',
  'null',
  'this',
  'super',
  'new',
  'typeof',
  'void',
  'await',
  'yield',
  'function',
  'class',
  'async',
  'import',
]);
const TYPE_OPERATORS = new Set(['readonly', 'keyof', 'unique', 'infer', 'asserts', 'typeof', 'abstract', 'new']);
const KEYWORD_TYPES = new Set(
  'string number boolean any unknown never void null undefined object symbol bigint this true false intrinsic'.split(
    ' ',
  ),
);
