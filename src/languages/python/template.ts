import type { CallRule } from '../language.js';
import type { Argument, Expression, Node } from './nodes.js';
import { parse } from './parse.js';
import { analyse, type Use } from './scopes.js';
import { isBuiltin } from './builtins.js';

export interface Param {
  readonly name: string;
  /** What the factory puts there itself when the caller does not. */
  readonly default: string | null;
}

/** One step from the entry outwards: `.create`, or `(a, b=None)`. */
export type Step =
  { readonly kind: 'member'; readonly name: string } | { readonly kind: 'call'; readonly params: readonly Param[] };

/** `get_factory().create_manager(ctx)` is the entry `get_factory` and the steps call, member, call. */
export interface Signature {
  readonly entry: string;
  readonly steps: readonly Step[];
}

/** An expression in which the parameters of a signature stand for arguments. */
export interface Template {
  /** The expression in parentheses, so that offsets are those of its nodes. */
  readonly source: string;
  readonly expression: Expression;
  /** Where the parameters stand, in source order. */
  readonly slots: readonly Use[];
  /** Uses of names that must be in scope where the template is put. */
  readonly needs: readonly Use[];
}

/** Null when the text is no chain of members and calls with plain parameters, all of different names. */
export function readSignature(text: string): Signature | null {
  const read = readExpression(text);
  if (read === null) return null;
  const steps: Step[] = [];
  const entry = readSteps(read.expression, read.source, steps);
  const names = paramsOf(steps).map(({ name }) => name);
  return entry !== null && steps.at(-1)?.kind === 'call' && new Set(names).size === names.length
    ? { entry, steps }
    : null;
}

/** Null when the text is no expression. */
export function readTemplate(text: string, signature: Signature): Template | null {
  const read = readExpression(text);
  if (read === null) return null;
  const params = new Set(paramsOf(signature.steps).map(({ name }) => name));
  const free = [...read.globals.values()].flat().sort((a, b) => a.node.start - b.node.start);
  return {
    source: read.source,
    expression: read.expression,
    slots: free.filter(({ node }) => params.has(node.name)),
    needs: free.filter(({ node }) => !params.has(node.name) && !isBuiltin(node.name)),
  };
}

/** The name of what all of these rules construct with one call; null when they do not agree, or do more. */
export function constructedBy(rules: readonly CallRule[]): string | null {
  const names = rules.map((rule) => {
    const signature = readSignature(rule.signature);
    const expression = (signature && readTemplate(rule.template, signature))?.expression;
    const name = expression?.type === 'Call' && expression.callee.type === 'Name' ? expression.callee.name : null;
    return signature?.steps.length === 1 && name !== null && rule.needs.includes(name) ? name : null;
  });
  const [first = null] = names;
  return names.every((name) => name === first) ? first : null;
}

/** The names that must be in scope, each once. */
export function needsOf({ needs }: Template): string[] {
  return [...new Set(needs.map(({ node }) => node.name))];
}

/** The parameters of all calls of a signature, in order. */
export function paramsOf(steps: readonly Step[]): Param[] {
  return steps.flatMap((step) => (step.kind === 'member' ? [] : step.params));
}

function readExpression(
  text: string,
): { source: string; expression: Expression; globals: ReadonlyMap<string, readonly Use[]> } | null {
  // The line break keeps a comment at the end of the text from swallowing the parenthesis.
  const source = `(${text}\n)`;
  const parsed = parse('template.py', source);
  if ('error' in parsed) return null;
  const [statement, ...more] = parsed.module.body;
  if (statement?.type !== 'Expr' || more.length > 0) return null;
  return { source, expression: statement.value, globals: analyse(parsed.module, source).globals };
}

function readSteps(node: Expression, source: string, steps: Step[]): string | null {
  if (node.type === 'Name') return node.name;
  if (node.type === 'Await') return readSteps(node.value, source, steps);
  if (node.type === 'Attribute') {
    const entry = readSteps(node.value, source, steps);
    steps.push({ kind: 'member', name: node.attr.name });
    return entry;
  }
  if (node.type !== 'Call') return null;
  const entry = readSteps(node.callee, source, steps);
  const params = node.args.map((arg) => readParam(arg, source));
  if (!params.every((param) => param !== null)) return null;
  steps.push({ kind: 'call', params });
  return entry;
}

function readParam({ kind, name, value }: Argument, source: string): Param | null {
  if (kind === 'positional') return value.type === 'Name' ? { name: value.name, default: null } : null;
  return kind === 'keyword' && name ? { name: name.name, default: source.slice(value.start, value.end) } : null;
}

/** May the expression be evaluated anywhere, any number of times? */
export function isPure(node: Expression): boolean {
  switch (node.type) {
    case 'Name':
    case 'Constant':
    case 'Str':
      return true;
    case 'Attribute':
      return isPure(node.value);
    case 'UnaryOp':
      return node.operands.every(isPure);
    default:
      return false;
  }
}

/** Does it stand in parentheses of a call or by itself: any expression fits there unchanged? */
export function takesAny(parent: Node | undefined): boolean {
  return (
    parent === undefined || ['Argument', 'Expr', 'Assign', 'AnnAssign', 'AugAssign', 'Return'].includes(parent.type)
  );
}
