import { deferReasons } from '../../messages/reasons.js';
import { applyEdits, type Edit } from '../../workspace/edit.js';
import type { DeferJob, Deferral } from '../language.js';
import { topLevelAll } from './all.js';
import { annotationOf, evaluatorOf, type Annotation } from './annotations.js';
import { isTypeChecking } from './import-context.js';
import type { Import, ImportFrom, Statement } from './nodes.js';
import { parse, type Parsed } from './parse.js';
import { following, importsOf, type Placed } from './rewrite/blocks.js';
import { tableOf } from './rewrite/import-table.js';
import { afterStatement, newlineOf } from './rewrite/layout.js';
import { analyse, type Scopes } from './scopes.js';

interface Case {
  readonly job: DeferJob;
  readonly parsed: Parsed;
  readonly scopes: Scopes;
  readonly imports: readonly Placed<ImportFrom>[];
}

/**
 * Moves imports of which only annotations need the names under `if TYPE_CHECKING:`, and quotes those annotations where they
 * would be evaluated. Only when nothing can be seen that evaluates them, or takes the names from here, at run time.
 */
export function defer(job: DeferJob): Deferral {
  const parsed = parse(job.path, job.text);
  if ('error' in parsed) return { reason: parsed.error, form: null };
  const imports = importsOf(parsed.module).filter(
    (place): place is Placed<ImportFrom> =>
      place.node.type === 'ImportFrom' && job.statements.some(({ start }) => start === place.node.start),
  );
  const it: Case = { job, parsed, scopes: analyse(parsed.module, job.text), imports };
  if (imports.length < job.statements.length || imports.some(({ block }) => block.owners.length > 1))
    return { reason: deferReasons.place(), form: null };
  const annotations = annotationsOf(it);
  if (typeof annotations === 'string') return { reason: annotations, form: null };
  const open = isPostponed(parsed) ? [] : outermost(annotations);
  const doubt = doubtOf(it, annotations) ?? unquotable(it, open);
  if (doubt !== null) return { reason: doubt, form: formOf(it, open) };
  return { text: withBlock(job.path, applyEdits(job.text, edits(it, open)), sources(it)) };
}

/** The annotations that use the imported names; or why one of the names is needed at run time. */
function annotationsOf({ parsed, scopes, imports }: Case): Annotation[] | string {
  const found: Annotation[] = [];
  for (const { node } of imports)
    for (const { bound, name } of node.names) {
      const binding = bound && scopes.bindingAt(bound);
      if (!binding || binding.declarations.length > 1) return deferReasons.rebound(name);
      const atRunTime = binding.uses.find(({ space, shape }) => space !== 'annotation' || shape !== 'plain');
      if (atRunTime) return deferReasons.value(binding.name, parsed.lineOf(atRunTime.node.start));
      for (const use of binding.uses) {
        const annotation = use.quoted ? null : annotationOf(use);
        if (annotation) found.push(annotation);
        else if (!use.quoted) return deferReasons.value(binding.name, parsed.lineOf(use.node.start));
      }
    }
  return found;
}

/** What stands between an import that only annotations use and the proof that nobody misses it. */
function doubtOf({ job, parsed, imports }: Case, annotations: readonly Annotation[]): string | null {
  const locals = imports.flatMap(({ node }) => node.names.flatMap(({ bound }) => (bound ? [bound.name] : [])));
  const listed = topLevelAll(parsed.module).find(({ value }) => locals.includes(value));
  if (listed) return deferReasons.taken(listed.value, `${job.path}:${parsed.lineOf(listed.start)}`);
  for (const name of locals) {
    const taker = job.takenAt(name);
    if (taker !== null) return deferReasons.taken(name, taker);
  }
  for (const annotation of annotations) {
    const evaluator = evaluatorOf(parsed.module, annotation);
    if (evaluator !== null) return deferReasons.evaluator(evaluator, parsed.lineOf(annotation.root.start));
  }
  // Who evaluates a method's annotations comes by its class: the outermost name is what a file must mention.
  const owners = annotations.flatMap(({ owner, around }) => {
    const outer = [...around, owner].find((one) => one.type === 'ClassDef' || one.type === 'FunctionDef');
    return outer ? [outer.name.name] : [];
  });
  const place = job.evaluatedAt(new Set(owners));
  return place === null ? null : deferReasons.evaluated(place);
}

