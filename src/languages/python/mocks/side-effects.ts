import type { Edit } from '../../../workspace/edit.js';
import type { Expression, FunctionDef, Lambda, Node, Parameter } from '../nodes.js';
import { renameEdits, type Binding, type Scopes, type Use } from '../scopes.js';
import { tailName, walk } from '../walk.js';
import type { Construction } from './construction.js';

type Callable = FunctionDef | Lambda;

/** Something that is raised or returned when the mock is called, rather than called itself. */
export function answers(value: Expression): boolean {
  const named = value.type === 'Call' ? value.callee : value;
  const plain = value.type === 'Constant' || value.type === 'List' || value.type === 'Tuple';
  return plain || /(?:Error|Exception|Warning|Interrupt)$/.test(tailName(named) ?? '');
}

/**
 * What must change in a function that a mock of the factory calls, so that a mock of the class can: its parameters get the
 * names under which the construction passes the arguments, and it is awaited no more. Null when that cannot be proven.
 * `isOurs`: does this use of the function give it to a mock that changes as well?
 */
export function adaptEffect(
  scopes: Scopes,
  value: Expression,
  { construction, async }: { readonly construction: Construction | null; readonly async: boolean },
  isOurs: (use: Use) => boolean,
): readonly Edit[] | null {
  if (answers(value)) return [];
  if (construction === null) return null;
  if (value.type === 'Lambda') return adaptParameters(scopes, value, construction);
  const binding = value.type === 'Name' ? scopes.bindingAt(value) : null;
  const fn = binding && functionOf(scopes, binding);
  if (!fn || !binding.uses.every((use) => use.shape === 'plain' && isOurs(use))) return null;
  const parameters = adaptParameters(scopes, fn, construction);
  if (!async || !fn.async) return parameters;
  return parameters && !waits(fn) ? [...parameters, withoutAsync(fn)] : null;
}

function functionOf(scopes: Scopes, { declarations, scope }: Binding): FunctionDef | null {
  const [name, ...more] = declarations;
  const parent = name && scopes.ancestorsOf(name).at(-1);
  const plain = parent?.type === 'FunctionDef' && parent.name === name && parent.decorators.length === 0;
  return plain && more.length === 0 && scope.kind !== 'class' ? parent : null;
}

function adaptParameters(scopes: Scopes, fn: Callable, { handed }: Construction): readonly Edit[] | null {
  const placed = fn.params.filter(({ kind }) => kind === 'normal');
  const rest = fn.params.filter(({ kind }) => kind !== 'normal');
  if (rest.some((param) => !isSpare(scopes, param))) return null;
  const takesAny = rest.some(({ kind }) => kind === 'kwarg');
  const edits: Edit[] = [];
  const given = new Set<Parameter>();
  for (const [i, { keyword, from }] of handed.entries()) {
    const param = from === null ? placed.find(({ name }) => name.name === keyword) : placed[from];
    if (keyword === null && from !== i) return null;
    if (!param && !(takesAny && keyword !== null)) return null;
    const renamed = param && keyword !== null ? rename(scopes, param, keyword) : [];
    if (renamed === null) return null;
    if (param) given.add(param);
    edits.push(...renamed);
  }
  return placed.every((param) => given.has(param) || param.default !== null) ? edits : null;
}

/** `*args`, `**kwargs` of which nothing is read. */
function isSpare(scopes: Scopes, { kind, name }: Parameter): boolean {
  return (kind === 'vararg' || kind === 'kwarg') && scopes.bindingAt(name)?.uses.length === 0;
}

function rename(scopes: Scopes, { name }: Parameter, to: string): readonly Edit[] | null {
  if (name.name === to) return [];
  const binding = scopes.bindingAt(name);
  if (!binding || binding.scope.dynamic || reads(binding, to)) return null;
  const echoes = binding.uses.some(({ shape }) => shape !== 'plain');
  return echoes || !scopes.freeAt(to, binding.uses) ? null : renameEdits(scopes, binding, to);
}

/** Does the function read something else by this name? */
function reads({ scope }: Binding, name: string): boolean {
  let found = false;
  walk(scope.node, (node, ancestors) => {
    const parent = ancestors.at(-1);
    const isLabel =
      (parent?.type === 'Attribute' && parent.attr === node) || (parent?.type === 'Argument' && parent.name === node);
    if (node.type === 'Name' && node.name === name && !isLabel) found = true;
  });
  return found;
}

/** Does its own code need to be async, or to be a generator? */
function waits(fn: FunctionDef): boolean {
  let found = false;
  walk(fn, (node: Node) => {
    const isAsync = 'async' in node && node.async === true && node !== fn;
    if (isAsync || node.type === 'Await' || node.type === 'Yield' || node.type === 'YieldFrom') found = true;
  });
  return found;
}

function withoutAsync({ keyword, name }: FunctionDef): Edit {
  return { start: keyword, end: name.start, text: 'def ' };
}
