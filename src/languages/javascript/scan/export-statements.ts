import type { ExportEntry, NameUse } from '../../reference.js';
import { Clause, used } from './clause.js';
import { type Entry, entryMaker, type Meaning } from './export-entry.js';
import type { Found } from './found.js';
import { skipSpace, Unsure } from './characters.js';
import { endsHere, isNameInParentheses } from './statement-end.js';
import { isEager } from './rules.js';

/** `Map<string, A<B>>` and what may follow it; a comparison with two operands that a comma parts is no program. */
const TYPE_ARGUMENTS = /^[\w$]<(?:[\w$.\s,|&[\]]|<[\w$.\s,|&[\]]*>)*>(?=\s*[(=);,\n])/;

type Late = (entry: Entry) => ExportEntry;

/** Reads export statements and declarations, as far as they say what the module offers. */
export class ExportStatements {
  private readonly offered: Late[] = [];
  private readonly text: string;
  private readonly lines: (offset: number) => number;

  constructor(private readonly found: Found) {
    this.text = found.text;
    this.lines = found.lines;
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
    const clause = new Clause(this.text, end);
    const line = this.lines(from);
    const typed = clause.peek() === 'type' && /^[{*]/.test(this.text.slice(skipSpace(this.text, clause.at + 4)));
    if (typed) clause.takes('type');
    if (this.text[clause.at] === '{') return this.exportList(start, clause, typed);
    if (this.text[clause.at] === '*') return this.exportStar(start, clause, typed);
    if (clause.peek() === 'default') {
      this.exportDefault(clause, line);
      return end;
    }
    this.exportDeclaration(clause, line);
    return end;
  }

  private exportList(start: number, clause: Clause, typeOnly: boolean): number {
    clause.takesSign('{');
    const list = clause.list();
    const closing = this.text.lastIndexOf('}', clause.at - 1) + 1;
    const source = clause.takes('from') ? clause.string() : null;
    const statement = { start, end: clause.end(source ? source.end + 1 : closing) };
    for (const one of list) {
      const behind = source ? { specifier: source.value, imported: one.name } : one.name;
      this.offered.push((entry) => entry(one.alias, behind, typeOnly || one.typeOnly, this.lines(one.start)));
    }
    if (source)
      this.reexport(
        statement,
        source,
        list.map((one) => used(one, one.name, one.alias, typeOnly)),
        typeOnly,
      );
    return statement.end;
  }

  private exportStar(start: number, clause: Clause, typeOnly: boolean): number {
    const from = clause.at;
    clause.takesSign('*');
    const named = clause.takes('as');
    const nameEnd = clause.at + clause.peek().length;
    const name = named ? clause.name() : '*';
    if (!clause.takes('from')) throw new Unsure();
    const source = clause.string();
    const statement = { start, end: clause.end(source.end + 1) };
    const line = this.lines(named ? from : start);
    this.offered.push((entry) => entry(name, { specifier: source.value, imported: '*' }, typeOnly, line));
    const span = named ? { start: from, end: nameEnd } : statement;
    this.reexport(statement, source, [{ imported: '*', local: name, typeOnly, span }], typeOnly, !named);
    return statement.end;
  }

  private reexport(
    statement: { start: number; end: number },
    source: { value: string; start: number; end: number },
    names: NameUse[],
    typeOnly: boolean,
    star = false,
  ): void {
    const { value: specifier, start, end } = source;
    const eager = star ? !typeOnly : isEager(typeOnly, names);
    this.found.references.push({
      kind: 'reexport',
      specifier,
      span: { start, end },
      statement,
      line: this.lines(start - 1),
      names,
      typeOnly,
      eager,
    });
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
