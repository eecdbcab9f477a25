import type { Edit } from '../../../workspace/edit.js';
import type { Reference } from '../../reference.js';
import {
  clauseStart,
  isChanged,
  lastWritten,
  type Line,
  named,
  slotOf,
  type Spec,
  spanOfSpec,
} from './import-lines.js';
import { afterStatement, braces, editList, type Entry, newlineOf, quoteAt, removal, statementWidth } from './layout.js';

/** The edits that make the import statements of a text what their lines say. */
export class ImportEdits {
  constructor(
    private readonly text: string,
    private readonly lines: readonly Line[],
  ) {}

  /** `top`: where a first import goes in a file that has none. */
  all(top: () => number): Edit[] {
    const added = new Map<Line | null, Line[]>();
    for (const line of this.lines) {
      if (line.reference || line.specs.length === 0) continue;
      const beside = added.get(line.anchor);
      if (beside) beside.push(line);
      else added.set(line.anchor, [line]);
    }
    const edits: Edit[] = [];
    for (const line of this.lines) {
      if (!line.reference) continue;
      const behind = (added.get(line) ?? []).map((other) => this.written(other, line));
      edits.push(...this.lineEdits(line, line.reference, behind));
    }
    const rootless = added.get(null) ?? [];
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
    const model = like?.reference ?? lastWritten(this.lines)?.reference ?? null;
    const quote = model ? quoteAt(this.text, model.span.start) : "'";
    const semicolon = !model || this.text[model.statement.end - 1] === ';' ? ';' : '';
    const head = `import ${line.typeOnly ? 'type ' : ''}`;
    const tail = ` from ${quote}${line.specifier}${quote}${semicolon}`;
    return head + this.clause(line, head.length + tail.length) + tail;
  }
}
