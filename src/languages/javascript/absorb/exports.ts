import type { Span } from '../../../workspace/edit.js';
import type { Public, Side } from './names.js';
import type { Absorption } from './absorption.js';
import { lineOf, spanOf } from '../nodes.js';

/** The implementation's public names: those in lists are offered anew, at the end. */
export function publish(it: Absorption): void {
  const { implementation, job } = it;
  const offers = new Set(it.canonical.publics.map(keyOf));
  const taken = new Set(it.finals.values());
  const dropped = new Set<Span>();
  for (const one of implementation.publics) {
    const wanted = job.renames.get(one.name) ?? one.name;
    if (one.from) {
      if (implementation.leads(one.from.specifier) || offers.has(keyOf(one))) dropped.add(one.span);
      continue;
    }
    if (one.local === null) {
      if (wanted !== one.name)
        it.refuse(implementation, lineOf(one.statement), `its ${one.name} export has no name of its own`);
      continue;
    }
    if (!one.inline) dropped.add(one.span);
    it.offer(wanted, taken.has(wanted) ? wanted : it.finalOf(one.local), one.typeOnly);
    if (!job.retired.has(one.name) && !offers.has(one.name)) it.offer(one.name, it.finalOf(one.local), one.typeOnly);
    // The canonical module has another default: then ours is only its name.
    const isTaken = one.inline && one.name === 'default' && it.offered.get('default')?.local !== it.finalOf(one.local);
    if (isTaken) undefault(it, one);
  }
  cutPublics(it, implementation, dropped);
}

function undefault(it: Absorption, { statement }: Public): void {
  if (statement.type !== 'ExportDefaultDeclaration') return;
  const { start } = spanOf(statement);
  it.gone.implementation.push({ start, end: spanOf(statement.declaration).start, text: '' });
}

/** Stars are many, each with its module; names are unique. */
function keyOf({ name, from }: Public): string {
  return name === '*' ? `* ${from?.specifier ?? ''}` : name;
}

function cutPublics(it: Absorption, side: Side, dropped: ReadonlySet<Span>): void {
  const statements = new Set(side.publics.filter(({ span }) => dropped.has(span)).map(({ statement }) => statement));
  for (const statement of statements) {
    const spans = side.publics.filter((one) => one.statement === statement).map(({ span }) => span);
    it.cut(side, statement, spans, (span) => dropped.has(span));
  }
}

/** `const Manager = Unified` in the canonical module goes: its uses get the final name. */
export function detachAliases(it: Absorption): void {
  const { canonical } = it;
  for (const [local, { specifier, imported }] of canonical.taken) {
    const known = canonical.leads(specifier) && imported !== '*' ? it.published(imported) : undefined;
    if (typeof known?.local === 'string') it.aliases.set(local, it.finalOf(known.local));
  }
  for (const statement of canonical.parsed.ast.program.body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    const isAlias = (id: { readonly type: string; readonly name?: unknown }): boolean =>
      typeof id.name === 'string' && it.aliases.has(id.name);
    if (declaration?.type === 'TSTypeAliasDeclaration' && isAlias(declaration.id))
      it.cut(canonical, statement, [spanOf(declaration.id)], () => true);
    if (declaration?.type !== 'VariableDeclaration') continue;
    const going = new Map(declaration.declarations.map((one) => [spanOf(one), isAlias(one.id)]));
    it.cut(canonical, statement, [...going.keys()], (span) => going.get(span) === true);
  }
}

/** The canonical module's public names for what was the implementation's. */
export function detachExports(it: Absorption): void {
  const { canonical, job } = it;
  const dropped = new Set<Span>();
  for (const { name, local, from, typeOnly, inline, span, statement } of canonical.publics) {
    if (local !== null) {
      const final = it.aliases.get(local);
      if (final === undefined) continue;
      if (!job.retired.has(name)) it.offer(name, final, typeOnly);
      if (!inline) dropped.add(span);
    } else if (from && canonical.leads(from.specifier)) {
      dropped.add(span);
      const known = it.published(from.imported);
      if (name === '*' || job.retired.has(name)) continue;
      if (typeof known?.local === 'string') it.offer(name, it.finalOf(known.local), typeOnly || known.typeOnly);
      else handOn(it, name, known, typeOnly, lineOf(statement));
    }
  }
  cutPublics(it, canonical, dropped);
}

/** What the implementation only hands on from elsewhere, the canonical module hands on from there. */
function handOn(it: Absorption, name: string, known: Public | undefined, typeOnly: boolean, line: number): void {
  const spelt = known?.from ? it.job.respell(known.from.specifier) : null;
  if (!known?.from || known.from.imported === '*' || spelt === null)
    return it.refuse(it.canonical, line, `hands on ${name}`);
  const { imported } = known.from;
  const clause = imported === name ? name : `${imported} as ${name}`;
  it.statements.push(`export ${typeOnly || known.typeOnly ? 'type ' : ''}{ ${clause} } from '${spelt}';`);
}
