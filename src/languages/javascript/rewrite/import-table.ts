import type { Edit } from '../../../workspace/edit.js';
import type { ModuleId } from '../../language.js';
import type { NameUse, Reference } from '../../reference.js';
import type { Parsed } from '../parse.js';
import { references } from '../scan/references.js';
import { parseSpecifier } from '../resolve/specifier.js';
import {
  afterStatement,
  braces,
  editList,
  type Entry,
  nameInList,
  newlineOf,
  onOwnLine,
  quoteAt,
  removal,
  statementWidth,
} from './layout.js';

/** One binding of one import statement. `imported`: a name, `default`, or `*`. */
export interface Spec {
  imported: string;
  local: string;
  readonly typeOnly: boolean;
  gone: boolean;
  /** The comments that go where it goes. */
  readonly notes?: Pick<Entry, 'above' | 'behind'> | undefined;
  /** Where it stands today; null when it is to be added. */
  readonly at: {
    readonly start: number;
    readonly end: number;
    readonly imported: string;
    readonly local: string;
    readonly outer: boolean;
  } | null;
}

/** One import statement: as it stands, or (without a reference) to be added behind `anchor`. */
export interface Line {
  readonly reference: Reference | null;
  readonly anchor: Line | null;
  /** Where it leads, once all is done. */
  module: ModuleId | null;
  specifier: string;
  readonly typeOnly: boolean;
  /** `import typeof` of Flow, or with attributes: nothing can be put in or taken out. */
  readonly sealed: boolean;
  readonly specs: Spec[];
}

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
      anchor: anchor ?? this.lastWritten(),
      module,
      specifier,
      typeOnly,
      sealed: false,
      specs: [],
    };
    this.lines.push(line);
    return line;
  }

  private lastWritten(): Line | null {
    return this.lines.findLast((line) => line.reference !== null) ?? null;
  }

  /** All changes as edits. `top`: where a first import goes in a file that has none. */
  edits(top: () => number): Edit[] {
    const edits: Edit[] = [];
    for (const line of this.lines) {
      if (!line.reference) continue;
      const added = this.lines.filter((other) => other.anchor === line && !other.reference && other.specs.length > 0);
      edits.push(
        ...this.lineEdits(
          line,
          line.reference,
          added.map((other) => this.written(other, line)),
        ),
      );
    }
    const rootless = this.lines.filter((line) => !line.reference && !line.anchor && line.specs.length > 0);
    const newline = newlineOf(this.text);
    if (rootless.length > 0)
      edits.push({
        start: top(),
        end: top(),
        text: rootless.map((line) => this.written(line, null) + newline).join(''),
      });
    return edits;
  }

  private lineEdits(line: Line, reference: Reference, added: readonly string[]): Edit[] {
    const span = reference.statement;
    const newline = newlineOf(this.text);
    const alive = line.specs.filter((spec) => !spec.gone);
    if (alive.length === 0 && line.specs.length > 0)
      return added.length > 0 ? [{ ...span, text: added.join(newline) }] : [removal(this.text, span)];
    const edits = this.specEdits(line, reference);
    if (line.specifier !== reference.specifier) edits.push({ ...reference.span, text: line.specifier });
    const at = afterStatement(this.text, span);
    if (added.length > 0) edits.push({ start: at, end: at, text: newline + added.join(newline) });
    return edits;
  }

  private specEdits(line: Line, reference: Reference): Edit[] {
    if (line.specs.every((spec) => !isChanged(spec))) return [];
    const listed = line.specs.filter((spec) => spec.at?.outer === false);
    const added = line.specs.filter((spec) => spec.at === null && !spec.gone);
    const listLives = listed.length > 0 && (added.length > 0 || listed.some((spec) => !spec.gone));
    const outerChanges = line.specs.some((spec) =>
      spec.at === null || !spec.at.outer ? !spec.gone && slotOf(spec, line) === 'outer' : isChanged(spec),
    );
    const written = this.text.slice(reference.statement.start, reference.statement.end);
    const grown = written.length + added.reduce((sum, spec) => sum + this.specText(spec, line).length + 2, 0);
    const tooWide = added.length > 0 && grown > statementWidth(this.text) && !/\n|\/\*/.test(written);
    const noted =
      added.some(({ notes }) => notes && (notes.above.length > 0 || notes.behind !== '')) && !/\n/.test(written);
    if (outerChanges || !listLives || tooWide || noted) return [this.clauseEdit(line, reference)];
    const items = listed.map((spec) => ({ ...spanOfSpec(spec), text: spec.gone ? null : this.specText(spec, line) }));
    return editList(
      this.text,
      items,
      added.map((spec) => this.entry(spec, line)),
    );
  }

  private entry(spec: Spec, line: Line): Entry {
    return { text: this.specText(spec, line), above: spec.notes?.above ?? [], behind: spec.notes?.behind ?? '' };
  }

  private specText(spec: Spec, line: Line): string {
    if (spec.at && !spec.at.outer && !isChanged(spec)) return this.text.slice(spec.at.start, spec.at.end);
    return (spec.typeOnly && !line.typeOnly ? 'type ' : '') + named(spec);
  }

  /** From behind `import` to before `from`, written anew: for changes of the default or the namespace. */
  private clauseEdit(line: Line, { statement, span, names }: Reference): Edit {
    const first = Math.min(...names.map((name) => name.span.start));
    const start = clauseStart(this.text, statement.start, first, line.typeOnly);
    const end = this.text.lastIndexOf('from', span.start);
    const around = start - statement.start + 1 + statement.end - end + line.specifier.length - (span.end - span.start);
    return { start, end, text: `${this.clause(line, around)} ` };
  }

  /** `around`: how much of the line the rest of the statement takes. */
  private clause(line: Line, around: number): string {
    const alive = line.specs.filter((spec) => !spec.gone);
    const outer = alive.filter((spec) => slotOf(spec, line) === 'outer');
    const inner = alive.filter((spec) => slotOf(spec, line) === 'inner');
    const parts = outer
      .sort((a, b) => Number(a.imported === '*') - Number(b.imported === '*'))
      .map((spec) => (spec.imported === '*' ? `* as ${spec.local}` : spec.local));
    const taken = around + parts.reduce((sum, part) => sum + part.length + 2, 0);
    if (inner.length > 0)
      parts.push(
        braces(
          this.text,
          inner.map((spec) => this.entry(spec, line)),
          taken,
          alive.length < 2,
        ),
      );
    return parts.join(', ');
  }

  /** A new statement in the manner of the one it follows. */
  private written(line: Line, like: Line | null): string {
    const model = like?.reference ?? this.lastWritten()?.reference ?? null;
    const quote = model ? quoteAt(this.text, model.span.start) : "'";
    const semicolon = !model || this.text[model.statement.end - 1] === ';' ? ';' : '';
    const head = `import ${line.typeOnly ? 'type ' : ''}`;
    const tail = ` from ${quote}${line.specifier}${quote}${semicolon}`;
    return head + this.clause(line, head.length + tail.length) + tail;
  }
}

