import type { Node } from '@babel/types';
import type { Edit } from '../../../workspace/edit.js';
import { endOf, startOf } from '../nodes.js';
import { forEachChild } from '../walk.js';
import type { Parsed } from '../parse.js';
import { skipSpace } from '../scan/characters.js';

/** What may go on with the statement before it, when that has no semicolon. */
const GOES_ON = /[([`+\-*/.,?<]/;

/**
 * Where statements go that stood between one without a semicolon and one that begins with `(` or `[`, those two would
 * become one: a semicolon parts them. `parsed` is asked only where that could happen.
 */
export function keepApart(text: string, given: readonly Edit[], parsed: () => Parsed): readonly Edit[] {
  const edits = disjoint(text, given);
  const doubtful = edits.filter(
    (edit) => edit.text === '' && edit.end > edit.start && GOES_ON.test(text[skipSpace(text, edit.end)] ?? ''),
  );
  if (doubtful.length === 0) return edits;
  const lists = statementLists(parsed().ast.program);
  const added = doubtful.flatMap(({ start, end }): Edit[] => {
    const at = skipSpace(text, end);
    const list = lists.find((one) => one.some((node) => startOf(node) >= start && endOf(node) <= end));
    const before = list?.findLast((node) => endOf(node) <= start && !edits.some((edit) => takes(edit, node)));
    return before && isOpenEnded(text, before) ? [{ start: at, end: at, text: ';' }] : [];
  });
  return [...added, ...edits];
}

/** Two statements of one line that both go want the blank between them: the first has it. */
function disjoint(text: string, edits: readonly Edit[]): readonly Edit[] {
  const gone = edits.filter((edit) => edit.text === '' && edit.end > edit.start);
  const isGone = new Set(gone);
  const meets = (one: Edit, next: Edit): boolean =>
    one.start < next.start && next.start < one.end && one.end < next.end;
  return edits.map((edit) => {
    if (!isGone.has(edit)) return edit;
    const before = gone.find((one) => meets(one, edit));
    if (before) return { ...edit, start: before.end };
    const ends = gone.some((next) => meets(edit, next) && /^(?:[\r\n]|$)/.test(text.slice(next.end, next.end + 1)));
    const blanks =
      ends && !gone.some(({ end }) => end === edit.start) ? /[ \t]*$/.exec(text.slice(0, edit.start)) : null;
    return { ...edit, start: edit.start - (blanks?.[0].length ?? 0) };
  });
}

function takes({ start, end, text }: Edit, node: Node): boolean {
  return text === '' && start <= startOf(node) && endOf(node) <= end;
}

function isOpenEnded(text: string, node: Node): boolean {
  if (text[endOf(node) - 1] === ';') return false;
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
    case 'BlockStatement':
      return false;
    case 'ExportNamedDeclaration':
      return node.declaration !== null && node.declaration !== undefined && isOpenEnded(text, node.declaration);
    default:
      return true;
  }
}

/** The statements of the program and of each block, in their order, directives first. */
function statementLists(program: Node): Node[][] {
  const lists: Node[][] = [];
  const visit = (node: Node): void => {
    const { directives, body, consequent } = node as { directives?: Node[]; body?: unknown; consequent?: unknown };
    const statements = node.type === 'SwitchCase' ? consequent : body;
    if (Array.isArray(statements)) lists.push([...(directives ?? []), ...(statements as Node[])]);
    forEachChild(node, visit);
  };
  visit(program);
  return lists;
}
