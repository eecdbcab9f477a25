import type { Edit } from '../../../workspace/edit.js';
import type { Taker } from '../../language.js';
import type { Reference } from '../../reference.js';
import type { Name, Node } from '../nodes.js';
import { plainUses } from '../plain/plain-uses.js';
import { renameEdits, type Binding, type Scope } from '../scopes.js';
import { binds, isAliased, type Spec } from './import-lines.js';
import type { Moving, Site, Target } from './site.js';
import { placeOf } from './takers.js';

/** Names of import statements that belong together: at least one. */
type Group = readonly [Moving, ...Moving[]];

/** Names for those of a file's bindings that are imported under an old name of the canonical thing. */
export class Renames {
  private readonly done = new Map<Spec, string>();

  constructor(private readonly site: Site) {}

  /** The name that an import of the target has here, after renames. */
  localFor(spec: Spec): string {
    return this.done.get(spec) ?? spec.local;
  }

  /**
   * Decides which bindings are renamed: those under an old name of the canonical thing whose every import moves to the
   * same name, and whose every use would then see what it saw before. The others keep their name (`New as Old`).
   */
  plan(moving: readonly Moving[]): void {
    const { aliases, text } = this.site.job;
    const wanted = moving.filter(
      ({ spec, to }) => aliases.has(spec.local) && to.name !== spec.local && to.name !== '*' && !isAliased(text, spec),
    );
    for (const group of groupsOf(wanted, ({ spec }) => spec.local))
      if (!this.renamePlainly(group))
        for (const one of groupsOf(group, ({ spec }) => this.site.bindingOf(spec))) this.renameBinding(one);
  }

  /** All bindings of one name, when the tokens prove what their uses are; false when only the scopes can tell. */
  private renamePlainly(group: Group): boolean {
    const { job, table } = this.site;
    const [{ spec, to }] = group;
    const statements = new Map(group.map((one) => [table.lineWith(one.spec)?.reference?.statement.start ?? -1, one]));
    if (statements.size < group.length || !isOneTarget(group) || !this.isAlone(group)) return false;
    const bindings = plainUses(job.text, spec.local, to.name, new Set(statements.keys()));
    for (const { isTop, imports, uses } of bindings ?? []) {
      const [first, ...more] = imports.flatMap((start) => statements.get(start) ?? []);
      if (!first) continue;
      const takers = isTop ? job.takers(spec.local) : [];
      const taken = takers.find(({ mock }) => !mock);
      if (taken) this.keep(first, takenReason(taken));
      else {
        const edits = uses.map((use) => ({ ...use, text: to.name }));
        this.rename([first, ...more], to.name, takers, edits);
      }
    }
    return bindings !== null;
  }

  /** Does no other import bind either of the names, or take the new one from its module? */
  private isAlone(group: Group): boolean {
    const { job, table } = this.site;
    const [{ spec, to }] = group;
    const names = [spec.local, to.name];
    const others = table.lines.filter(({ specs }) =>
      specs.some((one) => names.includes(one.local) && !group.some((own) => own.spec === one)),
    );
    const hosts = table.lines.filter(
      ({ module, specs }) => module === to.module && specs.some(({ imported }) => imported === to.name),
    );
    return others.length + hosts.length === 0 && !job.references.some((one) => names.includes(moduleNameOf(one)));
  }

  private renameBinding(group: Group): void {
    const [first] = group;
    const binding = this.site.bindingOf(first.spec);
    if (!binding) return;
    const { table, scopes } = this.site;
    const place = table.lineWith(first.spec)?.place ?? null;
    const wanted = table.localOf(first.to.module, first.to.name, place) ?? first.to.name;
    const why = this.cannotRename(binding, group, wanted);
    if (why !== null) this.keep(first, why);
    else this.rename(group, wanted, this.site.takersOf(binding), renameEdits(scopes, binding, wanted));
  }

  private keep({ spec, to, line }: Moving, why: string): void {
    this.site.report('kept-alias', line, `${to.name} as ${spec.local}${why === '' ? '' : `: ${why}`}`);
  }

  private rename(group: Group, to: string, takers: readonly Taker[], edits: readonly Edit[]): void {
    for (const { spec } of group) this.done.set(spec, to);
    if (takers.length > 0) this.site.followed.set(group[0].spec.local, { name: to, rules: [] });
    for (const edit of edits) this.site.edits.push(edit);
  }

