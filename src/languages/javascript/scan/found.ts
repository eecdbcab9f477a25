import type { Reference, ReferenceKind } from '../../reference.js';
import { lineIndex, type Span } from '../../../workspace/edit.js';

/** What the tokens of one text name, as far as they were read. */
export class Found {
  readonly references: Reference[] = [];
  /** The 1-based line of an offset. */
  private readonly lines: (offset: number) => number;

  constructor(readonly text: string) {
    this.lines = lineIndex(text);
  }

  /** `span`: what stands between the quotes. */
  add(
    kind: ReferenceKind,
    specifier: string,
    span: Span,
    statement: Span,
    { names = [], typeOnly = false, eager = false }: Partial<Pick<Reference, 'names' | 'typeOnly' | 'eager'>>,
  ): void {
    const line = this.lines(span.start);
    this.references.push({ kind, specifier, span, statement, line, names, typeOnly, eager });
  }
}
