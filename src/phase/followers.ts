import type { Graph } from '../graph/graph.js';
import { languageOf } from '../languages/index.js';
import type { ModuleId, Renamed } from '../languages/language.js';
import { finding, type Finding } from '../messages/findings.js';
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

/** The names that each module looked up before, with those that it looks up now. */
type Names = ReadonlyMap<ModuleId, ReadonlyMap<string, Renamed>>;

/**
 * Mocks of what a module looks up follow when it looks that up under another name: `patch("importer.Old")`. This is not
 * for a later phase, or the test would fail in between.
 */
function followRenames({ graph, migration }: Scene, renamed: Names): Outcome {
  const words = [...new Set([...renamed.values()].flatMap((names) => [...names.keys()]))];
  const counts = (path: string): boolean => !migration.isExcluded(path) && !migration.isObsolete(path);
  const paths = words.length === 0 ? [] : graph.mentioning([], words, counts);
  const outcomes = paths.map((path) => followIn(graph, path, renamed));
  return joined(...outcomes.filter((one) => one.rewritten > 0));
}

function followIn(graph: Graph, path: string, renamed: Names): Outcome {
  const followed = graph
    .references(path)
    .filter(isMock)
    .flatMap((reference) => {
      const names = renamed.get(graph.moduleOf(path, reference.specifier) ?? '');
      return reference.names.flatMap(({ imported, span }) => {
        const to = names?.get(imported);
        return to ? [{ reference, name: imported, span, to: to.name, rules: to.rules }] : [];
      });
    });
  const before = graph.workspace.read(path) ?? '';
  const factories = followed.filter(({ rules }) => rules.length > 0);
  const fates = (factories.length > 0 && languageOf(path)?.mocksOf?.(path, before, factories)) || [];
  const more = fates.flatMap((fate) => ('edits' in fate ? fate.edits : []));
  const edits = [...followed.map(({ span, to }): Edit => ({ ...span, text: to })), ...more];
  const isSame = (a: Edit, b: Edit): boolean => a.start === b.start && a.end === b.end && a.text === b.text;
  // Several mocks may be put together from one constant, or have one function as their effect.
  const once = edits.filter((edit, i) => edits.findIndex((one) => isSame(one, edit)) === i);
  const changes = edits.length === 0 ? [] : [{ path, before, after: applyEdits(before, once) }];
  const findings = fates.flatMap((fate, i): Finding[] => {
    const mock = factories[i];
    const detail = `${mock?.reference.specifier ?? ''}.${mock?.name ?? ''}`;
    return mock && 'asks' in fate
      ? [finding('mock-of-factory', path, mock.reference.line, `${detail}: ${fate.asks}`)]
      : [];
  });
  return { changes, findings, rewritten: changes.length };
}
