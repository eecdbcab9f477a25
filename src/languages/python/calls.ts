import { pythonReasons as reasons } from '../../messages/python.js';
import { keptReason } from '../../messages/reasons.js';
import { contains, type Edit } from '../../workspace/edit.js';
import { EditSet } from '../../workspace/edit-set.js';
import type { CallRule } from '../language.js';
import { substitute } from './arguments.js';
import { leftmost, overlaps, Task } from './call-task.js';
import { follow, type Candidate, type CompiledRule, type Head, type Outcome } from './call-match.js';
import { makesAsync } from './awaits.js';
import type { Node } from './nodes.js';
import type { Parsed } from './parse.js';
import { blocksOf, removeStatements } from './rewrite/blocks.js';
import type { Scope, Scopes } from './scopes.js';
import { readSignature, readTemplate, takesAny } from './template.js';

export interface FactoryHead {
  readonly head: Head;
  readonly rules: readonly CallRule[];
  /** The scope in which the factory's name is bound: what the template needs is imported there. */
  readonly bound: { readonly binding: { readonly scope: Scope } };
}

export interface CallsResult {
  /** All edits of the file: those given as `other` (some consumed by a replaced call) and ours. They do not overlap. */
  readonly edits: readonly Edit[];
  readonly rewritten: number;
  /** The free names of the templates that were used, by the head of the call. */
  readonly needs: ReadonlyMap<Head, ReadonlySet<string>>;
  /** 1-based lines. */
  readonly leftovers: readonly { readonly line: number; readonly reason: string }[];
  /** The heads that still need the name. */
  readonly remaining: ReadonlySet<Head>;
}

/**
 * Turns the calls of factories into construction. `other`: edits decided elsewhere in the same file; those inside a
 * replaced call are made in the argument texts. `localName` tells what a free name of a template is called for a head.
 */
export function rewriteCalls(
  parsed: Parsed,
  scopes: Scopes,
  heads: readonly FactoryHead[],
  localName: (head: Head, need: string) => string,
  other: readonly Edit[],
): CallsResult {
  const rewriter = new Rewriter(parsed, scopes, localName, other);
  for (const one of heads) rewriter.add(one);
  return rewriter.run();
}

/** Something to do to a region. Smaller regions come first, so that arguments are finished before the call around them. */
interface Job {
  readonly size: number;
  run(): void;
}

class Rewriter {
  private readonly edits: EditSet;
  private rewritten = 0;
  private readonly needs = new Map<Head, Set<string>>();
  private readonly leftovers: { line: number; reason: string }[] = [];
  private readonly tasks = new Map<Head, Task>();
  private readonly jobs: Job[] = [];
  private readonly compiled = new Map<CallRule, CompiledRule | null>();

  constructor(
    private readonly parsed: Parsed,
    private readonly scopes: Scopes,
    private readonly localName: (head: Head, need: string) => string,
    other: readonly Edit[],
  ) {
    this.edits = new EditSet(other);
  }

  add({ head, rules, bound }: FactoryHead): void {
    const task = new Task(head, bound.binding.scope, null, null);
    this.tasks.set(head, task);
    const compiled = rules.map((rule) => this.compile(rule)).filter((rule) => rule !== null);
    const candidates = compiled.map((rule) => ({ compiled: rule, done: 0, calls: [] }));
    this.schedule(follow(this.parsed.text, head, candidates), task);
  }

  run(): CallsResult {
    for (const job of this.jobs.sort((a, b) => a.size - b.size)) job.run();
    const leftovers = this.leftovers.sort((a, b) => a.line - b.line);
    const remaining = new Set([...this.tasks].flatMap(([head, { failed }]) => (failed ? [head] : [])));
    return { edits: this.edits.all(), rewritten: this.rewritten, needs: this.needs, leftovers, remaining };
  }

  private compile(rule: CallRule): CompiledRule | null {
    const known = this.compiled.get(rule);
    if (known !== undefined) return known;
    const signature = readSignature(rule.signature);
    const template = signature && readTemplate(rule.template, signature);
    const compiled = signature && template ? { rule, signature, template } : null;
    this.compiled.set(rule, compiled);
    return compiled;
  }

  private schedule(outcome: Outcome, task: Task): void {
    if (outcome.kind === 'stuck') this.leave(outcome.place.node, outcome.reason, task);
    else if (outcome.kind === 'local') this.scheduleLocal(outcome, task);
    else {
      const { place, candidates } = outcome;
      this.jobs.push({ size: place.node.end - place.node.start, run: () => this.replace(place, candidates, task) });
    }
  }

