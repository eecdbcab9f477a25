import type { Statement } from './nodes.js';
import { parse } from './parse.js';
import { dottedName } from './walk.js';

/** Says something, but changes nothing that others could miss. */
const HARMLESS =
  /^(?:warnings\.(?:warn|simplefilter|filterwarnings)|(?:logging|log|logger|_logger)\.\w+|print|__all__\.\w+)$/;

/** Does loading the module do more than declare and import: calls by themselves, loops? */
export function acts(path: string, text: string): boolean {
  const parsed = parse(path, text);
  return !('error' in parsed) && parsed.module.body.some(statementActs);
}

function statementActs(statement: Statement): boolean {
  if (statement.type === 'Expr')
    return statement.value.type === 'Call' && !HARMLESS.test(dottedName(statement.value.callee) ?? '');
  if (statement.type === 'If')
    return !isMain(statement) && [...statement.body, ...statement.orelse].some(statementActs);
  if (statement.type === 'Try')
    return [...statement.body, ...statement.orelse, ...statement.finalbody].some(statementActs);
  return statement.type === 'For' || statement.type === 'While' || statement.type === 'With';
}

/** `if __name__ == '__main__':` */
function isMain({ test }: Extract<Statement, { type: 'If' }>): boolean {
  return test.type === 'Compare' && test.operands.some((one) => one.type === 'Name' && one.name === '__name__');
}
