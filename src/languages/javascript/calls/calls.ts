import type { Node, VariableDeclarator } from '@babel/types';
import { type Edit, lineIndex, type Span } from '../../../workspace/edit.js';
import { EditSet } from '../../../workspace/edit-set.js';
import { keptReason, reasons } from '../../../messages/reasons.js';
import type { CallRule } from '../../language.js';
import { type Candidate, type CompiledRule, follow, type Outcome, type Place } from './match.js';
import { construct, removal } from './site.js';
import { isInside } from './text.js';
import { endOf, spanOf, startOf } from '../nodes.js';
import type { Parsed } from '../parse.js';
import { isFreeBetween, type Scopes } from '../scope/scopes.js';
import { readSignature, readTemplate } from './template.js';

/** An expression that denotes the factory: the identifier of a use, or `ns.create`. */
export interface Head {
  readonly node: Node;
  /** From the program down; the parent is last. */
  readonly ancestors: readonly Node[];
}

export interface CallsResult {
  /** All edits of the file: those given as `other` (some consumed by a replaced call) and ours. They do not overlap. */
  readonly edits: readonly Edit[];
  readonly rewritten: number;
  /** The free names of the templates that were used, by the head that asked for them. */
  readonly needs: ReadonlyMap<Head, ReadonlySet<string>>;
  /** 1-based lines. */
  readonly leftovers: readonly { readonly line: number; readonly reason: string }[];
  /** The heads that still need the name. */
  readonly remaining: ReadonlySet<Head>;
}

/**
 * Turns the calls of factories into construction. `other`: edits decided elsewhere in the same file; those inside a
 * replaced call are made in the argument texts. `localName` tells what a free name of a template is called in this file.
 */
export function rewriteCalls(
  parsed: Parsed,
  scopes: Scopes,
  heads: readonly { readonly head: Head; readonly rules: readonly CallRule[] }[],
  localName: (need: string) => string,
  other: readonly Edit[],
): CallsResult {
  const rewriter = new Rewriter(parsed, scopes, localName, other);
  for (const { head, rules } of heads) rewriter.add(head, rules);
  return rewriter.run();
}

/** What one head comes to: it is done with when everything that hangs on it succeeded. */
class Task {
  failed = false;
  readonly needs: Set<string>;

  constructor(
    readonly up: Task | null,
    /** The variable that keeps the instance, for the texts. */
    readonly keptIn: string | null,
  ) {
    this.needs = up?.needs ?? new Set();
  }

  fail(): void {
    this.failed = true;
    this.up?.fail();
  }
}

/** Something to do to a region. Smaller regions come first, so that arguments are finished before the call around them. */
interface Job {
  readonly size: number;
  run(): void;
}

/** The same few rules hold for hundreds of files. */
const COMPILED = new WeakMap<CallRule, CompiledRule | null>();

class Rewriter {
  private readonly edits: EditSet;
  private readonly lineOf: (offset: number) => number;
  private rewritten = 0;
  private readonly leftovers: { line: number; reason: string }[] = [];
  private readonly tasks = new Map<Head, Task>();
  private readonly jobs: Job[] = [];

  constructor(
    private readonly parsed: Parsed,
    private readonly scopes: Scopes,
    private readonly localName: (need: string) => string,
    other: readonly Edit[],
  ) {
    this.edits = new EditSet(other);
    this.lineOf = lineIndex(parsed.text);
  }

  add(head: Head, rules: readonly CallRule[]): void {
    const task = new Task(null, null);
    this.tasks.set(head, task);
    const compiled = rules.map((rule) => this.compile(rule)).filter((rule) => rule !== null);
    const candidates = compiled.map((rule) => ({ compiled: rule, done: 0, calls: [] }));
    this.schedule(follow(this.parsed, head, candidates), task);
  }

  run(): CallsResult {
    for (const job of this.jobs.sort((a, b) => a.size - b.size)) job.run();
    const leftovers = this.leftovers.sort((a, b) => a.line - b.line);
    const remaining = new Set([...this.tasks].flatMap(([head, { failed }]) => (failed ? [head] : [])));
    const needs = new Map([...this.tasks].map(([head, task]) => [head, task.needs]));
    return { edits: this.edits.all(), rewritten: this.rewritten, needs, leftovers, remaining };
  }

  private compile(rule: CallRule): CompiledRule | null {
    const known = COMPILED.get(rule);
    if (known !== undefined) return known;
    const signature = readSignature(rule.signature);
    const template = signature && readTemplate(rule.template, signature);
    const compiled = signature && template ? { rule, signature, template } : null;
    COMPILED.set(rule, compiled);
    return compiled;
  }

