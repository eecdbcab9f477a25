import { pythonFactoryReasons as factoryReasons } from '../../messages/python.js';
import type { CallRule, Factories, Refusal } from '../language.js';
import { constructed, descendants, effectsOf, isClassLike, isState, methods } from './factory-effects.js';
import type { Call, ClassDef, Expression, FunctionDef } from './nodes.js';
import type { Parsed } from './parse.js';
import type { Scopes } from './scopes.js';
import { needsOf, readSignature, readTemplate } from './template.js';
import { isDocstring } from './walk.js';

/** A function through which things are made, and how it is called. */
interface Factory {
  readonly fn: FunctionDef;
  /** `create`, `Factory.create`, `get_factory().create`. */
  readonly label: string;
  readonly entry: string;
  /** A method: its first parameter is bound already. */
  readonly bound: boolean;
}

/** The factories that the source shows: functions of which the body only constructs. */
export function infer(parsed: Parsed, scopes: Scopes): Pick<Factories, 'rules' | 'refusals'> {
  const rules: CallRule[] = [];
  const refusals: Refusal[] = [];
  for (const factory of factoriesOf(parsed)) {
    const found = inferOne(parsed, scopes, factory);
    if (found === null) continue;
    if (typeof found !== 'string') rules.push(found);
    else
      refusals.push({
        name: factory.label,
        entry: factory.entry,
        line: parsed.lineOf(factory.fn.keyword),
        reason: found,
        constructs: constructed(factory.fn),
      });
  }
  return { rules, refusals };
}

/** Functions of the module, static methods of its classes, and methods of what `get()` or `Factory()` returns. */
function factoriesOf({ module }: Parsed): Factory[] {
  const functions = module.body.filter((one): one is FunctionDef => one.type === 'FunctionDef');
  const classes = module.body.filter((one): one is ClassDef => one.type === 'ClassDef' && makesOnly(one));
  const getters = new Map(functions.flatMap((fn) => gets(fn, classes)));
  const own = functions
    .filter((fn) => !getters.has(fn))
    .map((fn): Factory => ({ fn, label: fn.name.name, entry: fn.name.name, bound: false }));
  const made = classes.flatMap((one) => [
    ...inside(one, one.name.name, `${one.name.name}()`),
    ...[...getters].flatMap(([fn, target]) =>
      target === one ? inside(one, fn.name.name, `${fn.name.name}()`).filter(({ bound }) => bound) : [],
    ),
  ]);
  return [...own, ...made];
}

function inside(one: ClassDef, entry: string, instance: string): Factory[] {
  return methods(one).flatMap((fn): Factory[] => {
    if (fn.name.name.startsWith('_')) return [];
    const fixed = fn.decorators.some((decorator) => decorator.type === 'Name' && decorator.name === 'staticmethod');
    return [{ fn, label: `${fixed ? entry : instance}.${fn.name.name}`, entry, bound: !fixed }];
  });
}

/** A class without a constructor and a base of its own whose public methods all construct something else. */
function makesOnly(node: ClassDef): boolean {
  const own = methods(node);
  return (
    node.args.length === 0 &&
    own.length > 0 &&
    own.every((fn) => !fn.name.name.startsWith('__') && construction(fn) !== null)
  );
}

function gets(fn: FunctionDef, classes: readonly ClassDef[]): [FunctionDef, ClassDef][] {
  const call = construction(fn);
  const target = classes.find((one) => call?.callee.type === 'Name' && call.callee.name === one.name.name);
  return target && fn.params.length === 0 && call?.args.length === 0 ? [[fn, target]] : [];
}

/** The rule; the reason why there is none; or null for a function that has nothing to do with constructing. */
function inferOne(parsed: Parsed, scopes: Scopes, { fn, label, entry, bound }: Factory): CallRule | string | null {
  const call = construction(fn);
  if (call === null)
    return constructed(fn).length === 0 ? null : effectsOf(parsed, scopes, fn).join(', ') || factoryReasons.other();
  if (fn.decorators.some((one) => !(one.type === 'Name' && one.name === 'staticmethod'))) return factoryReasons.other();
  const params = bound ? fn.params.slice(1) : fn.params;
  const rest = params.find(({ kind }) => kind === 'vararg' || kind === 'kwarg');
  if (rest) return factoryReasons.rest();
  const odd = params.find((one) => one.default && one.default.type !== 'Constant' && one.default.type !== 'Str');
  if (odd) return factoryReasons.defaults(odd.name.name);
  const problem = bodyProblem(scopes, call, bound ? (fn.params[0]?.name.name ?? null) : null);
  if (problem !== null) return problem;
  const text = (node: Expression): string => parsed.text.slice(node.start, node.end);
  const signature = `${label}(${params.map((one) => one.name.name + (one.default ? `=${text(one.default)}` : '')).join(', ')})`;
  const template = text(call);
  const read = readSignature(signature);
  const body = read && readTemplate(template, read);
  return body ? { signature, template, entry, async: fn.async, needs: needsOf(body) } : factoryReasons.other();
}

/** `return X(…)` and nothing else but a docstring. */
function construction(fn: FunctionDef): Call | null {
  const [first, ...more] = fn.body.filter((one) => !isDocstring(one) && !(one.type === 'ImportFrom'));
  const value = first?.type === 'Return' && more.length === 0 ? first.value : null;
  return value?.type === 'Call' && isClassLike(value.callee) ? value : null;
}

/** What the construction uses that a caller does not have. */
function bodyProblem(scopes: Scopes, call: Call, self: string | null): string | null {
  for (const node of descendants(call)) {
    if (node.type === 'Await') return factoryReasons.awaits('…');
    if (node.type === 'IfExp' || node.type === 'BoolOp') return factoryReasons.other();
    if (node.type !== 'Name') continue;
    if (node.name === self && scopes.bindingAt(node)?.kind === 'param') return factoryReasons.ownThis();
    const binding = scopes.bindingAt(node);
    if (binding?.kind === 'param' && call.callee === node) return factoryReasons.parameterClass(node.name);
    if (binding?.scope === scopes.module && isState(binding)) return factoryReasons.reads(node.name);
    if (binding?.scope === scopes.module && node.name.startsWith('_')) return factoryReasons.private(node.name);
  }
  return null;
}
