import { misfits as say } from '../../messages/reasons.js';
import type { CallRule, Constructor, ConstructorParameter, Misfit } from '../language.js';
import { descendants } from './factory-effects.js';
import type { Argument, Call } from './nodes.js';
import { paramsOf, readSignature, readTemplate } from './template.js';

/** Binds the arguments of each construction in the template as Python would, and tells what does not fit. */
export function misfits(rule: CallRule, name: string, { parameters }: Constructor): Misfit[] {
  const signature = readSignature(rule.signature);
  const template = signature && readTemplate(rule.template, signature);
  if (!signature || !template) return [];
  const own = new Set(paramsOf(signature.steps).map((param) => param.name));
  return descendants(template.expression)
    .filter((node): node is Call => node.type === 'Call' && node.callee.type === 'Name' && node.callee.name === name)
    .flatMap(({ args }) => [
      ...strangers(args, parameters),
      ...misplaced(args, parameters, own),
      ...absent(args, parameters),
    ]);
}

function isPlaced({ kind }: ConstructorParameter): boolean {
  return kind === 'positional' || kind === 'either';
}

function takes(parameters: readonly ConstructorParameter[], kind: ConstructorParameter['kind']): boolean {
  return parameters.some((one) => one.kind === kind);
}

/** Positional arguments in front of any `*values`, whose number nobody knows. */
function positional(args: readonly Argument[]): Argument[] {
  const star = args.findIndex(({ kind }) => kind === 'star');
  return (star < 0 ? args : args.slice(0, star)).filter(({ kind }) => kind === 'positional');
}

/** Arguments that no parameter takes, or that one is given twice. */
function strangers(args: readonly Argument[], parameters: readonly ConstructorParameter[]): Misfit[] {
  const placed = parameters.filter(isPlaced);
  const given = positional(args);
  const found: string[] = [];
  if (given.length > placed.length && !takes(parameters, 'rest')) found.push(say.tooMany(given.length, placed.length));
  for (const { name } of args) {
    if (!name) continue;
    const to = parameters.find((one) => one.name === name.name && (one.kind === 'either' || one.kind === 'keyword'));
    if (!to && !takes(parameters, 'keywords')) found.push(say.keyword(name.name));
    if (to && placed.indexOf(to) >= 0 && placed.indexOf(to) < given.length) found.push(say.twice(name.name));
  }
  return found.map((what) => ({ what, certain: true }));
}

/** A parameter of the signature by its place: what is it called there? The constructor's own one of that name was meant. */
function misplaced(
  args: readonly Argument[],
  parameters: readonly ConstructorParameter[],
  own: ReadonlySet<string>,
): Misfit[] {
  const placed = parameters.filter(isPlaced);
  return positional(args).flatMap(({ value }, i): Misfit[] => {
    const to = placed[i];
    if (value.type !== 'Name' || !own.has(value.name) || !to || to.name === value.name) return [];
    return [{ what: say.lands(value.name, to.name), certain: parameters.some((one) => one.name === value.name) }];
  });
}

function absent(args: readonly Argument[], parameters: readonly ConstructorParameter[]): Misfit[] {
  if (args.some(({ kind }) => kind === 'star' || kind === 'double-star')) return [];
  const placed = parameters.filter(isPlaced).slice(positional(args).length);
  const named = new Set(args.flatMap(({ name }) => (name ? [name.name] : [])));
  return parameters
    .filter((one) => one.required && !named.has(one.name) && (!isPlaced(one) || placed.includes(one)))
    .map((one) => ({ what: say.missing(one.name), certain: true }));
}
