import { identifier } from './cursor.js';
import type { Argument, Call, Node } from './nodes.js';
import type { Use } from './scopes.js';

/** Where an expression stands. */
export interface Context {
  readonly space: Use['space'];
  /** Strings here are types. */
  readonly types: boolean;
  /** Further expressions in which they are. */
  readonly fields: ReadonlySet<Node> | null;
  readonly quoted: boolean;
  readonly echo: boolean;
  /** The class whose private names are mangled here. */
  readonly owner: string | null;
}

/** Calls that make a class with typed fields. */
const RECORDS = new Set(['NamedTuple', 'TypedDict', 'make_dataclass']);
/** In their brackets a string is a type, wherever they stand. */
const TYPING = new Set(
  `Optional Union List Dict Set FrozenSet Tuple Type Callable Awaitable Coroutine Iterable Iterator Sequence Mapping
  MutableMapping AsyncIterator AsyncGenerator Generator ClassVar Final Deque DefaultDict Collection`.split(/\s+/),
);

/** The types of fields, made by a call: `('a', T)` in a list, `{'a': T}`, or `a=T`. */
function fieldTypes({ args }: Call): Set<Node> {
  const types = args.flatMap(({ name, value }): readonly Node[] => {
    if (value.type === 'Dict') return value.items.map((item) => item.value);
    if (value.type !== 'List' && value.type !== 'Tuple') return name ? [value] : [];
    return value.elements.flatMap((one) => (one.type === 'Tuple' ? one.elements.slice(1, 2) : []));
  });
  return new Set(types);
}

/** Is this argument of such a call a type? */
export function isTypeArgument(callee: string, i: number, { name }: Argument): boolean {
  if (callee === 'cast') return i === 0;
  if (callee === 'TypeVar') return name === null ? i > 0 : name.name === 'bound';
  return callee === 'NewType' && i === 1;
}

// Most contexts are what they would become: then they are not made anew.

/** In an annotation. */
export function annotated(context: Context): Context {
  const { space, types } = context;
  return space === 'annotation' && types ? context : { ...context, space: 'annotation', types: true };
}

/** Where strings are types, though the code around may be none. */
export function typed(context: Context): Context {
  return context.types ? context : { ...context, types: true };
}

function untyped(context: Context, fields: Context['fields']): Context {
  return !context.types && context.fields === fields ? context : { ...context, types: false, fields };
}

/** In the body of a function: what is said around it holds no longer. */
export function evaluated(context: Context): Context {
  const { space, types } = context;
  return space === 'value' && !types ? context : { ...context, space: 'value', types: false };
}

/** In the brackets behind `Optional` and its like. */
export function bracketed(context: Context, tail: string): Context {
  if (tail === 'Literal') return untyped(context, context.fields);
  return TYPING.has(tail) ? typed(context) : context;
}

/** What a call is given. */
export function argument(context: Context, call: Call, callee: string): Context {
  return untyped(context, RECORDS.has(callee) ? fieldTypes(call) : context.fields);
}

/** Behind the first element of `Annotated[…]`. */
export function plain(context: Context): Context {
  return untyped(context, context.fields);
}

/** `__x` in a class `_C` is `_C__x`. */
export function mangled(name: string, owner: string | null): string {
  if (owner === null || !name.startsWith('__') || name.endsWith('__')) return name;
  const bare = identifier(owner).replace(/^_+/, '');
  return bare === '' ? name : `_${bare}${name}`;
}
