import type { Span } from '../../workspace/edit.js';
import type { Node } from './nodes.js';

/** The fields of each kind of node that hold nodes, in the order of the text. */
const FIELDS: Readonly<Record<Node['type'], readonly string[]>> = {
  Module: ['body'],
  FunctionDef: ['decorators', 'name', 'typeParams', 'params', 'returns', 'body'],
  ClassDef: ['decorators', 'name', 'typeParams', 'args', 'body'],
  Parameter: ['name', 'annotation', 'default'],
  TypeParam: ['name', 'bound', 'default'],
  Argument: ['name', 'value'],
  Import: ['names'],
  ImportFrom: ['names'],
  Alias: [],
  If: ['test', 'body', 'orelse'],
  Try: ['body', 'handlers', 'orelse', 'finalbody'],
  ExceptHandler: ['test', 'name', 'body'],
  With: ['items', 'body'],
  WithItem: ['context', 'target'],
  For: ['target', 'iter', 'body', 'orelse'],
  While: ['test', 'body', 'orelse'],
  Match: ['subject', 'cases'],
  MatchCase: ['pattern', 'guard', 'body'],
  Pattern: ['values', 'patterns', 'binds'],
  Assign: ['targets', 'value'],
  AugAssign: ['target', 'value'],
  AnnAssign: ['target', 'annotation', 'value'],
  TypeAlias: ['name', 'typeParams', 'value'],
  Expr: ['value'],
  Return: ['value'],
  Raise: ['value', 'cause'],
  Assert: ['test', 'message'],
  Delete: ['targets'],
  Global: ['names'],
  Nonlocal: ['names'],
  Pass: [],
  Break: [],
  Continue: [],
  Name: [],
  Constant: [],
  Str: ['parts'],
  StringPart: ['fields'],
  FormatField: ['value', 'fields'],
  Attribute: ['value', 'attr'],
  Subscript: ['value', 'index'],
  Call: ['callee', 'args'],
  Await: ['value'],
  Lambda: ['params', 'body'],
  NamedExpr: ['target', 'value'],
  IfExp: ['body', 'test', 'orelse'],
  BoolOp: ['operands'],
  BinOp: ['operands'],
  UnaryOp: ['operands'],
  Compare: ['operands'],
  Tuple: ['elements'],
  List: ['elements'],
  Set: ['elements'],
  Dict: [],
  ListComp: ['elements', 'generators'],
  SetComp: ['elements', 'generators'],
  DictComp: ['elements', 'generators'],
  GeneratorExp: ['elements', 'generators'],
  Generator: ['target', 'iter', 'ifs'],
  Yield: ['value'],
  YieldFrom: ['value'],
  Starred: ['value'],
  Slice: ['lower', 'upper', 'step'],
};

/** The nodes directly below this one, attribute and keyword names too, in the order of the text. */
export function forEachChild(node: Node, visit: (child: Node, field: string) => void): void {
  if (node.type === 'Dict') {
    for (const { key, value } of node.items) {
      if (key) visit(key, 'items');
      visit(value, 'items');
    }
    return;
  }
  const holder = node as unknown as Readonly<Record<string, Node | readonly Node[] | null>>;
  for (const field of FIELDS[node.type]) {
    const held = holder[field];
    if (Array.isArray(held)) for (const child of held as readonly Node[]) visit(child, field);
    else if (held) visit(held as Node, field);
  }
}

/** Every node below and including `node`; `ancestors` runs from there down, the parent is last, and is only valid during the call. */
export function walk(node: Node, visit: (node: Node, ancestors: readonly Node[]) => void): void {
  const ancestors: Node[] = [];
  const step = (one: Node): void => {
    visit(one, ancestors);
    ancestors.push(one);
    forEachChild(one, step);
    ancestors.pop();
  };
  step(node);
}

/** The same, but only down to these places (sorted offsets). */
export function walkTo(
  places: readonly number[],
  node: Node,
  visit: (node: Node, ancestors: readonly Node[]) => void,
): void {
  const ancestors: Node[] = [];
  const step = (one: Node): void => {
    if (!hasWithin(places, one.paren ?? one)) return;
    visit(one, ancestors);
    ancestors.push(one);
    forEachChild(one, step);
    ancestors.pop();
  };
  step(node);
}

function hasWithin(places: readonly number[], { start, end }: Span): boolean {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return (places[low] ?? end) < end;
}

/** `a.b.c` as written; null for anything else. */
export function dottedName(node: Node): string | null {
  if (node.type === 'Name') return node.name;
  if (node.type !== 'Attribute') return null;
  const object = dottedName(node.value);
  return object === null ? null : `${object}.${node.attr.name}`;
}

/** The last part of a dotted callee: `patch` of `mock.patch`, whatever stands before it. */
export function tailName(node: Node): string | null {
  if (node.type === 'Name') return node.name;
  return node.type === 'Attribute' ? node.attr.name : null;
}

/** The start of an expression, its parentheses included. */
export function outerStart(node: Node): number {
  return node.paren?.start ?? node.start;
}

/** A string by itself: documentation, at the head of a module, a class or a function. */
export function isDocstring(node: Node): boolean {
  return node.type === 'Expr' && node.value.type === 'Str';
}
