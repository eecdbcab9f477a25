import type { Edit } from '../../workspace/edit.js';
import { listedBy } from './all-names.js';
import type { Expression, Module, Statement, Str } from './nodes.js';
import { removeStatements } from './rewrite/blocks.js';
import { editList } from './rewrite/lists.js';

interface AllList {
  readonly statement: Statement;
  readonly elements: readonly Expression[];
}

/** The lists at the top level that `__all__` is made of. */
function lists(module: Module): AllList[] {
  return module.body.flatMap((statement) => {
    const value = listedBy(statement);
    return value && (value.type === 'List' || value.type === 'Tuple') ? [{ statement, elements: value.elements }] : [];
  });
}

/** The names that a module lists in `__all__`. */
export function topLevelAll(module: Module): (Str & { readonly value: string })[] {
  return lists(module).flatMap(({ elements }) =>
    elements.filter((one): one is Str & { value: string } => one.type === 'Str' && one.value !== null),
  );
}

/** Takes names out of `__all__`. A list that would be empty stays as `[]`: what it says is that nothing is public. */
export function withoutListed(module: Module, text: string, names: ReadonlySet<string>): Edit[] {
  return lists(module).flatMap(({ statement, elements }) => {
    const items = elements.map((one) => ({
      start: one.start,
      end: one.end,
      text: one.type === 'Str' && names.has(one.value ?? '') ? null : text.slice(one.start, one.end),
    }));
    if (items.every((item) => item.text !== null)) return [];
    if (items.some((item) => item.text !== null)) return editList(text, items, []);
    const extends_ = statement.type !== 'Assign' && statement.type !== 'AnnAssign';
    if (extends_)
      return removeStatements(text, [{ node: statement, block: { statements: module.body, owners: [module] } }]);
    const first = elements[0];
    const last = elements.at(-1);
    if (!first || !last) return [];
    const end = last.end + (/^\s*,/.exec(text.slice(last.end))?.[0].length ?? 0);
    return [{ start: first.start, end, text: '' }];
  });
}
