import type { ExportEntry, NameUse, Reference, Scan } from '../../reference.js';
import { entryMaker, type Entry, type Meaning } from './exports.js';
import { isEager, isMadeByBundler, lineIndex, pathIn, pathReferences } from './rules.js';
import { ACTUALS, MOCKS } from './references.js';
import { Clause, type Named } from './clause.js';
import { continues, endsHere, isNameInParentheses } from './line-ends.js';
import { Lexer, skipSpace, Unsure, wordEnd, type Handler } from './lexer.js';

/** Words that may begin a reference which only the parser can read in full. */
const FOR_THE_PARSER = new Set(['require', 'proxyquire', 'exports', '__exportStar', '__dirname']);
/** What mocks and asks for modules on these is for the parser too; most tests only use their other functions. */
const RUNNERS = new Set(['jest', 'vi', 'vitest']);
const MOCKING = new RegExp(`\\b(?:${[...MOCKS, ...ACTUALS].join('|')})\\b`);

/**
 * What a file names and offers, from its tokens: import and export statements, and strings that look like paths. Null
 * when the tokens do not decide, or when the file holds other forms of reference: then it is parsed in full. Equal to what
 * the parser would find (test/languages/javascript/quick.test.ts).
 */
export function quickScan(path: string, text: string): Scan | null {
  const reader = new Reader(text);
  try {
    new Lexer(text, !/\.[cm]?ts$/.test(path), reader).run();
    return reader.scan();
  } catch (error) {
    if (error instanceof Unsure) return null;
    throw error;
  }
}

type Late = (entry: Entry) => ExportEntry;

class Reader implements Handler {
  private readonly references: Reference[] = [];
  private readonly exports: Late[] = [];
  private readonly aliases: [string, Meaning | { object: string; member: string }][] = [];
  private readonly lines: (offset: number) => number;
  private first = -1;
  /** Names of types and namespaces: a value of the same name merges with them. */
  private readonly typed = new Set<string>();
  private readonly values = new Set<string>();
  private mocking: boolean | null = null;
  private decorated = false;

  constructor(private readonly text: string) {
    this.lines = lineIndex(text);
  }

  scan(): Scan {
    const meanings = new Map<string, Meaning>();
    for (const { kind, specifier, names } of this.references)
      if (kind === 'import')
        for (const { local, imported } of names)
          if (local !== null) meanings.set(local, { from: { specifier, imported } });
    if ([...this.values].some((name) => this.typed.has(name))) throw new Unsure();
    for (const [name, meaning] of this.aliases) {
      if (meanings.has(name)) continue;
      if (!('object' in meaning)) meanings.set(name, meaning);
      else {
        const object = meanings.get(meaning.object);
        if (object && 'from' in object && object.from.imported === '*')
          meanings.set(name, { from: { specifier: object.from.specifier, imported: meaning.member } });
      }
    }
    const entry = entryMaker(meanings);
    const exports = this.exports.map((late) => late(entry));
    const top = this.first === -1 ? this.text.length : this.first;
    return { references: [...pathReferences(this.text, top), ...this.references], exports };
  }

  string(start: number, end: number): void {
    this.begin(start);
    const raw = this.text.slice(start + 1, end - 1);
    if (raw.length > 320 || !/[/.]/.test(raw)) return;
    const template = this.text[start] === '`';
    if (raw.includes('\\') || (template && /\r/.test(raw))) throw new Unsure();
    const specifier = pathIn(raw);
    if (specifier === null) return;
    const span = { start: start + 1, end: end - 1 };
    this.references.push({
      kind: 'string',
      specifier,
      span,
      statement: { start, end },
      line: this.lines(start),
      names: [],
      typeOnly: false,
      eager: false,
    });
  }

  decorator(): void {
    this.decorated = true;
  }

