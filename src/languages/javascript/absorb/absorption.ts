import type { Statement } from '@babel/types';
import { finding, type Finding } from '../../../messages/findings.js';
import { contains, type Edit, type Span } from '../../../workspace/edit.js';
import type { AbsorbJob } from '../../language.js';
import { finalNames, type Public, type Side } from './names.js';
import { type ImportTable, importsOf } from '../rewrite/import-table.js';
import { editList, removal } from '../rewrite/layout.js';
import { spanOf } from '../nodes.js';

interface Offered {
  readonly local: string;
  readonly typeOnly: boolean;
}

/** The move under way. What goes wrong is collected; nothing is moved when anything did. */
export class Absorption {
  readonly problems: Finding[] = [];
  /** Top-level name of the implementation -> its name in the canonical module, where the two differ. */
  readonly finals: Map<string, string>;
  /** Top-level name of the canonical module that stands for something of the implementation -> final name. */
  readonly aliases = new Map<string, string>();
  /** Public name -> what it is then, for those that no declaration offers where it stands. */
  readonly offered = new Map<string, Offered>();
  /** Whole statements (re-exports of what the implementation hands on) to stand at the end. */
  readonly statements: string[] = [];
  /** Directives of the implementation that go to the top. */
  readonly directives: string[] = [];
  readonly edits = { canonical: [] as Edit[], implementation: [] as Edit[] };
  /** Text that goes, so that no rename is tried inside. */
  readonly gone = { canonical: [] as Edit[], implementation: [] as Edit[] };
  readonly table: ImportTable;

  constructor(
    readonly job: AbsorbJob,
    readonly canonical: Side,
    readonly implementation: Side,
  ) {
    this.finals = finalNames(job, implementation);
    this.table = importsOf(canonical.parsed, (specifier) => job.moduleOf(job.canonical.path, specifier));
  }

  finalOf(local: string): string {
    return this.finals.get(local) ?? local;
  }

  /** The public name of the implementation, as it is written down there. */
  published(name: string): Public | undefined {
    return this.implementation.publics.find((one) => one.name === name);
  }

  offer(name: string, local: string, typeOnly: boolean): void {
    if (!this.offered.has(name)) this.offered.set(name, { local, typeOnly });
  }

  refuse(side: Side, line: number, what: string): void {
    this.problems.push(finding('absorb', this.job[side.which].path, line, what));
  }

  /** Takes items of a list away, or the whole statement when none is left. */
  cut(side: Side, statement: Statement, items: readonly Span[], isGone: (item: Span) => boolean): void {
    const { text } = this.job[side.which];
    const list = items.map((item) => ({ ...item, text: isGone(item) ? null : text.slice(item.start, item.end) }));
    if (list.every((item) => item.text !== null) && list.length > 0) return;
    const edits = list.every((item) => item.text === null)
      ? [removal(text, spanOf(statement))]
      : editList(text, list, []);
    this.gone[side.which].push(...edits);
  }

  /** Does this text of one of the two modules go? Then no rename is tried inside. */
  isGone(which: Side['which'], { start, end }: Span): boolean {
    return this.gone[which].some((edit) => edit.text === '' && contains(edit, { start, end }));
  }
}
