import { pythonFactoryReasons as factoryReasons } from '../../messages/python.js';
import { contains } from '../../workspace/edit.js';
import type { ClassDef, Expression, FunctionDef, Node } from './nodes.js';
import type { Parsed } from './parse.js';
import type { Binding, Scopes } from './scopes.js';
import { walk } from './walk.js';

const LOGGER = /^(?:print$|(?:self\.)?_?(?:log|logger|logging|\w*_logger)\.)/;
const KEEPS = /\.(?:append|add|setdefault|insert|update|register|put)$/;

/** What the body does beside constructing, most telling first, without repetitions. */
export function effectsOf(parsed: Parsed, scopes: Scopes, fn: FunctionDef): string[] {
  const text = (node: Node): string => parsed.text.slice(node.start, node.end).replace(/\s+/g, ' ');
  const found = [...stateEffects(scopes, fn)];
  for (const node of fn.body.flatMap((one) => [...descendants(one)]))
    found.push(...effectOf(node, text, parsed, scopes));
  return [...new Set(found)];
}

function effectOf(node: Node, text: (node: Node) => string, parsed: Parsed, scopes: Scopes): string[] {
  const line = parsed.lineOf(node.start);
  switch (node.type) {
    case 'Await':
      return [factoryReasons.awaits(text(node.value.type === 'Call' ? node.value.callee : node.value))];
    case 'If':
      return [factoryReasons.branches('if', line)];
    case 'IfExp':
      return [factoryReasons.branches('if … else', line)];
    case 'BoolOp':
      return [factoryReasons.branches('and, or', line)];
    case 'Match':
      return [factoryReasons.branches('match', line)];
    case 'For':
    case 'While':
      return [factoryReasons.loops(line)];
    case 'Raise':
      return [factoryReasons.throws(line)];
    case 'Try':
      return [factoryReasons.catches(line)];
    case 'Assign':
      return node.targets.filter((one) => one.type === 'Attribute').map((one) => factoryReasons.mutates(text(one)));
    case 'Call':
      return callEffect(text(node.callee), node.callee, scopes);
    default:
      return [];
  }
}

function callEffect(callee: string, node: Expression, scopes: Scopes): string[] {
  if (LOGGER.test(callee)) return [factoryReasons.logs(callee)];
  const root = scopes.module.bindings.get(/^\w+/.exec(callee)?.[0] ?? '');
  if (KEEPS.test(callee) && root && isState(root)) return [];
  return isClassLike(node) ? [] : [factoryReasons.calls(callee)];
}

/** Module variables that the function writes or keeps something in. */
function stateEffects(scopes: Scopes, fn: FunctionDef): string[] {
  const within = (node: Node): boolean => contains(fn, node);
  return [...scopes.module.bindings.values()].filter(isState).flatMap((binding) => {
    if (binding.declarations.some(within)) return [factoryReasons.caches(binding.name)];
    const uses = binding.uses.filter(({ node }) => within(node));
    const kept = uses.some(({ node, ancestors }) => {
      const parent = ancestors.at(-1);
      const outer = ancestors.at(-2);
      if (parent?.type === 'Subscript' && parent.value === node)
        return outer?.type === 'Assign' && outer.targets.includes(parent);
      return parent?.type === 'Attribute' && KEEPS.test(`.${parent.attr.name}`);
    });
    if (kept) return [factoryReasons.caches(binding.name)];
    return uses.length > 0 && !/^[A-Z_]+$/.test(binding.name) && !LOGGER.test(`${binding.name}.`)
      ? [factoryReasons.reads(binding.name)]
      : [];
  });
}

/** Can the binding hold something that lasts from call to call? */
export function isState({ kind }: Binding): boolean {
  return kind === 'variable';
}

/** Called so, it is a construction: the last name begins with a capital letter, and it is no error. */
export function isClassLike(callee: Expression): boolean {
  const name = callee.type === 'Name' ? callee.name : callee.type === 'Attribute' ? callee.attr.name : '';
  return /^_*[A-Z]/.test(name) && !/(?:Error|Exception|Warning)$/.test(name) && !/^[A-Z_]+$/.test(name);
}

/** The node and everything below it. */
export function descendants(node: Node): Node[] {
  const found: Node[] = [];
  walk(node, (one) => void found.push(one));
  return found;
}

/** The classes that a function constructs. */
export function constructed(fn: FunctionDef): string[] {
  const names = fn.body
    .flatMap((one) => [...descendants(one)])
    .flatMap((node) =>
      node.type === 'Call' && isClassLike(node.callee) && node.callee.type === 'Name' ? [node.callee.name] : [],
    );
  return [...new Set(names)];
}

/** The functions right in the body of a class. */
export function methods(node: ClassDef): FunctionDef[] {
  return node.body.filter((one): one is FunctionDef => one.type === 'FunctionDef');
}
