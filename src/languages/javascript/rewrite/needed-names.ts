import type { Source } from '../../language.js';
import type { Reference } from '../../reference.js';
import { moduleExports } from '../scan/exports.js';
import { spanOf } from '../nodes.js';
import type { Line, Spec } from './import-lines.js';
import { newlineOf, quoteAt } from './layout.js';
import type { Site } from './site.js';

/** What the free names of call templates are called in one file: as they are bound there, else as they will be. */
export class NeededNames {
  private readonly names = new Map<string, string>();
  private readonly bound = new Set<string>();

  constructor(private readonly site: Site) {}

  local(need: string): string {
    const known = this.names.get(need);
    if (known !== undefined) return known;
    const name = this.present(need) ?? this.twin(need) ?? this.typeOnly(need)?.spec.local ?? this.free(need);
    this.names.set(need, name);
    return name;
  }

  /** Is it in scope at the top of the file, once what was decided so far is done? */
  isBound(need: string): boolean {
    return this.bound.has(need) || this.present(need) === this.local(need);
  }

  /** Two templates may call one thing by two names (an alias, say): the file calls it by one. */
  private twin(need: string): string | null {
    const source = this.site.job.provides(need);
    for (const [other, name] of this.names) {
      const its = this.site.job.provides(other);
      if (source && its && this.site.job.isSame(its, source)) return name;
    }
    return null;
  }

  /** How the file names the module that a need comes from, in the manner of a reference; reports when it cannot. */
  specifier(need: string, like: Reference): string | null {
    const source = this.site.job.provides(need);
    return source && this.site.spell(source.module, like);
  }

  /** `{ Manager }`, `{ Manager: Manager2 }`: what takes the needs out of a module object. */
  pattern(needs: readonly string[]): string {
    const items = needs.map((need) => {
      const name = this.site.job.provides(need)?.name ?? need;
      return name === this.local(need) ? name : `${name}: ${this.local(need)}`;
    });
    return `{ ${items.join(', ')} }`;
  }

  /** By an import statement; by `require` in a file that knows nothing else. */
  bindAtTop(need: string, like: Reference): void {
    const source = this.site.job.provides(need);
    const specifier = this.specifier(need, like);
    if (!source || specifier === null || source.module === this.site.job.path) return;
    this.bound.add(need);
    if (like.kind === 'require' && !isModule(this.site)) return this.require(need, specifier, like);
    const type = this.typeOnly(need);
    // The name may be bound once only: what was a type-only import of it becomes one of the value.
    if (type) type.spec.gone = true;
    const anchor = type?.line ?? this.site.table.lineOf(like.statement.start);
    const spec = { imported: source.name, local: this.local(need), typeOnly: false };
    this.site.table.put(source.module, type?.line.specifier ?? specifier, spec, false, anchor);
  }

  private require(need: string, specifier: string, like: Reference): void {
    const { text } = this.site.job;
    const statement = this.site.parsed.ast.program.body.find((one) => spanOf(one).end > like.span.start);
    const at = statement ? spanOf(statement).start : 0;
    const quote = quoteAt(text, like.span.start);
    const written = `const ${this.pattern([need])} = require(${quote}${specifier}${quote});${newlineOf(text)}`;
    this.site.edits.push({ start: at, end: at, text: written });
  }

  private present(need: string): string | null {
    const source = this.site.job.provides(need);
    if (!source) return need;
    if (source.module === this.site.job.path) return this.declared(source.name);
    return this.imported(source) ?? this.required(source);
  }

  /** What an export of the file is called inside it. */
  private declared(name: string): string | null {
    const local =
      moduleExports(this.site.parsed, this.site.job.references).find((one) => one.name === name)?.local ?? null;
    return local?.startsWith('*') === true ? null : local;
  }

  private imported(source: Source): string | null {
    for (const { module, specs } of this.site.table.lines)
      for (const { gone, typeOnly, imported, local } of specs)
        if (
          !gone &&
          !typeOnly &&
          module !== null &&
          imported !== '*' &&
          this.site.job.isSame({ module, name: imported }, source)
        )
          return local;
    return null;
  }

  private required(source: Source): string | null {
    for (const { kind, names, specifier } of this.site.job.references) {
      const module = kind === 'require' ? this.site.moduleOf(specifier) : null;
      if (module === null) continue;
      const isIt = (name: string): boolean => name !== '*' && this.site.job.isSame({ module, name }, source);
      const found = names.find(
        ({ imported, local }) => local !== null && this.site.binding(local) !== null && isIt(imported),
      );
      if (found?.local) return this.site.nameAfter(found.local);
    }
    return null;
  }

  /** Where the need is imported as a type only. */
  private typeOnly(need: string): { readonly line: Line; readonly spec: Spec } | null {
    const source = this.site.job.provides(need);
    for (const line of this.site.table.lines) {
      const spec =
        source && line.module === source.module
          ? line.specs.find((one) => one.typeOnly && !one.gone && one.imported === source.name)
          : undefined;
      if (spec) return { line, spec };
    }
    return null;
  }

  private free(need: string): string {
    const { bindings } = this.site.scopes.module;
    // An old name of the canonical thing is not brought in anew.
    const name = this.site.job.aliases.has(need) ? this.site.job.provides(need)?.name : undefined;
    const own = name === undefined || name === 'default' ? need : name;
    let free = own;
    for (let i = 2; bindings.has(free) || this.site.scopes.globals.has(free); i++) free = `${own}${i}`;
    return free;
  }
}

function isModule({ parsed, job }: Site): boolean {
  return (
    /\.(?:[cm]?tsx?|mjs)$/.test(job.path) || parsed.ast.program.body.some(({ type }) => /^(?:Import|Export)/.test(type))
  );
}
