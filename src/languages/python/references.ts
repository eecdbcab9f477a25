import type { NameUse, Reference } from '../reference.js';
import { CallReferences } from './call-references.js';
import { isEager, isGuarded, isTypeOnly } from './import-context.js';
import type { Import, ImportFrom, Node } from './nodes.js';
import type { Parsed } from './parse.js';
import { ReferenceReader, type Chain, type Literal } from './scan/reference-reader.js';
import { joinSpecifier } from './specifier.js';
import { stringDrafts } from './string-references.js';
import { walkTo } from './walk.js';

/** Everything but what follows from the place. */
export type Draft = Omit<Reference, 'line'>;
export type Add = (draft: Draft) => void;

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
export function references(parsed: Parsed, marks: Marks = marksOf(parsed.text)): Reference[] {
  const found: Reference[] = [];
  const add: Add = (draft) => found.push({ ...draft, line: parsed.lineOf(draft.span.start) });
  const calls = new CallReferences(parsed.text, parsed.module, add);
  walkImports(parsed.module, (node, ancestors) => {
    calls.note(node);
    for (const draft of importDrafts(node, ancestors)) add(draft);
  });
  walkTo(marks.calls, parsed.module, (node, ancestors) => {
    if (node.type === 'Call') calls.call(node, ancestors);
    else if (node.type === 'Subscript') calls.subscript(node, ancestors);
    else if (node.type === 'Compare') calls.compare(node);
  });
  for (const chain of marks.chains) calls.chain(chain);
  for (const literal of marks.literals)
    if (!calls.taken.has(literal.start)) for (const draft of stringDrafts(parsed.text, literal)) add(draft);
  return found.sort((a, b) => a.span.start - b.span.start);
}

/** Those of star imports alone. */
export function starImports(parsed: Parsed): Reference[] {
  const found: Reference[] = [];
  walkImports(parsed.module, (node, ancestors) => {
    if (node.type === 'ImportFrom' && node.names.some(({ bound }) => !bound))
      for (const draft of importDrafts(node, ancestors))
        found.push({ ...draft, line: parsed.lineOf(draft.span.start) });
  });
  return found;
}

/** What the tokens tell of references. */
export interface Marks {
  readonly literals: readonly Literal[];
  readonly chains: readonly Chain[];
  readonly calls: readonly number[];
}

function marksOf(text: string): Marks {
  const reader = new ReferenceReader(text);
  while (reader.next());
  return reader;
}

/** Import statements stand in blocks only: no expression is looked at. */
function walkImports(root: Node, visit: (node: Import | ImportFrom, ancestors: readonly Node[]) => void): void {
  const ancestors: Node[] = [];
  const step = (node: Node): void => {
    if (node.type === 'Import' || node.type === 'ImportFrom') return visit(node, ancestors);
    const blocks = blocksOf(node);
    if (blocks.length === 0) return;
    ancestors.push(node);
    for (const block of blocks) for (const child of block) step(child);
    ancestors.pop();
  };
  step(root);
}

function blocksOf(node: Node): readonly (readonly Node[])[] {
  switch (node.type) {
    case 'Module':
    case 'FunctionDef':
    case 'ClassDef':
    case 'With':
    case 'ExceptHandler':
    case 'MatchCase':
      return [node.body];
    case 'If':
    case 'For':
    case 'While':
      return [node.body, node.orelse];
    case 'Try':
      return [node.body, node.handlers, node.orelse, node.finalbody];
    case 'Match':
      return [node.cases];
    default:
      return [];
  }
}

function importDrafts(node: Import | ImportFrom, ancestors: readonly Node[]): Draft[] {
  const typeOnly = isTypeOnly(ancestors, node);
  const eager = !typeOnly && isEager(ancestors);
  const guard = isGuarded(ancestors, node) ? ({ guard: true } as const) : {};
  const common = {
    kind: 'import',
    statement: { start: node.start, end: node.end },
    typeOnly,
    eager,
    ...guard,
  } as const;
  if (node.type === 'Import') {
    return node.names.map(({ name, nameSpan, asname }) => {
      const use: NameUse = { imported: '*', local: asname?.name ?? null, typeOnly, span: nameSpan };
      return { ...common, specifier: name, span: nameSpan, names: [use] };
    });
  }
  const names = node.names.map(({ name, bound, start, end }): NameUse => ({
    imported: name,
    local: bound?.name ?? '*',
    typeOnly,
    span: { start, end },
  }));
  const modules = node.names.flatMap((alias): Draft[] => {
    if (!alias.bound) return [];
    const use: NameUse = {
      imported: '*',
      local: alias.bound.name,
      typeOnly,
      span: { start: alias.start, end: alias.end },
    };
    return [
      {
        ...common,
        specifier: joinSpecifier(node.module, alias.name),
        span: alias.nameSpan,
        names: [use],
        speculative: true,
      },
    ];
  });
  return [{ ...common, specifier: node.module, span: node.moduleSpan, names }, ...modules];
}
