import type { Span } from '../../../workspace/edit.js';
import { isWordStart, UNSURE } from './characters.js';
import { type Around, type Bracket } from './lexer.js';

/** Words behind which a bracket groups an expression. */
const OPERATORS = new Set(
  'return await typeof void delete new in instanceof case throw else do default extends'.split(' '),
);
/** Words that are an operator or a callee, as the context has it. */
const EITHER = new Set(['of', 'yield']);
/** Words behind which a bracket is neither a call's nor a declaration's. */
const NO_CALLEES = new Set(
  'if while for with switch catch typeof keyof infer is extends implements readonly unique asserts in of as satisfies async await yield return void delete new instanceof case throw else do default'.split(
    ' ',
  ),
);
const CONTROLS = new Set(['if', 'while', 'for', 'with', 'switch', 'catch', 'await']);

/** The word that ends at this offset; empty when there is none. A property's name begins with its dot. */
export function wordBefore(text: string, end: number): string {
  let start = end;
  while (start > 0 && isWordStart(text.charCodeAt(start - 1))) start--;
  return (text[start - 1] === '.' || text[start - 1] === '#' ? '.' : '') + text.slice(start, end);
}

/** Does this `(` only group an expression? Throws `Unsure` where that depends on more than the token before it. */
export function isGroup(text: string, { at, previous }: Bracket): boolean {
  if (previous === 0) return true;
  const word = wordBefore(text, previous);
  if (EITHER.has(word)) throw UNSURE;
  if (OPERATORS.has(word)) return true;
  // Behind a type, a bracket on a new line begins a statement.
  if (word !== '' && /[\n\r\u2028\u2029]/.test(text.slice(previous, at))) throw UNSURE;
  if (word !== '' && word !== '.') return false;
  const sign = text[previous - 1] ?? '';
  if ('=(,[{;:?&|*%^~<'.includes(sign) || text.startsWith('=>', previous - 2)) return true;
  if (sign === ']' || sign === '.') return false;
  throw UNSURE;
}

/** Is this `(` a call's, or that of a declaration's parameters (where no expression stands but behind `=`)? */
export function isCall(text: string, { at, previous }: Bracket): boolean {
  const word = wordBefore(text, previous);
  return previous === at && word !== '' && !/^\d/.test(word) && !NO_CALLEES.has(word);
}

interface Declarations {
  isAwaited(previous: number): boolean;
  startsDeclaration(start: number, previous: number): boolean;
}

/** `a: B =`: whatever has a type is given a value; but `<T extends A ? B : C =` gives a type. */
function isInitialized(before: string): boolean {
  return /[\w$]\s*:\s*[\w$.]+(?:<[^<>=;]*>)?\s*=\s*(?:async\s*)?$/.test(before) && !/[<?]|\bextends\b/.test(before);
}

/** Is it certain that an `import(…)` is no type? */
export function isValue(text: string, call: Span, around: Around, declarations: Declarations): boolean {
  const { previous, brackets, closed } = around;
  const behind = text.slice(call.end, call.end + 20);
  if (/^\s*\.(?:then|catch|finally)\(/.test(behind) || declarations.isAwaited(previous)) return true;
  if (wordBefore(text, previous) === 'return') return true;
  if (isElement(text, call.start, previous, brackets, declarations)) return true;
  if (!text.startsWith('=>', previous - 2) || !closed || text.slice(closed.end, previous - 2).trim() !== '')
    return false;
  // `() => import(…)`: of a function type only where types may stand.
  const { bracket } = closed;
  const word = wordBefore(text, bracket.previous);
  if (word === 'async' || word === 'return') return true;
  return (
    isElement(text, bracket.at, bracket.previous, brackets, declarations) ||
    declarations.startsDeclaration(bracket.at, bracket.previous) ||
    isInitialized(text.slice(Math.max(0, bracket.at - 100), bracket.at))
  );
}

/** Is what begins here an argument of a call, an element of an array, a property of an object, and surely no type? */
function isElement(
  text: string,
  start: number,
  previous: number,
  brackets: readonly Bracket[],
  declarations: Declarations,
): boolean {
  const level = brackets.length - 1;
  const bracket = brackets[level];
  if (!bracket || !isValueBracket(text, brackets, level, declarations)) return false;
  if (text.slice(bracket.at, start).includes('<')) return false;
  const sign = text[previous - 1];
  if (text[bracket.at] === '{') return sign === ':' && isKey(text.slice(bracket.at, previous));
  return sign === ',' || bracket.at === previous - 1;
}

/** Up to a `:`: is what stands before it the key of an object? */
function isKey(before: string): boolean {
  return /[{,]\s*(?:[\w$]+|'[^'\\\r\n]*'|"[^"\\\r\n]*")\s*:$/.test(before);
}

/** Does the bracket hold arguments, or an array or object as a value? */
function isValueBracket(
  text: string,
  brackets: readonly Bracket[],
  level: number,
  declarations: Declarations,
): boolean {
  const bracket = brackets[level];
  if (!bracket) return false;
  if (text[bracket.at] === '(') return isCall(text, bracket);
  if (text[bracket.at] === '{' && text.startsWith('=>', bracket.previous - 2)) return false;
  const word = wordBefore(text, bracket.previous);
  if (word === 'return' || declarations.startsDeclaration(bracket.at, bracket.previous)) return true;
  return isElement(text, bracket.at, bracket.previous, brackets.slice(0, level), declarations);
}

/** What something is assigned to, from a text that ends with the `=`: `module.exports =`, `a =`. */
const TARGET = /(?:[\p{ID_Start}$_][\p{ID_Continue}$]*\.)*[\p{ID_Start}$_][\p{ID_Continue}$]*\s*=\s*$/u;

const FARTHEST = 300;

/** Is what begins at this offset assigned by a statement of its own, to something that is not declared there? */
export function isAssigned(text: string, start: number): boolean {
  const from = Math.max(0, start - FARTHEST);
  const target = TARGET.exec(text.slice(from, start));
  if (!target) return false;
  const before = text.slice(from, from + target.index).trimEnd();
  if (before === '') return from === 0;
  // The end of a comment says nothing.
  return /[;{})]$/.test(before) && !/\/\/.*$/.test(before);
}

/** Does a function stand around this place? Throws `Unsure` where the brackets do not tell. */
export function isInFunction(text: string, start: number, around: Around, declares: boolean): boolean {
  const { brackets, depth, previous } = around;
  if (brackets.some((bracket) => text[bracket.at] === '{' && isBody(text, bracket))) return true;
  // An arrow without braces leaves no bracket.
  const begins = declares || previous === 0 || ';})\'"'.includes(text[previous - 1] ?? '') || isAssigned(text, start);
  if (depth > 0 || !begins) throw UNSURE;
  return false;
}

function isBody(text: string, { at, previous, behind }: Bracket): boolean {
  if (text.startsWith('=>', previous - 2)) return true;
  if (!behind || text[behind.at] !== '(' || behind.condition || /[\n\r]/.test(text.slice(previous, at))) return false;
  const word = wordBefore(text, behind.previous);
  const extended = /\bextends\s[\s\w$.]*$/.test(text.slice(Math.max(0, behind.at - 200), behind.at));
  return word !== '' && !CONTROLS.has(word) && !extended;
}
