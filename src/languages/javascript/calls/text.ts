import type { Comment, Node } from '@babel/types';
import { contains, type Edit, editedText, type Span } from '../../../workspace/edit.js';
import { endOf, spanOf, typeArgumentsOf } from '../nodes.js';
import type { Parsed } from '../parse.js';
import type { GivenList } from './substitute.js';

export type Call = Extract<Node, { type: 'CallExpression' | 'NewExpression' }>;

/** Whether an edit belongs to a region. Insertions at its ends do not: they concern what stands beside it. */
export function isInside(edit: Span, region: Span): boolean {
  if (edit.start === edit.end) return edit.start > region.start && edit.end < region.end;
  return contains(region, edit);
}

/** The call's arguments with the comments beside them; a line comment at the end of one keeps its line break. */
export function givenArguments(parsed: Parsed, call: Call, edits: readonly Edit[]): GivenList {
  const spans = argumentSpans(parsed, call);
  const given = call.arguments.map((node, index) => {
    const parts = (spans[index] ?? []).map((span) => {
      const text = editedText(parsed.text, span, edits).trim();
      return endsInLineComment(parsed, span) ? `${text}\n` : text;
    });
    return { node, text: parts.filter((part) => part !== '').join(' ') };
  });
  const start = spans[0]?.[0]?.start;
  const whole = start === undefined ? '' : editedText(parsed.text, { start, end: endOf(call) - 1 }, edits);
  return { given, whole };
}

/** Comments of the region that stand in none of the call's arguments, as block comments; '' when there are none. */
export function strayComments(parsed: Parsed, region: Span, calls: readonly Call[]): string {
  const kept = calls.flatMap((call) => {
    const types = typeArgumentsOf(call);
    return [...argumentSpans(parsed, call).flat(), ...(types ? [spanOf(types)] : [])];
  });
  return commentsIn(parsed, region)
    .filter((comment) => !kept.some((span) => isInside(spanOfComment(comment), span)))
    .map((comment) => ` /*${comment.value.replaceAll('*/', '* /').trimEnd()} */`)
    .join('');
}

/** One list of spans for each argument: up to the comma, and for the last one what follows a trailing comma. */
function argumentSpans(parsed: Parsed, call: Call): Span[][] {
  if (call.arguments.length === 0) return [];
  const close = endOf(call) - 1;
  let start = find(parsed, '(', endOf(typeArgumentsOf(call) ?? call.callee), close) + 1;
  return call.arguments.map((node, index) => {
    const comma = find(parsed, ',', endOf(node), close);
    const span = { start, end: comma };
    start = comma + 1;
    const isLast = index === call.arguments.length - 1;
    return isLast && comma < close ? [span, { start: comma + 1, end: close }] : [span];
  });
}

/** The next such character outside of comments; `limit` when there is none before it. */
function find(parsed: Parsed, wanted: string, from: number, limit: number): number {
  const comments = commentsIn(parsed, { start: from, end: limit });
  for (let at = from; at < limit; at++) {
    const comment = comments.find(({ start }) => start === at);
    if (comment) at = (comment.end ?? at) - 1;
    else if (parsed.text[at] === wanted) return at;
  }
  return limit;
}

function endsInLineComment(parsed: Parsed, span: Span): boolean {
  const end = span.start + parsed.text.slice(span.start, span.end).trimEnd().length;
  return commentsIn(parsed, span).some((comment) => comment.type === 'CommentLine' && comment.end === end);
}

function commentsIn(parsed: Parsed, span: Span): Comment[] {
  return (parsed.ast.comments ?? []).filter((comment) => isInside(spanOfComment(comment), span));
}

function spanOfComment(comment: Comment): Span {
  return { start: comment.start ?? 0, end: comment.end ?? 0 };
}
