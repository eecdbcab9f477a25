import type { Reference } from '../../reference.js';
import { lineIndex } from '../../../workspace/edit.js';

/** What the tokens of one text told so far. */
export class Found {
  readonly references: Reference[] = [];
  /** The 1-based line of an offset. */
  readonly lines: (offset: number) => number;

  constructor(readonly text: string) {
    this.lines = lineIndex(text);
  }
}
