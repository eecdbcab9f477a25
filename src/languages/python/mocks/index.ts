import { mockReasons } from '../../../messages/reasons.js';
import type { Edit } from '../../../workspace/edit.js';
import type { MockedFactory, MockFate } from '../../language.js';
import { parse } from '../parse.js';
import { analyse, type Scopes, type Use } from '../scopes.js';
import type { Expression } from '../nodes.js';
import { walk } from '../walk.js';
import { constructionOf, type Construction } from './construction.js';
import { handleOf, isSetAtOnce, type Handle, type PatchCall } from './handles.js';
import { keepAnswer, readPatch } from './patch-arguments.js';
import { adaptEffect } from './side-effects.js';

/** What a mock answers whether it stands for a function or for a class. */
const NEUTRAL = new Set([
  'return_value',
  'called',
  'call_count',
  'assert_called',
  'assert_called_once',
  'assert_not_called',
  'reset_mock',
]);
/** What an async function's mock is asked, and a class's mock in its place: every call was awaited where it stood. */
const AWAITED: ReadonlyMap<string, string> = new Map([
  ['assert_awaited', 'assert_called'],
  ['assert_awaited_once', 'assert_called_once'],
  ['assert_not_awaited', 'assert_not_called'],
  ['assert_awaited_with', 'assert_called_with'],
  ['assert_awaited_once_with', 'assert_called_once_with'],
  ['assert_any_await', 'assert_any_call'],
  ['await_count', 'call_count'],
]);
const WITH_ARGUMENTS = new Set(['assert_called_with', 'assert_called_once_with', 'assert_any_call']);

/**
 * For each of these mocks of factories: what must change with it so that it stands for the class that is constructed
 * instead, or why it cannot.
 */
export function mocksOf(path: string, text: string, mocks: readonly MockedFactory[]): MockFate[] {
  const parsed = parse(path, text);
  if ('error' in parsed) return mocks.map(() => ({ asks: mockReasons.unseen() }));
  const calls = new Map<number, PatchCall>();
  const wanted = new Set(mocks.map(({ reference }) => reference.statement.start));
  walk(parsed.module, (node, ancestors) => {
    if (node.type === 'Call' && wanted.has(node.start))
      calls.set(keyOf(node), { call: node, ancestors: [...ancestors] });
  });
  const scopes = analyse(parsed.module, text);
  const placed = mocks.map(({ reference: { statement, specifier }, name, rules }): Placed => {
    const [construction = null, ...more] = rules.map(constructionOf);
    const async = rules.some((rule) => rule.async);
    const found = calls.get(keyOf(statement)) ?? null;
    const handle = found && handleOf(scopes, found);
    return { place: `${specifier}.${name}`, async, construction: more.length > 0 ? null : construction, found, handle };
  });
  return apart(placed.map((one) => new Mock(text, scopes, placed, one).fate()));
}

/** Of two changes in one place that are not the same neither is made. */
function apart(fates: readonly MockFate[]): MockFate[] {
  const all = fates.flatMap((fate) => ('edits' in fate ? fate.edits : []));
  const clashes = (a: Edit): boolean =>
    all.some(
      (b) => a.start < b.end && b.start < a.end && !(a.start === b.start && a.end === b.end && a.text === b.text),
    );
  return fates.map((fate) => ('edits' in fate && fate.edits.some(clashes) ? { asks: mockReasons.unseen() } : fate));
}

/** A mock where it stands in its file. */
interface Placed {
  /** Mocks of one place change together. */
  readonly place: string;
  /** Is the factory async? Its calls are awaited, those of the class are not. */
  readonly async: boolean;
  /** Null when a call's arguments cannot be told from the factory's. */
  readonly construction: Construction | null;
  readonly found: PatchCall | null;
  readonly handle: Handle | null;
}

/** Calls that begin at one place (`a.b(…).c(…)`) end at different ones. */
function keyOf({ start, end }: { readonly start: number; readonly end: number }): number {
  return start * 2 ** 26 + end;
}

class Mock {
  private readonly edits: Edit[] = [];
  /** Is it said what a call returns or raises, before the first one? */
  private said = false;

  constructor(
    private readonly text: string,
    private readonly scopes: Scopes,
    private readonly all: readonly Placed[],
    private readonly own: Placed,
  ) {}

  fate(): MockFate {
    const { found, handle, async } = this.own;
    if (!found || !handle) return { asks: mockReasons.unseen() };
    const read = readPatch(this.text, found, async);
    if ('asks' in read) return read;
    this.said = read.answer !== null || read.effect !== null || isSetAtOnce(handle, ['return_value', 'side_effect']);
    const effect = read.effect && this.effect(read.effect.value, 'side_effect');
    const asked = effect ?? handle.uses.map((use) => this.use(use)).find((one) => one !== null) ?? null;
    if (asked !== null) return { asks: asked };
    const kept = async ? keepAnswer(this.text, this.scopes, found, read, this.said) : [];
    return kept ? { edits: [...this.edits, ...kept] } : { asks: mockReasons.answer() };
  }

  /** Each returns why it could not stand for the class; null when it can, with the edits that this takes. */
  private use({ node, ancestors }: Use): string | null {
    const [parent, outer] = [ancestors.at(-1), ancestors.at(-2)];
    if (parent?.type !== 'Attribute' || parent.value !== node) return mockReasons.unseen();
    const { construction, async } = this.own;
    const asked = parent.attr.name;
    const name = (async ? AWAITED.get(asked) : undefined) ?? asked;
    const isSet = outer?.type === 'Assign' && outer.targets.includes(parent);
    if (name === 'side_effect' && isSet) return this.effect(outer.value, asked);
    if (WITH_ARGUMENTS.has(name) && outer?.type === 'Call' && outer.callee === parent) {
      const args = construction?.argumentsOf(this.text, outer) ?? null;
      if (args === null) return mockReasons.asked(asked);
      this.edits.push({ start: parent.end, end: outer.end, text: args });
    } else if (!NEUTRAL.has(name)) return mockReasons.asked(asked);
    if (name !== asked) this.edits.push({ start: parent.attr.start, end: parent.attr.end, text: name });
    return null;
  }

  private effect(value: Expression, asked: string): string | null {
    const edits = adaptEffect(this.scopes, value, this.own, (use) => this.isOurs(use));
    if (edits === null) return mockReasons.asked(asked);
    this.edits.push(...edits);
    return null;
  }

  /** Does this use of a function make it the effect of a mock of the same place? */
  private isOurs({ node, ancestors }: Use): boolean {
    const [parent, outer] = [ancestors.at(-1), ancestors.at(-2)];
    const mates = this.all.filter(({ place }) => place === this.own.place);
    if (parent?.type === 'Argument')
      return parent.name?.name === 'side_effect' && mates.some(({ found }) => found?.call === outer);
    if (parent?.type !== 'Assign' || parent.value !== node) return false;
    const [target, ...more] = parent.targets;
    if (target?.type !== 'Attribute' || target.attr.name !== 'side_effect' || more.length > 0) return false;
    return mates.some(({ handle }) => handle?.uses.some((use) => use.node === target.value));
  }
}
