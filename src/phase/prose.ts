import type { Graph } from '../graph/graph.js';
import { languageOf } from '../languages/index.js';
import type { ModuleId } from '../languages/language.js';
import { finding } from '../messages/findings.js';
import { applyEdits, lineAt, type Edit, type Span } from '../workspace/edit.js';
import type { Scope } from '../workspace/workspace.js';
import { joined, type Outcome, type Scene } from './scene.js';

const DOCUMENTS: Scope = { id: 'documents', includes: (path) => /\.(?:md|markdown|mdx|rst|adoc|txt)$/.test(path) };
const EXTENSION = /\.[^./]+$/;

interface Mention {
  readonly path: string;
  readonly line: number;
  readonly edit: Edit;
}

/**
 * Paths of removed modules in comments and documents. Prose breaks nothing: it is counted, and rewritten only when the
 * user asks for it (`--docs`).
 */
export function proseOf(scene: Scene, modules: readonly ModuleId[], rewrite: boolean): Outcome {
  const target = scene.migration.canonical?.module;
  if (target === undefined || modules.length === 0) return joined();
  // All in one search: from then on it is known where each of them stands.
  const stems = modules.map(stemOf);
  scene.graph.prepare([], stems);
  scene.graph.workspace.search(
    stems.map((stem) => [stem]),
    DOCUMENTS,
  );
  const mentions = modules.flatMap((module) => mentionsOf(scene, module, target));
  if (rewrite) return rewritten(scene.graph, mentions);
  const [first] = mentions;
  if (!first) return joined();
  const files = new Set(mentions.map(({ path }) => path)).size;
  return {
    changes: [],
    findings: [finding('prose', first.path, first.line, `${mentions.length} in ${files}`)],
    rewritten: 0,
  };
}

function rewritten(graph: Graph, mentions: readonly Mention[]): Outcome {
  const changes = [...new Set(mentions.map(({ path }) => path))].map((path) => {
    const before = graph.workspace.read(path) ?? '';
    const edits = mentions.filter((one) => one.path === path).map(({ edit }) => edit);
    return { path, before, after: applyEdits(before, edits) };
  });
  return { changes, findings: [], rewritten: mentions.length };
}

/** What every mention of a module's path holds. */
export function stemOf(module: ModuleId): string {
  return module.replace(EXTENSION, '');
}

function mentionsOf({ graph, migration }: Scene, module: ModuleId, target: ModuleId): Mention[] {
  const stem = stemOf(module);
  const pattern = new RegExp(
    `(?<![\\w/-])((?:\\./)?)${stem.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(\\.[cm]?[jt]sx?|\\.py)?(?![\\w/-])`,
    'g',
  );
  const counts = (path: string): boolean => path !== module && !migration.isExcluded(path);
  const paths = [
    ...graph.mentioning([], [stem], counts),
    ...graph.workspace.search([[stem]], DOCUMENTS).filter(counts),
  ].sort();
  return paths.flatMap((path) => {
    const text = graph.workspace.read(path) ?? '';
    const prose = proseSpans(path, text);
    return [...text.matchAll(pattern)].flatMap((match): Mention[] => {
      const [all, lead = '', extension] = match;
      const start = match.index;
      if (!prose.some((span) => span.start <= start && start + all.length <= span.end)) return [];
      const own = extension === undefined ? target.replace(EXTENSION, '') : target;
      return [{ path, line: lineAt(text, start), edit: { start, end: start + all.length, text: lead + own } }];
    });
  });
}

function proseSpans(path: string, text: string): readonly Span[] {
  const language = languageOf(path);
  return language ? language.comments(path, text) : [{ start: 0, end: text.length }];
}
