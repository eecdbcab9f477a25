import type { Edit } from '../../../workspace/edit.js';
import type { CallRule } from '../../language.js';
import { substitute } from '../arguments.js';
import type { Call } from '../nodes.js';
import { paramsOf, readSignature, readTemplate, type Param, type Signature, type Template } from '../template.js';

/** One argument of a construction. */
export interface Handed {
  /** Null for one that is passed by its place. */
  readonly keyword: string | null;
  /** The place in the factory's signature of the argument that is handed on; null for a value of the template's own. */
  readonly from: number | null;
}

/** A factory whose calls are constructions with the same arguments: what a mock is told of the one, it can be told of the other. */
export interface Construction {
  readonly handed: readonly Handed[];
  /** The arguments of a call of the factory, in parentheses, as the construction takes them; null when they do not fit. */
  argumentsOf(text: string, call: Call): string | null;
}

/** Null when the template does more with an argument than to hand it on, or the call is one of several steps. */
export function constructionOf(rule: CallRule): Construction | null {
  const signature = readSignature(rule.signature);
  const template = signature && readTemplate(rule.template, signature);
  if (!signature || template?.expression.type !== 'Call') return null;
  const { expression } = template;
  const params = paramsOf(signature.steps);
  const handed = expression.args.map((arg) => handedBy(arg, params));
  return signature.steps.length === 1 && handed.every((one) => one !== null)
    ? { handed, argumentsOf: (text, call) => argumentsOf(text, template, signature, call) }
    : null;
}

function handedBy({ kind, name, value }: Call['args'][number], params: readonly Param[]): Handed | null {
  if (kind !== 'positional' && kind !== 'keyword') return null;
  const from = value.type === 'Name' ? params.findIndex((param) => param.name === value.name) : -1;
  if (from < 0 && value.type !== 'Constant' && value.type !== 'Str') return null;
  return { keyword: name?.name ?? null, from: from < 0 ? null : from };
}

function argumentsOf(text: string, template: Template, signature: Signature, call: Call): string | null {
  const made = substitute(text, template, signature, [call], (need) => need, NONE);
  const { expression, source } = template;
  if (typeof made !== 'string' || expression.type !== 'Call') return null;
  return made.slice(source.slice(expression.callee.start, expression.callee.end).length).trim();
}

const NONE: readonly Edit[] = [];
