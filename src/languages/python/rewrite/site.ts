import { finding, type Finding } from '../../../messages/findings.js';
import type { FindingCode } from '../../../messages/finding-texts.js';
import type { Edit } from '../../../workspace/edit.js';
import type { CallRule, Fate, ModuleId, Renamed, RewriteJob, Source, Taker } from '../../language.js';
import type { Reference, Unparsed } from '../../reference.js';
import type { Head } from '../call-match.js';
import type { Expression, Name, Node } from '../nodes.js';
import { parse, type Parsed } from '../parse.js';
import { analyse, type Binding, type Scopes } from '../scopes.js';
import { topLevelAll } from '../all.js';
import { binds, type Anchor, type Spec } from './import-lines.js';
import { ImportTable } from './import-table.js';
import { Renames } from './renames.js';

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

/** What a scan saw of a file is sound, but not all of it: found when the rewrite asks for the whole tree. */
export class DoesNotParse extends Error {
  constructor(readonly unparsed: Unparsed) {
    super(unparsed.error);
  }
}

/** The rewriting of one file under way: what was decided so far, and what the steps need to decide more. */
export class Site {
  readonly edits: Edit[] = [];
  readonly findings: Finding[] = [];
  readonly factories: FactoryBinding[] = [];
  readonly factoryUses: FactoryUse[] = [];
  readonly table: ImportTable;
  readonly renames: Renames;
  /** See `Rewrite.renamed`. */
  readonly followed = new Map<string, Renamed>();
  /** Names that leave the file's public surface: `__all__` loses them. */
  readonly dropped = new Set<string>();
  rewritten = 0;
  private tree: Parsed | null = null;
  private analysed: Scopes | null = null;

  constructor(readonly job: RewriteJob) {
    const resolve = (specifier: string): ModuleId | null => this.moduleOf(specifier);
    this.table = new ImportTable(job.text, job.references, resolve, () => this.parsed.module);
    this.renames = new Renames(this);
  }

  /** Only what the references cannot tell needs the parser. Throws `DoesNotParse`. */
  get parsed(): Parsed {
    if (this.tree) return this.tree;
    const parsed = parse(this.job.path, this.job.text);
    if ('error' in parsed) throw new DoesNotParse(parsed);
    return (this.tree = parsed);
  }

  get scopes(): Scopes {
    return (this.analysed ??= analyse(this.parsed.module, this.job.text));
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
    const bound = this.table.aliasOf(spec)?.bound;
    return bound ? this.scopes.bindingAt(bound) : null;
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

  /** Does this identifier import what the source is? */
  imports(declared: Name, source: Source): boolean {
    return this.table.lines.some(({ module, specs }) => {
      const spec = specs.find((one) => binds(one, declared));
      return spec && module && this.job.isSame({ module, name: spec.imported }, source);
    });
  }

  text(node: Expression | Node): string {
    return this.job.text.slice(node.start, node.end);
  }
}
