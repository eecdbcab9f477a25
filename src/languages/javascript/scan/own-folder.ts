import { skipSpace, wordEnd, UNSURE } from './characters.js';
import { Clause } from './clause.js';
import type { Found } from './found.js';
import type { Around } from './lexer.js';
import { isCall, wordBefore } from './places.js';

const CALLEE = /(?:[A-Za-z_$][\w$]*\.)*[A-Za-z_$][\w$]*$/;
/** What is not known of a path. */
const UNKNOWN = '**';

/**
 * `__dirname`, whose end is given, as the first argument of a call: `path.join(__dirname, 'a.js')` names a file beside
 * this one. Throws `Unsure` in any place where it may be part of a longer path.
 */
export function ownFolder(found: Found, end: number, around: Around): void {
  const { text } = found;
  if (/^(?:const|let|var)$/.test(wordBefore(text, around.previous))) return;
  const next = text[skipSpace(text, end)] ?? '';
  // An element, a property, a member of it: no path begins with these.
  if ('[:'.includes(text[around.previous - 1] ?? ' ') && ',)]};'.includes(next || ' ')) return;
  if (/^\s*\.\s*(?!join\b|resolve\b)[\w$]/.test(text.slice(end, end + 40))) return;
  const bracket = around.brackets.at(-1);
  if (!bracket || bracket.at !== around.previous - 1 || !isCall(text, bracket) || !',)'.includes(next)) throw UNSURE;
  const callee = CALLEE.exec(text.slice(Math.max(0, bracket.at - 100), bracket.at))?.[0] ?? '';
  const start = bracket.at - callee.length;
  if (!/(?:^|\.)(?:join|resolve)$/.test(callee)) return;
  const { parts, at } = rest(text, end);
  const stands = place(text, start, around);
  if (stands === 'loaded' || !';,)]}.'.includes(text[skipSpace(text, at)] ?? ';')) throw UNSURE;
  if (parts.length === 0 || parts.some((part) => part.includes(UNKNOWN))) return;
  const specifier = `./${parts.join('/')}`.replace(/^\.\/(?=\.\.?\/)/, '');
  const span = { start, end: at };
  found.add('string', specifier, span, span, {});
}

/** The further arguments, and where the call ends. */
function rest(text: string, from: number): { parts: string[]; at: number } {
  const parts: string[] = [];
  const clause = new Clause(text, from);
  while (clause.takesSign(',') && text[clause.at] !== ')') {
    const sign = text[clause.at] ?? '';
    if (sign === "'" || sign === '"') parts.push(clause.string().value);
    else {
      const template = /^`[^`\\]*\$\{[^`\\]*`/.exec(text.slice(clause.at, clause.at + 300))?.[0].length;
      const end = template === undefined ? wordEnd(text, clause.at) : clause.at + template;
      if (end === clause.at) throw UNSURE;
      clause.at = skipSpace(text, end);
      parts.push(UNKNOWN);
    }
  }
  if (text[clause.at] !== ')') throw UNSURE;
  return { parts, at: clause.at + 1 };
}

/** What the call is given to. Throws `Unsure` where it may be an operand, or where a comment stands before it. */
function place(text: string, start: number, { brackets }: Around): 'loaded' | 'elsewhere' {
  const before = text.slice(0, start).trimEnd();
  const line = before.slice(Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1);
  const sign = before.at(-1) ?? '';
  if (/\/\/|\*\//.test(line)) throw UNSURE;
  if (sign === '(') {
    const bracket = brackets.at(-2);
    if (bracket?.at !== before.length - 1 || !isCall(text, bracket)) throw UNSURE;
    return /^(?:require|import)$/.test(wordBefore(text, bracket.previous)) ? 'loaded' : 'elsewhere';
  }
  if (',[:{;'.includes(sign) || before.endsWith('=>') || wordBefore(text, before.length) === 'return')
    return 'elsewhere';
  if (sign === '=' && !'=!<>+-*/%&|^?'.includes(before.at(-2) ?? '')) return 'elsewhere';
  throw UNSURE;
}
