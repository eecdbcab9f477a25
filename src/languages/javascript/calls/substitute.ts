import type { Node } from '@babel/types';
import { applyEdits, type Edit } from '../../../workspace/edit.js';
import { reasons } from '../../../messages/reasons.js';
import { endOf, startOf, typeArgumentsOf } from '../nodes.js';
import { isPrimary, takesAnyExpression } from './positions.js';
import type { Use } from '../scope/scopes.js';
import { type Bound, captured, type Given, unsafe } from './safety.js';
import { type Param, paramsOf, type Signature, type Template } from './template.js';

/** The arguments of one call. */
export interface GivenList {
  readonly given: readonly Given[];
  /** Everything between the parentheses, as it stands. */
  readonly whole: string;
}

export interface Substituted {
  readonly text: string;
  /** Binds as tightly as a call: no parentheses are needed around it anywhere. */
  readonly tight: boolean;
}

type Refused = { readonly reason: string };

/**
 * The template with the arguments put in. `args`: one list for each call of the signature. `typeArguments` (`<T>`, or '')
 * are carried over when the template is a plain construction without its own; other templates drop them. Refused with
 * a reason when the result could mean something else: an argument whose side effects would be lost, repeated or moved.
 */
export function substitute(
  template: Template,
  signature: Signature,
  args: readonly GivenList[],
  typeArguments: string,
  localName: (need: string) => string,
): Substituted | Refused {
  const bound = bind(
    signature,
    args.map(({ given }) => given),
  );
  if ('reason' in bound) return bound;
  const refused = unsafe(template, signature, bound) ?? captured(template, bound, localName);
  if (refused !== null) return { reason: refused };
  const forwarded = forwardEdit(template, signature, args);
  const filled = forwarded ?? slotsEdits(template, bound);
  if ('reason' in filled) return filled;
  const edits = [...filled];
  for (const { node, shape } of template.needs) {
    const name = localName(node.name);
    if (name === node.name) continue;
    edits.push({ start: startOf(node), end: endOf(node), text: shape === 'plain' ? name : `${node.name}: ${name}` });
  }
  edits.push(...typeArgumentEdits(template, typeArguments));
  return { text: applyEdits(template.source, edits).slice(1, -2), tight: isTight(template) };
}

/** A template that hands on all arguments as they come keeps their layout; null for any other. */
function forwardEdit(template: Template, signature: Signature, args: readonly GivenList[]): Edit[] | null {
  const names = paramsOf(signature).map(({ name, rest }) => (rest ? `...${name}` : name));
  const lists = args.filter(({ given }) => given.length > 0);
  const { expression, source } = template;
  if (expression.type !== 'NewExpression' && expression.type !== 'CallExpression') return null;
  const [first] = expression.arguments;
  const [list] = lists;
  if (lists.length !== 1 || first === undefined || list === undefined) return null;
  const span = { start: startOf(first), end: endOf(expression) - 1 };
  const handsOn = source.slice(span.start, span.end) === names.join(', ') && template.slots.length === names.length;
  const complete = signature.steps.every(
    (step) => step.kind === 'member' || step.params.length === 0 || step.params.length === names.length,
  );
  return handsOn && complete && source[span.start - 1] === '(' ? [{ ...span, text: list.whole }] : null;
}

/** Each parameter's uses replaced one by one. */
function slotsEdits(template: Template, bound: Bound): Edit[] | Refused {
  const edits: Edit[] = [];
  for (const { names, spread } of bound.tails) {
    const edit = tailEdit(template, names, spread);
    if (edit === null) return { reason: spread === null ? reasons.missing(names[0] ?? '') : reasons.spread() };
    edits.push(...edit);
  }
  return [...edits, ...template.slots.flatMap((slot) => slotEdits(slot, bound))];
}

function bind(signature: Signature, args: readonly (readonly Given[])[]): Bound | Refused {
  const bound: Bound = { given: new Map(), rest: new Set(), tails: [] };
  const lists = signature.steps.flatMap((step) => (step.kind === 'member' ? [] : [step.params]));
  for (const [index, params] of lists.entries()) {
    const refused = bindList(params, args[index] ?? [], bound);
    if (refused !== null) return { reason: refused };
  }
  return bound;
}

