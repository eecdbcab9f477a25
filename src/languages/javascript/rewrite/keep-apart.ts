import type { Node } from '@babel/types';
import type { Edit } from '../../../workspace/edit.js';
import { endOf, startOf } from '../nodes.js';
import type { Parsed } from '../parse.js';
import { skipSpace } from '../scan/lexer.js';
import { forEachChild } from '../walk.js';

/** What may go on with the statement before it, when that has no semicolon. */
const GOES_ON = /[([`+\-*/.,?<]/;

/**
 * Where statements go that stood between one without a semicolon and one that begins with `(` or `[`, those two would
 * become one: a semicolon parts them. `parsed` is asked only where that could happen.
 */
export function keepApart(text: string, edits: readonly Edit[], parsed: () => Parsed): readonly Edit[] {
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
