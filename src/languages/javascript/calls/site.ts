import type { Node } from '@babel/types';
import { type Edit, editedText, indentStart, type Span } from '../../../workspace/edit.js';
import { reasons } from '../../../messages/reasons.js';
import type { Candidate, Place } from './match.js';
import { givenArguments, strayComments } from './text.js';
import { isFunction } from './effects.js';
import { endOf, isTransparent, spanOf, startOf, typeArgumentsOf } from '../nodes.js';
import { descendants } from '../walk.js';
import type { Parsed } from '../parse.js';
import { takesAnyExpression } from './positions.js';
import { type Substituted, substitute } from './substitute.js';

type Refused = { readonly reason: string };

/** The construction that replaces a call, with the span it takes: the `await` around it goes too, if the rule says so. */
export function construct(
  parsed: Parsed,
  place: Place,
  candidate: Candidate,
  localName: (need: string) => string,
  edits: readonly Edit[],
): Edit | Refused {
  const { signature, template } = candidate.compiled;
  const replaced = withAwait(place, candidate);
  if ('reason' in replaced) return replaced;
  const args = candidate.calls.map((call) => givenArguments(parsed, call, edits));
  const last = candidate.calls.at(-1);
  const typed = last ? typeArgumentsOf(last) : null;
  const typeArguments = typed ? editedText(parsed.text, spanOf(typed), edits) : '';
  const result = substitute(template, signature, args, typeArguments, localName);
  if ('reason' in result) return result;
  return placed(parsed, replaced, result, strayComments(parsed, spanOf(replaced.node), candidate.calls));
}

/** The node to replace. The promise of an async factory must be awaited, or be somewhere a plain value does as well. */
function withAwait(place: Place, { compiled: { rule, template } }: Candidate): Place | Refused {
  const parent = place.ancestors.at(-1);
  const outer = { node: parent ?? place.node, ancestors: place.ancestors.slice(0, -1) };
  const awaited = parent?.type === 'AwaitExpression';
  if (awaitsItself(template.expression)) return awaited ? outer : { reason: reasons.needsAwait() };
  if (!rule.async) return place;
  if (awaited) return outer;
  if (parent !== undefined && isTransparent(parent)) return { reason: reasons.castPromise() };
  return takesValueOrPromise(place) ? place : { reason: reasons.notAwaited() };
}

function awaitsItself(node: Node): boolean {
  return [...descendants(node)].some(({ type }) => type === 'AwaitExpression');
}

/** Returned from an async function, or an element of `Promise.all([…])`. */
function takesValueOrPromise({ node, ancestors }: Place): boolean {
  const parent = ancestors.at(-1);
  if (parent?.type === 'ArrowFunctionExpression') return parent.async && parent.body === node;
  if (parent?.type === 'ReturnStatement') {
    const around = ancestors.findLast(isFunction);
    const isAsync = around !== undefined && 'async' in around && around.async === true;
    return isAsync && !('generator' in around && around.generator === true);
  }
  const call = ancestors.at(-2);
  if (parent?.type !== 'ArrayExpression' || call?.type !== 'CallExpression' || call.arguments[0] !== parent)
    return false;
  const { callee } = call;
  const all = callee.type === 'MemberExpression' && callee.property.type === 'Identifier' ? callee.property.name : '';
  const promise = callee.type === 'MemberExpression' && callee.object.type === 'Identifier' ? callee.object.name : '';
  return promise === 'Promise' && /^(all|allSettled|race|any)$/.test(all);
}

function placed(parsed: Parsed, { node, ancestors }: Place, result: Substituted, comments: string): Edit | Refused {
  const parent = ancestors.at(-1);
  if (parent?.type === 'Decorator') return { reason: reasons.decorator() };
  const bare =
    result.tight ||
    node.extra?.['parenthesized'] === true ||
    (parent !== undefined && takesAnyExpression(parent, node));
  const text = bare ? result.text : `(${result.text})`;
  if (beginsStatement(node, ancestors) && /^[([`+\-/]/.test(text) && !closedBefore(parsed, startOf(node))) {
    return { reason: reasons.semicolon() };
  }
  return { ...spanOf(node), text: text + comments };
}

function beginsStatement(node: Node, ancestors: readonly Node[]): boolean {
  const statement = ancestors.findLast(({ type }) => type === 'ExpressionStatement');
  return statement !== undefined && startOf(statement) === startOf(node);
}

/** Nothing before could go on with a parenthesis: `;`, a brace, or the beginning of the file. */
function closedBefore(parsed: Parsed, at: number): boolean {
  const comments = parsed.ast.comments ?? [];
  let end = at;
  for (;;) {
    end = parsed.text.slice(0, end).trimEnd().length;
    const comment = comments.find((candidate) => candidate.end === end);
    if (comment === undefined) return end === 0 || /[;{}]/.test(parsed.text[end - 1] ?? '');
    end = comment.start ?? 0;
  }
}

/** What goes with a declarator that nothing needs any longer: the statement with its line, or its part of the list. */
export function removal(parsed: Parsed, declarator: Node, declaration: Node): Span {
  const declarators = declaration.type === 'VariableDeclaration' ? declaration.declarations : [];
  const index = declarators.findIndex((candidate) => candidate === declarator);
  const next = declarators[index + 1];
  const before = declarators[index - 1];
  if (next) return { start: startOf(declarator), end: startOf(next) };
  if (before) return { start: endOf(before), end: endOf(declarator) };
  const { text } = parsed;
  const { start, end } = spanOf(declaration);
  const lineStart = indentStart(text, start);
  const [after = ''] = /^[ \t]*(\r\n|\n|\r|$)?/.exec(text.slice(end)) ?? [];
  const ownsLine = lineStart === 0 || /[\r\n]/.test(text[lineStart - 1] ?? '');
  const wholeLine = ownsLine && (/[\r\n]$/.test(after) || end + after.length === text.length);
  if (wholeLine) return { start: lineStart, end: end + after.length };
  return { start, end: end + (/^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0) };
}
