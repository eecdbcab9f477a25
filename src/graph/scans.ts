import type { ExportEntry, NameUse, Reference, Scan } from '../languages/reference.js';

/**
 * Makes scans that can be kept for thousands of files. What is cut out of a text keeps the whole text in memory, for as long
 * as the cut is kept: so every string of a scan is written anew, and equal ones once.
 */
export class Scans {
  private readonly strings = new Map<string, string>();

  /** The same scan, without a part of any text. */
  standAlone(scan: Scan): Scan {
    return {
      ...scan,
      references: scan.references.map((one) => this.reference(one)),
      exports: scan.exports.map((one) => this.entry(one)),
    };
  }

  reference(one: Reference): Reference {
    return { ...one, specifier: this.own(one.specifier), names: one.names.map((use) => this.use(use)) };
  }

  private use(use: NameUse): NameUse {
    return { ...use, imported: this.own(use.imported), local: use.local === null ? null : this.own(use.local) };
  }

  private entry(one: ExportEntry): ExportEntry {
    const { name, from, local, only } = one;
    return {
      ...one,
      name: this.own(name),
      from: from && { specifier: this.own(from.specifier), imported: this.own(from.imported) },
      local: local === null ? null : this.own(local),
      ...(only ? { only: only.map((each) => this.own(each)) } : {}),
    };
  }

  private own(text: string): string {
    const known = this.strings.get(text);
    if (known !== undefined) return known;
    // Again a part, but of a string that is no longer than it.
    const copy = ` ${text}`.slice(1);
    this.strings.set(copy, copy);
    return copy;
  }
}
