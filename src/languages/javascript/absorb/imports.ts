import type { Absorption } from './absorption.js';
import { followBinding } from '../rewrite/accesses.js';
import { importsOf } from '../rewrite/import-table.js';
import { removal } from '../rewrite/layout.js';
import { spanOf } from '../nodes.js';

/** The implementation's imports go to the canonical module's; what it had from there is at home now. */
export function takeImports(it: Absorption): void {
  const { implementation, job, table } = it;
  const anchor = table.lines.findLast((line) => line.reference !== null) ?? null;
  for (const own of importsOf(implementation.parsed).lines) {
    const { reference, specifier } = own;
    const home = implementation.leads(specifier);
    if (!reference || (own.specs.length === 0 && !home)) continue;
    it.gone.implementation.push(removal(job.implementation.text, reference.statement));
    const module = job.moduleOf(job.implementation.path, specifier);
    const spelt = home ? specifier : (job.respell(specifier) ?? (module === null ? specifier : null));
    if (spelt === null)
      it.refuse(implementation, reference.line, `imports ${specifier}, which the canonical module cannot name`);
    else
      for (const { imported, local, typeOnly } of own.specs) {
        if (home) bringHome(it, local, imported, reference.line);
        else if (imported !== '*')
          table.put(module ?? spelt, spelt, { imported, local, typeOnly }, own.typeOnly, anchor);
        else
          table.add(table.addLine(module ?? spelt, spelt, own.typeOnly, anchor), {
            imported,
            local,
            typeOnly,
            gone: false,
            at: null,
          });
      }
  }
}

/** `import { Manager } from './canonical'` in the implementation: its uses mean what the canonical module calls so itself. */
function bringHome(it: Absorption, local: string, imported: string, line: number): void {
  const { canonical } = it;
  const known = canonical.publics.find(({ name }) => name === imported);
  const behind = known?.from ?? (typeof known?.local !== 'string' ? undefined : canonical.taken.get(known.local));
  const star =
    !known &&
    imported !== '*' &&
    imported !== 'default' &&
    canonical.publics.some(({ name, from }) => name === '*' && from && canonical.leads(from.specifier));
  const own = star ? imported : behind && canonical.leads(behind.specifier) ? behind.imported : null;
  if (behind && own === null && behind.imported !== '*') {
    const module = it.job.moduleOf(it.job.canonical.path, behind.specifier) ?? behind.specifier;
    it.table.put(module, behind.specifier, { imported: behind.imported, local, typeOnly: false }, false, null);
    return;
  }
  const final = own === null ? known?.local : it.published(own)?.local;
  if (final === undefined || final === null)
    it.refuse(it.implementation, line, `takes ${imported} from the canonical module`);
  else it.finals.set(local, own === null ? final : it.finalOf(final));
}

/** What the canonical module imports from the implementation is at home; what that only handed on is imported from its source. */
export function detachImports(it: Absorption): void {
  for (const line of it.table.lines.slice()) {
    if (line.module !== it.job.implementation.path) continue;
    const at = line.reference?.line ?? 0;
    for (const spec of line.specs) {
      spec.gone = true;
      if (spec.imported === '*') {
        detachNamespace(it, spec.local, at);
        continue;
      }
      const known = it.published(spec.imported);
      const spelt = known?.from ? it.job.respell(known.from.specifier) : null;
      if (typeof known?.local === 'string') it.aliases.set(spec.local, it.finalOf(known.local));
      else if (!known?.from || spelt === null) it.refuse(it.canonical, at, `imports ${spec.imported} as ${spec.local}`);
      else {
        const module = it.job.moduleOf(it.job.implementation.path, known.from.specifier) ?? spelt;
        it.table.put(
          module,
          spelt,
          { imported: known.from.imported, local: spec.local, typeOnly: spec.typeOnly },
          line.typeOnly,
          line,
        );
      }
    }
  }
}

/** `impl.Manager` becomes `Manager`. */
function detachNamespace(it: Absorption, local: string, line: number): void {
  const binding = it.canonical.scopes.module.bindings.get(local);
  const { accesses, escapesAt } = binding ? followBinding(binding) : { accesses: [], escapesAt: null };
  if (escapesAt) return it.refuse(it.canonical, line, `uses the whole module object ${local}`);
  for (const { name, head, object, span } of accesses) {
    const known = it.published(name);
    const whole = head ? spanOf(head.node) : object && { start: object.start, end: span.end };
    if (typeof known?.local !== 'string' || !whole) it.refuse(it.canonical, line, `takes ${name} from ${local}`);
    else it.edits.canonical.push({ ...whole, text: it.finalOf(known.local) });
  }
}