function bindList(params: readonly Param[], args: readonly Given[], bound: Bound): string | null {
  const names = params.map(({ name }) => name);
  for (const [index, { name, rest }] of params.entries()) {
    const arg = args[index];
    if (rest) {
      bound.rest.add(name);
      bound.given.set(name, args.slice(index));
      return null;
    }
    if (arg === undefined) {
      bound.tails.push({ names: names.slice(index), spread: null });
      return null;
    }
    if (arg.node.type === 'SpreadElement') {
      // A spread stands for any number of arguments, so every parameter must be handed on in its place.
      if (index !== args.length - 1 || params.some((param) => param.rest)) return reasons.spread();
      bound.tails.push({ names: names.slice(index), spread: arg.text });
      return null;
    }
    bound.given.set(name, [arg]);
  }
  return args.length > params.length ? reasons.tooMany(args.length, params.length) : null;
}

/** Takes parameters that hand themselves on at the end of a list out of it; null when they stand anywhere else. */
function tailEdit(template: Template, names: readonly string[], spread: string | null): Edit[] | null {
  const used = template.slots.filter(({ node }) => names.includes(node.name));
  if (used.length === 0) return spread === null ? [] : null;
  const list = argumentsAround(used[0]);
  if (list === null || used.length > names.length) return null;
  const from = list.length - used.length;
  const inOrder = used.every(({ node }, index) => list[from + index] === node);
  const complete = spread === null || used.length === names.length;
  const sorted = used
    .map(({ node }) => names.indexOf(node.name))
    .every((at, i, all) => i === 0 || at > (all[i - 1] ?? 0));
  const before = list[from - 1];
  if (!inOrder || !complete || !sorted || before?.extra?.['parenthesized'] === true) return null;
  const end = endOf(list.at(-1) as Node);
  if (spread !== null) return [{ start: startOf(list[from] as Node), end, text: spread }];
  return [{ start: before === undefined ? startOf(list[from] as Node) : endOf(before), end, text: '' }];
}

function argumentsAround(slot: Use | undefined): readonly Node[] | null {
  const parent = slot?.ancestors.at(-1);
  if (parent?.type !== 'CallExpression' && parent?.type !== 'NewExpression') return null;
  return parent.callee === slot?.node ? null : parent.arguments;
}

function slotEdits(slot: Use, bound: Bound): Edit[] {
  const { node, shape } = slot;
  const givens = bound.given.get(node.name);
  if (givens === undefined) return [];
  const parent = slot.ancestors.at(-1);
  const text = givens.map((given) => given.text).join(', ');
  if (bound.rest.has(node.name)) {
    if (parent?.type !== 'SpreadElement') return [{ start: startOf(node), end: endOf(node), text: `[${text}]` }];
    return [{ ...spreadSpan(slot, parent, givens.length === 0), text }];
  }
  const [given] = givens;
  if (given === undefined) return [];
  if (shape !== 'plain') return text === node.name ? [] : [{ start: endOf(node), end: endOf(node), text: `: ${text}` }];
  const loose = parent !== undefined && !takesAnyExpression(parent, node) && !isPrimary(given.node);
  const bare = given.node.extra?.['parenthesized'] !== true;
  return [{ start: startOf(node), end: endOf(node), text: loose && bare ? `(${text})` : text }];
}

/** `...rest` itself; with the comma before it when nothing takes its place. */
function spreadSpan(slot: Use, spread: Node, empty: boolean): { start: number; end: number } {
  const list = slot.ancestors.at(-2);
  const items = list !== undefined && 'arguments' in list ? list.arguments : [];
  const before = items[items.findIndex((item) => item === spread) - 1];
  return { start: empty && before ? endOf(before) : startOf(spread), end: endOf(spread) };
}

function typeArgumentEdits(template: Template, typeArguments: string): Edit[] {
  const { expression } = template;
  if (typeArguments === '' || expression.type !== 'NewExpression' || typeArgumentsOf(expression)) return [];
  const at = endOf(expression.callee);
  return [{ start: at, end: at, text: typeArguments }];
}

function isTight({ expression, source }: Template): boolean {
  if (source.slice(1, startOf(expression)).trim() === '(') return true;
  if (expression.type === 'NewExpression') return source[endOf(expression) - 1] === ')';
  return (
    expression.type === 'Identifier' || expression.type === 'CallExpression' || expression.type === 'MemberExpression'
  );
}
