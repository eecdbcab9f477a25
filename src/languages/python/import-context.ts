import type { Expression, Node, Statement } from './nodes.js';
import { tailName } from './walk.js';

const IMPORT_ERRORS = new Set(['ImportError', 'ModuleNotFoundError']);
const RAISES = new Set(['raises', 'assertRaises', 'assertRaisesRegex']);

/** Is it done when the file is loaded: not in a function, nor only when the file is run as a program? */
export function isEager(ancestors: readonly Node[]): boolean {
  return !ancestors.some(
    (node) => node.type === 'FunctionDef' || node.type === 'Lambda' || (node.type === 'If' && isMain(node.test)),
  );
}

/** `__name__ == '__main__'`, whichever way round. */
export function isMain(test: Expression): boolean {
  return test.type === 'Compare' && test.operands.some((one) => one.type === 'Name' && one.name === '__name__');
}

/** In `if TYPE_CHECKING:`, which never runs. */
export function isTypeOnly(ancestors: readonly Node[], node: Node): boolean {
  return ancestors.some(
    (one, i) => one.type === 'If' && isTypeChecking(one.test) && holds(one.body, ancestors[i + 1] ?? node),
  );
}

/** `TYPE_CHECKING`, from wherever. */
export function isTypeChecking(test: Expression): boolean {
  return tailName(test) === 'TYPE_CHECKING';
}

function holds(statements: readonly Statement[], node: Node): boolean {
  return (statements as readonly Node[]).includes(node);
}

/**
 * Does the import stand there to fail? In `with pytest.raises(ImportError)`, or in a `try` that says so when it does not
 * and catches the error.
 */
export function isGuarded(ancestors: readonly Node[], node: Node): boolean {
  return ancestors.some((one, i) => {
    const child = ancestors[i + 1] ?? node;
    if (one.type === 'With')
      return holds(one.body, child) && one.items.some(({ context }) => expectsImportError(context));
    if (one.type !== 'Try' || !holds(one.body, child) || child !== node) return false;
    const caught = one.handlers.some(({ test }) => test !== null && namesImportError(test));
    const others = one.body.filter(({ type }) => type !== 'Import' && type !== 'ImportFrom');
    return caught && others.length > 0 && others.every(isFailure);
  });
}

function expectsImportError(context: Expression): boolean {
  if (context.type !== 'Call' || !RAISES.has(tailName(context.callee) ?? '')) return false;
  return context.args.some(({ value }) => namesImportError(value));
}

function namesImportError(test: Expression): boolean {
  if (test.type === 'Tuple') return test.elements.some(namesImportError);
  return IMPORT_ERRORS.has(tailName(test) ?? '');
}

/** `pytest.fail(…)`, `self.fail(…)`, `assert False`, `raise AssertionError`. */
function isFailure(statement: Statement): boolean {
  if (statement.type === 'Raise') return true;
  if (statement.type === 'Assert') return statement.test.type === 'Constant';
  return statement.type === 'Expr' && statement.value.type === 'Call' && tailName(statement.value.callee) === 'fail';
}