  word(start: number, end: number, depth: number): number {
    this.begin(start);
    const word = this.text.slice(start, end);
    if (FOR_THE_PARSER.has(word) || (RUNNERS.has(word) && this.mocks())) throw new Unsure();
    switch (word) {
      case 'import':
        return this.importWord(start, end, depth);
      case 'module':
        return this.refuse(end, /^\s*(?:\.\s*exports\b|["'])/);
      case 'export':
        return depth === 0 ? this.exportWord(start, end) : this.refuse(end, /^\s*(?:import\b|=|as\b|[*{])/);
      case 'const':
        if (depth === 0) this.constAlias(end);
        return end;
      case 'type':
      case 'interface':
      case 'namespace':
        if (depth === 0) this.typed.add(/^\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/u.exec(this.ahead(end))?.[1] ?? '');
        if (depth === 0 && word === 'type') this.typeAlias(end);
        return end;
      case 'declare':
        return this.refuse(end, /^\s*module\s*["']/);
      default:
        return end;
    }
  }

  private ahead(end: number): string {
    return this.text.slice(end, end + 300);
  }

  private mocks(): boolean {
    return (this.mocking ??= MOCKING.test(this.text));
  }

  private begin(start: number): void {
    if (this.first === -1) this.first = start;
  }

  private refuse(end: number, form: RegExp): number {
    if (form.test(this.text.slice(end, end + 100))) throw new Unsure();
    return end;
  }

  private importWord(start: number, end: number, depth: number): number {
    const next = this.text[skipSpace(this.text, end)];
    if (next === ':' || next === '?') return end;
    if (next === '.')
      return this.refuse(end, /^\s*\.\s*(?:meta\s*\.\s*(?:glob|globEager|resolve|dirname)\b|(?!meta\b))/);
    if (next === '(' || next === undefined || depth > 0) throw new Unsure();
    return this.importStatement(start, end);
  }

  private importStatement(start: number, end: number): number {
    const clause = new Clause(this.text, end);
    const names: NameUse[] = [];
    let typeOnly = false;
    if (!/["']/.test(this.text[clause.at] ?? '')) {
      typeOnly = this.takesType(clause);
      this.importNames(clause, typeOnly, names);
      if (!clause.takes('from')) throw new Unsure();
    }
    const { value: specifier, start: from, end: to } = clause.string();
    // A runner under another name.
    if (names.some(({ imported, local }) => RUNNERS.has(imported) && local !== imported)) throw new Unsure();
    const statement = { start, end: clause.end(to + 1) };
    const span = { start: from, end: to };
    const line = this.lines(from - 1);
    const made = names.some(({ imported }) => imported === 'default' || imported === '*') && isMadeByBundler(specifier);
    this.references.push(
      made
        ? { kind: 'resolve', specifier, span, statement, line, names: [], typeOnly: false, eager: false }
        : { kind: 'import', specifier, span, statement, line, names, typeOnly, eager: isEager(typeOnly, names) },
    );
    return statement.end;
  }

  /** `import type …`, but not `import type from` nor `import type, { … }`. */
  private takesType(clause: Clause): boolean {
    const word = clause.peek();
    if (word === 'typeof' || word === 'defer' || word === 'source' || word === 'module') throw new Unsure();
    if (word !== 'type') return false;
    const at = skipSpace(this.text, clause.at + 4);
    const next = this.text.slice(at, wordEnd(this.text, at));
    if (next === 'from' || this.text[at] === ',' || this.text[at] === '=') throw new Unsure();
    return clause.takes('type');
  }

  private importNames(clause: Clause, typeOnly: boolean, names: NameUse[]): void {
    for (;;) {
      const start = clause.at;
      if (clause.takesSign('{')) {
        for (const one of clause.list()) names.push(used(one, one.name, one.alias, typeOnly));
        return;
      }
      if (clause.takesSign('*')) {
        if (!clause.takes('as')) throw new Unsure();
        const end = clause.at + clause.peek().length;
        names.push({ imported: '*', local: clause.name(), typeOnly, span: { start, end } });
        return;
      }
      const end = start + clause.peek().length;
      names.push({ imported: 'default', local: clause.name(), typeOnly, span: { start, end } });
      if (!clause.takesSign(',')) return;
    }
  }

  private exportWord(start: number, end: number): number {
    if (this.decorated) throw new Unsure();
    const clause = new Clause(this.text, end);
    const line = this.lines(start);
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
      this.exports.push((entry) => entry(one.alias, behind, typeOnly || one.typeOnly, this.lines(one.start)));
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
    this.exports.push((entry) => entry(name, { specifier: source.value, imported: '*' }, typeOnly, line));
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
    this.references.push({
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
    this.exports.push((entry) => entry('default', local, typeOnly, line));
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
    this.exports.push((entry) => entry(name, name, type !== null, line));
  }

  /** Several declarators in one statement are for the parser: a comma may as well stand in type arguments. */
  private onlyDeclarator(from: number): void {
    let depth = 0;
    for (let at = from; at < this.text.length; at++) {
      const char = this.text[at] ?? '';
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

  private constAlias(end: number): void {
    const found =
      /^\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*=\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)(?:\.([\p{ID_Start}$_][\p{ID_Continue}$]*))?[ \t]*(;|,|\/[/*]|\r?\n|$)/u.exec(
        this.text.slice(end, end + 300),
      );
    if (!found) return;
    const [all, name = '', first = '', member, stop] = found;
    this.values.add(name);
    if (stop === ',' || stop?.startsWith('/')) throw new Unsure();
    if (first === 'async') throw new Unsure();
    if (LITERALS.has(first)) return;
    if (stop !== ';' && continues(this.text, end + all.length)) return;
    this.aliases.push([name, member === undefined ? { same: first } : { object: first, member }]);
  }

  private typeAlias(end: number): void {
    const found =
      /^\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*=\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)[ \t]*(;|\/[/*]|\r?\n|$)/u.exec(
        this.text.slice(end, end + 300),
      );
    if (!found) return;
    const [all, name = '', first = '', stop] = found;
    if (stop?.startsWith('/') || (stop !== ';' && /^\s*[[(!`]/.test(this.text.slice(end + all.length))))
      throw new Unsure();
    if (stop !== ';' && continues(this.text, end + all.length)) return;
    if (KEYWORD_TYPES.has(first)) return;
    if (TYPE_OPERATORS.has(first)) throw new Unsure();
    this.aliases.push([name, { same: first }]);
  }
}

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

function used(one: Named, imported: string, local: string, typeOnly: boolean): NameUse {
  return { imported, local, typeOnly: typeOnly || one.typeOnly, span: { start: one.start, end: one.end } };
}
