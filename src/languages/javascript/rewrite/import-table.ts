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

  constructor(
    private readonly text: string,
    references: readonly Reference[],
    resolve: (specifier: string) => ModuleId | null,
  ) {
    for (const reference of references) {
      if (reference.kind !== 'import' || reference.nested) continue;
      const { specifier, typeOnly } = reference;
      const specs = reference.names.map((name) => specOf(text, name));
      this.lines.push({
        reference,
        anchor: null,
        module: resolve(specifier),
        specifier,
        typeOnly,
        sealed: isSealed(text, reference),
        specs,
      });
    }
  }

  lineOf(statementStart: number): Line | null {
    return this.lines.find((line) => line.reference?.statement.start === statementStart) ?? null;
  }

  /** The local name under which (module, name) is in scope as a value (or at least as a type, when that is enough). */
  localOf(module: ModuleId, name: string, typeIsEnough: boolean): string | null {
    for (const line of this.lines) {
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
    const fits = this.lines.filter(
      (line) =>
        line !== except &&
        line.module === module &&
        !line.sealed &&
        !like.sealed &&
        decoration(line.specifier) === decoration(like.specifier) &&
        line.specs.some((spec) => !spec.gone) &&
        !line.specs.some((spec) => spec.imported === '*' && !spec.gone),
    );
    return fits.find((line) => line.typeOnly === like.typeOnly) ?? null;
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
    if (this.lines.some((line) => line.module === module && line.specs.some(stands))) return;
    const host = spec.imported === '*' ? null : this.host(module, { specifier, typeOnly, sealed: false }, null);
    const line = host ?? this.addLine(module, specifier, typeOnly, anchor);
    line.specs.push({ ...spec, gone: false, at: null });
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
    this.lines.push(line);
    return line;
  }

  /** All changes as edits. `top`: where a first import goes in a file that has none. */
  edits(top: () => number): Edit[] {
    return new ImportEdits(this.text, this.lines).all(top);
  }
}

/** The import statements of a parsed file, as they stand. */
export function importsOf(parsed: Parsed, resolve: (specifier: string) => ModuleId | null = () => null): ImportTable {
  return new ImportTable(parsed.text, references(parsed), resolve);
}
