import { identifier } from '../cursor.js';
import type { Span } from '../../../workspace/edit.js';
import type { NameUse, Own, Reference } from '../../reference.js';
import { joinSpecifier } from '../specifier.js';
import type { Context } from './blocks.js';
import { isDigit, isWord } from './characters.js';
import { endsStatement, skip } from './white-space.js';

/** A name as it is written, or several with dots between them. */
interface Written extends Span {
  readonly name: string;
}

/** Reads one import statement from its characters. */
export class ImportReader {
  readonly references: Own<Reference>[] = [];
  /** Behind the statement. */
  end: number;
  private at: number;
  private inBrackets = false;
  /** It is no import statement. */
  private odd = false;
  private readonly statement: Own<Span>;
  private readonly typeOnly: boolean;
  private readonly eager: boolean;

  constructor(
    private readonly text: string,
    start: number,
    context: Context,
  ) {
    this.typeOnly = context.typeOnly;
    this.eager = context.eager && !context.typeOnly;
    this.at = this.end = start;
    this.statement = { start, end: start };
  }

  /** `import a.b as c, d`; false when it is none. */
  import(): boolean {
    this.take('import'.length);
    do {
      const module = this.dotted();
      const bound = this.alias();
      const span = { start: module.start, end: module.end };
      this.add(module.name, span, [this.use('*', bound?.name ?? null, span)]);
    } while (this.takes(44));
    return this.finish();
  }

  /** `from .a import (b as c)`, `from a import *`. */
  from(): boolean {
    this.take('from'.length);
    const module = this.dotted();
    const span = { start: module.start, end: module.end };
    if (!this.startsImport()) return false;
    this.take('import'.length);
    const star = this.at;
    if (this.takes(42)) this.add(module.name, span, [this.use('*', '*', { start: star, end: star + 1 })]);
    else this.names(module.name, span);
    return this.finish();
  }

  private names(module: string, span: Span): void {
    const names: NameUse[] = [];
    this.inBrackets = this.text.charCodeAt(this.at) === 40;
    if (this.inBrackets) this.take(1);
    this.add(module, span, names);
    do {
      if (this.inBrackets && names.length > 0 && this.text.charCodeAt(this.at) === 41) break;
      const { name, start, end } = this.name();
      const bound = this.alias();
      const whole = { start, end: bound ? bound.end : end };
      const local = bound ? bound.name : name;
      names.push(this.use(name, local, whole));
      this.addMember(joinSpecifier(module, name), bound ? { start, end } : whole, [this.use('*', local, whole)]);
    } while (this.takes(44) && !this.odd);
    if (!this.inBrackets) return;
    this.inBrackets = false;
    if (!this.takes(41)) this.odd = true;
  }

  private use(imported: string, local: string | null, span: Span): NameUse {
    return { imported, local, typeOnly: this.typeOnly, span };
  }

  private add(specifier: string, span: Span, names: readonly NameUse[]): void {
    const { statement, eager, typeOnly } = this;
    this.references.push({ kind: 'import', statement, typeOnly, eager, line: 0, specifier, span, names });
  }

  /** What is imported may be a module. */
  private addMember(specifier: string, span: Span, names: readonly NameUse[]): void {
    const { statement, eager, typeOnly } = this;
    this.references.push({
      kind: 'import',
      statement,
      typeOnly,
      eager,
      line: 0,
      specifier,
      span,
      names,
      speculative: true,
    });
  }

  private finish(): boolean {
    this.statement.end = this.end;
    return !this.odd && endsStatement(this.text, this.at);
  }

  /** Takes so many characters, and the white space behind them. */
  private take(count: number): void {
    this.end = this.at + count;
    this.at = skip(this.text, this.end, this.inBrackets);
  }

  private takes(code: number): boolean {
    if (this.text.charCodeAt(this.at) !== code) return false;
    this.take(1);
    return true;
  }

  private name(): Written {
    const { text, at: start } = this;
    let end = start;
    let isWide = false;
    for (let code = text.charCodeAt(end); isWord(code); code = text.charCodeAt(++end)) if (code > 127) isWide = true;
    if (end === start || isDigit(text.charCodeAt(start))) this.odd = true;
    const name = text.slice(start, end);
    this.take(end - start);
    return { name: isWide ? identifier(name) : name, start, end };
  }

  private alias(): Written | null {
    const { text, at } = this;
    if (!text.startsWith('as', at) || isWord(text.charCodeAt(at + 2))) return null;
    this.take(2);
    return this.name();
  }

  /** `..a.b` */
  private dotted(): Written {
    const start = this.at;
    let name = '';
    while (this.takes(46)) name += '.';
    if (name === '' || !this.startsImport()) {
      name += this.name().name;
      while (this.takes(46)) name += `.${this.name().name}`;
    }
    // A cut is cheaper than what was put together.
    const isPlain = this.end - start === name.length;
    return { name: isPlain ? this.text.slice(start, this.end) : name, start, end: this.end };
  }

  private startsImport(): boolean {
    return this.text.startsWith('import', this.at) && !isWord(this.text.charCodeAt(this.at + 6));
  }
}
