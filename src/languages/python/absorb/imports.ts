import { contains } from '../../../workspace/edit.js';
import type { ImportFrom } from '../nodes.js';
import { references } from '../references.js';
import { followBinding } from '../rewrite/accesses.js';
import { importsOf, removeStatements, type Placed } from '../rewrite/blocks.js';
import type { ImportTable } from '../rewrite/import-table.js';
import { dropAlias } from '../rewrite/object-imports.js';
import { renameEdits } from '../scopes.js';
import { joinSpecifier } from '../specifier.js';
import type { Absorption } from './absorption.js';

/** The canonical module's imports from the implementation go; uses of what they bound get the final names. */
export function dropOwn(it: Absorption, table: ImportTable): void {
  for (const line of table.lines) {
    if (line.module !== it.job.implementation.path) continue;
    for (const spec of line.specs) {
      const local = it.implementation.exports.find((one) => one.name === spec.imported)?.local ?? spec.imported;
      const name = it.finalNames.get(local) ?? local;
      const bound = table.aliasOf(spec)?.bound;
      const binding = bound ? it.canonical.scopes.bindingAt(bound) : null;
      spec.gone = true;
      if (spec.imported === '*') continue;
      if (binding && spec.local !== name)
        it.canonical.edits.push(
          ...renameEdits(it.canonical.scopes, binding, name).filter(
            (edit) => !it.canonical.edits.some((known) => contains(known, edit)),
          ),
        );
    }
  }
}

/** The same for the implementation as an object: `import impl as m` goes, and `m.X` becomes `X`. */
export function dropObjects(it: Absorption, table: ImportTable): void {
  const { canonical } = it;
  for (const place of importsOf(canonical.parsed.module))
    for (const alias of place.node.names) {
      const from = place.node.type === 'ImportFrom' ? place.node.module : '';
      const binding = alias.bound && canonical.scopes.bindingAt(alias.bound);
      if (!binding || alias.name === '*' || !it.leads('canonical', joinSpecifier(from, alias.name))) continue;
      const path = from === '' && alias.asname === null ? alias.name.split('.').slice(1) : [];
      const { accesses, escapesAt, others } = followBinding(binding, path, new Map());
      if (escapesAt !== null || others > 0)
        it.refuse('canonical', canonical.parsed.lineOf(alias.start), `uses the implementation as an object`);
      for (const { name, node } of accesses) {
        const gone = node === null || canonical.edits.some((edit) => contains(edit, node));
        const local = it.implementation.exports.find((one) => one.name === name)?.local ?? name;
        if (!gone) canonical.edits.push({ start: node.start, end: node.end, text: it.finalNames.get(local) ?? local });
      }
      dropAlias({ table, parsed: canonical.parsed, edits: canonical.edits }, place, alias);
    }
}

/** The implementation's `from` imports are merged; its `import a.b` statements are written as they stand. */
export function takeImports(it: Absorption, table: ImportTable): string[] {
  const { implementation, job } = it;
  const plain: string[] = [];
  const top = importsOf(it.canonical.parsed.module).filter(({ block }) => block.owners.length === 1);
  const gone: Placed[] = [];
  for (const place of importsOf(implementation.parsed.module)) {
    const { node, block } = place;
    if (node.type === 'ImportFrom' && it.leads('implementation', node.module)) {
      atHome(it, node);
      gone.push(place);
      continue;
    }
    if (block.owners.length > 1) continue;
    gone.push(place);
    if (node.type === 'Import') plain.push(job.implementation.text.slice(node.start, node.end));
    else takeFrom(it, table, node, top.at(-1) ?? null);
  }
  implementation.edits.push(...removeStatements(job.implementation.text, gone));
  const known = new Set(top.map(({ node }) => job.canonical.text.slice(node.start, node.end)));
  return plain.filter((one) => !known.has(one));
}

function takeFrom(it: Absorption, table: ImportTable, node: ImportFrom, anchor: Placed | null): void {
  const { job } = it;
  const module = job.moduleOf(job.implementation.path, node.module);
  const spelt = job.respell(node.module) ?? (node.module.startsWith('.') ? null : node.module);
  if (spelt === null)
    return it.refuse(
      'implementation',
      it.implementation.parsed.lineOf(node.start),
      `imports ${node.module}, which the canonical module cannot name`,
    );
  const key = node.module === '__future__' ? '__future__' : (module ?? spelt);
  for (const { name, asname } of node.names) {
    if (node.module === '__future__' && !table.lines.some((line) => line.specifier === '__future__'))
      it.refuse('canonical', 0, `needs \`from __future__ import ${name}\`, as the implementation has it`);
    const same = table.lines.some(
      (line) => line.specifier === spelt && line.specs.some((spec) => spec.imported === name),
    );
    if (node.module === '__future__' || (same && asname === null)) continue;
    table.put(key, spelt, name, asname?.name ?? name, anchor);
  }
}

/** What the implementation took from the canonical module is at home now. */
function atHome(it: Absorption, node: ImportFrom): void {
  for (const { name, bound } of node.names) {
    const binding = bound && it.implementation.scopes.bindingAt(bound);
    const nested = binding !== null && binding.scope.kind !== 'module';
    if (!binding || bound.name !== name || (nested && binding.declarations.length > 1))
      it.refuse(
        'implementation',
        it.implementation.parsed.lineOf(node.start),
        `takes ${name} from the canonical module`,
      );
  }
}

/** Every other specifier of the implementation is spelt from the canonical module's place. */
export function rebase(it: Absorption): void {
  const { job, implementation } = it;
  const top = new Set(
    importsOf(implementation.parsed.module)
      .filter(({ block }) => block.owners.length === 1)
      .map(({ node }) => node.start),
  );
  for (const reference of references(implementation.parsed.text).references) {
    if (reference.speculative || top.has(reference.statement.start) || reference.kind === 'string') continue;
    const module = job.moduleOf(job.implementation.path, reference.specifier);
    if (module === null || module === job.canonical.path) continue;
    const spelt = job.respell(reference.specifier);
    if (spelt === null) it.refuse('implementation', reference.line, `${reference.kind} ${reference.specifier}`);
    else if (spelt !== reference.specifier) implementation.edits.push({ ...reference.span, text: spelt });
  }
}
