import { mockReasons } from '../../messages/reasons.js';
import type { Reference } from '../reference.js';
import type { Argument, Call, Expression, FunctionDef, Name, Node } from './nodes.js';
import { parse } from './parse.js';
import { analyse, type Scopes, type Use } from './scopes.js';
import { tailName, walk } from './walk.js';

/** What a mock answers whether it stands for a function or for a class. */
const NEUTRAL = new Set([
  'return_value',
  'called',
  'call_count',
  'assert_called',
  'assert_called_once',
  'assert_not_called',
  'reset_mock',
]);
const ENTERS = new Set(['enter_context', 'enter_async_context']);

/**
 * For each of these mocks of a factory: why it could not stand for the class that is constructed instead; null when it
 * could, since it only says what a call returns or raises. (Whether a call was awaited, and with which arguments it was
 * made, is another matter for a class.)
 */
export function mocksAsk(path: string, text: string, mocks: readonly Reference[]): (string | null)[] {
  const parsed = parse(path, text);
  if ('error' in parsed) return mocks.map(() => mockReasons.unseen());
  const calls = new Map<number, { call: Call; ancestors: readonly Node[] }>();
  const wanted = new Set(mocks.map(({ statement }) => statement.start));
  walk(parsed.module, (node, ancestors) => {
    if (node.type === 'Call' && wanted.has(node.start))
      calls.set(keyOf(node), { call: node, ancestors: [...ancestors] });
  });
  const scopes = analyse(parsed.module, text);
  return mocks.map(({ statement }) => {
    const found = calls.get(keyOf(statement));
    return found ? (argumentsAsk(text, found.call) ?? handleAsks(scopes, found)) : mockReasons.unseen();
  });
}

/** Does the module read this name of its top level in code that runs? Annotations need not. */
export function looksUp(path: string, text: string, name: string): boolean {
  const parsed = parse(path, text);
  if ('error' in parsed) return false;
  const uses = analyse(parsed.module, text).module.bindings.get(name)?.uses ?? [];
  return uses.some(({ space, shape }) => space === 'value' && shape === 'plain');
}

/** Calls that begin at one place (`a.b(…).c(…)`) end at different ones. */
function keyOf({ start, end }: { readonly start: number; readonly end: number }): number {
  return start * 2 ** 26 + end;
}

function argumentsAsk(text: string, call: Call): string | null {
  const tail = tailName(call.callee);
  if (tail !== 'patch' && tail !== 'object') return mockReasons.replaced(tail ?? '…');
  const odd = call.args.slice(tail === 'object' ? 2 : 1).find((arg) => !isNeutral(arg));
  return odd ? mockReasons.replaced(text.slice(odd.start, odd.end).replace(/\s+/g, ' ').slice(0, 40)) : null;
}

function isNeutral({ name, value }: Argument): boolean {
  if (name?.name === 'side_effect') return answers(value);
  return name?.name === 'return_value';
}

/** Something that is raised or returned when the mock is called, rather than called itself. */
function answers(value: Expression): boolean {
  const named = value.type === 'Call' ? value.callee : value;
  const plain = value.type === 'Constant' || value.type === 'List' || value.type === 'Tuple';
  return plain || /(?:Error|Exception|Warning|Interrupt)$/.test(tailName(named) ?? '');
}

function handleAsks(scopes: Scopes, { call, ancestors }: { call: Call; ancestors: readonly Node[] }): string | null {
  const handle = handleOf(call, ancestors);
  if (handle === 'none') return null;
  const binding = handle && scopes.bindingAt(handle);
  if (!binding) return mockReasons.unseen();
  for (const use of binding.uses) {
    const asked = useAsks(use);
    if (asked !== null) return asked;
  }
  return null;
}

function useAsks({ node, ancestors }: Use): string | null {
  const parent = ancestors.at(-1);
  if (parent?.type !== 'Attribute' || parent.value !== node) return mockReasons.unseen();
  const outer = ancestors.at(-2);
  if (NEUTRAL.has(parent.attr.name)) return null;
  const isSet = parent.attr.name === 'side_effect' && outer?.type === 'Assign' && outer.targets.includes(parent);
  return isSet && answers(outer.value) ? null : mockReasons.asked(parent.attr.name);
}

/** What binds the mock that the call makes: `none` when nothing does, null when that cannot be seen. */
function handleOf(call: Call, ancestors: readonly Node[]): Name | 'none' | null {
  const parent = ancestors.at(-1);
  switch (parent?.type) {
    case 'Expr':
      return 'none';
    case 'WithItem':
      return parent.target === null ? 'none' : nameOf(parent.target);
    case 'Assign':
      return parent.targets.length === 1 && parent.targets[0] ? nameOf(parent.targets[0]) : null;
    case 'FunctionDef':
      return parent.decorators.includes(call) ? parameterOf(parent, call, ancestors.at(-2)) : null;
    case 'Argument': {
      const outer = ancestors.at(-2);
      return outer?.type === 'Call' && ENTERS.has(tailName(outer.callee) ?? '')
        ? handleOf(outer, ancestors.slice(0, -2))
        : null;
    }
    default:
      return null;
  }
}

function nameOf(target: Expression): Name | null {
  return target.type === 'Name' ? target : null;
}

/** Decorators hand their mocks on from the innermost outwards, behind `self`. */
function parameterOf(fn: FunctionDef, call: Call, owner: Node | undefined): Name | null {
  const below = fn.decorators.slice(fn.decorators.indexOf(call) + 1).filter(handsOn).length;
  const fixed = fn.decorators.some((one) => tailName(one) === 'staticmethod');
  const placed = fn.params.filter(({ kind }) => kind === 'normal' || kind === 'posonly');
  return placed[below + (owner?.type === 'ClassDef' && !fixed ? 1 : 0)]?.name ?? null;
}

/** Does the decorator put a mock among the arguments? */
function handsOn(decorator: Expression): boolean {
  if (decorator.type !== 'Call') return false;
  const { callee, args } = decorator;
  const own = callee.type === 'Attribute' && callee.attr.name === 'object' ? callee.value : callee;
  if (tailName(own) !== 'patch') return false;
  const placed = args.filter(({ kind }) => kind === 'positional').length;
  return placed < (own === callee ? 2 : 3) && !args.some(({ name }) => name?.name === 'new');
}
