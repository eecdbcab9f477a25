import type { Statement } from '@babel/types';
import type { Span } from '../../../workspace/edit.js';
import type { AbsorbJob } from '../../language.js';
import { declaredNames, takenFromElsewhere } from '../scan/exports.js';
import type { Parsed } from '../parse.js';
import { references } from '../scan/references.js';
import { analyse, type Scopes } from '../scope/scopes.js';
import { nameOf, spanOf } from '../nodes.js';

type Which = 'canonical' | 'implementation';

/** One public name as its module writes it down. */
export interface Public {
  readonly name: string;
  /** The top-level name behind it; null when the statement hands it on from another module, or gives it no name. */
  readonly local: string | null;
  readonly from: { readonly specifier: string; readonly imported: string } | null;
  readonly typeOnly: boolean;
  /** Exported where it is declared. */
  readonly inline: boolean;
  readonly statement: Statement;
  /** The specifier in its list; the statement where there is no list. */
  readonly span: Span;
}

/** One of the two modules, read. */
export interface Side {
  readonly which: Which;
  readonly parsed: Parsed;
  readonly scopes: Scopes;
  readonly publics: readonly Public[];
  /** Top-level names that stand for something of another module: by import, `const A = B`, `const A = ns.B`. */
  readonly taken: ReadonlyMap<string, { readonly specifier: string; readonly imported: string }>;
  leads(specifier: string): boolean;
}

/** `leads`: does a specifier of this side lead to the other one? */
export function sideOf(job: AbsorbJob, which: Which, parsed: Parsed): Side {
  const there = job[which === 'canonical' ? 'implementation' : 'canonical'].path;
  return {
    which,
    parsed,
    scopes: analyse(parsed.ast),
    publics: parsed.ast.program.body.flatMap(publicNames),
    taken: takenFromElsewhere(parsed, references(parsed)),
    leads: (specifier) => job.moduleOf(job[which].path, specifier) === there,
  };
}

function publicNames(statement: Statement): Public[] {
  const one = (name: string, local: string | null, rest: Partial<Public>): Public => {
    return { name, local, from: null, typeOnly: false, inline: false, statement, span: spanOf(statement), ...rest };
  };
  if (statement.type === 'ExportDefaultDeclaration') {
    const { declaration } = statement;
    if (declaration.type === 'Identifier') return [one('default', declaration.name, {})];
    const named = 'id' in declaration && declaration.id?.type === 'Identifier' ? declaration.id.name : null;
    return [one('default', named, { inline: true })];
  }
  if (statement.type === 'ExportAllDeclaration')
    return [one('*', null, { from: { specifier: statement.source.value, imported: '*' } })];
  if (statement.type !== 'ExportNamedDeclaration') return [];
  if (statement.declaration)
    return declaredNames(statement.declaration).map((name) => one(name, name, { inline: true }));
  return statement.specifiers.map((spec) => {
    const behind = spec.type === 'ExportSpecifier' ? nameOf(spec.local) : '*';
    const from = statement.source ? { specifier: statement.source.value, imported: behind } : null;
    const typeOnly = statement.exportKind === 'type' || (spec.type === 'ExportSpecifier' && spec.exportKind === 'type');
    return one(nameOf(spec.exported), from ? null : behind, { from, typeOnly, span: spanOf(spec) });
  });
}

/** What each public name of the implementation will be called at the top level of the canonical module. */
export function finalNames(job: AbsorbJob, implementation: Side): Map<string, string> {
  const finals = new Map<string, string>();
  const own = implementation.publics.filter(({ local }) => local !== null && !implementation.taken.has(local));
  // A declaration before its aliases (`export const Old = Manager`), of which none can have its name too.
  for (const { name, local } of own) {
    const wanted = job.renames.get(name) ?? name;
    if (local === null || wanted === 'default' || wanted === local || finals.has(local)) continue;
    if (![...finals.values()].includes(wanted)) finals.set(local, wanted);
  }
  return finals;
}
