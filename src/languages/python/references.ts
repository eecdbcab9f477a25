import type { Own, Reference } from '../reference.js';
import { lineIndex } from '../../workspace/edit.js';
import { CallReferences } from './call-references.js';
import { awaitsImportError } from './import-context.js';
import type { Node } from './nodes.js';
import { parseAttempt, parseDecorator, parseHead, parseSimple } from './scan/clauses.js';
import type { Attempt } from './scan/blocks.js';
import { ReferenceReader, type CallLine } from './scan/reference-reader.js';
import { endsStatement, skip } from './scan/white-space.js';
import { stringReferences } from './string-references.js';
import { walkTo } from './walk.js';

export type Add = (reference: Reference) => void;

export interface Found {
  readonly references: readonly Reference[];
  /** The text may be no Python: only the parser can tell. What could be found was found. */
  readonly odd: boolean;
}

/**
 * Every place in the file that names a module (issue 3, "What is a reference"). Nothing is resolved here.
 *
 * - `import a.b.c` is `import` of `a.b.c` with the name `*` and local null (it binds `a`, not the module); with `as m`, local `m`.
 * - `from a import b as c` is `import` of `a` with the name b, local c; and speculatively of `a.b` with `*`, local c (span: of the name `b`).
 * - `from a import *` is `import` with the name `*`, local `*`.
 * - `import_module('a')`, `__import__`, `resolve_name`: `dynamic`. `sys.modules['a']`: `resolve`; assigned to: `mock`.
 * - `patch('a.b.c')` is `mock`, speculatively of `a.b.c` (no names), `a.b` (name c), `a` (name b): the longest that leads to a file counts.
 *   The span is of the specifier within the string. `patch.object(m, 'c')` of an imported module is `resolve` with the name c, its span is `m`.
 * - `a.b.c` in code where only `a.b` is imported is `resolve`, speculatively.
 * - Whole dotted strings and paths: `string`, the dotted ones speculatively in the same manner.
 */
export function references(text: string): Found {
  const reader = new ReferenceReader(text);
  const found: Own<Reference>[] = reader.imports.slice();
  let { odd } = reader;
  for (const attempt of reader.attempts) if (!judge(text, attempt)) odd = true;
  const calls = new CallReferences(text, reader.imports, (one) => found.push(one));
  for (const line of reader.calls) if (!callsOn(text, line, calls)) odd = true;
  for (const chain of reader.chains) calls.chain(chain);
  for (const literal of reader.literals)
    if (!calls.taken.has(literal.start)) for (const one of stringReferences(text, literal)) found.push(one);
  found.sort((a, b) => a.span.start - b.span.start);
  const lineOf = lineIndex(text);
  for (const one of found) one.line = lineOf(one.span.start);
  return { references: found, odd };
}

const FAILURE = /\b(?:raise|assert|fail)\b/;
const FAILED = /\b(?:Import|ModuleNotFound)Error\b/;

/** Says of the imports in a `try` that they are to fail, where they are; false when the statement is no Python. */
function judge(text: string, attempt: Attempt): boolean {
  const { clause, body, end, imports } = attempt;
  if (!FAILURE.test(text.slice(clause.end, body)) || !FAILED.test(text.slice(body, end))) return true;
  const statement = parseAttempt(text, attempt);
  if (statement?.type === 'Try' && awaitsImportError(statement)) for (const one of imports) one.guard = true;
  return statement !== null;
}

/** Looks at the calls on one line; false when it is no Python. */
function callsOn(text: string, line: CallLine, calls: CallReferences): boolean {
  const { start, end, behindHead, places, eager, headEager } = line;
  const look = (nodes: readonly Node[] | null, isEagerHere: boolean): boolean => {
    for (const one of nodes ?? []) walkTo(places, one, (node, ancestors) => calls.look(node, ancestors, isEagerHere));
    return nodes !== null;
  };
  if (text.charCodeAt(start) === 64) return look(parseDecorator(text, { start: start + 1, end }), eager);
  if (behindHead === 0) return look(parseSimple(text, { start, end }), eager);
  const isHeadSound = look(parseHead(text, { start, end: behindHead }), headEager);
  const isVoid = endsStatement(text, skip(text, behindHead, false));
  return isHeadSound && (isVoid || look(parseSimple(text, { start: behindHead, end }), eager));
}
