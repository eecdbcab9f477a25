import type { Absorption } from './absorption.js';
import type { Side } from './names.js';
import { lineOf } from '../nodes.js';

/** Names at the top level of one module that the two bring along and that would mean two things (issue 2: reported). */
export function checkClashes(it: Absorption): void {
  const mine = remaining(
    it.canonical,
    (name) => it.aliases.has(name),
    (name) => name,
  );
  const theirs = remaining(
    it.implementation,
    () => false,
    (name) => it.finalOf(name),
    it,
  );
  const imports = importsOf(it);
  for (const [name, line] of mine) if (theirs.has(name)) it.refuse(it.canonical, line, `both modules declare ${name}`);
  for (const [name, line] of mine)
    if (imports.has(name)) it.refuse(it.canonical, line, `the implementation imports something as ${name}`);
  for (const [name, line] of theirs)
    if (imports.has(name)) it.refuse(it.implementation, line, `the canonical module imports something as ${name}`);
  const top = new Set([...mine.keys(), ...theirs.keys(), ...imports]);
  for (const side of [it.canonical, it.implementation])
    for (const [name, uses] of side.scopes.globals)
      if (top.has(name))
        it.refuse(side, uses[0] ? lineOf(uses[0].node) : 0, `uses a global ${name}, which the other module declares`);
}

/** Declared names that are no imports, as they will be called, each with the line of its declaration. */
function remaining(
  side: Side,
  leaves: (name: string) => boolean,
  called: (name: string) => string,
  it?: Absorption,
): Map<string, number> {
  const found = new Map<string, number>();
  for (const [name, binding] of side.scopes.module.bindings) {
    if (binding.kind === 'import' || leaves(name)) continue;
    const final = called(name);
    const [declared] = binding.declarations;
    const line = declared ? lineOf(declared) : 0;
    if (found.has(final) && it) it.refuse(side, line, `two of its names would be ${final}`);
    found.set(final, line);
  }
  return found;
}

function importsOf(it: Absorption): Set<string> {
  const known = new Map<string, { readonly what: string; readonly line: number }>();
  for (const { module, specifier, reference, specs } of it.table.lines)
    for (const { gone, imported, local } of specs) {
      if (gone) continue;
      const what = `${module ?? specifier}\0${imported}`;
      const other = known.get(local);
      if (other && other.what !== what)
        it.refuse(it.canonical, other.line, `both modules import something as ${local}`);
      known.set(local, { what, line: reference?.line ?? 0 });
    }
  return new Set(known.keys());
}
