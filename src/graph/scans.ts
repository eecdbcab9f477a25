import type { ExportEntry, Offer, Own, Reference, Scan } from '../languages/reference.js';

/** Shorter cuts are copies: the engine makes no parts of them. */
const SHORTEST_CUT = 13;

/**
 * Makes scans that can be kept for thousands of files. What is cut out of a text keeps the whole text in memory, for as long
 * as the cut is kept: so every longer string of a scan is written anew, and equal ones once. It is done in place, since a scan
 * was just made and is nobody else's: copies of all that is in it would cost as much as the scan.
 */
export class Scans {
  private readonly strings = new Map<string, string>();

  /** The same scan, without a part of any text. */
  standAlone(scan: Scan): Scan {
    for (const one of scan.references) this.reference(one);
    return scan;
  }

  /** The same for what a module offers. */
  offer(offer: Offer): Offer {
    for (const one of offer.entries) this.entry(one);
    return offer;
  }

  /** The same for one reference. */
  reference(one: Own<Reference>): Reference {
    one.specifier = this.own(one.specifier);
    for (const use of one.names as readonly Own<Reference['names'][number]>[]) {
      use.imported = this.own(use.imported);
      if (use.local !== null) use.local = this.own(use.local);
    }
    return one;
  }

  private entry(one: Own<ExportEntry>): void {
    one.name = this.own(one.name);
    if (one.local !== null) one.local = this.own(one.local);
    if (one.from) one.from = { specifier: this.own(one.from.specifier), imported: this.own(one.from.imported) };
    if (one.only) one.only = one.only.map((each) => this.own(each));
  }

  private own(text: string): string {
    if (text.length < SHORTEST_CUT) return text;
    const known = this.strings.get(text);
    if (known !== undefined) return known;
    // A part again, but of a string that is no longer than itself.
    const copy = ` ${text}`.slice(1);
    this.strings.set(copy, copy);
    return copy;
  }
}
