import type { Function as FunctionNode, NewExpression, Node } from '@babel/types';
import { callProblems, factoryReasons } from '../../../messages/reasons.js';
import type { CallRule, Refusal, Factories } from '../../language.js';
import { moduleExports } from '../scan/exports.js';
import { effectsOf, isState } from './effects.js';
import { exportedAs, exportedFactories, exportedLocals, type Factory, functionsBehind } from './source.js';
import { encloses, endOf, lineOf, startOf, typeArgumentsOf, unwrap } from '../nodes.js';
import { descendants } from '../walk.js';
import type { Parsed } from '../parse.js';
import { references } from '../scan/references.js';
import { analyse, type Scopes } from '../scope/scopes.js';
import { STANDARD_NAMES } from '../standard-names.js';
import { readSignature, readTemplate, type Template } from '../calls/template.js';

/** The factories of a module whose body only constructs (`only`: these exported names), and the others, with the reason. */
export function inferFactories(
  parsed: Parsed,
  only: readonly string[] | null,
): { rules: CallRule[]; refusals: Refusal[] } {
  const scopes = analyse(parsed.ast);
  const rules: CallRule[] = [];
  const refusals: Refusal[] = [];
  for (const factory of exportedFactories(parsed)) {
    if (only !== null && !only.includes(factory.entry)) continue;
    const inferred = infer(parsed, scopes, factory, only !== null);
    if (inferred === null) continue;
    if (typeof inferred !== 'string') rules.push(inferred);
    else refusals.push({ ...described(factory.label, factory.fn), entry: factory.entry, reason: inferred });
  }
  return { rules, refusals };
}

/** Is the function that a signature names (the last of its chain) async, or does it return a promise, in this module? */
export function isAsync(parsed: Parsed, signature: string): boolean {
  return functionsBehind(parsed, signature).some((fn) => returnsPromise(parsed, fn));
}

/** The rules that a migration file declares for this module; problems are texts that name the signature. */
export function declaredCalls(
  parsed: Parsed,
  calls: Readonly<Record<string, string>>,
): Pick<Factories, 'rules' | 'problems'> & Required<Pick<Factories, 'absent'>> {
  const rules: CallRule[] = [];
  const problems: string[] = [];
  const absent: { entry: string; problem: string }[] = [];
  const { module } = analyse(parsed.ast);
  const offered = new Set(moduleExports(parsed, references(parsed)).map(({ name }) => name));
  for (const [signature, template] of Object.entries(calls)) {
    const read = readSignature(signature);
    const body = read && readTemplate(template, read);
    if (read === null) problems.push(callProblems.signature(signature));
    else if (body === null) problems.push(callProblems.template(signature, template));
    else if (!offered.has(exportedAs(parsed, read.entry)))
      absent.push({ entry: read.entry, problem: callProblems.notExported(signature, read.entry) });
    else {
      const unknown = misspelt(body).filter((name) => !module.bindings.has(name));
      problems.push(...unknown.map((name) => callProblems.parameter(signature, name)));
      const entry = exportedAs(parsed, read.entry);
      rules.push({ signature, template, entry, async: isAsync(parsed, signature), needs: needsOf(body) });
    }
  }
  return { rules, problems, absent };
}

/** What the declared factories of this module do beside constructing (cache, limit, branch, log …): to warn of. */
export function sideEffects(parsed: Parsed, rules: readonly CallRule[]): Refusal[] {
  const scopes = analyse(parsed.ast);
  return rules.flatMap(({ signature, entry }) =>
    functionsBehind(parsed, signature).flatMap((fn) => {
      const reason = effectsOf(parsed, scopes, fn).join(', ');
      return reason === '' ? [] : [{ ...described(signature, fn), entry, reason }];
    }),
  );
}

function described(name: string, fn: FunctionNode): Pick<Refusal, 'name' | 'line' | 'constructs'> {
  const constructs = [...descendants(fn.body)].flatMap((node) =>
    node.type === 'NewExpression' && node.callee.type === 'Identifier' ? [node.callee.name] : [],
  );
  return { name, line: lineOf(fn), constructs };
}

function needsOf({ needs }: Template): string[] {
  return [...new Set(needs.map(({ node }) => node.name))];
}

/** Values in lower case that are neither constructed nor called: parameters that the signature does not have. */
function misspelt({ needs }: Template): string[] {
  const names = needs.filter(({ node, space, ancestors }) => {
    const parent = ancestors.at(-1);
    const called = parent !== undefined && 'callee' in parent && parent.callee === node;
    const member = parent?.type === 'MemberExpression' && parent.object === node;
    return space === 'value' && !called && !member && /^[a-z]/.test(node.name);
  });
  return [...new Set(names.map(({ node }) => node.name))];
}

/** The rule; the reason why there is none; or null for a function that has nothing to do with constructing. */
function infer(
  parsed: Parsed,
  scopes: Scopes,
  { fn, label, entry }: Factory,
  asked: boolean,
): CallRule | string | null {
  const construction = soleConstruction(fn);
  if (construction === null) return refusal(parsed, scopes, fn, asked);
  const problem = parameterProblem(fn) ?? bodyProblem(parsed, scopes, fn, construction);
  if (problem !== null) return problem;
  const params = fn.params.flatMap((param) =>
    param.type === 'Identifier' && param.name !== 'this' ? [param.name + (param.optional ? '?' : '')] : [],
  );
  const signature = `${label}(${params.join(', ')})`;
  const template = templateText(parsed, fn, construction);
  const read = readSignature(signature);
  const body = read && readTemplate(template, read);
  if (body === null) return factoryReasons.other();
  return { signature, template, entry, async: returnsPromise(parsed, fn), needs: needsOf(body) };
}

