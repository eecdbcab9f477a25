import { lineIndex } from '../../../workspace/edit.js';
import type { ExportEntry } from '../../reference.js';
import { Unsure } from './characters.js';
import { Clause } from './clause.js';
import { type Entry, entryMaker, type Meaning } from './export-entry.js';
import { type ExportList, exportList } from './reexport.js';
import { endsHere, isNameInParentheses } from './statement-end.js';

/** `Map<string, A<B>>` and what may follow it; a comparison with two operands that a comma parts is no program. */
const TYPE_ARGUMENTS = /^[\w$]<(?:[\w$.\s,|&[\]]|<[\w$.\s,|&[\]]*>)*>(?=\s*[(=);,\n])/;

type Late = (entry: Entry) => ExportEntry;

/** Reads export statements and declarations, as far as they say what the module offers. */
export class ExportStatements {
  private readonly offered: Late[] = [];
  private readonly lines: (offset: number) => number;

  constructor(private readonly text: string) {
    this.lines = lineIndex(text);
  }

  isEmpty(): boolean {
    return this.offered.length === 0;
  }

  entries(meanings: ReadonlyMap<string, Meaning>): ExportEntry[] {
    const entry = entryMaker(meanings);
    return this.offered.map((late) => late(entry));
  }

  /**
   * From its first word, which lies between the two offsets; gives the offset where to go on. `from`: where it begins,
   * decorators of its class included.
   */
  read(start: number, end: number, from: number): number {
    const read = exportList(this.text, start, end);
    if (read) {
      this.list(read);
      return read.statement.end;
    }
    const clause = new Clause(this.text, end);
    const line = this.lines(from);
    if (clause.peek() === 'default') this.exportDefault(clause, line);
    else this.exportDeclaration(clause, line);
    return end;
  }

  private list({ list, star, span, typeOnly, source }: ExportList): void {
    if (!list) {
      const line = this.lines(span.start);
      const behind = { specifier: source?.value ?? '', imported: '*' };
      this.offered.push((entry) => entry(star, behind, typeOnly, line));
    }
    for (const one of list ?? []) {
      const behind = source ? { specifier: source.value, imported: one.name } : one.name;
      this.offered.push((entry) => entry(one.alias, behind, typeOnly || one.typeOnly, this.lines(one.start)));
    }
  }

  private exportDefault(clause: Clause, line: number): void {
    clause.takes('default');
    const word = clause.peek();
    if (this.text[clause.at] === '@') throw new Unsure();
    let local = '*default*';
    let typeOnly = false;
    const declared =
      /^(?:abstract\s+class|class|async[ \t]+function\s*\*?|function\s*\*?|interface)(?![\w$])\s*([\w$]*)/.exec(
        this.text.slice(clause.at, clause.at + 300),
      );
    if (declared) {
      const name = declared[1] ?? '';
      if (name !== '' && name !== 'extends' && name !== 'implements') local = name;
      typeOnly = word === 'interface';
      if (typeOnly && name === '') throw new Unsure();
    } else if (isNameInParentheses(this.text.slice(clause.at, clause.at + 300))) throw new Unsure();
    else if (
      word !== '' &&
      !/^(?:\d|new$|await$|async$|typeof$|void$|delete$|null$|true$|false$|this$|super$|import$|yield$)/.test(word)
    ) {
      const next = this.text.slice(clause.at + word.length).trimStart();
      if (next === '' || next.startsWith(';')) local = word;
      else if (/^[\w$/}@"'`]/.test(next) || /^[-+]{2}/.test(next)) throw new Unsure();
      else if (/^[!<]/.test(next)) throw new Unsure();
    }
    this.offered.push((entry) => entry('default', local, typeOnly, line));
  }

  private exportDeclaration(clause: Clause, line: number): void {
    const rest = this.text.slice(clause.at, clause.at + 400);
    const type = /^(?:type|interface)\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/u.exec(rest);
    const value =
      /^(?:abstract\s+class|class|async\s+function\s*\*?|function\s*\*?|const\s+enum|enum|const|let|var|namespace)(?![\w$])\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*(.?)/u.exec(
        rest,
      );
    const name = type?.[1] ?? value?.[1];
    if (name === undefined || name === 'enum') throw new Unsure();
    if (/^(?:const|let|var)\b(?!\s+enum)/.test(rest)) this.onlyDeclarator(clause.at);
    this.offered.push((entry) => entry(name, name, type !== null, line));
  }

  /** Several declarators in one statement are for the parser: a comma may as well stand in type arguments. */
  private onlyDeclarator(from: number): void {
    let depth = 0;
    for (let at = from; at < this.text.length; at++) {
      const char = this.text[at] ?? '';
      if (char === '<') at += (TYPE_ARGUMENTS.exec(this.text.slice(at - 1, at + 300))?.[0].length ?? 2) - 2;
      if ('([{'.includes(char)) depth++;
      else if (')]}'.includes(char)) depth--;
      else if (char === ',' && depth === 0) throw new Unsure();
      else if ((char === ';' || char === '\n') && depth <= 0 && endsHere(this.text, at)) return;
      if (`"'\`/`.includes(char) && depth === 0) return this.afterOpaque(at);
      if (depth < 0) return;
    }
  }

  /** Behind a string, template, comment or regular expression this reader is blind: a comma that could part declarators refuses. */
  private afterOpaque(at: number): void {
    const rest = this.text.slice(at, at + 2000);
    const end = /;|\n(?=\S)/.exec(rest)?.index ?? rest.length;
    if (/,\s*[A-Za-z_$][\w$]*\s*=[^=>]/.test(rest.slice(0, end))) throw new Unsure();
  }
}
