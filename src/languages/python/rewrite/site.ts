import { finding, type Finding } from '../../../messages/findings.js';
import type { FindingCode } from '../../../messages/finding-texts.js';
import type { Edit } from '../../../workspace/edit.js';
import type { CallRule, Fate, ModuleId, Renamed, RewriteJob, Source, Taker } from '../../language.js';
import type { Reference } from '../../reference.js';
import type { Head } from '../call-match.js';
import type { Expression, Name, Node } from '../nodes.js';
import type { Parsed } from '../parse.js';
import { analyse, renameEdits, type Binding, type Scope, type Scopes } from '../scopes.js';
import { topLevelAll } from '../all.js';
import type { Anchor, Spec } from './import-lines.js';
import { ImportTable } from './import-table.js';

export type Target = Extract<Fate, { kind: 'move' }>;

/** A factory seen in this file: where it is used, and what binds it (to be dropped once nothing needs it). */
export interface FactoryUse {
  readonly head: Head;
  readonly rules: readonly CallRule[];
  readonly bound: FactoryBinding;
}

export interface FactoryBinding {
  readonly binding: Binding;
  readonly local: string;
  /** Behind (or in place of) what the class is imported. */
  readonly anchor: Anchor | null;
  readonly uses: readonly Head[];
  /** It is offered to others under this name, so it must stay for now. */
  readonly keep: boolean;
  /** Mocks that name it here. */
  readonly mocks: readonly Taker[];
  /** 1-based, of the import. */
  readonly line: number;
  /** Takes the import away. */
  drop(): void;
}

/** A name of an import that goes to `to`. */
export interface Moving {
  readonly spec: Spec;
  readonly to: Target;
  readonly line: number;
}

/** The rewriting of one file under way: what was decided so far, and what the steps need to decide more. */
export class Site {
  readonly edits: Edit[] = [];
  readonly findings: Finding[] = [];
  readonly factories: FactoryBinding[] = [];
  readonly factoryUses: FactoryUse[] = [];
  readonly table: ImportTable;
  readonly scopes: Scopes;
  /** Bindings that get another name, decided before any statement is written. */
  private readonly renamed = new Map<Binding, string>();
  /** See `Rewrite.renamed`. */
  readonly followed = new Map<string, Renamed>();
  /** Names that leave the file's public surface: `__all__` loses them. */
  readonly dropped = new Set<string>();
  rewritten = 0;

