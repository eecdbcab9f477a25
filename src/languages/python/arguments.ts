import { pythonReasons as reasons } from '../../messages/python.js';
import { type Edit, editedText } from '../../workspace/edit.js';
import type { Argument, Call, Expression } from './nodes.js';
import { editList } from './rewrite/lists.js';
import { isPure, takesAny, type Param, type Signature, type Template } from './template.js';

/** One argument of a call, bound to a parameter of the signature. */
interface Given {
  readonly param: Param;
  /** Null when the caller leaves it out: then the default stands for it. */
  readonly arg: Argument | null;
}

type Refused = { readonly reason: string };

/** Which argument stands for which parameter, as Python would bind them; refused when that cannot be seen. */
function bindArguments(params: readonly Param[], args: readonly Argument[]): Given[] | Refused {
  const bound = new Map<string, Argument>();
  let position = 0;
  for (const arg of args) {
    if (arg.kind === 'star' || arg.kind === 'double-star') return { reason: reasons.spread() };
    const name = arg.kind === 'positional' ? params[position++]?.name : arg.name?.name;
    if (name === undefined) return { reason: reasons.tooMany(args.length, params.length) };
    if (!params.some((param) => param.name === name)) return { reason: reasons.keyword(name) };
    bound.set(name, arg);
  }
  const missing = params.find((param) => !bound.has(param.name) && param.default === null);
  if (missing) return { reason: reasons.missing(missing.name) };
  return params.map((param) => ({ param, arg: bound.get(param.name) ?? null }));
}

/**
 * The template with the arguments of the calls put in. Where it hands the arguments on in their order, their layout and
 * comments stay. Refused when an argument's side effects would be lost, repeated or moved.
 */
export function substitute(
  text: string,
  template: Template,
  signature: Signature,
  calls: readonly Call[],
  localName: (need: string) => string,
  edits: readonly Edit[],
): string | Refused {
  const lists = signature.steps.flatMap((step) => (step.kind === 'call' ? [step.params] : []));
  const givens: Given[] = [];
  for (const [i, params] of lists.entries()) {
    const bound = bindArguments(params, calls[i]?.args ?? []);
    if ('reason' in bound) return bound;
    givens.push(...bound);
  }
  const unsafe = effects(template, givens, calls);
  if (unsafe !== null) return { reason: unsafe };
  const needs = template.needs.map(({ node }): Edit => ({
    start: node.start,
    end: node.end,
    text: localName(node.name),
  }));
  return forwarded(text, template, givens, calls, needs, edits) ?? filled(text, template, givens, calls, needs, edits);
}

/** Side effects of arguments happen once, and in their order; so they must after. */
function effects(template: Template, givens: readonly Given[], calls: readonly Call[]): string | null {
  const active = givens.filter(({ arg }) => arg && !isPure(arg.value));
  const written = [...active].sort((a, b) => (a.arg?.start ?? 0) - (b.arg?.start ?? 0));
  let last = -1;
  for (const { param } of calls.length > 0 ? written : []) {
    const slots = template.slots.filter(({ node }) => node.name === param.name);
    const [slot] = slots;
    if (!slot) return reasons.dropped(param.name);
    if (slots.length > 1) return reasons.repeated(param.name);
    if (
      slot.ancestors.some(({ type }) =>
        ['Lambda', 'IfExp', 'BoolOp', 'ListComp', 'SetComp', 'DictComp', 'GeneratorExp'].includes(type),
      )
    )
      return reasons.later(param.name);
    if (slot.node.start < last) return reasons.reordered(param.name);
    last = slot.node.start;
  }
  return null;
}