/** `return new X(…)` and nothing else. */
function soleConstruction(fn: FunctionNode): NewExpression | null {
  const statement = fn.body.type === 'BlockStatement' && fn.body.body.length === 1 ? fn.body.body[0] : null;
  const returned =
    fn.body.type !== 'BlockStatement' ? fn.body : statement?.type === 'ReturnStatement' ? statement.argument : null;
  const value = returned ? unwrap(returned) : null;
  return value?.type === 'NewExpression' ? value : null;
}

function refusal(parsed: Parsed, scopes: Scopes, fn: FunctionNode, asked: boolean): string | null {
  const constructs = [...descendants(fn.body)].some(
    (node) => node.type === 'NewExpression' && !isStandard(node.callee),
  );
  if (!constructs) return asked ? factoryReasons.nothing() : null;
  return effectsOf(parsed, scopes, fn).join(', ') || factoryReasons.other();
}

/** `new Error`, `new Map`: nearly every function constructs such things, and is no factory for it. */
function isStandard(callee: Node): boolean {
  return callee.type === 'Identifier' && STANDARD_NAMES.has(callee.name);
}

function parameterProblem(fn: FunctionNode): string | null {
  if ('generator' in fn && fn.generator) return factoryReasons.generator();
  for (const param of fn.params) {
    if (param.type === 'RestElement') return factoryReasons.rest();
    if (param.type === 'AssignmentPattern' && param.left.type === 'Identifier')
      return factoryReasons.defaults(param.left.name);
    if (param.type !== 'Identifier') return factoryReasons.destructures();
  }
  return null;
}

/** What the construction uses that a caller does not have. */
function bodyProblem(parsed: Parsed, scopes: Scopes, fn: FunctionNode, construction: NewExpression): string | null {
  for (const node of descendants(construction)) {
    if (node.type === 'ThisExpression' || node.type === 'MetaProperty' || node.type === 'Super')
      return factoryReasons.ownThis();
    if (node.type === 'AwaitExpression') return effectsOf(parsed, scopes, fn).join(', ');
    if (node.type !== 'Identifier') continue;
    const binding = scopes.bindingAt(node);
    if (binding?.kind === 'type-param' && !isCarried(fn, construction, node))
      return factoryReasons.typeParameter(node.name);
    if (binding?.kind === 'param' && construction.callee === node) return factoryReasons.parameterClass(node.name);
    if (binding === null && node.name === 'arguments') return factoryReasons.ownThis();
  }
  return moduleProblem(parsed, scopes, construction);
}

function moduleProblem(parsed: Parsed, scopes: Scopes, construction: NewExpression): string | null {
  const shared = new Set([...exportedLocals(parsed), ...requiredLocals(parsed)]);
  for (const binding of scopes.module.bindings.values()) {
    if (binding.kind === 'import' || !binding.uses.some(({ node }) => encloses(construction, node))) continue;
    if (isState(binding) && binding.uses.some(({ write }) => write)) return factoryReasons.reads(binding.name);
    if (!shared.has(binding.name)) return factoryReasons.private(binding.name);
  }
  return null;
}

/** What the module has from `require`: callers can have it from there too. */
function requiredLocals(parsed: Parsed): string[] {
  return references(parsed).flatMap(({ kind, names }) =>
    kind === 'require' ? names.flatMap(({ local }) => local ?? []) : [],
  );
}

/** `function f<T, U>(…) { return new X<T, U>(…) }`: the call's own type arguments take their place. */
function carriesTypes(fn: FunctionNode, construction: NewExpression): boolean {
  const own = fn.typeParameters?.type === 'TSTypeParameterDeclaration' ? fn.typeParameters.params : [];
  const given = typeArgumentsOf(construction)?.params ?? [];
  const isOwn = (type: Node, index: number): boolean =>
    type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && type.typeName.name === own[index]?.name;
  return given.length > 0 && given.length === own.length && given.every(isOwn);
}

function isCarried(fn: FunctionNode, construction: NewExpression, node: Node): boolean {
  const types = typeArgumentsOf(construction);
  return types ? encloses(types, node) && carriesTypes(fn, construction) : false;
}

function templateText(parsed: Parsed, fn: FunctionNode, construction: NewExpression): string {
  const types = typeArgumentsOf(construction);
  const text = (start: number, end: number): string => parsed.text.slice(start, end);
  if (!types || !carriesTypes(fn, construction)) return text(startOf(construction), endOf(construction));
  return text(startOf(construction), startOf(types)) + text(endOf(types), endOf(construction));
}

function returnsPromise(parsed: Parsed, fn: FunctionNode): boolean {
  if (fn.async === true) return true;
  if (fn.returnType && /^:\s*Promise(Like)?\b/.test(parsed.text.slice(startOf(fn.returnType), endOf(fn.returnType))))
    return true;
  const returned = fn.body.type === 'BlockStatement' ? fn.body.body.flatMap(returnedValue) : [fn.body];
  return returned.some((node) => /^(new Promise\b|Promise\.)/.test(parsed.text.slice(startOf(node), endOf(node))));
}

function returnedValue(node: Node): Node[] {
  return node.type === 'ReturnStatement' && node.argument ? [node.argument] : [];
}
