import type { API, FileInfo, Options } from 'jscodeshift';
import { relative, resolve, sep } from 'node:path';
import { CONFIG_NAME, findConfig } from '../src/disk/config.js';
import { readState, removedBy } from '../src/disk/state.js';
import { openTree } from '../src/disk/tree.js';
import { Graph } from '../src/graph/graph.js';
import { migrationName, parseMigration } from '../src/migration/load.js';
import type { Migration } from '../src/migration/migration.js';
import { withRemoved } from '../src/migration/modules.js';
import { finalNames } from '../src/phase/finalize.js';
import { readFactories } from '../src/phase/factories.js';
import type { Phase } from '../src/phase/phase.js';
import { FileRewriter } from '../src/phase/rewrite-files.js';
import { Workspace } from '../src/workspace/workspace.js';

/** What phases 1 and 2 move: every module that a later phase retires. */
export function movedModules(migration: Migration): string[] {
  const { shims, factories, redirects, implementation } = migration;
  const modules = [...shims, ...factories.map(({ module }) => module), ...redirects.map(({ from }) => from.module)];
  return implementation === null ? modules : [...modules, implementation];
}

type Transform = (file: FileInfo, api: API, options: Options) => string | null | undefined;

interface Session {
  readonly root: string;
  readonly rewriter: FileRewriter;
  readonly touched: ReadonlySet<string>;
}

/**
 * A phase as an ordinary jscodeshift transform: `npx jscodeshift -t dist/transforms/1-….js --ssot-config=ssot.config.json src`
 * does the phase's per-file work. Removing files and finalizing the canonical module are no per-file work: `ssot apply` does that.
 */
export function asTransform(phase: Phase): Transform {
  const sessions = new Map<string, Session>();
  return (file, api, options) => {
    const config = String(options['ssot-config'] ?? options['ssotConfig'] ?? CONFIG_NAME);
    const session = sessions.get(config) ?? openSession(phase, config);
    sessions.set(config, session);
    const path = relative(session.root, resolve(file.path)).split(sep).join('/');
    if (!session.touched.has(path)) return undefined;
    const { changes, findings } = session.rewriter.rewrite(path);
    for (const { line, message } of findings) api.report(`${path}:${line} ${message}`);
    return changes[0]?.after ?? undefined;
  };
}

function openSession(phase: Phase, config: string): Session {
  const { root, path, text } = findConfig('.', config);
  const workspace = Workspace.over(openTree(root));
  const removed = removedBy(readState(root, migrationName(text, path)));
  const migration = parseMigration(text, path, withRemoved(workspace, removed));
  const graph = new Graph(workspace, root);
  const scene = { graph, migration, book: readFactories(graph, migration), docs: false };
  const rewriter = new FileRewriter(phase, scene, ...(phase.retires === 'implementation' ? finalNames(scene) : []));
  return { root, rewriter, touched: new Set(rewriter.concern.candidates()) };
}
