import type { Edit } from '../../../workspace/edit.js';
import type { ModuleId } from '../../language.js';
import type { Reference } from '../../reference.js';
import type { Parsed } from '../parse.js';
import { references } from '../scan/references.js';
import { ImportEdits } from './import-edits.js';
import { decoration, isSealed, lastWritten, type Line, type Spec, specOf } from './import-lines.js';

/**
 * The import statements of a file as they are to be. Changes are collected here, statement by statement, and become
 * edits at the end, so that a statement is split, merged into, emptied or renamed by one piece of code.
 */
export class ImportTable {
  readonly lines: Line[] = [];
  /** By where a statement leads or led, and by what a binding is or was called: a look-up looks at what it found again. */
  private readonly byModule = new Map<ModuleId | null, Line[]>();
  private readonly orders = new Map<Line, number>();
  private readonly byNames = new Map<string, Map<Spec, Line>>();
  private readonly byStart = new Map<number, Line>();

  constructor(
    private readonly text: string,
    references: readonly Reference[],
    resolve: (specifier: string) => ModuleId | null,
  ) {
    for (const reference of references) {
      if (reference.kind !== 'import' || reference.nested) continue;
      const { specifier, typeOnly } = reference;
      const specs = reference.names.map((name) => specOf(text, name));
      const sealed = isSealed(text, reference);
      const line = { reference, anchor: null, module: resolve(specifier), specifier, typeOnly, sealed, specs };
      this.register(line);
      if (!this.byStart.has(reference.statement.start)) this.byStart.set(reference.statement.start, line);
    }
  }

  lineOf(statementStart: number): Line | null {
    return this.byStart.get(statementStart) ?? null;
  }

  /** The local name under which (module, name) is in scope as a value (or at least as a type, when that is enough). */
  localOf(module: ModuleId, name: string, typeIsEnough: boolean): string | null {
    for (const line of this.linesOf(module)) {
      if (line.module !== module || line.sealed || decoration(line.specifier) !== '') continue;
      const spec = line.specs.find((one) => !one.gone && one.imported === name && (typeIsEnough || !one.typeOnly));
      if (spec) return spec.local;
    }
    return null;
  }

  /**
   * A statement that may take in a further name of the module in the manner of `like`: never a value into `import type`,
   * nothing beside `* as`, no other query or loader.
   */
  host(module: ModuleId, like: Pick<Line, 'specifier' | 'typeOnly' | 'sealed'>, except: Line | null): Line | null {
    if (like.sealed) return null;
    const host = this.linesOf(module).find(
      (line) =>
        line !== except &&
        line.module === module &&
        line.typeOnly === like.typeOnly &&
        !line.sealed &&
        decoration(line.specifier) === decoration(like.specifier) &&
        line.specs.findLast((spec) => !spec.gone) !== undefined &&
        // A namespace stands alone, or behind a default.
        !line.specs.slice(0, 2).some((spec) => spec.imported === '*' && !spec.gone),
    );
    return host ?? null;
  }

  /** Adds a binding: into a statement that imports from the module already, else as a new statement behind `anchor`. */
  put(
    module: ModuleId,
    specifier: string,
    spec: Omit<Spec, 'gone' | 'at'>,
    lineTypeOnly: boolean,
    anchor: Line | null,
  ): void {
    // `import type X` instead of `import { type default as X }`.
    const typeOnly = lineTypeOnly || (spec.typeOnly && (spec.imported === 'default' || spec.imported === '*'));
    const stands = (one: Spec): boolean =>
      !one.gone && one.imported === spec.imported && one.local === spec.local && (!one.typeOnly || spec.typeOnly);
    const known = this.byNames.get(namesOf(spec)) ?? [];
    for (const [one, line] of known) if (line.module === module && stands(one)) return;
    const host = spec.imported === '*' ? null : this.host(module, { specifier, typeOnly, sealed: false }, null);
    const line = host ?? this.addLine(module, specifier, typeOnly, anchor);
    this.add(line, { ...spec, gone: false, at: null });
  }

  addLine(module: ModuleId, specifier: string, typeOnly: boolean, anchor: Line | null): Line {
    const line: Line = {
      reference: null,
      anchor: anchor ?? lastWritten(this.lines),
      module,
      specifier,
      typeOnly,
      sealed: false,
      specs: [],
    };
    this.register(line);
    return line;
  }

  /** Adds a binding to this very statement. */
  add(line: Line, spec: Spec): void {
    line.specs.push(spec);
    this.noteNames(line, spec);
  }

  /** From now on the statement leads to this module. */
  lead(line: Line, module: ModuleId): void {
    line.module = module;
    this.noteModule(line);
  }

  /** From now on the binding of the statement is called so. */
  name(line: Line, spec: Spec, imported: string, local: string): void {
    spec.imported = imported;
    spec.local = local;
    this.noteNames(line, spec);
  }

  private register(line: Line): void {
    this.orders.set(line, this.lines.length);
    this.lines.push(line);
    this.noteModule(line);
    for (const spec of line.specs) this.noteNames(line, spec);
  }

  private noteModule(line: Line): void {
    const known = this.byModule.get(line.module);
    if (!known) return void this.byModule.set(line.module, [line]);
    const at = known.findLastIndex((one) => this.orderOf(one) <= this.orderOf(line));
    if (known[at] !== line) known.splice(at + 1, 0, line);
  }

  private orderOf(line: Line): number {
    return this.orders.get(line) ?? 0;
  }

  /** In the order of `lines`; some may lead elsewhere by now. */
  private linesOf(module: ModuleId): readonly Line[] {
    return this.byModule.get(module) ?? [];
  }

  private noteNames(line: Line, spec: Spec): void {
    const known = this.byNames.get(namesOf(spec));
    if (known) known.set(spec, line);
    else this.byNames.set(namesOf(spec), new Map([[spec, line]]));
  }

  /** All changes as edits. `top`: where a first import goes in a file that has none. */
  edits(top: () => number): Edit[] {
    return new ImportEdits(this.text, this.lines).all(top);
  }
}

function namesOf({ imported, local }: Pick<Spec, 'imported' | 'local'>): string {
  return `${imported} ${local}`;
}

/** The import statements of a parsed file, as they stand. */
export function importsOf(parsed: Parsed, resolve: (specifier: string) => ModuleId | null = () => null): ImportTable {
  return new ImportTable(parsed.text, references(parsed), resolve);
}
