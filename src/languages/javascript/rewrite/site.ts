import type { Node, ObjectProperty, StringLiteral, TemplateLiteral } from '@babel/types';
import { finding, type Finding } from '../../../messages/findings.js';
import type { FindingCode } from '../../../messages/finding-texts.js';
import { applyEdits, type Edit, type Span } from '../../../workspace/edit.js';
import type { CallRule, Fate, ModuleId, RewriteJob } from '../../language.js';
import type { Reference, Unparsed } from '../../reference.js';
import type { Head } from '../calls/calls.js';
import { parse, type Parsed } from '../parse.js';
import { isReserved, mentions, plainUses } from '../scope/plain-uses.js';
import { analyse, renameEdits, type Binding, type Scope, type Scopes } from '../scope/scopes.js';
import { spanOf } from '../nodes.js';
import { walk } from '../walk.js';
import { ImportTable } from './import-table.js';
import { type Spec } from './import-lines.js';

export type Target = Extract<Fate, { kind: 'move' }>;

/** How this file comes by a factory: an import specifier, a property of a destructured module object, or that object itself. */
export interface FactoryBinding {
  /** Null: the file declares it itself. */
  readonly reference: Reference | null;
  /** Null: taken from the object in an expression, `require('./factory').create()`. */
  readonly binding: Binding | null;
  readonly spec: Spec | null;
  readonly property: ObjectProperty | null;
  /** The pattern or variable that takes it from `require()` or `import()`. */
  readonly holder: Head | null;
  /** Nothing needs it any longer. */
  gone: boolean;
}

/** One place where a factory is used. */
export interface FactoryUse {
  readonly head: Head;
  readonly rules: readonly CallRule[];
  readonly by: FactoryBinding;
}

/** A mock that was moved: the actual module asked for inside it moves the same way. */
export interface MovedMock {
  readonly start: number;
  readonly end: number;
  readonly from: ModuleId;
  readonly to: ModuleId;
}

/** The tokens of a file could be read, but its syntax is broken: found when the rewrite asks for more than tokens. */
export class DoesNotParse extends Error {
  constructor(readonly unparsed: Unparsed) {
    super(unparsed.error);
  }
}

/** The rewriting of one file under way: what was decided so far, and what the steps need to decide more. */
export class Site {
  readonly edits: Edit[] = [];
  readonly findings: Finding[] = [];
  readonly factoryUses: FactoryUse[] = [];
  readonly factories: FactoryBinding[] = [];
  readonly movedMocks: MovedMock[] = [];
  private readonly taken = new Set<string>();
  /** New names of bindings that were renamed: another binding must not take them as well. */
  private readonly renamed = new Set<string>();
  /** The same by the old names, of bindings at the top of the file. */
  private readonly newNames = new Map<string, string>();
  readonly table: ImportTable;
  rewritten = 0;
  private tree: Parsed | null = null;
  private analysed: Scopes | null = null;
  private literals: Map<number, { node: StringLiteral | TemplateLiteral; ancestors: readonly Node[] }> | null = null;

  constructor(readonly job: RewriteJob) {
    this.table = new ImportTable(job.text, job.references, (specifier) => this.moduleOf(specifier));
  }

  /** Only what the tokens cannot tell needs the parser. Throws `DoesNotParse`. */
  get parsed(): Parsed {
    if (this.tree) return this.tree;
    const parsed = parse(this.job.path, this.job.text);
    if ('error' in parsed) throw new DoesNotParse(parsed);
    return (this.tree = parsed);
  }

  get scopes(): Scopes {
    return (this.analysed ??= analyse(this.parsed.ast));
  }

  moduleOf(specifier: string): ModuleId | null {
    const resolution = this.job.resolve(specifier);
    if (resolution.kind === 'file') return resolution.path;
    return resolution.kind === 'package' ? `pkg:${resolution.name}` : null;
  }

  moved(...kinds: readonly Reference['kind'][]): [Reference, ModuleId][] {
    return [...this.job.moved].filter(([reference]) => kinds.includes(reference.kind));
  }

  report(code: FindingCode, line: number, detail: string): void {
    this.findings.push(finding(code, this.job.path, line, detail));
  }

  /** A name that a new top-level binding must not have: no scope of the file may know it, so any mention counts. */
  isTaken(name: string): boolean {
    return this.taken.has(name) || this.job.text.includes(name);
  }

  take(name: string): void {
    this.taken.add(name);
  }

  /** The string literal of a reference, with its ancestors. */
  literal(reference: Reference): { node: StringLiteral | TemplateLiteral; ancestors: readonly Node[] } {
    if (!this.literals) {
      const literals = (this.literals = new Map());
      walk(this.parsed.ast.program, (node, ancestors) => {
        if (node.type === 'StringLiteral' || node.type === 'TemplateLiteral')
          literals.set(spanOf(node).start, { node, ancestors: [...ancestors] });
      });
    }
    const found = this.literals.get(reference.span.start - 1);
    if (!found) throw new Error(`no literal at ${reference.span.start} of ${this.job.path}`);
    return found;
  }

