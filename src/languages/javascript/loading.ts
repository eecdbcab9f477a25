import type { Expression, Node, Statement } from '@babel/types';
import type { Parsed } from './parse.js';
import { nameOf } from './walk.js';

/**
 * Loading the module does more than declare, import and export: `Form.Designer = …`, `register(…)`, `import './setup'`.
 * Initialisers do not count: nearly all of them only make a value.
 */
export function actsOnLoad({ ast }: Parsed): boolean {
  return ast.program.body.some(acts);
}

function acts(statement: Statement): boolean {
  switch (statement.type) {
    case 'ImportDeclaration':
      return statement.specifiers.length === 0 && statement.importKind !== 'type';
    case 'ExpressionStatement':
      return !exportsSomething(statement.expression);
    case 'BlockStatement':
    case 'DoWhileStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'ForStatement':
    case 'IfStatement':
    case 'SwitchStatement':
    case 'TryStatement':
    case 'WhileStatement':
      return true;
    default:
      return false;
  }
}

/** What CommonJS modules export with, written by hand or by a compiler. */
function exportsSomething(expression: Expression): boolean {
  if (expression.type === 'AssignmentExpression') return isExports(expression.left);
  if (expression.type !== 'CallExpression') return false;
  const { callee } = expression;
  const called = callee.type === 'MemberExpression' ? callee.property : callee;
  const name = called.type === 'Identifier' ? nameOf(called) : '';
  return /^(defineProperty|__exportStar|__export)$/.test(name) && expression.arguments.some(isExports);
}

function isExports(node: Node): boolean {
  if (node.type === 'Identifier') return node.name === 'exports';
  if (node.type !== 'MemberExpression' || node.property.type !== 'Identifier') return false;
  return (
    isExports(node.object) ||
    (node.property.name === 'exports' && node.object.type === 'Identifier' && node.object.name === 'module')
  );
}
