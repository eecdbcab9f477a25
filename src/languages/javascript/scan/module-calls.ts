import type { ReferenceKind } from '../../reference.js';
import type { Span } from '../../../workspace/edit.js';
import { Clause } from './clause.js';
import type { Found } from './found.js';
import { skipSpace, UNSURE } from './characters.js';
import { type Around } from './lexer.js';
import { ModuleValues } from './module-values.js';
import { isInFunction, isValue, wordBefore } from './places.js';
import { beginsWithFolder } from './patterns.js';
import { ACTUALS, MOCKS } from './runners.js';
import { importType } from './type-places.js';

/** `vi.mock(`, `jest.requireActual<typeof import('./a')>(`: the function, up to its bracket. */
const METHOD =
  /^\s*\.\s*([\w$]+)\s*(?:<(?:\s*typeof\s+import\(\s*(?:'[^'\\\r\n]*'|"[^"\\\r\n]*")\s*\)\s*|[\w$.,\s[\]]*)>)?[ \t]*\(/;
/** Whatever may be such a function at the end of a chain of calls. */
const METHODS = new RegExp(`\\.(?:\\s|/\\*[^]*?\\*/|//.*)*(?:${[...MOCKS, ...ACTUALS].join('|')})\\b(?!\\s*\\.)`, 'g');
/** A template whose expressions are names, up to the bracket behind it. */
const OF_NAMES = /^`((?:[^`\\$]|\$(?!\{)|\$\{[\w$.]+\})*)`\s*\)/;
/** A string in parentheses, or a template without expressions. */
const NO_STRING_YET = /^(?:\(|`(?:[^`$]|\$(?!\{))*`)/;
const RESOLVE = /^\.\s*resolve[ \t]*\(/;
const NEVER_PATTERN = /^(?:[\p{ID_Start}$_]|\))/u;

/** Calls that load a module or put something in its place: `require`, `import()`, and what test runners offer. */
export class ModuleCalls {
  private readonly values: ModuleValues;
  /** Strings that are specifiers of such a call, by their offset. */
  private readonly specifiers = new Set<number>();
  /** Calls whose end is not known yet, by the offset of their bracket. */
  private readonly open = new Map<number, { end: number }>();
  private runs = false;
  private mocks = 0;

  constructor(
    private readonly found: Found,
    /** The file is TypeScript. */
    private readonly typed: boolean,
  ) {
    this.values = new ModuleValues(found.text);
  }

  isSpecifier(start: number): boolean {
    return this.specifiers.has(start);
  }

  closed(open: number, end: number): void {
    const statement = this.open.size > 0 ? this.open.get(open) : undefined;
    if (statement) statement.end = end;
  }

  declares(start: number): void {
    this.values.declares(start);
  }

  awaits(start: number, end: number, around: Around): void {
    this.values.awaits(start, end, around.previous);
  }

  /** At the end of the text: whatever may be a mock and was not read as one. */
  missed(): number[] {
    if (!this.runs) return [];
    const methods = [...this.found.text.matchAll(METHODS)].map(({ index }) => index);
    return methods.length === this.mocks ? [] : methods;
  }

  require(start: number, end: number, around: Around): void {
    const { text } = this.found;
    const bracket = skipSpace(text, end);
    const [all] = RESOLVE.exec(text.slice(bracket, bracket + 40)) ?? [];
    if (all !== undefined) return this.resolve(start, bracket + all.length - 1, around);
    if (text[bracket] === '<' || /^\.\s*(?:context|resolve)\b|^\.\s*\//.test(text.slice(bracket, bracket + 40)))
      throw UNSURE;
    if (text[bracket] !== '(') return;
    // Behind a type, a bracket on a new line begins a statement.
    if (/[^ \t]/.test(text.slice(end, bracket))) throw UNSURE;
    if (this.pattern(start, bracket, around)) return;
    const call = this.call(start, bracket, around);
    if (!call) return;
    const names = this.values.names(call.statement, around);
    const eager = !isInFunction(text, start, around, this.values.startsDeclaration(start, around.previous));
    this.push('require', call, { names, eager });
  }

  dynamic(start: number, end: number, around: Around): void {
    const { text } = this.found;
    const bracket = skipSpace(text, end);
    if (this.pattern(start, bracket, around)) return;
    const call = this.call(start, bracket, around);
    if (!call) return;
    const type = this.typed ? importType(text, call.statement) : null;
    if (type) this.push('type', { ...call, statement: type.statement }, { names: type.names, typeOnly: true });
    else if (isValue(text, call.statement, around, this.values))
      this.push('dynamic', call, { names: this.values.names(call.statement, around) });
    else throw UNSURE;
  }

  /** `import.meta.glob('./*.ts')`, up to its bracket. */
  glob(start: number, bracket: number, { previous }: Around): void {
    const { text } = this.found;
    const clause = new Clause(text, bracket + 1);
    if (wordBefore(text, previous) === 'new') throw UNSURE;
    const { value } = clause.string();
    if (!/[,)]/.test(text[clause.at] ?? '')) throw UNSURE;
    const statement = { start, end: -1 };
    this.open.set(bracket, statement);
    if (!value.startsWith('!')) this.found.add('pattern', value, statement, statement, {});
  }

  /** See `computed`. Is the only argument a template of names, and so all read? */
  private pattern(start: number, bracket: number, { previous }: Around): boolean {
    const { text } = this.found;
    const at = skipSpace(text, bracket + 1);
    const [all, parts] = text[at] === '`' ? (OF_NAMES.exec(text.slice(at, at + 400)) ?? []) : [];
    if (all === undefined || parts === undefined || !parts.includes('${')) return false;
    if (parts.includes('dirname') || wordBefore(text, previous) === 'new') throw UNSURE;
    const specifier = parts.replace(/\$\{[^}]*\}/g, '**');
    const statement = { start, end: at + all.length };
    if (beginsWithFolder(specifier)) this.found.add('pattern', specifier, statement, statement, {});
    return true;
  }

  runner(start: number, end: number, around: Around): void {
    const { text } = this.found;
    this.runs = true;
    const [all, method = ''] = METHOD.exec(text.slice(end, end + 400)) ?? [];
    if (all === undefined || !(MOCKS.has(method) || ACTUALS.has(method))) return;
    this.mocks++;
    const bracket = end + all.length - 1;
    if (MOCKS.has(method)) return this.mock(start, bracket, around);
    const call = this.call(start, bracket, around);
    if (!call) return;
    const names = this.values.names(call.statement, around);
    const kind = method.startsWith('import') ? 'dynamic' : 'require';
    this.push(kind, call, { names });
  }

  /** `require.resolve('./a', …)`. Whatever else it is given names nothing. */
  private resolve(start: number, bracket: number, { previous }: Around): void {
    const { text } = this.found;
    const clause = new Clause(text, bracket + 1);
    if (wordBefore(text, previous) === 'new' || NO_STRING_YET.test(text.slice(clause.at))) throw UNSURE;
    if (!/["']/.test(text[clause.at] ?? '')) return;
    const { value: specifier, start: from, end: to } = clause.string();
    if (!/[,)]/.test(text[clause.at] ?? '')) return;
    const statement = { start, end: -1 };
    this.open.set(bracket, statement);
    this.push('resolve', { specifier, span: { start: from, end: to }, statement }, {});
  }

  private mock(start: number, bracket: number, around: Around): void {
    const { text } = this.found;
    const argument = this.argument(bracket, around);
    if (!argument) return;
    if (!/[,)]/.test(text[argument.next] ?? '')) throw UNSURE;
    const statement = { start, end: -1 };
    this.open.set(bracket, statement);
    this.push('mock', { ...argument, statement }, {});
  }

  private push(kind: ReferenceKind, call: Call, more: Parameters<Found['add']>[4]): void {
    const { specifier, span, statement } = call;
    this.specifiers.add(span.start - 1);
    this.found.add(kind, specifier, span, statement, more);
  }

  /** A call with one string; null when it has no string, and can be no pattern. */
  private call(start: number, bracket: number, around: Around): Call | null {
    const argument = this.argument(bracket, around);
    if (!argument) return null;
    if (this.found.text[argument.next] !== ')') throw UNSURE;
    return { ...argument, statement: { start, end: argument.next + 1 } };
  }

  private argument(
    bracket: number,
    { previous }: Around,
  ): (Pick<Call, 'specifier' | 'span'> & { next: number }) | null {
    const { text } = this.found;
    if (wordBefore(text, previous) === 'new') throw UNSURE;
    const clause = new Clause(text, bracket + 1);
    const first = text[clause.at] ?? '';
    if (first !== "'" && first !== '"') {
      if (NEVER_PATTERN.test(first) && !/^(?:import|await)\b/.test(text.slice(clause.at, clause.at + 7))) return null;
      throw UNSURE;
    }
    const { value: specifier, start: from, end } = clause.string();
    return { specifier, span: { start: from, end }, next: clause.at };
  }
}

interface Call {
  readonly specifier: string;
  readonly span: Span;
  readonly statement: Span;
}
