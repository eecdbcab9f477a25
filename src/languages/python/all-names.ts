import type { Expression, Module, Statement } from './nodes.js';

/** What `__all__` lists; null when there is none, `computed` when it is not all written down. */
export function listedNames(module: Module): ReadonlySet<string> | 'computed' | null {
  const names = new Set<string>();
  let found = false;
  for (const statement of allStatements(module.body)) {
    const value = listedBy(statement);
    if (value === null) continue;
    found = true;
    const listed = stringsOf(value);
    if (listed === null) return 'computed';
    for (const name of listed) names.add(name);
  }
  return found ? names : null;
}

/** Those of the top level, and of the conditions in it. */
function allStatements(body: readonly Statement[]): readonly Statement[] {
  return body.flatMap((statement): readonly Statement[] => {
    if (statement.type === 'If') return allStatements([...statement.body, ...statement.orelse]);
    if (statement.type === 'Try')
      return allStatements([...statement.body, ...statement.orelse, ...statement.finalbody]);
    return [statement];
  });
}

/** What `__all__ = …`, `__all__ += …` or `__all__.extend(…)` lists; null for other statements. */
export function listedBy(statement: Statement): Expression | null {
  if (statement.type === 'Assign') return statement.targets.some(isAll) ? statement.value : null;
  if (statement.type === 'AugAssign' || statement.type === 'AnnAssign')
    return isAll(statement.target) ? statement.value : null;
  if (statement.type !== 'Expr' || statement.value.type !== 'Call') return null;
  const { callee, args } = statement.value;
  return callee.type === 'Attribute' && isAll(callee.value) ? (args[0]?.value ?? null) : null;
}

function isAll(node: Expression): boolean {
  return node.type === 'Name' && node.name === '__all__';
}

function stringsOf(value: Expression): string[] | null {
  if (value.type === 'Str') return value.value === null ? null : [value.value];
  const parts =
    value.type === 'BinOp'
      ? value.operands
      : value.type === 'List' || value.type === 'Tuple' || value.type === 'Set'
        ? value.elements
        : null;
  if (parts === null) return null;
  const lists = parts.map(stringsOf);
  return lists.includes(null) ? null : lists.flatMap((one) => one ?? []);
}
