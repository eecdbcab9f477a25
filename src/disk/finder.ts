/** In bytes. */
const BLOCK = 2;

interface Part {
  readonly id: number;
  readonly bytes: Uint8Array;
}

/**
 * Finds many texts in one pass over the bytes (Wu and Manber, "A Fast Algorithm for Multi-Pattern Searching", 1994): the two
 * bytes at the end of a window as long as the shortest text tell how far no text can begin. So the longer the shortest one is,
 * the fewer bytes are looked at, however many texts there are.
 */
export class Finder {
  private readonly window: number;
  /** By block: how far the window may go on. */
  private readonly shifts: Uint8Array;
  /** By block: the texts whose window ends with it. */
  private readonly ending = new Map<number, Part[]>();

  /** Each text is at least two bytes long. */
  constructor(texts: readonly Uint8Array[]) {
    this.window = Math.min(255, ...texts.map(({ length }) => length));
    this.shifts = new Uint8Array(1 << (8 * BLOCK)).fill(this.window - BLOCK + 1);
    for (const [id, bytes] of texts.entries()) this.add({ id, bytes });
  }

  private add(part: Part): void {
    for (let end = BLOCK; end <= this.window; end++) {
      const block = blockBefore(part.bytes, end);
      this.shifts[block] = Math.min(this.shifts[block] ?? 0, this.window - end);
    }
    const block = blockBefore(part.bytes, this.window);
    this.ending.set(block, [...(this.ending.get(block) ?? []), part]);
  }

  /** Tells `found` of every place of every text, by its index among them, from the first place to the last. */
  find(bytes: Uint8Array, found: (id: number, at: number) => void): void {
    const { window, shifts } = this;
    for (let end = window; end <= bytes.length;) {
      const block = ((bytes[end - 2] ?? 0) << 8) | (bytes[end - 1] ?? 0);
      const shift = shifts[block] ?? 1;
      if (shift === 0)
        for (const { id, bytes: text } of this.ending.get(block) ?? []) {
          if (stands(text, bytes, end - window)) found(id, end - window);
        }
      end += shift === 0 ? 1 : shift;
    }
  }
}

function blockBefore(bytes: Uint8Array, end: number): number {
  return ((bytes[end - 2] ?? 0) << 8) | (bytes[end - 1] ?? 0);
}

function stands(text: Uint8Array, bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < text.length; i++) if (text[i] !== bytes[at + i]) return false;
  return true;
}