/** The import statements of a parsed file, as they stand. */
export function importsOf(parsed: Parsed, resolve: (specifier: string) => ModuleId | null = () => null): ImportTable {
  return new ImportTable(parsed.text, references(parsed), resolve);
}

function isSealed(text: string, { statement, span }: Reference): boolean {
  const attributes = text
    .slice(span.end + 1, statement.end)
    .replace(/;$/, '')
    .trim();
  return attributes !== '' || /^import\s+typeof\b/.test(text.slice(statement.start, span.start));
}

/** What stands around the path of a specifier: the same module in another loader or with another query is another thing. */
function decoration(specifier: string): string {
  const { prefix, suffix } = parseSpecifier(specifier);
  return prefix + suffix;
}

/** A default stands outside the braces unless the statement has another one, or is `import type` with further names. */
function slotOf(spec: Spec, line: Line): 'outer' | 'inner' {
  if (spec.imported === '*') return 'outer';
  if (spec.imported !== 'default' || (spec.at?.outer === false && spec.at.imported === 'default')) return 'inner';
  const alive = line.specs.filter((one) => !one.gone);
  if (line.typeOnly && alive.length > 1) return 'inner';
  if (spec.typeOnly && !line.typeOnly) return 'inner';
  return alive.find((one) => one.imported === 'default') === spec ? 'outer' : 'inner';
}

function specOf(text: string, { imported, local, typeOnly, span }: NameUse): Spec {
  const own = local ?? imported;
  const inner =
    imported !== '*' && (imported !== 'default' || /^(?:type\s+)?default\b/.test(text.slice(span.start, span.end)));
  const notes = inner ? onOwnLine(text, span)?.entry : undefined;
  return { notes, imported, local: own, typeOnly, gone: false, at: { ...span, imported, local: own, outer: !inner } };
}

function named({ imported, local }: Spec): string {
  return imported === local ? local : `${nameInList(imported)} as ${local}`;
}

function spanOfSpec(spec: Spec): { start: number; end: number } {
  return { start: spec.at?.start ?? 0, end: spec.at?.end ?? 0 };
}

function isChanged(spec: Spec): boolean {
  return spec.gone || spec.at?.imported !== spec.imported || spec.at.local !== spec.local;
}

function clauseStart(text: string, start: number, firstSpec: number, typeOnly: boolean): number {
  const head = text.slice(start, firstSpec);
  const keyword = typeOnly ? /^import\s+type(of)?\s*/ : /^import\s*/;
  return start + (keyword.exec(head)?.[0].length ?? 'import '.length);
}
