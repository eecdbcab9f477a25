import type { Call, Expression, FunctionDef, Name, Node } from '../nodes.js';
import type { Scopes, Use } from '../scopes.js';
import { tailName, walk } from '../walk.js';

/** A call that puts a mock in place, with what stands around it, from the module down. */
export interface PatchCall {
  readonly call: Call;
  readonly ancestors: readonly Node[];
}

/** What a mock can be reached by in its file. */
export interface Handle {
  readonly uses: readonly Use[];
  /** Whose own statements run as soon as the mock is there. */
  readonly owner: Node | undefined;
}

const ENTERS = new Set(['enter_context', 'enter_async_context']);

/** Null when the mock goes where it cannot be followed. */
export function handleOf(scopes: Scopes, { call, ancestors }: PatchCall): Handle | null {
  const bound = boundBy(call, ancestors);
  if (bound === 'none') return { uses: [], owner: undefined };
  const binding = bound && scopes.bindingAt(bound.name);
  return binding ? { uses: binding.uses, owner: bound.owner } : null;
}

/** Is one of these attributes of the mock set before anything could have called it? */
export function isSetAtOnce({ uses, owner }: Handle, attributes: readonly string[]): boolean {
  return uses.some(({ ancestors }) => {
    const at = ancestors.findLastIndex(({ type }) => type === 'Assign');
    const [assign, parent] = [ancestors[at], ancestors.at(-1)];
    const isSet =
      assign?.type === 'Assign' &&
      parent?.type === 'Attribute' &&
      attributes.includes(parent.attr.name) &&
      assign.targets.includes(parent);
    let block = at - 1;
    while (ancestors[block] !== owner && ancestors[block]?.type === 'With') block--;
    return isSet && owner !== undefined && ancestors[block] === owner && isQuiet(owner, assign.start);
  });
}

/** Is nothing awaited or run from the beginning of the block to here? */
function isQuiet(owner: Node, end: number): boolean {
  const body = owner.type === 'With' || owner.type === 'FunctionDef' ? (owner.body[0]?.start ?? 0) : 0;
  let quiet = true;
  walk(owner, (node) => {
    const runs = node.type === 'Await' || (node.type === 'Call' && /^run/.test(tailName(node.callee) ?? ''));
    if (runs && body <= node.start && node.start < end) quiet = false;
  });
  return quiet;
}

interface Bound {
  readonly name: Name;
  readonly owner: Node | undefined;
}

/** What binds the mock that the call makes: `none` when nothing does, null when that cannot be seen. */
function boundBy(call: Call, ancestors: readonly Node[]): Bound | 'none' | null {
  const [parent, outer] = [ancestors.at(-1), ancestors.at(-2)];
  switch (parent?.type) {
    case 'Expr':
      return 'none';
    case 'WithItem':
      return parent.target === null ? 'none' : bind(parent.target, outer);
    case 'Assign':
      return parent.targets.length === 1 && parent.targets[0] ? bind(parent.targets[0], outer) : null;
    case 'FunctionDef': {
      const name = parent.decorators.includes(call) ? parameterOf(parent, call, outer) : null;
      return name && { name, owner: parent };
    }
    case 'Argument':
      return outer?.type === 'Call' && ENTERS.has(tailName(outer.callee) ?? '')
        ? boundBy(outer, ancestors.slice(0, -2))
        : null;
    default:
      return null;
  }
}

function bind(target: Expression, owner: Node | undefined): Bound | null {
  return target.type === 'Name' ? { name: target, owner } : null;
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
