import type { Node, ObjectPattern, VariableDeclaration } from '@babel/types';
import type { Edit } from '../../../workspace/edit.js';
import type { Reference } from '../../reference.js';
import { rewriteCalls, type CallsResult, type Head } from '../calls/calls.js';
import { encloses, spanOf } from '../nodes.js';
import { newlineOf, removal, withoutItems } from './layout.js';
import { NeededNames } from './needed-names.js';
import { dropLocalReexports } from './reexports.js';
import type { FactoryBinding, Site } from './site.js';

/** Calls of factories become construction; what bound the factories goes, and what the construction needs takes its place. */
export function moveCalls(site: Site): readonly Edit[] {
  if (site.factories.length === 0) return site.edits.splice(0);
  const names = new NeededNames(site);
  const uses = site.factoryUses.filter(({ by }) => canGo(by));
  const result = rewriteCalls(site.parsed, site.scopes, uses, (need) => names.local(need), site.edits.splice(0));
  site.rewritten += result.rewritten;
  for (const { line, reason } of result.leftovers) site.report('factory-use', line, reason);
  for (const factory of site.factories) {
    factory.gone = canGo(factory) && isUnused(site, factory, result.remaining);
    if (factory.gone && factory.spec) factory.spec.gone = true;
  }
  dropLocalReexports(site, new Set(site.factories.flatMap(({ gone, spec }) => (gone && spec ? [spec.local] : []))));
  for (const reference of new Set(site.factories.map((factory) => factory.reference)))
    settle(site, reference, names, result);
  return result.edits;
}

/** `export const { create } = require(…)` is public: nothing of it goes. */
function canGo({ holder }: FactoryBinding): boolean {
  return holder?.ancestors.at(-3)?.type !== 'ExportNamedDeclaration';
}

/** Does every use of what binds the factory stand in a call that was replaced, or in an export that goes with it? */
function isUnused(site: Site, factory: FactoryBinding, remaining: ReadonlySet<Head>): boolean {
  // A direct `eval` may ask for any name that it sees.
  if (!factory.binding || factory.binding.scope.dynamic) return false;
  const replaced = site.factoryUses.filter(({ head, by }) => by === factory && !remaining.has(head));
  const starts = new Map(replaced.map(({ head }) => [spanOf(head.node).start, head]));
  const isReplaced = ({ node }: Head): boolean => {
    const beside = starts.get(spanOf(node).start);
    return (
      (beside !== undefined && encloses(beside.node, node)) || replaced.some(({ head }) => encloses(head.node, node))
    );
  };
  return factory.binding.uses.every(
    (use) => (site.job.dropReexports && factory.spec !== null && use.shape === 'export') || isReplaced(use),
  );
}

/** What one reference bound is taken away, and what the calls made of it need is bound in its stead. */
function settle(site: Site, reference: Reference | null, names: NeededNames, result: CallsResult): void {
  const group = site.factories.filter((factory) => factory.reference === reference);
  const own = new Set(group);
  const needed = new Set(
    site.factoryUses.filter(({ by }) => own.has(by)).flatMap(({ head }) => [...(result.needs.get(head) ?? [])]),
  );
  const missing = [...needed].filter((need) => !names.isBound(need));
  if (!reference) return bindForOwn(site, names, missing);
  const holder = group.find((factory) => factory.holder !== null)?.holder ?? null;
  if (!holder || group.some(({ spec }) => spec !== null)) {
    for (const need of missing) names.bindAtTop(need, reference);
    if (reference.kind === 'assign' && group.every(({ gone }) => gone))
      site.edits.push(removal(site.job.text, reference.statement));
    return;
  }
  const taken = holder.node.type === 'ObjectPattern' ? holder.node.properties.length : 1;
  if (group.filter(({ gone }) => gone).length === taken) replaceHolder(site, reference, holder, names, missing);
  else {
    dropProperties(site, holder.node, group);
    bindBefore(site, reference, holder, names, missing);
  }
}

function bindForOwn(site: Site, names: NeededNames, missing: readonly string[]): void {
  const like = site.job.references.find(({ kind }) => kind === 'import' || kind === 'require');
  if (like) for (const need of missing) names.bindAtTop(need, like);
}

/** `const { create } = require('./factory')` -> `const { Manager } = require('./manager')`; gone when nothing is needed. */
function replaceHolder(
  site: Site,
  reference: Reference,
  holder: Head,
  names: NeededNames,
  missing: readonly string[],
): void {
  const [first, ...others] = missing;
  const declarator = holder.ancestors.at(-1);
  const declaration = declarationOf(holder);
  if (first === undefined && declaration) return dropDeclarator(site, declaration, declarator as Node);
  const specifier = first === undefined ? null : names.specifier(first, reference);
  if (first === undefined || specifier === null) return;
  const together = others.filter((need) => names.specifier(need, reference) === specifier);
  site.edits.push({ ...spanOf(holder.node), text: names.pattern([first, ...together]) });
  site.setSpecifier(reference, specifier);
  if (declarator?.type === 'VariableDeclarator' && declarator.init?.type === 'MemberExpression')
    site.edits.push({ start: reference.statement.end, end: spanOf(declarator.init).end, text: '' });
  bindBefore(
    site,
    reference,
    holder,
    names,
    others.filter((need) => !together.includes(need)),
  );
}

function declarationOf({ ancestors }: Head): VariableDeclaration | null {
  const declaration = ancestors.at(-2);
  return declaration?.type === 'VariableDeclaration' ? declaration : null;
}

function dropDeclarator(site: Site, declaration: VariableDeclaration, declarator: Node): void {
  const { text } = site.job;
  const { declarations } = declaration;
  const gone =
    declarations.length === 1
      ? [removal(text, spanOf(declaration))]
      : withoutItems(text, declarations, (one) => one === declarator);
  site.edits.push(...gone);
}

function dropProperties(site: Site, pattern: Node, group: readonly FactoryBinding[]): void {
  if (pattern.type !== 'ObjectPattern') return;
  const gone = new Set<ObjectPattern['properties'][number] | null>(
    group.flatMap((one) => (one.gone ? [one.property] : [])),
  );
  site.edits.push(...withoutItems(site.job.text, pattern.properties, (property) => gone.has(property)));
}

/** A declaration of its own before the one that stays, in its manner. */
function bindBefore(
  site: Site,
  reference: Reference,
  holder: Head,
  names: NeededNames,
  missing: readonly string[],
): void {
  const { text } = site.job;
  const declaration = declarationOf(holder);
  const init = holder.ancestors.at(-1);
  for (const need of missing) {
    const specifier = names.specifier(need, reference);
    if (!declaration || init?.type !== 'VariableDeclarator' || !init.init || specifier === null) {
      names.bindAtTop(need, reference);
      continue;
    }
    const { start, end } = spanOf(declaration);
    const indent = /[ \t]*$/.exec(text.slice(0, start))?.[0] ?? '';
    const head = text.slice(spanOf(init.init).start, reference.span.start);
    const tail = text.slice(reference.span.end, reference.statement.end) + (text[end - 1] === ';' ? ';' : '');
    const written = `${declaration.kind} ${names.pattern([need])} = ${head}${specifier}${tail}`;
    site.edits.push({ start, end: start, text: written + newlineOf(text) + indent });
  }
}