  private schedule(outcome: Outcome, task: Task): void {
    if (outcome.kind === 'stuck') this.leave(outcome.place.node, outcome.reason, task);
    else if (outcome.kind === 'local') this.scheduleLocal(outcome.place, outcome.declarator, outcome.candidates, task);
    else {
      const { place, candidates } = outcome;
      this.jobs.push({ size: sizeOf(place.node), run: () => this.replace(place, candidates, task) });
    }
  }

  /** The instance is kept in a variable: its uses are followed, and when all are done the declaration goes. */
  private scheduleLocal(
    place: Place,
    declarator: VariableDeclarator,
    candidates: readonly Candidate[],
    task: Task,
  ): void {
    const [list, declaration] = place.ancestors.slice(-3, -1);
    const binding = declarator.id.type === 'Identifier' ? this.scopes.bindingAt(declarator.id) : null;
    if (!binding || !list || !declaration) return this.leave(place.node, reasons.destructured(), task);
    const { name } = binding;
    if (!holdsStatements(list)) return this.leave(place.node, reasons.keptOddly(name), task);
    if (binding.declarations.length > 1 || binding.uses.some(({ write }) => write)) {
      return this.leave(place.node, reasons.keptIn(name), task);
    }
    // Arguments of the getter would be evaluated somewhere else, or more than once.
    const configured = candidates.some(({ calls }) => calls.some((call) => call.arguments.length > 0));
    if (configured) return this.leave(place.node, reasons.configured(name), task);
    const local = new Task(task, name);
    for (const use of binding.uses) this.schedule(follow(this.parsed, use, candidates), local);
    // The block is larger than every use in it, and smaller than every call around it.
    this.jobs.push({ size: sizeOf(list), run: () => this.remove(declarator, declaration, local) });
  }

  private replace(place: Place, candidates: readonly Candidate[], task: Task): void {
    let refused = '';
    for (const candidate of candidates) {
      const { template } = candidate.compiled;
      const needs = template.needs.map(({ node }) => node.name);
      const hidden =
        needs.map((need) => this.localName(need)).find((name) => !this.sees(place.node, name)) ??
        [...template.standard].find((name) => this.isDeclared(place.node, name));
      const edit =
        hidden === undefined
          ? construct(this.parsed, place, candidate, this.localName, this.edits.near(spanOf(place.node)))
          : { reason: reasons.shadowed(hidden) };
      if (!('reason' in edit)) {
        if (this.edits.near(edit).some((earlier) => overlaps(earlier, edit)))
          return this.leave(place.node, reasons.overlap(), task);
        this.put(edit);
        this.rewritten++;
        for (const need of needs) task.needs.add(need);
        return;
      }
      refused ||= edit.reason;
    }
    this.leave(place.node, refused, task);
  }

  /** What the template needs is bound at the top of the file, or where the factory was: no scope on the way may know the name. */
  private sees(node: Node, name: string): boolean {
    return isFreeBetween(name, this.scopes.scopeOf(node), this.scopes.module);
  }

  private isDeclared(node: Node, name: string): boolean {
    return this.scopes.module.bindings.has(name) || !this.sees(node, name);
  }

  private remove(declarator: VariableDeclarator, declaration: Node, local: Task): void {
    if (!local.failed) this.put({ ...removal(this.parsed, declarator, declaration), text: '' });
  }

  /** Edits inside a replaced region are consumed: their effect is in its text already. */
  private put(edit: Edit): void {
    this.edits.put(edit, (earlier) => isInside(earlier, edit));
  }

  private leave(node: Node, reason: string, task: Task): void {
    task.fail();
    const line = this.lineOf(startOf(node));
    this.leftovers.push({ line, reason: task.keptIn === null ? reason : keptReason(task.keptIn, reason) });
  }
}

function holdsStatements({ type }: Node): boolean {
  return (
    type === 'Program' ||
    type === 'BlockStatement' ||
    type === 'StaticBlock' ||
    type === 'SwitchCase' ||
    type === 'TSModuleBlock'
  );
}

/** Wants some of the same characters, and cannot be consumed. */
function overlaps(earlier: Edit, edit: Edit): boolean {
  return earlier.start < edit.end && edit.start < earlier.end && !isInside(earlier, edit);
}

function sizeOf(node: Node): number {
  const span: Span = { start: startOf(node), end: endOf(node) };
  return span.end - span.start;
}
