import type { Expression, Node, Statement, Try, With } from './nodes.js';
import { tailName } from './walk.js';

const IMPORT_ERRORS = new Set(['ImportError', 'ModuleNotFoundError']);
const RAISES = new Set(['raises', 'assertRaises', 'assertRaisesRegex']);

/** Is it done when the file is loaded: not in the body of a function, nor only when the file is run as a program? */
export function isEager(ancestors: readonly Node[], node: Node): boolean {
  return !ancestors.some((one, i) => {
    if (one.type === 'FunctionDef') return holds(one.body, ancestors[i + 1] ?? node);
    return one.type === 'Lambda' || (one.type === 'If' && isMain(one.test));
  });
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

/** `with pytest.raises(ImportError)`: what stands in it is to fail. */
export function expectsImportError({ items }: With): boolean {
  return items.some(
    ({ context }) =>
      context.type === 'Call' &&
      RAISES.has(tailName(context.callee) ?? '') &&
      context.args.some(({ value }) => namesImportError(value)),
  );
}

/** Does it say so when an import in it does not fail, and catch the error when it does? */
export function awaitsImportError({ body, handlers }: Try): boolean {
  const caught = handlers.some(({ test }) => test !== null && namesImportError(test));
  const others = body.filter(({ type }) => type !== 'Import' && type !== 'ImportFrom');
  return caught && others.length > 0 && others.every(isFailure);
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
