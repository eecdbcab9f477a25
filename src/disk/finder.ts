interface Window {
  readonly id: number;
  readonly bytes: Uint8Array;
  /** Of the pair from the text's beginning, in bytes. */
  readonly offset: number;
}

/**
 * Finds many texts in one pass over the bytes: looks at two of them, goes on by one less than the shortest text is long, and so
 * meets a pair out of the beginning of each text that stands there. Places that do not depend on what was found before keep
 * the processor busier than longer jumps that do (as Wu and Manber's, 1994).
 */
export class Finder {
  private readonly step: number;
  /** By pair of bytes: which of `windows` it is in; 0: none. */
  private readonly pairs = new Uint16Array(1 << 16);
  private readonly windows: Window[][] = [[]];

  /** Each text is at least two bytes long. */
  constructor(texts: readonly Uint8Array[]) {
    this.step = Math.min(...texts.map(({ length }) => length)) - 1;
    for (const [id, bytes] of texts.entries())
      for (let offset = 0; offset < this.step; offset++)
        this.windowsOf(pairAt(bytes, offset)).push({ id, bytes, offset });
  }

  private windowsOf(pair: number): Window[] {
    if (this.pairs[pair] === 0) this.pairs[pair] = this.windows.push([]) - 1;
    return this.windows[this.pairs[pair] ?? 0] ?? [];
  }

  /** Tells `found` of every place of every text, by its index among them; of overlapping ones in any order. */
  find(bytes: Uint8Array, found: (id: number, at: number) => void): void {
    const { step, pairs, windows } = this;
    for (let at = 0; at < bytes.length - 1; at += step) {
      const among = pairs[pairAt(bytes, at)] ?? 0;
      if (among === 0) continue;
      for (const { id, bytes: text, offset } of windows[among] ?? [])
        if (stands(text, bytes, at - offset)) found(id, at - offset);
    }
  }
}

function pairAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

/** Does the text stand there? */
export function stands(text: Uint8Array, bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < text.length; i++) if (text[i] !== bytes[at + i]) return false;
  return true;
}
