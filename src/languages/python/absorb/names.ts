import { contains, type Edit } from '../../../workspace/edit.js';
import { declaredNames } from '../declarations.js';
import { removeStatements, type Placed } from '../rewrite/blocks.js';
import type { ImportTable } from '../rewrite/import-table.js';
import { renameEdits } from '../scopes.js';
import type { Absorption } from './absorption.js';

/** Which declaration gets which name. */
export function chooseNames(it: Absorption): void {
  for (const { name, local } of it.implementation.exports) {
    const wanted = it.job.renames.get(name) ?? name;
    if (local !== null && wanted !== local && it.job.retired.has(local) && !it.finalNames.has(local))
      it.finalNames.set(local, wanted);
  }
  for (const { name, local } of it.implementation.exports) {
    const wanted = it.job.renames.get(name);
    if (local !== null && wanted !== undefined && wanted !== local && !it.finalNames.has(local))
      it.finalNames.set(local, wanted);
  }
}

/** Takes aliases of what moves in (`Manager = UnifiedManager`) out of the canonical module, and renames in the implementation. */
export function detach(it: Absorption): void {
  const { canonical, implementation, job } = it;
  const own = new Set([...implementation.scopes.module.bindings.keys()].map((name) => it.finalNames.get(name) ?? name));
  const gone: Placed[] = [];
  for (const node of canonical.parsed.module.body) {
    const [name, ...more] = declaredNames(node);
    const entry = canonical.exports.find((one) => one.name === name);
    const alias =
      node.type === 'Assign' &&
      name !== undefined &&
      more.length === 0 &&
      entry?.from &&
      it.leads('canonical', entry.from.specifier);
    if (alias && (own.has(name) || job.retired.has(name)))
      gone.push({ node, block: { statements: canonical.parsed.module.body, owners: [canonical.parsed.module] } });
  }
  canonical.edits.push(...removeStatements(job.canonical.text, gone));
  for (const [local, name] of it.finalNames) {
    const binding = implementation.scopes.module.bindings.get(local);
    if (!binding) continue;
    const present = implementation.scopes.module.bindings.get(name);
    const alias = present && implementation.exports.find((one) => one.name === name)?.local === local;
    if (present && !alias) it.refuse('implementation', 0, `declares both ${local} and ${name}`);
    if (!implementation.scopes.freeAt(name, binding.uses))
      it.refuse('implementation', 0, `${name} means something else where ${local} is used`);
    for (const edit of renameEdits(implementation.scopes, binding, name)) implementation.edits.push(edit);
    if (alias) dropAliases(it, name);
  }
}

/** `Manager = UnifiedManager` in the implementation would now name itself. */
function dropAliases(it: Absorption, name: string): void {
  const { module } = it.implementation.parsed;
  const gone = module.body.filter((node) => node.type === 'Assign' && declaredNames(node).join() === name);
  for (const node of gone) {
    const inside = (edit: Edit): boolean => contains(node, edit);
    it.implementation.edits.splice(0, Infinity, ...it.implementation.edits.filter((edit) => !inside(edit)));
  }
  it.implementation.edits.push(
    ...removeStatements(
      it.job.implementation.text,
      gone.map((node) => ({ node, block: { statements: module.body, owners: [module] } })),
    ),
  );
}

/** A name that both modules give to something is refused. */
export function checkCollisions(it: Absorption, table: ImportTable): void {
  const imports = new Map<string, string>();
  for (const line of table.lines)
    for (const spec of line.specs) {
      if (spec.gone || table.blockOf(line).owners.length > 1) continue;
      const what = `${line.module ?? line.specifier}\0${spec.imported}`;
      const known = imports.get(spec.local);
      if (known !== undefined && known !== what)
        it.refuse('canonical', 0, `both modules import something as ${spec.local}`);
      imports.set(spec.local, what);
    }
  const removed = (node: { start: number; end: number }): boolean =>
    it.canonical.edits.some((edit) => contains(edit, node));
  const taken = new Set(
    [...it.implementation.scopes.module.bindings.values()]
      .filter(({ kind }) => kind !== 'import')
      .map(({ name }) => it.finalNames.get(name) ?? name),
  );
  for (const [name, binding] of it.canonical.scopes.module.bindings) {
    if (binding.kind === 'import' || name === '__all__' || name === 'logger' || binding.declarations.every(removed))
      continue;
    if (taken.has(name)) it.refuse('canonical', 0, `both modules declare ${name}`);
  }
  for (const name of taken)
    if (imports.has(name)) it.refuse('implementation', 0, `the canonical module imports something as ${name}`);
}
