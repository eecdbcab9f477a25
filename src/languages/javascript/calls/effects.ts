import type { Node } from '@babel/types';
import { forEachChild } from '../walk.js';

const EFFECTS = new Set([
  'CallExpression',
  'OptionalCallExpression',
  'NewExpression',
  'AwaitExpression',
  'YieldExpression',
  'AssignmentExpression',
  'UpdateExpression',
  'TaggedTemplateExpression',
  'ImportExpression',
  'SpreadElement',
  'ClassExpression',
  'JSXElement',
  'JSXFragment',
]);

/** Does evaluating this node itself do something (its children aside)? Reading a member counts as doing nothing. */
export function isEffect(node: Node): boolean {
  return EFFECTS.has(node.type) || (node.type === 'UnaryExpression' && node.operator === 'delete');
}

/** A function of any form, with a body: what stands in it is not evaluated where it stands. */
export function isFunction(node: Node): boolean {
  return (
    node.type === 'ArrowFunctionExpression' ||
    node.type === 'FunctionExpression' ||
    node.type === 'FunctionDeclaration' ||
    node.type === 'ObjectMethod' ||
    node.type === 'ClassMethod' ||
    node.type === 'ClassPrivateMethod'
  );
}

/** Does evaluating the expression do something? What stands inside functions is not evaluated. */
export function hasEffects(node: Node): boolean {
  if (isFunction(node)) return false;
  if (isEffect(node)) return true;
  let found = false;
  forEachChild(node, (child) => (found ||= hasEffects(child)));
  return found;
}

/** May the expression be written twice, or evaluated later? Names, literals, `this`, members of these. */
export function isRepeatable(node: Node): boolean {
  switch (node.type) {
    case 'Identifier':
    case 'ThisExpression':
    case 'StringLiteral':
    case 'NumericLiteral':
    case 'BooleanLiteral':
    case 'NullLiteral':
    case 'BigIntLiteral':
      return true;
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return isRepeatable(node.object) && (!node.computed || isRepeatable(node.property));
    case 'TSNonNullExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'ParenthesizedExpression':
      return isRepeatable(node.expression);
    case 'TemplateLiteral':
      return node.expressions.every(isRepeatable);
    default:
      return false;
  }
}
