import { CallReferences } from '../../../src/languages/python/call-references.js';
import {
  awaitsImportError,
  expectsImportError,
  isEager,
  isTypeOnly,
} from '../../../src/languages/python/import-context.js';
import type { Import, ImportFrom, Node } from '../../../src/languages/python/nodes.js';
import type { Parsed } from '../../../src/languages/python/parse.js';
import type { Chain, Literal } from '../../../src/languages/python/scan/reference-reader.js';
import { joinSpecifier } from '../../../src/languages/python/specifier.js';
import { contentOf, stringReferences } from '../../../src/languages/python/string-references.js';
import { dottedName, walk } from '../../../src/languages/python/walk.js';
import type { NameUse, Reference } from '../../../src/languages/reference.js';

/** What the scanner must find, from the whole tree instead of from the characters. */
export function treeReferences({ text, module, lineOf }: Parsed): Reference[] {
  const imports: Reference[] = [];
  walk(module, (node, ancestors) => {
    if (node.type === 'Import' || node.type === 'ImportFrom') imports.push(...importReferences(node, ancestors));
  });
  const found = [...imports];
  const calls = new CallReferences(text, imports, (one) => found.push(one));
  walk(module, (node, ancestors) => calls.look(node, ancestors, true));
  const { chains, literals } = chainsAndLiterals(text, module);
  for (const chain of chains) calls.chain(chain);
  for (const one of literals) if (!calls.taken.has(one.start)) found.push(...stringReferences(text, one));
  return found.sort((a, b) => a.span.start - b.span.start).map((one) => ({ ...one, line: lineOf(one.span.start) }));
}

function chainsAndLiterals(text: string, module: Node): { chains: Chain[]; literals: Literal[] } {
  const chains: Chain[] = [];
  const literals: Literal[] = [];
  walk(module, (node, ancestors) => {
    const parent = ancestors.at(-1)?.type;
    if (node.type === 'Attribute' && parent !== 'Attribute') {
      const dotted = dottedName(node);
      if (dotted !== null) chains.push({ dotted, start: node.start, end: node.end });
    }
    const content = node.type === 'Str' && node.value !== null && parent !== 'Expr' ? contentOf(text, node) : null;
    const length = content ? content.end - content.start : 0;
    if (content && length >= 3 && length <= 300) literals.push({ start: node.start, end: node.end, content });
  });
  return { chains, literals };
}

function importReferences(node: Import | ImportFrom, ancestors: readonly Node[]): Reference[] {
  const typeOnly = isTypeOnly(ancestors, node);
  const common = {
    kind: 'import',
    statement: { start: node.start, end: node.end },
    typeOnly,
    eager: !typeOnly && isEager(ancestors, node),
    line: 0,
    ...(isGuarded(ancestors, node) ? ({ guard: true } as const) : {}),
  } as const;
  const use = (
    imported: string,
    local: string | null,
    { start, end }: Node | { start: number; end: number },
  ): NameUse => ({
    imported,
    local,
    typeOnly,
    span: { start, end },
  });
  if (node.type === 'Import')
    return node.names.map(({ name, nameSpan, asname }) => ({
      ...common,
      specifier: name,
      span: nameSpan,
      names: [use('*', asname?.name ?? null, nameSpan)],
    }));
  const modules = node.names.flatMap((alias): Reference[] =>
    alias.bound
      ? [
          {
            ...common,
            specifier: joinSpecifier(node.module, alias.name),
            span: alias.nameSpan,
            names: [use('*', alias.bound.name, alias)],
            speculative: true,
          },
        ]
      : [],
  );
  const names = node.names.map((alias) => use(alias.name, alias.bound?.name ?? '*', alias));
  return [{ ...common, specifier: node.module, span: node.moduleSpan, names }, ...modules];
}

function isGuarded(ancestors: readonly Node[], node: Node): boolean {
  return ancestors.some((one, i) => {
    if (one.type === 'With') return expectsImportError(one);
    const isDirect = one.type === 'Try' && i === ancestors.length - 1 && (one.body as readonly Node[]).includes(node);
    return isDirect && awaitsImportError(one);
  });
}
