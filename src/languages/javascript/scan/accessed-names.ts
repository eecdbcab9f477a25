import type { Node, ObjectPattern } from '@babel/types';
import type { NameUse } from '../../reference.js';
import { isTransparent, spanOf } from '../nodes.js';

/** What is taken from a module object where it arises: `.X`, `const { X } = …`, `const m = …`; empty when it goes elsewhere. */
export function accessedNames(node: Node, ancestors: readonly Node[]): NameUse[] {
  let child = node;
  for (let i = ancestors.length - 1; i >= 0; i--) {
    const parent = ancestors[i];
    if (!parent) break;
    if (isTransparent(parent) || parent.type === 'AwaitExpression') {
      child = parent;
      continue;
    }
    if (parent.type === 'MemberExpression' && parent.object === child && !parent.computed) {
      if (parent.property.type !== 'Identifier' || parent.property.name === 'then') return [];
      const local = declaredName(parent, ancestors[i - 1]);
      return [{ imported: parent.property.name, local, typeOnly: false, span: spanOf(parent.property) }];
    }
    if (parent.type !== 'VariableDeclarator' || parent.init !== child) return [];
    if (parent.id.type === 'Identifier')
      return [{ imported: '*', local: parent.id.name, typeOnly: false, span: spanOf(parent.id) }];
    return parent.id.type === 'ObjectPattern' ? patternNames(parent.id) : [];
  }
  return [];
}

function declaredName(init: Node, parent: Node | undefined): string | null {
  return parent?.type === 'VariableDeclarator' && parent.init === init && parent.id.type === 'Identifier'
    ? parent.id.name
    : null;
}

/** The names a pattern takes; empty when a rest or a computed key takes what we cannot name. */
function patternNames(pattern: ObjectPattern): NameUse[] {
  const names: NameUse[] = [];
  for (const property of pattern.properties) {
    if (property.type !== 'ObjectProperty' || property.computed || property.key.type !== 'Identifier') return [];
    const target = property.value.type === 'AssignmentPattern' ? property.value.left : property.value;
    const local = target.type === 'Identifier' ? target.name : null;
    names.push({ imported: property.key.name, local, typeOnly: false, span: spanOf(property.key) });
  }
  return names;
}
