import { callProblems } from '../../messages/reasons.js';
import type { CallRule, Factories, Refusal } from '../language.js';
import { constructed, effectsOf, methods } from './factory-effects.js';
import { infer } from './inferred-factories.js';
import type { FunctionDef } from './nodes.js';
import { parse, type Parsed } from './parse.js';
import { references } from './references.js';
import { analyse, type Scopes } from './scopes.js';
import { needsOf, readSignature, readTemplate, type Template } from './template.js';

/** The factories of a module: those declared in the migration file (with what they do besides), or those its source shows. */
export function describeFactories(
  path: string,
  text: string,
  calls: Readonly<Record<string, string>> | null,
): Factories {
  const parsed = parse(path, text);
  if ('error' in parsed) return { rules: [], refusals: [], problems: [parsed.error], imports: new Map() };
  const scopes = analyse(parsed.module, text);
  const imports = importsOf(parsed);
  return calls === null
    ? { ...infer(parsed, scopes), problems: [], imports }
    : { ...declared(parsed, scopes, calls), imports };
}

function importsOf(parsed: Parsed): Factories['imports'] {
  const imports = new Map<string, { specifier: string; imported: string }>();
  for (const { kind, specifier, names, speculative } of references(parsed.text).references)
    if (kind === 'import' && !speculative)
      for (const { local, imported } of names) if (local !== null) imports.set(local, { specifier, imported });
  return imports;
}

function declared(parsed: Parsed, scopes: Scopes, calls: Readonly<Record<string, string>>): Omit<Factories, 'imports'> {
  const rules: CallRule[] = [];
  const absent: { entry: string; problem: string }[] = [];
  const refusals: Refusal[] = [];
  const problems: string[] = [];
  for (const [signature, template] of Object.entries(calls)) {
    const read = readSignature(signature);
    const body = read && readTemplate(template, read);
    if (read === null) problems.push(callProblems.signature(signature));
    else if (body === null) problems.push(callProblems.template(signature, template));
    else if (!offers(scopes, read.entry))
      absent.push({ entry: read.entry, problem: callProblems.notExported(signature, read.entry) });
    else {
      const unknown = misspelt(body).filter((name) => !scopes.module.bindings.has(name));
      problems.push(...unknown.map((name) => callProblems.parameter(signature, name)));
      const behind = functionsBehind(parsed, read);
      rules.push({
        signature,
        template,
        entry: read.entry,
        async: behind.some((fn) => fn.async),
        needs: needsOf(body),
      });
      refusals.push(...behind.flatMap((fn) => refusalOf(parsed, scopes, fn, signature, read.entry)));
    }
  }
  return { rules, refusals, problems, absent };
}

/** Or may it do so, by a star import or when it is asked? */
function offers({ module, stars }: Scopes, name: string): boolean {
  return stars || module.bindings.has(name) || module.bindings.has('__getattr__');
}

function refusalOf(parsed: Parsed, scopes: Scopes, fn: FunctionDef, name: string, entry: string): Refusal[] {
  const reason = effectsOf(parsed, scopes, fn).join(', ');
  return reason === '' ? [] : [{ name, entry, line: parsed.lineOf(fn.keyword), reason, constructs: constructed(fn) }];
}

/** The functions that the last name of a signature's chain may mean in this module. */
function functionsBehind(
  parsed: Parsed,
  { entry, steps }: { entry: string; steps: readonly { kind: string; name?: string }[] },
): FunctionDef[] {
  const member = steps.findLast((step) => step.kind === 'member')?.name;
  const { body } = parsed.module;
  if (member === undefined)
    return body.filter((one): one is FunctionDef => one.type === 'FunctionDef' && one.name.name === entry);
  return body.flatMap((one) => (one.type === 'ClassDef' ? methods(one).filter((fn) => fn.name.name === member) : []));
}

/** Arguments in lower case that are neither called nor asked for an attribute: parameters that the signature does not have. */
function misspelt({ needs }: Template): string[] {
  const names = needs.filter(
    ({ node, ancestors }) => ancestors.at(-1)?.type === 'Argument' && /^[a-z_]/.test(node.name),
  );
  return [...new Set(names.map(({ node }) => node.name))];
}
