import type { ModuleId } from '../languages/language.js';
import { applyEdits, type Edit } from '../workspace/edit.js';
import type { FileRewriter } from './rewrite-files.js';
import { after, joined, type Outcome, type Scene } from './scene.js';
import { isMock } from './takers.js';

/** What was rewritten, and the mocks of what the rewritten files look up under another name now. */
export function withFollowers(scene: Scene, rewritten: Outcome, { renamed }: FileRewriter): Outcome {
  const changed = new Set(rewritten.changes.map(({ path }) => path));
  const held = new Map([...renamed].filter(([module]) => changed.has(module)));
  return joined(rewritten, followRenames(after(scene, rewritten.changes), held));
}

/**
 * Mocks of what a module looks up follow when it looks that up under another name: `patch("importer.Old")`. This is not
 * for a later phase, or the test would fail in between.
 */
function followRenames(
  { graph, migration }: Scene,
  renamed: ReadonlyMap<ModuleId, ReadonlyMap<string, string>>,
): Outcome {
  const words = [...new Set([...renamed.values()].flatMap((names) => [...names.keys()]))];
  const counts = (path: string): boolean => !migration.isExcluded(path) && !migration.isObsolete(path);
  const paths = words.length === 0 ? [] : graph.mentioning([], words, counts);
  const changes = paths.flatMap((path) => {
    const edits = graph.references(path).flatMap((reference): Edit[] => {
      const module = isMock(reference) ? graph.moduleOf(path, reference.specifier) : null;
      const names = module === null ? undefined : renamed.get(module);
      return reference.names.flatMap(({ imported, span }): Edit[] => {
        const text = names?.get(imported);
        return text === undefined ? [] : [{ ...span, text }];
      });
    });
    const before = graph.workspace.read(path) ?? '';
    // Several mocks may be put together from one constant.
    const once = edits.filter((edit, i) => edits.findIndex(({ start }) => start === edit.start) === i);
    return edits.length === 0 ? [] : [{ path, before, after: applyEdits(before, once) }];
  });
  return { changes, findings: [], rewritten: changes.length };
}
