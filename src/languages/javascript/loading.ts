import type { Expression, Node, Statement } from '@babel/types';
import { lineOf, nameOf } from './nodes.js';
import type { Parsed } from './parse.js';

/**
 * Loading the module does more than declare, import and export: `Form.Designer = …`, `register(…)`, `import './setup'`.
 * Initialisers do not count: nearly all of them only make a value.
 */
export function actsOnLoad({ ast }: Parsed): boolean {
  return ast.program.body.some(acts);
}

/** Lines of the module's own actions: imports are not among them, nor is what only complains that it is still in use. */
export function actionsOnLoad({ ast }: Parsed): number[] {
  return ast.program.body.filter((one) => one.type !== 'ImportDeclaration' && acts(one) && !complains(one)).map(lineOf);
}

/** `console.warn('deprecated')`, also in a branch. */
function complains(statement: Statement): boolean {
  switch (statement.type) {
    case 'BlockStatement':
      return statement.body.every(complains);
    case 'IfStatement':
      return complains(statement.consequent) && !statement.alternate;
    case 'ExpressionStatement':
      return statement.expression.type === 'CallExpression' && isComplaint(statement.expression.callee);
    default:
      return false;
  }
}

function isComplaint(callee: Node): boolean {
  if (callee.type === 'Identifier') return /deprecat|warn/i.test(callee.name);
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return false;
  const onConsole = callee.object.type === 'Identifier' && callee.object.name === 'console';
  return onConsole || /deprecat|warn/i.test(callee.property.name);
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
