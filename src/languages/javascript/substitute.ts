import type { Node } from '@babel/types';
import { applyEdits, type Edit } from '../../workspace/edit.js';
import { reasons } from '../../messages.js';
import { hasEffects, isEffect, isFunction, isRepeatable } from './effects.js';
import { descendants, endOf, startOf } from './nodes.js';
import type { Use } from './scopes.js';
import type { Param, Signature, Template } from './template.js';

/** One argument as it stands in the call: its text (comments and parentheses included) and its node. */
export interface Given {
  readonly text: string;
  readonly node: Node;
}

export interface Substituted {
  readonly text: string;
  /** Binds as tightly as a call: no parentheses are needed around it anywhere. */
  readonly tight: boolean;
}

/** The call's arguments by parameter: what is given, and the lists of parameters that a spread or nothing stands for. */
interface Bound {
  readonly given: Map<string, readonly Given[]>;
  readonly rest: Set<string>;
  /** Parameters left out at the end of a call; `spread` takes their place when there is one. */
  readonly tails: { readonly names: readonly string[]; readonly spread: string | null }[];
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
  args: readonly (readonly Given[])[],
  typeArguments: string,
  localName: (need: string) => string,
): Substituted | Refused {
  const bound = bind(signature, args);
  if ('reason' in bound) return bound;
  const refused = unsafe(template, signature, bound) ?? captured(template, bound, localName);
  if (refused !== null) return { reason: refused };
  const edits: Edit[] = [];
  for (const tail of bound.tails) {
    const edit = tailEdit(template, tail.names, tail.spread);
    if (edit === null)
      return { reason: tail.spread === null ? reasons.missing(tail.names[0] ?? '') : reasons.spread() };
    edits.push(...edit);
  }
  for (const slot of template.slots) edits.push(...slotEdits(template, slot, bound));
  for (const { node, shape } of template.needs) {
    const name = localName(node.name);
    if (name === node.name) continue;
    edits.push({ start: startOf(node), end: endOf(node), text: shape === 'plain' ? name : `${node.name}: ${name}` });
  }
  edits.push(...typeArgumentEdits(template, typeArguments));
  return { text: applyEdits(template.source, edits).slice(1, -2), tight: isTight(template) };
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

/** Side effects of arguments happen once, before everything else and in their order; so they must after. */
function unsafe(template: Template, signature: Signature, bound: Bound): string | null {
  const effects = [...descendants(template.expression)].filter((node) => isEffect(node)).map(endOf);
  let last = -1;
  for (const [name, givens] of bound.given) {
    const slots = template.slots.filter(({ node }) => node.name === name);
    for (const { node } of givens) {
      const active = hasEffects(node);
      if (active && slots.length === 0) return reasons.dropped(name);
      if (slots.length > 1 && !isRepeatable(node)) return reasons.repeated(name);
      for (const slot of slots) {
        if (evaluatedLater(slot, template) && !isRepeatable(node)) return reasons.later(name);
        if (insideFunction(slot) && [...descendants(node)].some(({ type }) => type === 'ThisExpression')) {
          return reasons.later(name);
        }
        if (!active) continue;
        const start = startOf(slot.node);
        if (start < last || effects.some((end) => end <= start)) return reasons.reordered(name);
        last = start;
      }
    }
  }
  const spreads = bound.tails.some(({ spread }) => spread !== null);
  return spreads && signature.steps.filter(({ kind }) => kind !== 'member').length > 1 ? reasons.spread() : null;
}

function insideFunction(slot: Use): boolean {
  return slot.ancestors.some(isFunction);
}

/** Is the slot reached only sometimes, or later? */
function evaluatedLater(slot: Use, template: Template): boolean {
  const path = [...slot.ancestors.slice(slot.ancestors.indexOf(template.expression)), slot.node];
  return path.some((node, index) => {
    const child = path[index + 1];
    if (child === undefined) return false;
    if (node.type === 'ConditionalExpression') return child !== node.test;
    if (node.type === 'LogicalExpression') return child === node.right;
    if (node.type === 'OptionalCallExpression') return child !== node.callee;
    return isFunction(node) || node.type === 'ClassExpression';
  });
}

/** Would a name of an argument, or of what the template needs, mean one of the template's own bindings? */
function captured(template: Template, bound: Bound, localName: (need: string) => string): string | null {
  for (const slot of template.slots) {
    for (const { node } of bound.given.get(slot.node.name) ?? []) {
      for (const inner of descendants(node)) {
        if (inner.type === 'Identifier' && !template.scopes.freeAt(inner.name, [slot]))
          return reasons.hidden(inner.name);
      }
    }
  }
  const hidden = template.needs.find((need) => !template.scopes.freeAt(localName(need.node.name), [need]));
  return hidden === undefined ? null : reasons.hidden(localName(hidden.node.name));
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

function slotEdits(template: Template, slot: Use, bound: Bound): Edit[] {
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
  const loose = parent !== undefined && !takesAnything(parent, node) && !isPrimary(given.node);
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

/** Positions in which any argument may stand without parentheses. */
function takesAnything(parent: Node, child: Node): boolean {
  switch (parent.type) {
    case 'CallExpression':
    case 'NewExpression':
      return parent.callee !== child;
    case 'ObjectProperty':
      return true;
    case 'ArrayExpression':
    case 'SpreadElement':
    case 'TemplateLiteral':
      return true;
    case 'MemberExpression':
      return parent.computed && parent.property === child;
    case 'AssignmentExpression':
      return parent.right === child;
    default:
      return false;
  }
}

/** May a member access or a call follow it directly? */
function isPrimary(node: Node): boolean {
  switch (node.type) {
    case 'Identifier':
    case 'ThisExpression':
    case 'StringLiteral':
    case 'BooleanLiteral':
    case 'NullLiteral':
    case 'ArrayExpression':
      return true;
    case 'MemberExpression':
      return isPrimary(node.object);
    default:
      return false;
  }
}

function typeArgumentEdits(template: Template, typeArguments: string): Edit[] {
  const { expression } = template;
  if (typeArguments === '' || expression.type !== 'NewExpression' || expression.typeParameters) return [];
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