/** `from __future__ import annotations`: none is evaluated. */
function isPostponed({ module }: Parsed): boolean {
  return module.body.some(
    (one) =>
      one.type === 'ImportFrom' && one.module === '__future__' && one.names.some(({ name }) => name === 'annotations'),
  );
}

function outermost(annotations: readonly Annotation[]): Annotation[] {
  return [...new Map(annotations.map((one) => [one.root.start, one])).values()];
}

/** A string in a string would need escapes, and a line end its own kind of quotes. */
function unquotable({ job, parsed }: Case, open: readonly Annotation[]): string | null {
  const odd = open.find(({ root }) => /["'\\\r\n]/.test(job.text.slice(root.start, root.end)));
  return odd ? deferReasons.quotes(parsed.lineOf(odd.root.start)) : null;
}

function sources({ job, imports }: Case): string[] {
  return imports.map(({ node }) => job.text.slice(node.start, node.end));
}

function formOf(it: Case, open: readonly Annotation[]): { line: number; text: string; quote: readonly number[] } {
  const imports = it.imports.map(({ node }) => {
    const names = node.names.map(({ name, asname }) => (asname ? `${name} as ${asname.name}` : name));
    return `from ${node.module} import ${names.join(', ')}`;
  });
  const quote = new Set(open.map(({ root }) => it.parsed.lineOf(root.start)));
  const [first] = it.imports;
  const line = first ? it.parsed.lineOf(first.node.start) : 0;
  return { line, text: `if TYPE_CHECKING: ${imports.join('; ')}`, quote: [...quote].sort((a, b) => a - b) };
}

/** `typing` where that is imported as a module; null where `TYPE_CHECKING` is imported from it, or is to be. */
function typingModule({ module }: Scopes): string | null {
  if (module.bindings.has('TYPE_CHECKING')) return null;
  const binding = module.bindings.get('typing');
  return binding?.kind === 'import' && binding.declarations.length === 1 ? 'typing' : null;
}

function edits({ job, parsed, scopes, imports }: Case, open: readonly Annotation[]): Edit[] {
  const table = tableOf(parsed, (specifier) => specifier);
  for (const { node } of imports) for (const spec of table.lineOf(node.start)?.specs ?? []) spec.gone = true;
  if (!scopes.module.bindings.has('TYPE_CHECKING') && typingModule(scopes) === null)
    table.put('typing', 'typing', 'TYPE_CHECKING', 'TYPE_CHECKING', imports[0] ?? null);
  return [
    ...table.edits(),
    ...open.map(({ root: { start, end } }) => ({ start, end, text: `"${job.text.slice(start, end)}"` })),
  ];
}

/** Puts the imports into the module's `if TYPE_CHECKING:`, or into a new one behind the imports at its head. */
function withBlock(path: string, text: string, imports: readonly string[]): string {
  const parsed = parse(path, text);
  if ('error' in parsed) return text;
  const { body } = parsed.module;
  const newline = newlineOf(text);
  const indented = (lead: string): string => imports.map((one) => lead + one.replace(/\r\n|\n|\r/g, lead)).join('');
  const own = body.find((one) => one.type === 'If' && isTypeChecking(one.test) && one.orelse.length === 0);
  const last = own?.type === 'If' ? own.body.at(-1) : undefined;
  if (last) {
    const { at, lead } = following(text, last, afterStatement(text, last));
    return applyEdits(text, [{ start: at, end: at, text: indented(lead(newline)) }]);
  }
  const module = typingModule(analyse(parsed.module, text));
  const anchor = lastImport(body, module ?? 'TYPE_CHECKING');
  if (!anchor) return text;
  const at = afterStatement(text, anchor);
  const head = `if ${module === null ? '' : `${module}.`}TYPE_CHECKING:`;
  const isApart = /^\s*$|^(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)/.test(text.slice(at));
  const block = newline + newline + head + indented(`${newline}    `) + (isApart ? '' : newline);
  return applyEdits(text, [{ start: at, end: at, text: block }]);
}

/** The last import of the head of a module; at least the one that binds the name which the block asks. */
function lastImport(body: readonly Statement[], name: string): Statement | undefined {
  const isImport = (one: Statement): one is Import | ImportFrom => one.type === 'Import' || one.type === 'ImportFrom';
  const head = body.findIndex((one, i) => !isImport(one) && !(i === 0 && one.type === 'Expr'));
  const binding = body.findIndex((one) => isImport(one) && one.names.some(({ bound }) => bound?.name === name));
  return body[Math.max((head === -1 ? body.length : head) - 1, binding)];
}
