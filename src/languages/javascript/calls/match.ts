import type { Node, VariableDeclarator } from '@babel/types';
import type { CallRule } from '../../language.js';
import { reasons } from '../../../messages/reasons.js';
import type { Call } from './text.js';
import { endOf, isTransparent, keyName, startOf } from '../nodes.js';
import type { Parsed } from '../parse.js';
import type { Signature, Template } from './template.js';

/** A node with the nodes around it: from the program down, the parent last. */
export interface Place {
  readonly node: Node;
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
  | { readonly kind: 'site'; readonly place: Place; readonly candidates: readonly Candidate[] }
  /** What is met so far is kept in a variable: go on from its uses. */
  | {
      readonly kind: 'local';
      readonly place: Place;
      readonly declarator: VariableDeclarator;
      readonly candidates: readonly Candidate[];
    }
  | { readonly kind: 'stuck'; readonly place: Place; readonly reason: string };

/** Goes outwards from an expression that denotes the factory (or a part of the chain), step by step of the signatures. */
export function follow(parsed: Parsed, from: Place, candidates: readonly Candidate[]): Outcome {
  let place = from;
  let current = candidates;
  for (;;) {
    const held = current.some(({ done }) => done > 0);
    const outer = outermost(place, held);
    const next = advance(outer, current);
    const parent = outer.ancestors.at(-1);
    if (next.length > 0 && parent !== undefined) {
      current = next;
      place = { node: parent, ancestors: outer.ancestors.slice(0, -1) };
      continue;
    }
    const complete = current.filter(({ compiled, done }) => done === compiled.signature.steps.length);
    if (complete.length > 0) return { kind: 'site', place, candidates: complete };
    if (held && parent?.type === 'VariableDeclarator' && parent.init === outer.node) {
      return { kind: 'local', place: outer, declarator: parent, candidates: current };
    }
    return { kind: 'stuck', place: outer, reason: reasonAt(parsed, outer, held) };
  }
}

/** Leaves wrappers behind; an `await` too, when there is a value already that may be a promise. */
function outermost(place: Place, held: boolean): Place {
  const parent = place.ancestors.at(-1);
  const wraps = parent !== undefined && (isTransparent(parent) || (held && parent.type === 'AwaitExpression'));
  return wraps ? outermost({ node: parent, ancestors: place.ancestors.slice(0, -1) }, held) : place;
}

function advance(place: Place, candidates: readonly Candidate[]): Candidate[] {
  const parent = place.ancestors.at(-1);
  return candidates.flatMap((candidate) => {
    const step = candidate.compiled.signature.steps[candidate.done];
    const met = { ...candidate, done: candidate.done + 1 };
    if (step?.kind === 'member' && parent?.type === 'MemberExpression' && parent.object === place.node) {
      return keyName(parent.property, parent.computed) === step.name ? [met] : [];
    }
    const type = step?.kind === 'call' ? 'CallExpression' : 'NewExpression';
    if (parent?.type !== 'CallExpression' && parent?.type !== 'NewExpression') return [];
    const called = step?.kind !== 'member' && parent.type === type && parent.callee === place.node;
    return step !== undefined && called ? [{ ...met, calls: [...candidate.calls, parent] }] : [];
  });
}

/** Why nothing can be done with the factory (`held`: with what it returned) where it stands. */
function reasonAt(parsed: Parsed, { node, ancestors }: Place, held: boolean): string {
  const parent = ancestors.at(-1);
  switch (parent?.type) {
    case 'OptionalCallExpression':
    case 'OptionalMemberExpression':
      return reasons.optionalCall();
    case 'MemberExpression': {
      const name = keyName(parent.property, parent.computed) ?? '[…]';
      return held ? reasons.asked(name) : reasons.member(name);
    }
    case 'CallExpression':
    case 'NewExpression':
      return callReason(parsed, parent, node);
    case 'VariableDeclarator':
      if (parent.id.type !== 'Identifier') return reasons.destructured();
      return (held ? reasons.keptIn : reasons.kept)(parent.id.name);
    case 'AssignmentExpression':
      if (parent.left === node) return reasons.assigned();
      return (held ? reasons.keptIn : reasons.kept)(brief(parsed, parent.left));
    case 'ClassProperty':
      return (held ? reasons.keptIn : reasons.kept)(brief(parsed, parent.key));
    default:
      return parent === undefined ? reasons.value() : plainReason(parsed, parent, node);
  }
}

function callReason(parsed: Parsed, parent: Call, node: Node): string {
  if (parent.callee === node) return parent.type === 'NewExpression' ? reasons.construct() : reasons.value();
  const callee = brief(parsed, parent.callee);
  return (/^(jest|vi)\.(mocked|spyOn)$/.test(callee) ? reasons.mocked : reasons.passed)(callee);
}

function plainReason(parsed: Parsed, parent: Node, node: Node): string {
  switch (parent.type) {
    case 'ObjectProperty':
      return reasons.inObject();
    case 'ArrayExpression':
      return reasons.inArray();
    case 'ReturnStatement':
    case 'ArrowFunctionExpression':
      return reasons.returned();
    case 'ExportSpecifier':
    case 'ExportDefaultDeclaration':
    case 'TSExportAssignment':
      return reasons.reexported();
    case 'TSTypeQuery':
    case 'TSQualifiedName':
    case 'GenericTypeAnnotation':
      return reasons.typeTaken(brief(parsed, node));
    case 'ClassDeclaration':
    case 'ClassExpression':
      return reasons.subclassed();
    case 'TaggedTemplateExpression':
      return reasons.tagged();
    case 'Decorator':
      return reasons.decorator();
    case 'JSXOpeningElement':
    case 'JSXClosingElement':
    case 'JSXMemberExpression':
      return reasons.element();
    default:
      return reasons.value();
  }
}

function brief(parsed: Parsed, node: Node): string {
  const text = parsed.text.slice(startOf(node), endOf(node)).replace(/\s+/g, ' ');
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
