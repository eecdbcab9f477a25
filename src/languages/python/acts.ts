import { isMain } from './import-context.js';
import type { Expression, Statement } from './nodes.js';
import { parse, type Parsed } from './parse.js';
import { dottedName } from './walk.js';

/** Says something, or says what is public, but changes nothing that others could miss. */
const HARMLESS =
  /^(?:warnings\.(?:warn|simplefilter|filterwarnings|warn_explicit)|(?:logging|log|logger|_logger)\.\w+|print|__all__\.\w+|\w*(?:[dD]eprecat|[wW]arn)\w*)$/;

/** Does loading the module do more than declare and import: calls by themselves, loops, attributes set on others? */
export function acts(path: string, text: string): boolean {
  const parsed = parse(path, text);
  return !('error' in parsed) && actionsOf(parsed).length > 0;
}

/** Lines (1-based) of the statements that do so; initialisers do not count, nearly all of them only make a value. */
export function actions(path: string, text: string): number[] {
  const parsed = parse(path, text);
  return 'error' in parsed ? [] : actionsOf(parsed).map(({ start }) => parsed.lineOf(start));
}

function actionsOf({ module }: Parsed): Statement[] {
  return module.body.filter(statementActs);
}

function statementActs(statement: Statement): boolean {
  switch (statement.type) {
    case 'Expr':
      return callActs(statement.value);
    case 'Assign':
      return statement.targets.some(isElsewhere);
    case 'AugAssign':
      return isElsewhere(statement.target);
    case 'Delete':
      return statement.targets.some(isElsewhere);
    case 'If':
      return !isMain(statement.test) && [...statement.body, ...statement.orelse].some(statementActs);
    case 'Try':
      return [...statement.body, ...statement.orelse, ...statement.finalbody].some(statementActs);
    case 'With':
      return statement.body.some(statementActs);
    case 'For':
    case 'While':
      return true;
    default:
      return false;
  }
}

function callActs(value: Expression): boolean {
  if (value.type === 'Await') return true;
  return value.type === 'Call' && !HARMLESS.test(dottedName(value.callee) ?? '');
}

/** Something of another object: `Manager.hi = …`, `registry["a"] = …`. */
function isElsewhere(target: Expression): boolean {
  if (target.type === 'Tuple' || target.type === 'List') return target.elements.some(isElsewhere);
  return target.type === 'Attribute' || target.type === 'Subscript';
}
