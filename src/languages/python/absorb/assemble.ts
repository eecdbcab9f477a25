import { applyEdits, contains, type Edit } from '../../../workspace/edit.js';
import { topLevelAll, withoutListed } from '../all.js';
import { declaredNames } from '../declarations.js';
import { removeStatements } from '../rewrite/blocks.js';
import { topOf } from '../rewrite/import-lines.js';
import type { ImportTable } from '../rewrite/import-table.js';
import { newlineOf } from '../rewrite/layout.js';
import { editList } from '../rewrite/lists.js';
import { isDocstring } from '../walk.js';
import type { Absorption } from './absorption.js';

type Listed = ReturnType<typeof topLevelAll>;

/** Holds the place of the implementation's body; no source text can contain it. */
const SEAM = '\0implementation\0';

/** Canonical header and imports, the implementation's imports and body, then what else the canonical module had. */
export function assemble(it: Absorption, table: ImportTable, plain: readonly string[]): string {
  const { text } = it.job.canonical;
  const { module } = it.canonical.parsed;
  const newline = newlineOf(text);
  const rest = module.body.find(
    (node, i) =>
      node.type !== 'Import' &&
      node.type !== 'ImportFrom' &&
      !declaredNames(node).includes('__all__') &&
      !(i === 0 && isDocstring(node)),
  );
  const top = topOf(module, text);
  const at = rest ? text.lastIndexOf('\n', rest.start - 1) + 1 : text.length;
  const lists = mergeAll(it);
  const imports = table.edits();
  // What a statement that goes had to say goes with it: `except ImportError: Old = None`.
  const stays = (edit: Edit): boolean => !imports.some((gone) => gone.text === '' && contains(gone, edit));
  const merged = applyEdits(text, [
    ...(plain.length > 0 ? [{ start: top, end: top, text: plain.join(newline) + newline }] : []),
    ...imports,
    { start: at, end: at, text: SEAM },
    ...it.canonical.edits.filter(stays),
    ...lists.canonical,
  ]);
  const [before = '', after = ''] = merged.split(SEAM);
  const inner = applyEdits(it.job.implementation.text, [...it.implementation.edits, ...lists.implementation]);
  const taken = inner.replace(/^\uFEFF/, '').replace(/\r\n|\n|\r/g, newline);
  const parts = [before, taken, after].map((part) => part.replace(/^(?:[ \t]*\r?\n)+/, '').replace(/[ \t\r\n]+$/, ''));
  return parts.filter((part) => part !== '' && part !== '\uFEFF').join(newline + newline + newline) + newline;
}

/** The implementation's `__all__` speaks for both from now on: under the new names, and of what the canonical module offered. */
function ownList({ canonical, implementation, job, finalNames }: Absorption, listed: Listed): Edit[] {
  const { text } = job.implementation;
  const last = listed.at(-1);
  if (!last) return [];
  const quoted = (name: string): string => JSON.stringify(name).replace(/"/g, text[last.end - 1] ?? '"');
  const names = new Set(listed.map(({ value }) => value).filter((value) => !job.retired.has(value)));
  const double = new Set<string>();
  const renamed = listed.flatMap((one): Edit[] => {
    const name = finalNames.get(one.value) ?? job.renames.get(one.value) ?? one.value;
    if (name === one.value && !job.retired.has(name)) return [];
    if (names.has(name) || job.retired.has(name)) double.add(one.value);
    if (double.has(one.value)) return [];
    names.add(name);
    return [{ start: one.start, end: one.end, text: quoted(name) }];
  });
  const offered = canonical.exports.filter((one) => !one.implicit && !one.unstarred && one.name !== '*');
  const missing = offered.map(({ name }) => name).filter((name) => !names.has(name) && !job.retired.has(name));
  const gone = withoutListed(implementation.parsed.module, text, double);
  const item = { start: last.end, end: last.end, text: '' };
  return [...renamed, ...gone, ...(missing.length > 0 ? editList(text, [item], missing.map(quoted)) : [])];
}

/** One `__all__`: the canonical module's with the implementation's names, or the implementation's own. */
function mergeAll(it: Absorption): { canonical: Edit[]; implementation: Edit[] } {
  const { canonical, implementation, job } = it;
  const own = topLevelAll(canonical.parsed.module);
  const other = topLevelAll(implementation.parsed.module);
  const finals = other
    .filter(({ value }) => !job.retired.has(value))
    .map(({ value }) => it.finalNames.get(value) ?? job.renames.get(value) ?? value);
  const last = own.at(-1);
  if (!last) return { canonical: [], implementation: ownList(it, other) };
  const quote = job.canonical.text[last.end - 1] ?? "'";
  const items = own.map((one) => ({
    start: one.start,
    end: one.end,
    text: job.retired.has(one.value) ? null : job.canonical.text.slice(one.start, one.end),
  }));
  const added = finals.filter((name) => !own.some(({ value }) => value === name)).map((name) => quote + name + quote);
  const { module } = implementation.parsed;
  const gone = module.body.filter((node) => declaredNames(node).includes('__all__'));
  const block = { statements: module.body, owners: [module] };
  return {
    canonical: editList(job.canonical.text, items, added),
    implementation: removeStatements(
      job.implementation.text,
      gone.map((node) => ({ node, block })),
    ),
  };
}
