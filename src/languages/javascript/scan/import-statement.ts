import type { NameUse } from '../../reference.js';
import { Clause, used } from './clause.js';
import type { Found } from './found.js';
import { skipSpace, wordEnd, UNSURE } from './characters.js';
import { isEager, isMadeByBundler } from './rules.js';

/** Reads the import statement whose first word lies between the two offsets; gives the offset behind the statement. */
export function importStatement(found: Found, start: number, end: number): number {
  const { text } = found;
  const clause = new Clause(text, end);
  const names: NameUse[] = [];
  let typeOnly = false;
  if (!/["']/.test(text[clause.at] ?? '')) {
    typeOnly = takesType(text, clause);
    importNames(clause, typeOnly, names);
    if (!clause.takes('from')) throw UNSURE;
  }
  const { value: specifier, start: from, end: to } = clause.string();
  const statement = { start, end: clause.end(to + 1) };
  const span = { start: from, end: to };
  const made = names.some(({ imported }) => imported === 'default' || imported === '*') && isMadeByBundler(specifier);
  if (made) found.add('resolve', specifier, span, statement, {});
  else found.add('import', specifier, span, statement, { names, typeOnly, eager: isEager(typeOnly, names) });
  return statement.end;
}

/** `import type …`, but not `import type from` nor `import type, { … }`. */
function takesType(text: string, clause: Clause): boolean {
  const word = clause.peek();
  if (word === 'typeof' || word === 'defer' || word === 'source' || word === 'module') throw UNSURE;
  if (word !== 'type') return false;
  const at = skipSpace(text, clause.at + 4);
  const next = text.slice(at, wordEnd(text, at));
  if (next === 'from' || text[at] === ',' || text[at] === '=') throw UNSURE;
  return clause.takes('type');
}

function importNames(clause: Clause, typeOnly: boolean, names: NameUse[]): void {
  for (;;) {
    const start = clause.at;
    if (clause.takesSign('{')) {
      for (const one of clause.list()) names.push(used(one, one.name, one.alias, typeOnly));
      return;
    }
    if (clause.takesSign('*')) {
      if (!clause.takes('as')) throw UNSURE;
      const end = clause.at + clause.peek().length;
      names.push({ imported: '*', local: clause.name(), typeOnly, span: { start, end } });
      return;
    }
    const end = start + clause.peek().length;
    names.push({ imported: 'default', local: clause.name(), typeOnly, span: { start, end } });
    if (!clause.takesSign(',')) return;
  }
}
