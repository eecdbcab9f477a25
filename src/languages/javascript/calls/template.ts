import type { CallExpression, Expression, Node } from '@babel/types';
import { parse } from '../parse.js';
import { analyse, type Scopes, type Use } from '../scope/scopes.js';
import { keyName, unwrap } from '../nodes.js';
import { STANDARD_NAMES } from '../standard-names.js';

export interface Param {
  readonly name: string;
  readonly rest: boolean;
}

/** One step from the entry outwards: `.create`, `(a, b)`, or `new` with arguments. */
export type Step =
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'call' | 'new'; readonly params: readonly Param[] };

/** `getFactory().createManager(ctx)` is the entry `getFactory` and the steps call, member, call. */
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
  /** Names of the language or the environment that it uses: no scope of the file may give them another meaning. */
  readonly standard: ReadonlySet<string>;
  readonly scopes: Scopes;
}

/** Null when the text is no chain of members and calls with plain parameters, all of different names. */
export function readSignature(text: string): Signature | null {
  const plain = text.replace(/\?\s*(?=[,)])/g, '');
  const expression = readExpression(plain)?.expression;
  if (expression === undefined) return null;
  const steps: Step[] = [];
  const entry = readSteps(expression, steps);
  const names = steps.flatMap((step) => (step.kind === 'member' ? [] : step.params.map(({ name }) => name)));
  const called = steps.at(-1)?.kind === 'call' || steps.at(-1)?.kind === 'new';
  return entry !== null && called && new Set(names).size === names.length ? { entry, steps } : null;
}

/** Null when the text is no expression. Type arguments, functions, `await`: anything an expression may hold. */
export function readTemplate(text: string, signature: Signature): Template | null {
  const read = readExpression(text);
  if (read === null) return null;
  const params = new Set(paramsOf(signature).map(({ name }) => name));
  const free = [...read.scopes.globals.values()].flat().sort((a, b) => (a.node.start ?? 0) - (b.node.start ?? 0));
  return {
    ...read,
    slots: free.filter(({ node }) => params.has(node.name)),
    needs: free.filter(({ node }) => !params.has(node.name) && !STANDARD_NAMES.has(node.name)),
    standard: new Set(
      free.map(({ node }) => node.name).filter((name) => !params.has(name) && STANDARD_NAMES.has(name)),
    ),
  };
}

/** The parameters of all calls of a signature, in order. */
export function paramsOf(signature: Signature): Param[] {
  return signature.steps.flatMap((step) => (step.kind === 'member' ? [] : step.params));
}

function readExpression(text: string): { source: string; expression: Expression; scopes: Scopes } | null {
  // The line break keeps a comment at the end of the text from swallowing the parenthesis.
  const source = `(${text}\n)`;
  const parsed = parse('template.ts', source);
  if ('error' in parsed || parsed.errors.length > 0) return null;
  const [statement, ...more] = parsed.ast.program.body;
  if (statement?.type !== 'ExpressionStatement' || more.length > 0) return null;
  if (statement.expression.extra?.['parenStart'] !== 0) return null;
  return { source, expression: statement.expression, scopes: analyse(parsed.ast) };
}

function readSteps(node: Node, steps: Step[]): string | null {
  const inner = unwrap(node);
  if (inner.type === 'Identifier') return inner.name;
  if (inner.type === 'AwaitExpression') return readSteps(inner.argument, steps);
  if (inner.type === 'MemberExpression') {
    const entry = readSteps(inner.object, steps);
    const name = keyName(inner.property, inner.computed);
    if (name === null) return null;
    steps.push({ kind: 'member', name });
    return entry;
  }
  if (inner.type !== 'CallExpression' && inner.type !== 'NewExpression') return null;
  const entry = readSteps(inner.callee, steps);
  const params = inner.arguments.map(readParam);
  if (!params.every((param) => param !== null)) return null;
  steps.push({ kind: inner.type === 'NewExpression' ? 'new' : 'call', params });
  return entry;
}

function readParam(node: CallExpression['arguments'][number], index: number, all: readonly Node[]): Param | null {
  if (node.type === 'Identifier') return { name: node.name, rest: false };
  const rest = node.type === 'SpreadElement' && node.argument.type === 'Identifier' && index === all.length - 1;
  return rest ? { name: (node.argument as { name: string }).name, rest: true } : null;
}
