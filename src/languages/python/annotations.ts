import type { AnnAssign, ClassDef, Expression, FunctionDef, Module, Node } from './nodes.js';
import { parse } from './parse.js';
import type { Use } from './scopes.js';
import { tailName, walk } from './walk.js';

/** A whole annotation, the statement that has it, and the statements around that one. */
export interface Annotation {
  readonly root: Expression;
  readonly owner: FunctionDef | AnnAssign;
  readonly around: readonly Node[];
}

/** Every text that looks at annotations at run time contains one of these. */
export const EVALUATORS = ['get_type_hints', 'get_annotations', 'eval_str', '__annotations__'];

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Decorators and base classes that leave annotations alone. Of any other (pydantic, FastAPI, singledispatch) we cannot know. */
const PLAIN_DECORATORS = words(
  `staticmethod classmethod property abstractmethod overload override final setter getter deleter cached_property
  lru_cache cache contextmanager asynccontextmanager`,
);
const PLAIN_CLASS_DECORATORS = words('runtime_checkable final total_ordering');
const PLAIN_BASES = words(
  'object ABC Protocol Generic Enum IntEnum StrEnum Exception ValueError RuntimeError TypeError',
);

/** The annotation in which a name is used, as it is written; null for one in a string, or none. */
export function annotationOf({ ancestors, node }: Use): Annotation | null {
  const path = [...ancestors, node];
  for (let i = path.length - 2; i >= 0; i--) {
    const [holder, child] = [path[i] as Node, path[i + 1] as Node];
    if (holder.type === 'Str') return null;
    const owner = holder.type === 'Parameter' ? path[i - 1] : holder;
    const isRoot =
      holder.type === 'Parameter' || holder.type === 'AnnAssign'
        ? holder.annotation === child
        : holder.type === 'FunctionDef' && holder.returns === child;
    if (isRoot && (owner?.type === 'FunctionDef' || owner?.type === 'AnnAssign'))
      return { root: child as Expression, owner, around: path.slice(0, path.indexOf(owner)) };
  }
  return null;
}

/** Lines at which a text evaluates annotations, or looks at what they evaluated to. */
export function evaluations(path: string, text: string): number[] {
  const parsed = parse(path, text);
  if ('error' in parsed) return [];
  const lines: number[] = [];
  walk(parsed.module, (node) => {
    if (evaluates(node)) lines.push(parsed.lineOf(node.start));
  });
  return lines;
}

function evaluates(node: Node): boolean {
  if (node.type === 'Attribute') return node.attr.name === '__annotations__';
  if (node.type === 'Argument') return node.name?.name === 'eval_str';
  if (node.type !== 'Call') return false;
  const callee = tailName(node.callee) ?? '';
  if (callee === 'getattr')
    return node.args.some(({ value }) => value.type === 'Str' && value.value === '__annotations__');
  return callee === 'get_type_hints' || callee === 'get_annotations';
}

/** A decorator or a base class that may evaluate the annotation when the module is loaded; null when there is none. */
export function evaluatorOf(module: Module, { owner, around }: Annotation): string | null {
  const decorator = owner.type === 'FunctionDef' ? strange(owner.decorators, PLAIN_DECORATORS) : null;
  if (decorator !== null) return `@${decorator}`;
  const scope = around.findLastIndex(({ type }) => type === 'FunctionDef');
  for (const one of around.slice(scope + 1)) {
    const found = one.type === 'ClassDef' ? strangeClass(module, one, new Set()) : null;
    if (found !== null) return found;
  }
  return null;
}

function strange(expressions: readonly Expression[], plain: ReadonlySet<string>): string | null {
  for (const one of expressions) {
    const name = tailName(one.type === 'Call' ? one.callee : one);
    if (name === null || !plain.has(name)) return name ?? '…';
  }
  return null;
}

function strangeClass(module: Module, node: ClassDef, seen: Set<ClassDef>): string | null {
  if (seen.has(node)) return null;
  seen.add(node);
  const decorator = strange(node.decorators, PLAIN_CLASS_DECORATORS);
  if (decorator !== null) return `@${decorator}`;
  for (const { kind, name, value } of node.args) {
    const base = tailName(value.type === 'Subscript' ? value.value : value) ?? '…';
    if (kind === 'keyword' && name?.name === 'metaclass' && base === 'ABCMeta') continue;
    const own = module.body.filter((one): one is ClassDef => one.type === 'ClassDef' && one.name.name === base);
    const inner = own[0] && own.length === 1 ? strangeClass(module, own[0], seen) : base;
    if (!(kind === 'positional' && (PLAIN_BASES.has(base) || inner === null))) return `class ${base}`;
  }
  return null;
}
