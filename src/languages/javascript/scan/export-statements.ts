import { lineIndex } from '../../../workspace/edit.js';
import type { ExportEntry } from '../../reference.js';
import { UNSURE } from './characters.js';
import { Clause } from './clause.js';
import { type Entry, entryMaker, type Meaning } from './export-entry.js';
import { type ExportList, exportList } from './reexport.js';
import { isNameInParentheses } from './statement-end.js';

/** What ends the statement behind a name. */
const ENDS = /^(?:\s*(?:;|$)|[ \t]*\r?\n\s*(?!(?:in|instanceof|as|satisfies)\b)[\w$@"'])/;
/** What makes the name the beginning of an expression. */
const GOES_ON = /^(?:\s*(?:[.([?|&=<>*%^,:~]|[-+](?![-+]))|[ \t]*!|[ \t]+(?:as|satisfies)[ \t])/;

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
    if (this.text[clause.at] === '@') throw UNSURE;
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
      if (typeOnly && name === '') throw UNSURE;
    } else if (isNameInParentheses(this.text.slice(clause.at, clause.at + 300))) throw UNSURE;
    else if (
      word !== '' &&
      !/^(?:\d|new$|await$|async$|typeof$|void$|delete$|null$|true$|false$|this$|super$|import$|yield$)/.test(word)
    ) {
      const behind = this.text.slice(clause.at + word.length);
      if (ENDS.test(behind)) local = word;
      else if (!GOES_ON.test(behind)) throw UNSURE;
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
    if (name === undefined || name === 'enum') throw UNSURE;
    this.offered.push((entry) => entry(name, name, type !== null, line));
  }
}
