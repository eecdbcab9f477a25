import { contains, type Span } from '../../../workspace/edit.js';
import type { ModuleId } from '../../language.js';
import type { NameUse, Reference } from '../../reference.js';
import type { Node } from '../nodes.js';
import { walk } from '../walk.js';
import type { Site } from './site.js';

/** A name of a module, with the attributes behind it in the string. */
export interface Place {
  readonly module: ModuleId;
  readonly name: string;
}

interface Landed {
  readonly from: Place;
  readonly reference: Reference;
}

/** A function or class, or a `with` statement by the span of what it enters. */
interface Block {
  readonly holds: Span;
  readonly region: Span;
}

/** Where the mocks of a file land: of two that are in force together, and stood for two places, none may take the other's. */
export class Landings {
  private blocks: readonly Block[] | null = null;
  private readonly taken = new Map<string, Landed[]>();

  constructor(private readonly site: Site) {
    for (const reference of site.job.references) {
      const module = reference.kind === 'mock' ? site.moduleOf(reference.specifier) : null;
      if (module === null || site.job.moved.has(reference)) continue;
      for (const name of reference.names) {
        const place = { module, name: name.imported + this.behind(name) };
        this.take(reference, place, place);
      }
    }
  }

  /** The attributes behind a name in its string: `.start`. */
  behind({ span }: NameUse): string {
    return /^(?:\.\w+)*/.exec(this.site.job.text.slice(span.end, span.end + 200))?.[0] ?? '';
  }

  /** The line of a mock that is there already for another place; null when this one is free, and now taken. */
  take(reference: Reference, from: Place, to: Place): number | null {
    const key = `${to.module}\0${to.name}`;
    const others = this.taken.get(key) ?? [];
    const other = others.find((one) => !isSame(one.from, from) && this.meet(one.reference, reference));
    if (!other) this.taken.set(key, [...others, { from, reference }]);
    return other?.reference.line ?? null;
  }

  /** Are both in force at one place? */
  private meet(one: Reference, other: Reference): boolean {
    const [a, b] = [this.regionOf(one), this.regionOf(other)];
    return a.start < b.end && b.start < a.end;
  }

  /** How long the mock is in force: the `with` that enters it, else the innermost function or class. */
  private regionOf({ statement }: Reference): Span {
    this.blocks ??= blocksOf(this.site.parsed.module);
    const around = this.blocks.filter(({ holds }) => contains(holds, statement));
    return around.at(-1)?.region ?? { start: 0, end: Infinity };
  }
}

function blocksOf(module: Node): Block[] {
  const blocks: Block[] = [];
  walk(module, (node) => {
    if (node.type === 'FunctionDef' || node.type === 'ClassDef') blocks.push({ holds: node, region: node });
    if (node.type === 'With') for (const item of node.items) blocks.push({ holds: item, region: node });
  });
  return blocks;
}

function isSame(a: Place, b: Place): boolean {
  return a.module === b.module && a.name === b.name;
}
