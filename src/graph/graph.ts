import type { ModuleId, Resolver } from '../languages/language.js';
import type { Reference } from '../languages/reference.js';
import type { Workspace } from '../workspace/workspace.js';
import { Mentions } from './mentions.js';

export { declarationKey, type Station } from './names.js';
export type { Use } from './shared.js';
export { isOutside } from './sources.js';

/** A reference with the file it stands in and the module it leads to. */
export interface Located {
  readonly path: string;
  readonly reference: Reference;
  readonly module: ModuleId;
}

/**
 * Who imports whom, and what a name really is, in one world (a workspace): what the files say (`Sources`), what their names
 * are (`Names`), which of them may name a module (`Mentions`), and from there the references and the ways between modules.
 */
export class Graph extends Mentions {
  /** The same code base after changes. */
  over(workspace: Workspace): Graph {
    const resolvers = [...this.resolvers].flatMap(([id, one]): [string, Resolver][] =>
      one.over ? [[id, one.over(workspace)]] : [],
    );
    return new Graph(workspace, this.root, this.shared, new Map(resolvers));
  }

  /** Every place in the files that leads to one of the modules: found by their bytes first, then by resolving. */
  referencesTo(modules: ReadonlySet<ModuleId>, among?: (path: string) => boolean): Located[] {
    return this.mentioning(modules, [], among).flatMap((path) =>
      this.uses(path).flatMap(({ reference, module: led }) => {
        const isWhole = reference.kind === 'string' && modules.has(reference.specifier);
        const module = isWhole ? reference.specifier : led;
        return module !== null && modules.has(module) ? [{ path, reference, module }] : [];
      }),
    );
  }

  /** A shortest way of eager imports from one module to another; null when there is none. */
  way(
    from: string,
    to: string,
    loads: (path: string) => ReadonlySet<string> = (path) => this.eager(path),
  ): string[] | null {
    const before = new Map<string, string | null>([[from, null]]);
    for (const path of before.keys()) {
      for (const next of loads(path)) {
        if (next === to) return unwind(before, path).concat(to);
        if (!before.has(next)) before.set(next, path);
      }
    }
    return null;
  }
}

function unwind(before: ReadonlyMap<string, string | null>, last: string): string[] {
  const way: string[] = [];
  for (let at: string | null | undefined = last; typeof at === 'string'; at = before.get(at)) way.unshift(at);
  return way;
}
