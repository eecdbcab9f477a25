import type { Constructor, ConstructorParameter } from '../language.js';
import type { AnnAssign, Argument, ClassDef, Expression, FunctionDef, Parameter, Statement } from './nodes.js';
import { parse } from './parse.js';
import { dottedName, tailName } from './walk.js';

/** Bases without a constructor, and of which every subclass may have its own. */
const BARE = new Set(['object', 'ABC', 'Generic', 'Protocol']);
/** With them a constructor may be another one than `__init__`, for the class itself or for those built on it. */
const MAKERS = ['__new__', '__init_subclass__'];
const MAKES = new Set(['__init__', '__new__']);
const NONE: Constructor = { parameters: [], from: 'none' };

/**
 * How a class at the top level of the module is constructed: by its own `__init__`, by the fields of a data class, or as
 * the first base that has a constructor; null when the source does not show it (`__new__`, decorators, metaclasses, bases
 * from elsewhere). `base` tells the same of a name in the module.
 */
export function constructorOf(
  path: string,
  text: string,
  name: string,
  base: (name: string) => Constructor | null,
): Constructor | null {
  const parsed = parse(path, text);
  if ('error' in parsed) return null;
  const [only, ...more] = parsed.module.body.filter((one) => nameOf(one) === name);
  if (only?.type !== 'ClassDef' || more.length > 0 || only.args.some(isMetaclass)) return null;
  const options = dataclassOf(text, only);
  if (only.decorators.length > (options ? 1 : 0) || MAKERS.some((one) => declares(only.body, one))) return null;
  if (parsed.module.body.some((one) => putsConstructor(one, name))) return null;
  if (declares(only.body, '__init__')) return ownOf(only);
  const bases = basesOf(only, base);
  if (bases === null) return null;
  if (options?.init === true) return { parameters: fieldsOf(text, only, options, bases), from: 'fields' };
  return bases.find(({ from }) => from !== 'none') ?? NONE;
}

/** `C.__init__ = f` */
function putsConstructor(node: Statement, name: string): boolean {
  if (node.type !== 'Assign') return false;
  return node.targets.some((one) => MAKES.has(dottedName(one)?.replace(`${name}.`, '') ?? ''));
}

function nameOf(node: Statement): string | null {
  return node.type === 'ClassDef' || node.type === 'FunctionDef' ? node.name.name : null;
}

/** Keywords of a class are for its metaclass, or for `__init_subclass__`; `ABCMeta` changes nothing for callers. */
function isMetaclass({ kind, value }: Argument): boolean {
  return kind !== 'positional' && tailName(value) !== 'ABCMeta';
}

/** Null when one of them is unknown. */
function basesOf({ args }: ClassDef, base: (name: string) => Constructor | null): Constructor[] | null {
  const found = args
    .filter(({ kind }) => kind === 'positional')
    .map(({ value }) => {
      const named = value.type === 'Subscript' ? value.value : value;
      if (BARE.has(tailName(named) ?? '')) return NONE;
      return named.type === 'Name' ? base(named.name) : null;
    });
  return found.every((one) => one !== null) ? found : null;
}

/** Does the class body declare the name, in whatever way? */
function declares(body: readonly Statement[], name: string): boolean {
  return body.some((one) => {
    if (one.type === 'Assign') return one.targets.some((target) => tailName(target) === name);
    if (one.type === 'If') return declares([...one.body, ...one.orelse], name);
    return one.type === 'Try' ? declares(one.body, name) : nameOf(one) === name;
  });
}

/** Null when the one `__init__` is not the whole truth: overloads, decorators, conditions. */
function ownOf({ body }: ClassDef): Constructor | null {
  const inits = body.filter((one): one is FunctionDef => one.type === 'FunctionDef' && one.name.name === '__init__');
  const [init, ...more] = inits;
  if (!init || more.length > 0 || init.decorators.length > 0) return null;
  const params = init.params[0]?.kind === 'vararg' ? init.params : init.params.slice(1);
  return { parameters: params.map(described), from: 'own' };
}

function described({ name, kind, default: value }: Parameter): ConstructorParameter {
  const required = value === null && kind !== 'vararg' && kind !== 'kwarg';
  return { name: name.name, kind: KINDS[kind], required };
}

const KINDS = {
  posonly: 'positional',
  normal: 'either',
  kwonly: 'keyword',
  vararg: 'rest',
  kwarg: 'keywords',
} as const satisfies Record<Parameter['kind'], ConstructorParameter['kind']>;

interface DataclassOptions {
  readonly init: boolean;
  readonly keywordOnly: boolean;
}

/** Null when it is no data class of the standard library. */
function dataclassOf(text: string, { decorators }: ClassDef): DataclassOptions | null {
  const [decorator] = decorators;
  const callee = decorator?.type === 'Call' ? decorator.callee : decorator;
  if (!decorator || !callee || tailName(callee) !== 'dataclass') return null;
  const args = decorator.type === 'Call' ? decorator.args : [];
  return { init: optionOf(text, args, 'init') !== 'False', keywordOnly: optionOf(text, args, 'kw_only') === 'True' };
}

/** The text of a keyword argument. */
function optionOf(text: string, args: readonly Argument[], name: string): string | null {
  const found = args.find((one) => one.name?.name === name)?.value;
  return found ? text.slice(found.start, found.end) : null;
}

/** The fields of the bases come first, and one that is declared again keeps its place. */
function fieldsOf(
  text: string,
  { body }: ClassDef,
  options: DataclassOptions,
  bases: readonly Constructor[],
): ConstructorParameter[] {
  const fields = new Map<string, ConstructorParameter>();
  for (const { from, parameters } of bases.toReversed())
    if (from === 'fields') for (const one of parameters) fields.set(one.name, one);
  let { keywordOnly } = options;
  for (const one of body) {
    if (one.type !== 'AnnAssign' || one.target.type !== 'Name' || isClassVariable(one.annotation)) continue;
    if (tailName(one.annotation) === 'KW_ONLY') keywordOnly = true;
    else {
      const field = fieldOf(text, one, one.target.name, keywordOnly);
      if (field) fields.set(field.name, field);
    }
  }
  return [...fields.values()].sort((a, b) => Number(a.kind === 'keyword') - Number(b.kind === 'keyword'));
}

function isClassVariable(annotation: Expression): boolean {
  const named = annotation.type === 'Subscript' ? annotation.value : annotation;
  return tailName(named) === 'ClassVar' || (named.type === 'Str' && named.value?.includes('ClassVar') === true);
}

/** Null for a field that the constructor does not take. */
function fieldOf(text: string, { value }: AnnAssign, name: string, keywordOnly: boolean): ConstructorParameter | null {
  const args = value?.type === 'Call' && tailName(value.callee) === 'field' ? value.args : null;
  if (args && optionOf(text, args, 'init') === 'False') return null;
  const required = args ? !args.some((one) => /^default/.test(one.name?.name ?? '')) : value === null;
  const keyword = keywordOnly || (args !== null && optionOf(text, args, 'kw_only') === 'True');
  return { name, kind: keyword ? 'keyword' : 'either', required };
}
