import type { Span } from '../../../workspace/edit.js';
import type { Reference } from '../../reference.js';
import { skipSpace, Unsure, UNSURE } from './characters.js';
import { Found } from './found.js';
import { importStatement } from './import-statement.js';
import type { Around, Bracket, Handler } from './lexer.js';
import { ModuleCalls } from './module-calls.js';
import { ownFolder } from './own-folder.js';
import { reexport } from './reexport.js';
import { cooked, pathIn } from './rules.js';
import { RUNNERS } from './runners.js';
import { Words } from './words.js';

const WORDS = new Words([
  ...['import', 'export', 'require', 'proxyquire', '__dirname', 'await', 'const', 'let', 'var', 'using', 'module'],
  ...RUNNERS,
]);

/** `vi as` may give a test runner another name, by which it puts modules in the place of others anywhere. */
const RENAMED = /\b(?:jest|vi|vitest)["']?(?:\s|\/\*[^]*?\*\/|\/\/.*)*\bas\b/;

const GLOB = /^\.meta\.glob(?:Eager)?(?:<[\w$.\s,|&[\]]*>)?\(/;

/** No path is as long, with every character of it written as an escape. */
const LONGEST = 10 * 300 + 20;
/** What is shorter is parsed as fast as it is left out. */
const SHORTEST_BODY = 100;

/** Reads what a file names. */
export class ReferenceReader implements Handler {
  readonly words = WORDS;
  readonly found: Found;
  private readonly doubts: number[] = [];
  /** What stands in the braces of functions, loops and branches. */
  readonly bodies: Span[] = [];
  private readonly calls: ModuleCalls;

  constructor(
    private readonly text: string,
    typed: boolean,
  ) {
    this.found = new Found(text);
    this.calls = new ModuleCalls(this.found, typed);
  }

  /** To be asked when all tokens were read: places where the tokens do not tell what is named there; null: they may be anywhere. */
  allDoubts(): readonly number[] | null {
    const { found, doubts, text } = this;
    const isRenamed = ({ names }: Reference): boolean =>
      names.some(({ imported, local }) => RUNNERS.has(imported) && local !== imported);
    if (found.references.some(isRenamed) || (doubts.length > 0 && RENAMED.test(text))) return null;
    return [...doubts, ...this.calls.missed()];
  }

  string(start: number, end: number, doubtful = false): void {
    if (end - start > LONGEST || this.calls.isSpecifier(start)) return;
    const raw = this.text.slice(start + 1, end - 1);
    if (!/[/.\\]/.test(raw)) return;
    try {
      const specifier = pathIn(raw.includes('\\') ? cooked(raw) : raw);
      if (specifier === null) return;
      if (doubtful) throw UNSURE;
      const span = { start: start + 1, end: end - 1 };
      this.found.add('string', specifier, span, { start, end }, {});
    } catch (error) {
      this.doubt(error, start);
    }
  }

  closed({ at, previous }: Bracket, end: number): void {
    this.calls.closed(at, end);
    if (end - at < SHORTEST_BODY || this.text.charCodeAt(at) !== 123) return;
    if (this.text[previous - 1] === ')' || this.text.startsWith('=>', previous - 2))
      this.bodies.push({ start: at + 1, end: end - 1 });
  }

  word(word: string, start: number, end: number, around: Around): number {
    try {
      return this.read(word, start, end, around);
    } catch (error) {
      this.doubt(error, start);
      return end;
    }
  }

  private doubt(error: unknown, at: number): void {
    if (!(error instanceof Unsure)) throw error;
    this.doubts.push(at);
  }

  private read(word: string, start: number, end: number, around: Around): number {
    switch (word) {
      case 'import':
        return this.importWord(start, end, around);
      case 'export':
        return around.depth === 0 ? reexport(this.found, start, end) : this.nestedExport(end);
      case 'require':
        this.calls.require(start, end, around);
        return end;
      case 'jest':
      case 'vi':
      case 'vitest':
        this.calls.runner(start, end, around);
        return end;
      case 'await':
        this.calls.awaits(start, end, around);
        return end;
      case 'const':
      case 'let':
      case 'var':
      case 'using':
        this.calls.declares(start);
        return end;
      case '__dirname':
        ownFolder(this.found, end, around);
        return end;
      case 'proxyquire':
        throw UNSURE;
      case 'module':
        return this.refuse(end, /^["']/);
      default:
        return end;
    }
  }

  private importWord(start: number, end: number, around: Around): number {
    const next = this.text[skipSpace(this.text, end)];
    if (next === ':' || next === '?') return end;
    const [glob] = next === '.' ? (GLOB.exec(this.text.slice(end, end + 100)) ?? []) : [];
    if (glob !== undefined) {
      this.calls.glob(start, end + glob.length - 1, around);
      return end;
    }
    if (next === '.')
      return this.refuse(end, /^\.\s*(?:meta\s*(?:\/|\.\s*(?:\/|(?:glob|globEager|resolve|dirname)\b))|(?!meta\b))/);
    if (next === '(') {
      this.calls.dynamic(start, end, around);
      return end;
    }
    if (next === undefined || around.depth > 0) throw UNSURE;
    return importStatement(this.found, start, end);
  }

  private nestedExport(end: number): number {
    return this.refuse(end, /^(?:import\b|type\s*[*{/]|[*{])/);
  }

  /** Throws `Unsure` when what follows begins so. */
  private refuse(end: number, form: RegExp): number {
    const at = skipSpace(this.text, end);
    if (form.test(this.text.slice(at, at + 100))) throw UNSURE;
    return end;
  }
}