  /** Null when it can; else why not (`''`: scopes). */
  private cannotRename(binding: Binding, group: Group, to: string): string | null {
    const [first] = group;
    const imports = binding.declarations.filter((one) => this.parentOf(one)?.type === 'Alias');
    if (!isOneTarget(group) || imports.some((one) => !group.some(({ spec }) => binds(spec, one)))) return '';
    if (binding.scope.kind === 'class' || binding.scope.dynamic) return '';
    // The name of a function or class can be read while the program runs (`__name__`).
    if (binding.declarations.some((one) => isDefinition(this.parentOf(one)))) return '';
    if (binding.scope.kind === 'module' && this.site.isListed(binding.name)) return 'it stands in `__all__`';
    // A mock of one name must not come to stand for another one too.
    const [mock] = this.site.takersOf(binding);
    const taken = this.site.takenBy(binding) ?? (binding.scope.bindings.has(to) ? mock : undefined);
    if (taken) return takenReason(taken);
    if (binding.uses.some((use) => use.shape === 'echo')) return '';
    return this.sees(to, binding, first.to) ? null : '';
  }

  private parentOf(declaration: Name): Node | undefined {
    return this.site.scopes.ancestorsOf(declaration).at(-1);
  }

  /** Would the name `to` in the binding's scope stand for the target alone, and be seen from all uses? */
  private sees(to: string, binding: Binding, target: Target): boolean {
    const { scope } = binding;
    const present = scope.bindings.get(to);
    if (present && !present.declarations.every((one) => this.isImportOf(one, target))) return false;
    // Two names become one: nothing may take either of them away, or put something else in its place.
    if (present && (isDeleted(present) || isDeleted(binding) || this.isRebound(binding))) return false;
    if (!present && this.isUsedFromOutside(to, scope)) return false;
    return this.site.scopes.freeAt(to, binding.uses);
  }

  private isRebound({ declarations }: Binding): boolean {
    return declarations.some((one) => this.parentOf(one)?.type !== 'Alias');
  }

  private isImportOf(declaration: Name, target: Target): boolean {
    const spec = this.site.table.lines
      .flatMap((line) => line.specs.map((one) => ({ one, line })))
      .find(({ one }) => binds(one, declaration));
    if (!spec) return false;
    if (spec.line.module === target.module && spec.one.imported === target.name) return true;
    const fate = spec.line.module === null ? null : this.site.job.fate(spec.line.module, spec.one.imported);
    return fate?.kind === 'move' && fate.module === target.module && fate.name === target.name;
  }

  /** Is the name used in this scope though bound further out, or nowhere? */
  private isUsedFromOutside(name: string, scope: Scope): boolean {
    const { scopes } = this.site;
    const outer = outerBinding(name, scope.parent);
    const uses = outer ? outer.uses : (scopes.globals.get(name) ?? []);
    return uses.some(({ node }) => isWithin(scopes.scopeOf(node), scope));
  }
}

/** Does the binding's scope, or one around it, have another binding of the name? */
export function isBoundAround(name: string, { scope, name: own }: Binding): boolean {
  return (name !== own && scope.bindings.has(name)) || outerBinding(name, scope.parent) !== null;
}

function outerBinding(name: string, scope: Scope | null): Binding | null {
  for (let at = scope; at; at = at.parent) {
    const found = at.kind === 'class' ? undefined : at.bindings.get(name);
    if (found) return found;
  }
  return null;
}

/** Those with the same key, in the order in which they come; those without one are left out. */
function groupsOf(moving: readonly Moving[], keyOf: (one: Moving) => unknown): Group[] {
  const groups = new Map<unknown, [Moving, ...Moving[]]>();
  for (const one of moving) {
    const key = keyOf(one);
    const known = groups.get(key);
    if (known) known.push(one);
    else if (key !== null) groups.set(key, [one]);
  }
  return [...groups.values()];
}

function isOneTarget([{ to }, ...more]: Group): boolean {
  return more.every((one) => one.to.module === to.module && one.to.name === to.name);
}

/** What `import a.b` binds; '' for other references. */
function moduleNameOf({ kind, names: [name], specifier }: Reference): string {
  if (kind !== 'import' || name?.imported !== '*') return '';
  return name.local ?? specifier.split('.', 1)[0] ?? '';
}

function takenReason(taker: Taker): string {
  return `taken by ${placeOf(taker)}`;
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