  constructor(
    readonly job: RewriteJob,
    readonly parsed: Parsed,
  ) {
    this.scopes = analyse(parsed.module, parsed.text);
    this.table = new ImportTable(job.text, parsed.module, (specifier) => this.moduleOf(specifier));
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

  /** How this file spells the target in the manner of the reference; reports and returns null when it cannot. */
  spell(target: ModuleId, reference: Reference): string | null {
    const spelt = this.job.spell(target, reference.specifier);
    if (spelt === null) this.report('cannot-spell', reference.line, `${reference.specifier} -> ${target}`);
    return spelt;
  }

  /** Two imports of one module ask for the same edit of each use: it is made once. */
  edit(edit: Edit): void {
    const known = this.edits.some((one) => one.start === edit.start && one.end === edit.end && one.text === edit.text);
    if (!known) this.edits.push(edit);
  }

  bindingOf(spec: Spec): Binding | null {
    return spec.at?.bound ? this.scopes.bindingAt(spec.at.bound) : null;
  }

  /** Who takes the name of a top-level binding from outside. */
  takersOf(binding: Binding | null): readonly Taker[] {
    return binding?.scope.kind === 'module' ? this.job.takers(binding.name) : [];
  }

  /** Who needs the name of a top-level binding to stay, mocks aside. */
  takenBy(binding: Binding | null): Taker | null {
    return this.takersOf(binding).find(({ mock }) => !mock) ?? null;
  }

  isListed(name: string): boolean {
    return topLevelAll(this.parsed.module).some((part) => part.value === name);
  }

  /**
   * Decides which bindings are renamed: those under an old name of the canonical thing whose every import moves to the
   * same name, and whose every use would then see what it saw before. The others keep their name (`New as Old`).
   */
  planRenames(moving: readonly Moving[]): void {
    const groups = new Map<Binding, Moving[]>();
    for (const one of moving) {
      const binding = this.bindingOf(one.spec);
      const wanted =
        binding && this.job.aliases.has(one.spec.local) && one.spec.at?.asname === null && one.to.name !== '*';
      if (wanted && one.to.name !== one.spec.local) groups.set(binding, [...(groups.get(binding) ?? []), one]);
    }
    for (const [binding, group] of groups) {
      const [first] = group;
      if (!first) continue;
      const wanted = this.table.localOf(first.to.module, first.to.name, this.blockOf(first.spec)) ?? first.to.name;
      const why = this.cannotRename(binding, group, wanted);
      if (why !== null) {
        this.report('kept-alias', first.line, `${first.to.name} as ${binding.name}${why === '' ? '' : `: ${why}`}`);
        continue;
      }
      this.renamed.set(binding, wanted);
      if (this.takersOf(binding).length > 0) this.followed.set(binding.name, { name: wanted, rules: [] });
      for (const edit of renameEdits(this.scopes, binding, wanted)) this.edits.push(edit);
    }
  }

  private blockOf(spec: Spec): Anchor['block'] {
    const line = this.table.lines.find((one) => one.specs.includes(spec));
    return line?.block ?? { statements: this.parsed.module.body, owners: [this.parsed.module] };
  }

  /** Null when it can; else why not (`''`: scopes). */
  private cannotRename(binding: Binding, group: readonly Moving[], to: string): string | null {
    const imports = binding.declarations.filter((one) => this.scopes.ancestorsOf(one).at(-1)?.type === 'Alias');
    const [first] = group;
    const same = group.every((one) => one.to.module === first?.to.module && one.to.name === first.to.name);
    if (!same || imports.some((one) => !group.some(({ spec }) => spec.at?.bound === one))) return '';
    if (binding.scope.kind === 'class' || binding.scope.dynamic) return '';
    // The name of a function or class can be read while the program runs (`__name__`).
    if (binding.declarations.some((one) => isDefinition(this.scopes.ancestorsOf(one).at(-1)))) return '';
    if (binding.scope.kind === 'module' && this.isListed(binding.name)) return 'it stands in `__all__`';
    // A mock of one name must not come to stand for another one too.
    const [mock] = this.takersOf(binding);
    const taken = this.takenBy(binding) ?? (binding.scope.bindings.has(to) ? mock : undefined);
    if (taken) return `taken by ${placeOf(taken)}`;
    if (binding.uses.some((use) => use.shape === 'echo')) return '';
    return this.sees(to, binding, first?.to ?? null) ? null : '';
  }

  /** Would the name `to` in the binding's scope stand for the target alone, and be seen from all uses? */
  private sees(to: string, binding: Binding, target: Target | null): boolean {
    const { scope } = binding;
    const present = scope.bindings.get(to);
    if (present && !present.declarations.every((one) => this.isImportOf(one, target))) return false;
    // Two names become one: nothing may take either of them away, or put something else in its place.
    if (present && (isDeleted(present) || isDeleted(binding) || this.isRebound(binding))) return false;
    if (!present && this.isUsedFromOutside(to, scope)) return false;
    return this.scopes.freeAt(to, binding.uses);
  }

  private isRebound({ declarations }: Binding): boolean {
    return declarations.some((one) => this.scopes.ancestorsOf(one).at(-1)?.type !== 'Alias');
  }

  /** Does this identifier import what the source is? */
  imports(declared: Name, source: Source): boolean {
    return this.table.lines.some(({ module, specs }) => {
      const spec = specs.find(({ at }) => at?.bound === declared);
      return spec && module && this.job.isSame({ module, name: spec.imported }, source);
    });
  }

  private isImportOf(declaration: Name, target: Target | null): boolean {
    const spec = this.table.lines
      .flatMap((line) => line.specs.map((one) => ({ one, line })))
      .find(({ one }) => one.at?.bound === declaration);
    if (!spec || !target) return false;
    if (spec.line.module === target.module && spec.one.imported === target.name) return true;
    const fate = spec.line.module === null ? null : this.job.fate(spec.line.module, spec.one.imported);
    return fate?.kind === 'move' && fate.module === target.module && fate.name === target.name;
  }

  /** Is the name used in this scope though bound further out, or nowhere? */
  private isUsedFromOutside(name: string, scope: Scope): boolean {
    const outer = this.outerBinding(name, scope.parent);
    const uses = outer ? outer.uses : (this.scopes.globals.get(name) ?? []);
    return uses.some(({ node }) => isWithin(this.scopes.scopeOf(node), scope));
  }

  private outerBinding(name: string, scope: Scope | null): Binding | null {
    for (let at = scope; at; at = at.parent) {
      const found = at.kind === 'class' ? undefined : at.bindings.get(name);
      if (found) return found;
    }
    return null;
  }

  /** Does this scope, or one around it, have another binding of the name? */
  isBoundAround(name: string, { scope, name: own }: Binding): boolean {
    return (name !== own && scope.bindings.has(name)) || this.outerBinding(name, scope.parent) !== null;
  }

  /** The name that an import of the target has here, after renames. */
  localFor(spec: Spec): string {
    const binding = this.bindingOf(spec);
    return (binding && this.renamed.get(binding)) ?? spec.local;
  }

  text(node: Expression | Node): string {
    return this.job.text.slice(node.start, node.end);
  }
}

/** For messages: who takes a name, and in which line (1-based). */
export function placeOf({ path, line }: Taker): string {
  return `${path}:${line}`;
}

function isDefinition(node: Node | undefined): boolean {
  return node?.type === 'ClassDef' || node?.type === 'FunctionDef';
}

function isDeleted({ uses }: Binding): boolean {
  return uses.some(({ shape }) => shape === 'delete');
}

function isWithin(scope: Scope, outer: Scope): boolean {
  for (let at: Scope | null = scope; at; at = at.parent) if (at === outer) return true;
  return false;
}
