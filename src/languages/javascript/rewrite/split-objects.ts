import type { Node, ObjectProperty } from '@babel/types';
import type { Reference } from '../../reference.js';
import { spanOf } from '../nodes.js';
import { boundBy, type Access } from './accesses.js';
import { afterStatement, indentAt, newlineOf, withoutItems } from './layout.js';
import type { Site, Target } from './site.js';
import { type Fates, freeName, moveMembers } from './access-fates.js';

/** A declaration of which the names go several ways becomes one for each. */
export function splitObject(site: Site, reference: Reference, fates: Fates): void {
  const { ancestors } = site.literal(reference);
  const declarator = ancestors.findLast((node) => node.type === 'VariableDeclarator');
  const declaration = ancestors.findLast(
    (node) => node.type === 'VariableDeclaration' || node.type === 'TSImportEqualsDeclaration',
  );
  if (declaration?.type === 'VariableDeclaration' && declarator?.id.type === 'ObjectPattern')
    return splitPattern(site, reference, fates);
  const id = declaration?.type === 'TSImportEqualsDeclaration' ? declaration.id : declarator?.id;
  const simple = declaration?.type === 'TSImportEqualsDeclaration' || declaration?.declarations.length === 1;
  const specifiers = new Map([...fates.groups.keys()].map((target) => [target, site.spell(target, reference)]));
  const members = [...fates.groups.values()].flat().every(({ access }) => access.object !== null);
  const spelt = [...specifiers.values()].every((specifier) => specifier !== null);
  const whole = members && spelt && fates.staying.length === 0 && fates.factories === 0;
  if (!declaration || id?.type !== 'Identifier' || id.typeAnnotation || !simple || !whole)
    return site.report('split-object', reference.line, reference.specifier);
  const { text } = site.job;
  const span = spanOf(declaration);
  const name = spanOf(id);
  const written = [...fates.groups].map(([target, group]) => {
    const local = freeName(site, target);
    moveMembers(site, reference, group, local);
    const head = text.slice(span.start, name.start) + local + text.slice(name.end, reference.span.start);
    return head + (specifiers.get(target) ?? '') + text.slice(reference.span.end, span.end);
  });
  site.edits.push({ ...span, text: written.join(newlineOf(text) + indentAt(text, span.start)) });
  site.rewritten++;
}

/** `const { a, b } = require('./shim')` of which the names go several ways: one declaration for each. */
function splitPattern(site: Site, reference: Reference, fates: Fates): void {
  const { text } = site.job;
  const { ancestors } = site.literal(reference);
  const declarator = ancestors.findLast((node) => node.type === 'VariableDeclarator');
  const declaration = ancestors.findLast((node) => node.type === 'VariableDeclaration');
  const simple = declarator?.id.type === 'ObjectPattern' && declaration?.declarations.length === 1 && declarator.init;
  if (!simple || fates.factories > 0) return site.report('split-object', reference.line, reference.specifier);
  const written: string[] = [];
  for (const [target, group] of fates.groups) {
    const specifier = site.spell(target, reference);
    if (specifier === null) return;
    const names = group.map(({ access, to }) => patternText(text, access, to)).join(', ');
    const init = spanOf(declarator.init as Node);
    const source = text.slice(init.start, reference.span.start) + specifier + text.slice(reference.span.end, init.end);
    written.push(`${declaration.kind} { ${names} } = ${source}${text[spanOf(declaration).end - 1] === ';' ? ';' : ''}`);
  }
  const span = spanOf(declaration);
  const between = newlineOf(text) + indentAt(text, span.start);
  site.rewritten++;
  if (fates.staying.length === 0) {
    site.edits.push({ ...span, text: written.join(between) });
    return;
  }
  const staying = new Set(fates.staying.map((access) => access.property));
  const properties = declarator.id.type === 'ObjectPattern' ? declarator.id.properties : [];
  const kept = withoutItems(text, properties, (property) => !staying.has(property as ObjectProperty));
  const at = afterStatement(text, span);
  site.edits.push(...kept, { start: at, end: at, text: between + written.join(between) });
}

function patternText(text: string, { name, property }: Access, to: Target): string {
  if (!property) return name;
  const { start, end } = spanOf(property);
  if (name === to.name) return text.slice(start, end);
  const value = spanOf(property.value);
  return (boundBy(property) === to.name ? '' : `${to.name}: `) + text.slice(value.start, value.end);
}
