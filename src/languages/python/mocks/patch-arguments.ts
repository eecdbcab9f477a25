import { mockReasons } from '../../../messages/reasons.js';
import type { Edit } from '../../../workspace/edit.js';
import type { Argument, Name } from '../nodes.js';
import { editList, type ListItem } from '../rewrite/lists.js';
import type { Scopes } from '../scopes.js';
import { tailName } from '../walk.js';
import type { PatchCall } from './handles.js';

type Asked = { readonly asks: string };

/** What the call that puts the mock in place says of it. */
export interface PatchArguments {
  readonly effect: Argument | null;
  readonly answer: Argument | null;
  /** `new_callable=AsyncMock` */
  readonly maker: Argument | null;
}

/** Refused where something else than a mock may be put in place. */
export function readPatch(text: string, { call }: PatchCall, isAsync: boolean): PatchArguments | Asked {
  const tail = tailName(call.callee);
  if (tail !== 'patch' && tail !== 'object') return { asks: mockReasons.replaced(tail ?? '…') };
  const rest = call.args.slice(tail === 'object' ? 2 : 1);
  const named = (name: string): Argument | null => rest.find((arg) => arg.name?.name === name) ?? null;
  const callable = named('new_callable');
  const maker = isAsync && callable && tailName(callable.value) === 'AsyncMock' ? callable : null;
  const read = { effect: named('side_effect'), answer: named('return_value'), maker };
  const odd = rest.find((arg) => arg !== read.effect && arg !== read.answer && arg !== maker);
  return odd ? { asks: mockReasons.replaced(text.slice(odd.start, odd.end).replace(/\s+/g, ' ').slice(0, 40)) } : read;
}

/**
 * `patch` mocks an async function with an `AsyncMock`, and a class with a `MagicMock`: what the call of either returns is
 * a mock of its own kind, unless something else is said. Null when the file has no name for `AsyncMock`, and cannot get one.
 */
export function keepAnswer(
  text: string,
  scopes: Scopes,
  { call }: PatchCall,
  { maker }: PatchArguments,
  isSaid: boolean,
): readonly Edit[] | null {
  if (isSaid && maker === null) return [];
  const items = call.args.map((arg): ListItem => ({ start: arg.start, end: arg.end, text: textOf(text, arg) }));
  const without = items.map((item) => (item.start === maker?.start ? { ...item, text: null } : item));
  if (isSaid) return editList(text, without, []);
  const asyncMock = maker ? { name: textOf(text, maker.value), edits: [] } : asyncMockOf(text, scopes, call.callee);
  if (asyncMock === null) return null;
  const said = `return_value=${asyncMock.name}()`;
  const edits = maker ? [{ start: maker.start, end: maker.end, text: said }] : editList(text, items, [said]);
  return [...edits, ...asyncMock.edits];
}

/** Beside the `patch` that is called: `mock.AsyncMock`, or imported with it. */
function asyncMockOf(
  text: string,
  scopes: Scopes,
  callee: PatchCall['call']['callee'],
): { readonly name: string; readonly edits: readonly Edit[] } | null {
  const patch = callee.type === 'Attribute' && callee.attr.name === 'object' ? callee.value : callee;
  if (patch.type === 'Attribute') return { name: `${textOf(text, patch.value)}.AsyncMock`, edits: [] };
  if (patch.type !== 'Name') return null;
  const [declared] = scopes.bindingAt(patch)?.declarations ?? [];
  const imported = declared && listOf(scopes, declared);
  const alias = imported?.names.find(({ bound }) => bound === declared);
  if (!imported || !alias || scopes.bindingAt(patch)?.declarations.length !== 1) return null;
  const known = scopes.module.bindings.get('AsyncMock');
  if (!known && scopes.freeAt('AsyncMock', scopes.bindingAt(patch)?.uses ?? []) && !scopes.globals.has('AsyncMock'))
    return { name: 'AsyncMock', edits: [{ start: alias.start, end: alias.start, text: 'AsyncMock, ' }] };
  const [name, ...more] = known?.declarations ?? [];
  const isIt =
    name &&
    more.length === 0 &&
    listOf(scopes, name)?.names.some((one) => one.bound === name && one.name === 'AsyncMock');
  return isIt && scopes.freeAt('AsyncMock', scopes.bindingAt(patch)?.uses ?? [])
    ? { name: 'AsyncMock', edits: [] }
    : null;
}

/** The `from unittest.mock import …` that binds it. */
function listOf(scopes: Scopes, declared: Name): ImportOfMocks | null {
  const statement = scopes.ancestorsOf(declared).at(-2);
  return statement?.type === 'ImportFrom' && /(?:^|\.)mock$/.test(statement.module) ? statement : null;
}

type ImportOfMocks = Extract<ReturnType<Scopes['ancestorsOf']>[number], { type: 'ImportFrom' }>;

function textOf(text: string, { start, end }: { readonly start: number; readonly end: number }): string {
  return text.slice(start, end);
}
