import type { NameUse } from '../../reference.js';
import type { Span } from '../../../workspace/edit.js';
import { skipSpace, wordEnd, UNSURE } from './characters.js';

/** What stands before an `import(…)` that can only be a type: `type A =`, `let a: typeof`, `b as`. */
const BEFORE_TYPE =
  /(?:\btype[ \t]+[\w$]+\s*=|\b(?:const|let|var)[ \t]+[\w$]+[ \t]*:|[\w$)\]}][ \t]+(?:as|satisfies))[ \t]*(?:typeof[ \t]+)?$/;
/** `A<`, `f<typeof`: a type, if the `<` does not compare. */
const BEFORE_ARGUMENT = /[\w$]<(?:typeof[ \t]+)?$/;

/** The type that begins with a call `import('./a')`, and the name that it takes of the module. */
export interface ImportType {
  readonly statement: Span;
  readonly names: readonly NameUse[];
}

/** Null where the call may be a value. Throws `Unsure` where the end of the type does not show. */
export function importType(text: string, call: Span): ImportType | null {
  const before = text.slice(Math.max(0, call.start - 100), call.start);
  const isArgument = BEFORE_ARGUMENT.test(before);
  if (!isArgument && !BEFORE_TYPE.test(before)) return null;
  const names: NameUse[] = [];
  let { end } = call;
  while (text[end] === '.') {
    const start = end + 1;
    end = wordEnd(text, start);
    if (end === start) throw UNSURE;
    const imported = text.slice(start, end);
    if (names.length === 0) names.push({ imported, local: null, typeOnly: true, span: { start, end } });
  }
  const next = skipSpace(text, end);
  // Behind the `>` of a comparison none of these can stand; and with a bracket it is read as a call.
  if (isArgument && !/^>\s*[),;(|&\]]/.test(text.slice(next, next + 20))) return null;
  if ('.<\\'.includes(text[next] ?? ' ')) throw UNSURE;
  return { statement: { start: call.start, end }, names };
}
