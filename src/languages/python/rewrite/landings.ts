import type { ModuleId } from '../../language.js';
import type { Reference } from '../../reference.js';
import { walk } from '../walk.js';
import type { Site } from './site.js';

interface Landed {
  readonly from: string;
  readonly line: number;
}

/** Where the mocks of a file land: two of one function that stood for two places must not come to stand for one. */
export class Landings {
  private readonly functions: { start: number; end: number }[] = [];
  private readonly taken = new Map<string, Landed>();

  constructor(private readonly site: Site) {
    walk(site.parsed.module, (node) => {
      if (node.type === 'FunctionDef') this.functions.push(node);
    });
    for (const reference of site.job.references) {
      const module = reference.kind === 'mock' ? site.moduleOf(reference.specifier) : null;
      if (module === null || site.job.moved.has(reference)) continue;
      for (const { imported } of reference.names) this.take(reference, module, imported, module, imported);
    }
  }

  /** The line of the mock that is there already for another place; null when the place is free, and now taken. */
  take(reference: Reference, from: ModuleId, name: string, module: ModuleId, landsAs: string): number | null {
    const key = `${module}\0${landsAs}\0${this.functionOf(reference)}`;
    const origin = `${from}\0${name}`;
    const known = this.taken.get(key);
    if (known && known.from !== origin) return known.line;
    this.taken.set(key, { from: origin, line: reference.line });
    return null;
  }

  /** The innermost function in (or on) which the mock stands, by where that begins. */
  private functionOf({ statement }: Reference): number {
    const around = this.functions.filter(({ start, end }) => start <= statement.start && statement.end <= end);
    return around.at(-1)?.start ?? -1;
  }
}