/** Each template argument that is a parameter alone takes the call's argument in its place: only what is around it changes. */
function forwarded(
  text: string,
  template: Template,
  givens: readonly Given[],
  calls: readonly Call[],
  needs: readonly Edit[],
  edits: readonly Edit[],
): string | null {
  const { expression, source } = template;
  const withArgs = calls.filter(({ args }) => args.length > 0);
  const call = withArgs[0] ?? calls.at(-1);
  if (expression.type !== 'Call' || withArgs.length > 1 || !call) return null;
  const isSlot = (value: Expression): boolean => template.slots.some(({ node }) => node === value);
  const handed = expression.args.filter(({ value }) => isSlot(value));
  if (
    handed.length !== template.slots.length ||
    givens.some(({ arg, param }) => arg && !handed.some(({ value }) => nameOf(value) === param.name))
  )
    return null;
  const given = handed.flatMap((to) =>
    givens
      .filter(({ param, arg }) => arg && param.name === nameOf(to.value))
      .map(({ arg }) => ({ to, arg: arg as Argument })),
  );
  // The parentheses of a generator that is the only argument are those of the call.
  if (given.some(({ arg }, i) => arg !== call.args[i] || (arg.value.type === 'GeneratorExp' && !arg.value.paren)))
    return null;
  const rest = expression.args.filter((one) => !given.some(({ to }) => to === one));
  const firstRest = expression.args.findIndex((one) => rest.includes(one));
  if (firstRest !== -1 && firstRest < given.length) return null;
  if (rest.some(({ kind }) => kind === 'positional') && given.some(({ to }) => to.kind === 'keyword')) return null;
  const added = rest.map((one) => argumentText(source, one, givens, needs));
  const renames = given.flatMap(({ to, arg }): Edit[] => rename(to, arg));
  const open = openOf(text, call);
  const items = call.args.map((arg) => ({ start: arg.start, end: arg.end, text: text.slice(arg.start, arg.end) }));
  const appended =
    added.length === 0
      ? []
      : items.length > 0
        ? editList(text, items, added)
        : [{ start: open + 1, end: open + 1, text: added.join(', ') }];
  const inner = editedText(text, { start: open, end: call.end }, [...edits, ...renames, ...appended]);
  return editedText(source, { start: expression.callee.start, end: expression.callee.end }, needs) + inner;
}

function rename(to: Argument, arg: Argument): Edit[] {
  const value = arg.value.paren?.start ?? arg.value.start;
  if (to.kind === 'keyword' && to.name) {
    if (!arg.name) return [{ start: arg.start, end: arg.start, text: `${to.name.name}=` }];
    return arg.name.name === to.name.name ? [] : [{ start: arg.name.start, end: arg.name.end, text: to.name.name }];
  }
  return arg.name ? [{ start: arg.start, end: value, text: '' }] : [];
}

function nameOf(value: Expression): string {
  return value.type === 'Name' ? value.name : '';
}

/** The parenthesis of the arguments. */
function openOf(text: string, { callee }: Call): number {
  return text.indexOf('(', callee.paren?.end ?? callee.end);
}

/** An argument of the template with defaults in the place of parameters. */
function argumentText(source: string, arg: Argument, givens: readonly Given[], needs: readonly Edit[]): string {
  const own = givens.find(({ param }) => arg.value.type === 'Name' && param.name === arg.value.name);
  if (own && arg.name) return `${arg.name.name}=${own.param.default ?? 'None'}`;
  if (own) return own.param.default ?? 'None';
  return editedText(source, arg, needs);
}

/** Each parameter's uses replaced one by one. */
function filled(
  text: string,
  template: Template,
  givens: readonly Given[],
  calls: readonly Call[],
  needs: readonly Edit[],
  edits: readonly Edit[],
): string | Refused {
  const commented = calls.some((call) => {
    const outside = call.args.reduce(
      (rest, arg) => rest.replace(text.slice(arg.start, arg.end), ''),
      text.slice(openOf(text, call), call.end),
    );
    return outside.includes('#');
  });
  if (commented) return { reason: reasons.comments() };
  const slots = template.slots.map(({ node, ancestors }): Edit => {
    const given = givens.find(({ param }) => param.name === node.name);
    const value = given?.arg?.value;
    if (!value) return { start: node.start, end: node.end, text: given?.param.default ?? 'None' };
    const written = editedText(text, value.paren ?? value, edits);
    const loose = !takesAny(ancestors.at(-1)) && !value.paren && !isPure(value) && value.type !== 'Call';
    return { start: node.start, end: node.end, text: loose ? `(${written})` : written };
  });
  const { start, end } = template.expression;
  return editedText(template.source, { start, end }, [...needs, ...slots]);
}
