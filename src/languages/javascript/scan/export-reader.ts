import { lineAt } from '../../../workspace/edit.js';
import type { ExportEntry, Reference } from '../../reference.js';
import { Aliases } from './aliases.js';
import { skipSpace, UNSURE } from './characters.js';
import { ExportStatements } from './export-statements.js';
import { Found } from './found.js';
import { importStatement } from './import-statement.js';
import type { Around, Handler } from './lexer.js';
import { continues } from './statement-end.js';
import { isInTypeArguments } from './type-arguments.js';
import { Words } from './words.js';

const WORDS = new Words([
  ...['import', 'export', 'module', 'exports', '__exportStar', 'const', 'let', 'var'],
  ...['type', 'interface', 'namespace', 'class'],
]);

/** Calls whose value a name may stand for as it does for what is imported. */
const REQUIRES = /\b(?:require(?:Actual|Mock)?|createMockFromModule|genMockFromModule)\b/;
const WHOLE = /^\s*\.\s*exports\s*=\s*require\s*\(\s*(["'])([^"'\\\r\n]+)\1\s*\)(?![ \t]*!)/;
const AT = 64;
const SEMICOLON = 59;

/** Reads what a file offers. Throws `Unsure` where the tokens do not tell. */
export class ExportReader implements Handler {
  readonly words = WORDS;
  private readonly aliases: Aliases;
  private readonly exports: ExportStatements;
  /** Where the decorators of a top-level class begin; -1 when there are none. */
  private decorated = -1;
  /** Where the exported variable is declared whose statement may not have ended yet; -1 when there is none. */
  private variable = -1;
  private common = false;
  /** What `module.exports = require('./a')` offers. */
  private whole: ExportEntry[] = [];
  /** Where constants and other variables are declared. */
  private readonly declared: { readonly at: number; readonly constant: boolean }[] = [];

  private readonly imports: Found;

  constructor(
    private readonly text: string,
    typed: boolean,
  ) {
    this.aliases = new Aliases(text, typed);
    this.exports = new ExportStatements(text);
    this.imports = new Found(text);
  }

  /** To be asked when all tokens were read. `all`: every reference of the file, where its import statements do not tell all. */
  entries(all: () => readonly Reference[]): ExportEntry[] {
    // What CommonJS modules offer is for the parser; where there are export statements, they alone count.
    if (this.exports.isEmpty()) {
      if (this.common) throw UNSURE;
      return this.whole;
    }
    const references = REQUIRES.test(this.text) ? all() : this.imports.references;
    if (references.some((one) => one.kind === 'require' && this.mayChange(one))) throw UNSURE;
    return this.exports.entries(this.aliases.meanings(references));
  }

  /** Is the required module bound to a variable? What is assigned to that later is told by the tree only. */
  private mayChange({ names, statement }: Reference): boolean {
    if (names.every(({ local }) => local === null)) return false;
    return this.declared.filter(({ at }) => at < statement.start).at(-1)?.constant !== true;
  }

  string(): void {
    // Nothing is offered by a string.
  }

  sign(code: number, at: number): void {
    if (code === AT) this.decorated = this.decorated === -1 ? at : this.decorated;
    else if (code === SEMICOLON) this.variable = -1;
    // Several declarators in one statement are for the parser.
    else if (this.variable !== -1 && !isInTypeArguments(this.text, this.variable, at)) throw UNSURE;
  }

  word(word: string, start: number, end: number, around: Around): number {
    const { depth } = around;
    switch (word) {
      case 'export':
        return depth > 0 ? end : this.exportWord(start, end);
      case 'import':
        return this.importWord(start, end, depth);
      case 'const':
      case 'let':
      case 'var':
        this.declared.push({ at: start, constant: word === 'const' });
        if (word === 'const' && depth === 0) this.aliases.constant(end);
        return end;
      case 'exports':
      case '__exportStar':
        this.common = true;
        return end;
      case 'module':
        this.moduleWord(start, end, around);
        return end;
      case 'type':
      case 'interface':
      case 'namespace':
        if (depth === 0) this.aliases.type(word, end);
        return end;
      case 'class':
        if (depth === 0) this.decorated = -1;
        return end;
      default:
        return end;
    }
  }

  private moduleWord(start: number, end: number, { depth, previous }: Around): void {
    const rest = this.text.slice(end, end + 400);
    if (!/^\s*\.\s*exports\b/.test(rest)) return;
    const begins = depth === 0 && (previous === 0 || ';}'.includes(this.text[previous - 1] ?? ' '));
    const [all = '', , specifier] = (begins && this.whole.length === 0 && WHOLE.exec(rest)) || [];
    if (specifier === undefined || continues(this.text, end + all.length)) this.common = true;
    else {
      const line = lineAt(this.text, start);
      this.whole = ['*', 'default'].map((name) => {
        return { name, from: { specifier, imported: name }, local: null, typeOnly: false, line };
      });
    }
  }

  private importWord(start: number, end: number, depth: number): number {
    if (/[:?.(]/.test(this.text[skipSpace(this.text, end)] ?? '')) return end;
    if (depth > 0) throw UNSURE;
    this.variable = -1;
    return importStatement(this.imports, start, end);
  }

  private exportWord(start: number, end: number): number {
    const at = skipSpace(this.text, end);
    this.variable = /^(?:const|let|var)\b/.test(this.text.slice(at, at + 6)) ? at : -1;
    const from = this.decorated === -1 ? start : this.decorated;
    this.decorated = -1;
    return this.exports.read(start, end, from);
  }
}
