import type { Located } from '../graph/graph.js';
import { languageOf } from '../languages/index.js';
import type { ModuleId } from '../languages/language.js';
import type { Reference } from '../languages/reference.js';
import { finding, type Finding } from '../messages/findings.js';
import type { Scene } from './scene.js';
import { isMock } from './takers.js';

/**
 * In a facade the implementation stays, and goes on looking up its own names: a mock of such a name must stay with it,
 * whoever else has to take the name from the canonical module.
 */
export class InsideMocks {
  private readonly known = new Map<string, boolean>();

  constructor(private readonly scene: Scene) {}

  /** Does the implementation that stays look this name up itself? */
  holds(module: ModuleId, name: string): boolean {
    const { graph, migration } = this.scene;
    if (migration.finalize !== 'facade' || module !== migration.implementation) return false;
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const text = graph.workspace.read(module);
    const holds = text !== null && (languageOf(module)?.looksUp?.(module, text, name) ?? false);
    this.known.set(name, holds);
    return holds;
  }

  isInside(reference: Reference, module: ModuleId): boolean {
    const { names } = reference;
    return isMock(reference) && names.length > 0 && names.every(({ imported }) => this.holds(module, imported));
  }

  /**
   * Those mocks by `path:line`, each with a finding: a person must look when what they replace is taken from the canonical
   * module while the program runs, for there it is not replaced any more. `names`: what the implementation's names are called there.
   */
  left(canonical: ModuleId, names: ReadonlyMap<string, string>): Map<string, Finding> {
    const { graph, migration } = this.scene;
    const { implementation } = migration;
    if (implementation === null) return new Map();
    const mocks = graph
      .referencesTo(new Set([implementation]))
      .filter(({ reference }) => this.isInside(reference, implementation));
    const late = mocks.length === 0 ? [] : graph.referencesTo(new Set([canonical])).filter(isLate);
    return new Map(
      mocks.map(({ path, reference }) => {
        const wanted = new Set(reference.names.map(({ imported }) => names.get(imported)));
        const taker = late.find(
          (one) =>
            (one.path === path || !migration.isTest(one.path)) &&
            one.reference.names.some(({ imported }) => wanted.has(imported)),
        );
        const shown = `${reference.specifier}.${reference.names.map(({ imported }) => imported).join(', ')}`;
        const said = taker
          ? finding('mock-inside', path, reference.line, `${shown}, ${taker.path}:${taker.reference.line}`)
          : finding('mock-stays', path, reference.line, shown);
        return [`${path}:${reference.line}`, said];
      }),
    );
  }
}

/** An import that is done while the program runs, not when its file is loaded. */
function isLate({ reference: { kind, eager, typeOnly } }: Located): boolean {
  return kind === 'import' && !eager && !typeOnly;
}