  /** The instance is kept in a variable: its uses are followed, and when all are done the assignment goes. */
  private scheduleLocal({ place, name, statement, candidates }: Extract<Outcome, { kind: 'local' }>, task: Task): void {
    const binding = this.scopes.bindingAt(name);
    const block = blocksOf(this.parsed.module).find((one) => one.statements.includes(statement));
    if (!binding || !block || binding.scope.kind === 'class' || binding.scope.kind === 'module')
      return this.leave(place.node, reasons.keptIn(name.name), task);
    if (binding.declarations.length > 1 || binding.uses.some(({ shape }) => shape !== 'plain') || binding.scope.dynamic)
      return this.leave(place.node, reasons.keptIn(name.name), task);
    // Arguments of the getter would be evaluated somewhere else, or more than once.
    if (candidates.some(({ calls }) => calls.some(({ args }) => args.length > 0)))
      return this.leave(place.node, reasons.configured(name.name), task);
    const local = new Task(task.head, task.scope, task, name.name);
    for (const use of binding.uses) this.schedule(follow(this.parsed.text, use, candidates), local);
    const last = block.statements.at(-1);
    const size = (last?.end ?? 0) - (block.statements[0]?.start ?? 0);
    const remove = (): void => {
      if (!local.failed)
        for (const edit of removeStatements(this.parsed.text, [{ node: statement, block }])) this.put(edit);
    };
    this.jobs.push({ size, run: remove });
  }

  private replace(place: Head, candidates: readonly Candidate[], task: Task): void {
    let refused = '';
    for (const candidate of candidates) {
      const made = this.construct(place, candidate, task);
      if ('reason' in made) {
        refused ||= made.reason;
        continue;
      }
      if (this.edits.near(made).some((earlier) => overlaps(earlier, made)))
        return this.leave(place.node, reasons.overlap(), task);
      this.put(made);
      this.rewritten++;
      const needs = this.needs.get(task.head) ?? new Set();
      for (const { node } of candidate.compiled.template.needs) needs.add(node.name);
      this.needs.set(task.head, needs);
      return;
    }
    this.leave(place.node, refused, task);
  }

  private construct(
    place: Head,
    { compiled: { rule, signature, template }, calls }: Candidate,
    task: Task,
  ): Edit | { reason: string } {
    const parent = place.ancestors.at(-1);
    const waits = parent?.type === 'Await';
    if (rule.async && !waits) return { reason: reasons.notAwaited() };
    if (rule.async && makesAsync(place)) return { reason: reasons.asyncGenerator() };
    const whole: Head = waits && rule.async ? { node: parent, ancestors: place.ancestors.slice(0, -1) } : place;
    const local = (need: string): string => this.localName(task.head, need);
    const hidden = template.needs.find(({ node }) => !this.sees(place.node, local(node.name), task.scope));
    if (hidden) return { reason: reasons.shadowed(local(hidden.node.name)) };
    const text = substitute(this.parsed.text, template, signature, calls, local, this.edits.near(whole.node));
    if (typeof text !== 'string') return text;
    const tight =
      template.expression.type === 'Call' ||
      template.expression.type === 'Name' ||
      template.expression.type === 'Attribute';
    const outer = whole.ancestors.at(-1);
    const span =
      tight &&
      waits &&
      whole.node.paren &&
      (outer?.type === 'Attribute' || outer?.type === 'Subscript' || outer?.type === 'Call')
        ? whole.node.paren
        : whole.node;
    return {
      start: span.start,
      end: span.end,
      text: tight || whole.node.paren || takesAny(outer) ? text : `(${text})`,
    };
  }

  /** Would the name, looked up here, be the one of the scope in which it is imported? */
  private sees(node: Node, name: string, target: Scope): boolean {
    const from = leftmost(node);
    for (let at: Scope | null = from && this.scopes.scopeOf(from); at && at !== target; at = at.parent)
      if (at.bindings.has(name) || at.dynamic) return false;
    return true;
  }

  /** Edits inside a replaced region are consumed: their effect is in its text already. */
  private put(edit: Edit): void {
    this.edits.put(edit, (earlier) => edit.start < edit.end && contains(edit, earlier));
  }

  private leave(node: Node, reason: string, task: Task): void {
    task.fail();
    this.leftovers.push({
      line: this.parsed.lineOf(node.start),
      reason: task.keptIn === null ? reason : keptReason(task.keptIn, reason),
    });
  }
}
