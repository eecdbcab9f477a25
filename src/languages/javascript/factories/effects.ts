import type { Function as FunctionNode, Node } from '@babel/types';
import { factoryReasons } from '../../../messages/reasons.js';
import { encloses, endOf, keyName, startOf } from '../nodes.js';
import { walk } from '../walk.js';
import type { Parsed } from '../parse.js';
import type { Binding, Scopes, Use } from '../scope/scopes.js';

const LOOPS = ['ForStatement', 'ForInStatement', 'ForOfStatement', 'WhileStatement', 'DoWhileStatement'] as const;
/** Methods by which a collection takes something in, and others that change it. */
const KEEPS = new Set(['set', 'add', 'push', 'unshift']);
const CHANGES = new Set(['delete', 'clear', 'pop', 'shift', 'splice', 'sort', 'reverse', 'fill']);
const LOGGER = /^(console|log|logger|\w*[lL]ogger|this\.log(ger)?)\./;

/** What the body does beside constructing, most telling first, without repetitions. */
export function effectsOf(parsed: Parsed, scopes: Scopes, fn: FunctionNode): string[] {
  const nodes: Node[] = [];
  walk(fn, (node) => void nodes.push(node));
  const lines = (...types: readonly Node['type'][]): number[] =>
    types.flatMap((type) => nodes.filter((node) => node.type === type).map((node) => node.loc?.start.line ?? 1));
  const text = (node: Node): string => parsed.text.slice(startOf(node), endOf(node)).replace(/\s+/g, ' ');
  const found = [
    ...stateEffects(scopes, fn),
    ...nodes.flatMap((node) =>
      node.type === 'AwaitExpression' ? [factoryReasons.awaits(calleeText(node.argument, text))] : [],
    ),
    ...lines('IfStatement').map((line) => factoryReasons.branches('if', line)),
    ...lines('SwitchStatement').map((line) => factoryReasons.branches('switch', line)),
    ...lines('ConditionalExpression').map((line) => factoryReasons.branches('?:', line)),
    ...lines('LogicalExpression').map((line) => factoryReasons.branches('??, || or &&', line)),
    ...lines(...LOOPS).map((line) => factoryReasons.loops(line)),
    ...lines('ThrowStatement').map((line) => factoryReasons.throws(line)),
    ...lines('TryStatement').map((line) => factoryReasons.catches(line)),
    ...assignments(nodes, text),
    ...calls(nodes, scopes, text),
  ];
  return [...new Set(found)];
}

/** Module variables that the function writes or keeps something in. */
function stateEffects(scopes: Scopes, fn: FunctionNode): string[] {
  return [...scopes.module.bindings.values()].filter(isState).flatMap((binding) =>
    binding.uses
      .filter(({ node }) => encloses(fn, node))
      .flatMap((use) => {
        const effect = stateEffect(use);
        return effect === null ? [] : [factoryReasons[effect](binding.name)];
      }),
  );
}

/** Can the binding hold something that lasts from call to call? */
export function isState({ kind }: Binding): boolean {
  return kind === 'var' || kind === 'let' || kind === 'const';
}

function stateEffect(use: Use): 'caches' | 'writes' | null {
  let top: Node = use.node;
  let depth = use.ancestors.length - 1;
  let method: string | null = null;
  for (let parent = use.ancestors[depth]; parent?.type === 'MemberExpression' && parent.object === top;) {
    method = keyName(parent.property, parent.computed);
    top = parent;
    parent = use.ancestors[--depth];
  }
  const parent = use.ancestors[depth];
  if (parent?.type === 'CallExpression' && parent.callee === top && method !== null) {
    return KEEPS.has(method) ? 'caches' : CHANGES.has(method) ? 'writes' : null;
  }
  if (parent?.type === 'AssignmentExpression' && parent.left === top) return isKept(parent) ? 'caches' : 'writes';
  const changed =
    parent?.type === 'UpdateExpression' || (parent?.type === 'UnaryExpression' && parent.operator === 'delete');
  return changed || use.write ? 'writes' : null;
}

/** `x = value`, `x ??= value`: not a counter, a flag or a reset. */
function isKept({ operator, right }: Extract<Node, { type: 'AssignmentExpression' }>): boolean {
  if (!['=', '??=', '||='].includes(operator)) return false;
  return !['NumericLiteral', 'BooleanLiteral', 'NullLiteral', 'StringLiteral', 'BinaryExpression'].includes(right.type);
}

function assignments(nodes: readonly Node[], text: (node: Node) => string): string[] {
  return nodes.flatMap((node) =>
    node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression'
      ? [factoryReasons.mutates(text(node.left))]
      : [],
  );
}

/** Calls; those that keep something in module state have been told already. */
function calls(nodes: readonly Node[], scopes: Scopes, text: (node: Node) => string): string[] {
  return nodes.flatMap((node) => {
    if (node.type !== 'CallExpression') return [];
    const callee = text(node.callee);
    if (LOGGER.test(callee)) return [factoryReasons.logs(callee)];
    const root = scopes.module.bindings.get(/^\w+/.exec(callee)?.[0] ?? '');
    return root !== undefined && isState(root) ? [] : [factoryReasons.calls(callee)];
  });
}

function calleeText(node: Node, text: (node: Node) => string): string {
  return text(node.type === 'CallExpression' ? node.callee : node);
}
