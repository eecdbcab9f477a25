import type { Node } from '@babel/types';

/** Positions in which any expression (but a bare sequence) may stand without parentheses. */
export function takesAnyExpression(parent: Node, child: Node): boolean {
  switch (parent.type) {
    case 'VariableDeclarator':
    case 'ReturnStatement':
    case 'ArrayExpression':
    case 'SpreadElement':
    case 'TemplateLiteral':
    case 'JSXExpressionContainer':
      return true;
    case 'ObjectProperty':
    case 'ClassProperty':
      return parent.value === child || parent.computed === true;
    case 'CallExpression':
    case 'NewExpression':
      return parent.callee !== child;
    case 'MemberExpression':
      return parent.computed && parent.property === child;
    case 'AssignmentExpression':
      return parent.right === child;
    default:
      return false;
  }
}

/** May a member access or a call follow it directly? */
export function isPrimary(node: Node): boolean {
  switch (node.type) {
    case 'Identifier':
    case 'ThisExpression':
    case 'StringLiteral':
    case 'BooleanLiteral':
    case 'NullLiteral':
    case 'ArrayExpression':
      return true;
    case 'MemberExpression':
      return isPrimary(node.object);
    default:
      return false;
  }
}
