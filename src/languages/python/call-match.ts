import { pythonReasons as reasons } from '../../messages/python.js';
import type { CallRule } from '../language.js';
import type { AnnAssign, Assign, Call, Expression, Name, Node } from './nodes.js';
import type { Signature, Template } from './template.js';

/** An expression that denotes the factory, with the nodes around it: from the module down, the parent last. */
export interface Head {
  readonly node: Expression;
  readonly ancestors: readonly Node[];
}

export interface CompiledRule {
  readonly rule: CallRule;
  readonly signature: Signature;
  readonly template: Template;
}

/** A rule of whose signature the first `done` steps have been met, with the calls among them. */
export interface Candidate {
  readonly compiled: CompiledRule;
  readonly done: number;
  readonly calls: readonly Call[];
}

export type Outcome =
  /** Whole signatures are met: the node can be replaced. */
  | { readonly kind: 'site'; readonly place: Head; readonly candidates: readonly Candidate[] }
  /** What is met so far is kept in a variable: go on from its uses. */
  | {
      readonly kind: 'local';
      readonly place: Head;
      readonly name: Name;
      readonly statement: Assign | AnnAssign;
      readonly candidates: readonly Candidate[];
    }
  | { readonly kind: 'stuck'; readonly place: Head; readonly reason: string };

/** Goes outwards from an expression that denotes the factory (or a part of the chain), step by step of the signatures. */
export function follow(text: string, from: Head, candidates: readonly Candidate[]): Outcome {
  let place = from;
  let current = candidates;
  for (;;) {
    const held = current.some(({ done }) => done > 0);
    const outer = held ? awaited(place) : place;
    const next = advance(outer, current);
    const parent = outer.ancestors.at(-1);
    if (next.length > 0 && parent) {
      current = next;
      place = { node: parent as Expression, ancestors: outer.ancestors.slice(0, -1) };
      continue;
    }
    const complete = current.filter(({ compiled, done }) => done === compiled.signature.steps.length);
    if (complete.length > 0) return { kind: 'site', place, candidates: complete };
    const kept = held ? keptIn(outer) : null;
    if (kept) return { kind: 'local', place: outer, ...kept, candidates: current };
    return { kind: 'stuck', place: outer, reason: reasonAt(text, outer, held) };
  }
}

function awaited(place: Head): Head {
  const parent = place.ancestors.at(-1);
  return parent?.type === 'Await' ? { node: parent, ancestors: place.ancestors.slice(0, -1) } : place;
}

function keptIn({ node, ancestors }: Head): { name: Name; statement: Assign | AnnAssign } | null {
  const parent = ancestors.at(-1);
  if (
    parent?.type === 'Assign' &&
    parent.value === node &&
    parent.targets.length === 1 &&
    parent.targets[0]?.type === 'Name'
  )
    return { name: parent.targets[0], statement: parent };
  return parent?.type === 'AnnAssign' && parent.value === node && parent.target.type === 'Name'
    ? { name: parent.target, statement: parent }
    : null;
}

function advance({ node, ancestors }: Head, candidates: readonly Candidate[]): Candidate[] {
  const parent = ancestors.at(-1);
  return candidates.flatMap((candidate) => {
    const step = candidate.compiled.signature.steps[candidate.done];
    const met = { ...candidate, done: candidate.done + 1 };
    if (step?.kind === 'member')
      return parent?.type === 'Attribute' && parent.value === node && parent.attr.name === step.name ? [met] : [];
    return step && parent?.type === 'Call' && parent.callee === node
      ? [{ ...met, calls: [...candidate.calls, parent] }]
      : [];
  });
}

/** Why nothing can be done with the factory (`held`: with what it returned) where it stands. */
function reasonAt(text: string, { node, ancestors }: Head, held: boolean): string {
  const parent = ancestors.at(-1);
  const brief = (one: Node): string => {
    const shown = text.slice(one.start, one.end).replace(/\s+/g, ' ');
    return shown.length > 40 ? `${shown.slice(0, 39)}…` : shown;
  };
  switch (parent?.type) {
    case 'Attribute':
      return (held ? reasons.asked : reasons.member)(parent.attr.name);
    case 'Argument': {
      const call = ancestors.at(-2);
      return call?.type === 'ClassDef'
        ? reasons.subclassed()
        : reasons.passed(call?.type === 'Call' ? brief(call.callee) : '…');
    }
    case 'Assign':
      return (held ? reasons.keptIn : reasons.kept)(brief(parent.targets[0] ?? parent));
    case 'AnnAssign':
      return parent.value === node
        ? (held ? reasons.keptIn : reasons.kept)(brief(parent.target))
        : reasons.annotation();
    case 'Parameter':
      return reasons.annotation();
    case 'Dict':
      return reasons.inObject();
    case 'List':
    case 'Tuple':
    case 'Set':
      return reasons.inArray();
    case 'Return':
      return reasons.returned();
    case 'FunctionDef':
    case 'ClassDef':
      return 'decorators' in parent && parent.decorators.includes(node) ? reasons.decorator() : reasons.annotation();
    default:
      return reasons.value();
  }
}
