import type { Edit, Span } from './edit.js';

/** The edits of one text under way, found by place: files with thousands of them must not cost their square. They never overlap. */
export class EditSet {
  /** Because they do not overlap, both their starts and their ends rise. */
  private readonly sorted: Edit[];

  constructor(edits: readonly Edit[]) {
    this.sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  }

  /** By place; insertions at one place in the order in which they were given. */
  all(): readonly Edit[] {
    return this.sorted;
  }

  /** Those that share characters with the span, or touch it. */
  near(span: Span): readonly Edit[] {
    const [from, to] = this.range(span);
    return this.sorted.slice(from, to);
  }

  /** Adds an edit; of those that it shares characters with or touches, the consumed ones go. */
  put(edit: Edit, isConsumed: (earlier: Edit) => boolean): void {
    const [from, to] = this.range(edit);
    const kept = this.sorted.slice(from, to).filter((earlier) => !isConsumed(earlier));
    const comesBefore = (earlier: Edit): boolean =>
      earlier.start < edit.start || (earlier.start === edit.start && earlier.end <= edit.end);
    const at = kept.findLastIndex(comesBefore) + 1;
    this.sorted.splice(from, to - from, ...kept.slice(0, at), edit, ...kept.slice(at));
  }

  private range({ start, end }: Span): [from: number, to: number] {
    return [this.first((one) => one.end >= start), this.first((one) => one.start > end)];
  }

  /** Where the first edit stands for which something holds that holds for all behind it too. */
  private first(holds: (edit: Edit) => boolean): number {
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const edit = this.sorted[middle];
      if (edit && !holds(edit)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