  /** How this file spells the target in the manner of the reference; reports and returns null when it cannot. */
  spell(target: ModuleId, reference: Reference): string | null {
    const spelt = this.job.spell(target, reference.specifier);
    if (spelt === null) this.report('cannot-spell', reference.line, `${reference.specifier} -> ${target}`);
    const isNew = spelt !== null && /^\.\.?(\/|$)/.test(spelt) && !reference.specifier.startsWith('.');
    const other = isNew ? this.relativeStyle() : undefined;
    return (other && this.job.spell(target, other)) ?? spelt;
  }

  /** A specifier that shows how this file writes relative ones, where the one at hand cannot. */
  private relativeStyle(): string | undefined {
    const known = this.job.references.filter(
      ({ kind, specifier }) => kind !== 'string' && kind !== 'pattern' && specifier.startsWith('.'),
    );
    return known.find(({ specifier }) => this.job.resolve(specifier).kind === 'file')?.specifier;
  }

  setSpecifier(reference: Reference, specifier: string): void {
    this.edits.push({ ...reference.span, text: specifier });
  }

  binding(name: string): Binding | null {
    return this.scopes.module.bindings.get(name) ?? null;
  }

  /**
   * The name that a binding bears after the move. Aliases take the new name with all their uses; where that cannot be
   * proven safe the old local name stays (`New as Old`), with a finding. `twin`: what is in scope already, once the same
   * statement has moved.
   */
  newLocal(
    local: string,
    to: Target,
    typeOnly: boolean,
    line: number,
    twin: string | null = null,
  ): { local: string; merged: boolean } {
    if (!this.job.aliases.has(local) || local === to.name) return { local, merged: false };
    const present = twin ?? this.table.localOf(to.module, to.name, typeOnly);
    const wanted = present ?? to.name;
    // A default has no name of its own, and neither has a namespace.
    if (wanted === 'default' || wanted === '*') return { local, merged: false };
    if (wanted !== local && !isReserved(wanted) && this.rename(local, wanted, present !== null))
      return { local: wanted, merged: present !== null };
    this.report('kept-alias', line, `${to.name} as ${local}`);
    return { local, merged: false };
  }

  /** What a binding at the top of the file is called once what was decided so far is done. */
  nameAfter(local: string): string {
    return this.newNames.get(local) ?? local;
  }

  /** Renames all uses of a top-level binding, when every one of them would then see what it saw before. */
  rename(from: string, to: string, targetIsBound: boolean): boolean {
    const plain = this.plainUses(from, to, targetIsBound);
    if (plain) {
      this.renamed.add(to);
      this.newNames.set(from, to);
      for (const use of plain) this.edits.push({ ...use, text: to });
      return true;
    }
    const binding = this.binding(from);
    return binding !== null && this.renameBinding(binding, to, targetIsBound);
  }

  /** The uses of a name that one import statement binds, when the tokens prove that they may bear the other name. */
  private plainUses(from: string, to: string, targetIsBound: boolean): readonly Span[] | null {
    if (this.tree) return null;
    const imports = this.job.references.filter(({ kind, nested }) => kind === 'import' && !nested);
    const bound = imports.flatMap(({ names }) => names.map(({ local }) => local));
    if (bound.filter((local) => local === from).length !== 1) return null;
    if (!targetIsBound && (this.renamed.has(to) || bound.includes(to))) return null;
    const statements = imports.map(({ statement }) => statement);
    const uses = plainUses(this.job.path, this.job.text, from, statements);
    return uses && !mentions(without(this.job.text, statements), to) ? uses : null;
  }

  /** The same for any binding; its declaration is the caller's affair. */
  renameBinding(binding: Binding, to: string, targetIsBound: boolean): boolean {
    if (!targetIsBound && (this.renamed.has(to) || this.scopes.globals.has(to))) return false;
    for (let scope: Scope | null = binding.scope; scope !== null; scope = scope.parent)
      if (scope.dynamic || (scope.bindings.has(to) && !targetIsBound)) return false;
    if (!this.scopes.freeAt(to, binding.uses)) return false;
    this.renamed.add(to);
    if (binding.scope.parent === null) this.newNames.set(binding.name, to);
    for (const edit of renameEdits(binding, to)) this.edits.push(edit);
    return true;
  }

  /** Does a declaration at this place make a public name? */
  isExported(at: number): boolean {
    return this.parsed.ast.program.body.some((node) => {
      const { start, end } = spanOf(node);
      return node.type === 'ExportNamedDeclaration' && start <= at && at < end;
    });
  }
}

function without(text: string, spans: readonly Span[]): string {
  return applyEdits(
    text,
    spans.map(({ start, end }) => ({ start, end, text: '' })),
  );
}
