import type { NameUse } from '../../reference.js';
import type { Span } from '../../../workspace/edit.js';
import { skipSpace, UNSURE } from './characters.js';
import { Clause, type Named, used } from './clause.js';
import type { Found } from './found.js';
import { isEager } from './rules.js';

/** `export { … }` and `export *`, with what stands behind `from`. */
export interface ExportList {
  /** Null for a star. */
  readonly list: readonly Named[] | null;
  /** What the star is offered as: `*` when it has no name. */
  readonly star: string;
  /** Of the star with its name; the whole statement when it has none. */
  readonly span: Span;
  readonly typeOnly: boolean;
  readonly source: { readonly value: string; readonly start: number; readonly end: number } | null;
  readonly statement: Span;
}

/** Reads the list whose `export` lies between the two offsets; null where a declaration or a default is exported. */
export function exportList(text: string, start: number, end: number): ExportList | null {
  const clause = new Clause(text, end);
  const typeOnly = clause.peek() === 'type' && /^[{*]/.test(text[skipSpace(text, clause.at + 4)] ?? '');
  if (typeOnly) clause.takes('type');
  const from = clause.at;
  if (clause.takesSign('{')) {
    const list = clause.list();
    const closing = text.lastIndexOf('}', clause.at - 1) + 1;
    const source = clause.takes('from') ? clause.string() : null;
    const statement = { start, end: clause.end(source ? source.end + 1 : closing) };
    return { list, star: '*', span: statement, typeOnly, source, statement };
  }
  if (!clause.takesSign('*')) return null;
  const isNamed = clause.takes('as');
  const nameEnd = clause.at + clause.peek().length;
  const star = isNamed ? clause.name() : '*';
  if (!clause.takes('from')) throw UNSURE;
  const source = clause.string();
  const statement = { start, end: clause.end(source.end + 1) };
  return { list: null, star, span: isNamed ? { start: from, end: nameEnd } : statement, typeOnly, source, statement };
}

/** A declaration, or what is offered as a default; not `export type from 'a'`, where the word is a name. */
const DECLARES =
  /^(?:@|(?:default|const|let|var|function|class|async|abstract|enum|type|interface|namespace|declare)(?![\w$]|\s*[,/]|\s+from\s*["'/]))/;

/** Reads the export statement whose first word lies between the two offsets; gives the offset where to go on. */
export function reexport(found: Found, start: number, end: number): number {
  const { text } = found;
  const read = exportList(text, start, end);
  if (!read) {
    const at = skipSpace(text, end);
    if (DECLARES.test(text.slice(at, at + 100))) return end;
    throw UNSURE;
  }
  const { list, star, span, typeOnly, source, statement } = read;
  if (!source) return statement.end;
  const names: NameUse[] = list
    ? list.map((one) => used(one, one.name, one.alias, typeOnly))
    : [{ imported: '*', local: star, typeOnly, span }];
  const { value, start: from, end: to } = source;
  found.add('reexport', value, { start: from, end: to }, statement, {
    names,
    typeOnly,
    eager: isEager(typeOnly, names),
  });
  return statement.end;
}
