import { Graph } from '../graph/graph.js';
import { languageOf } from '../languages/index.js';
import { Failure } from '../messages/failures.js';
import { notices } from '../messages/notices.js';
import { configProblems, didYouMean } from '../messages/problems.js';
import { nearest } from '../workspace/guess.js';
import { findConfig } from '../disk/config.js';
import { isChangeable } from '../disk/paths.js';
import { type MigrationState, readState, removedBy } from '../disk/state.js';
import { type Skipped, openTree } from '../disk/tree.js';
import { type Finding, finding } from '../messages/findings.js';
import { migrationName, parseMigration } from '../migration/load.js';
import type { Migration } from '../migration/migration.js';
import { withRemoved } from '../migration/modules.js';
import { buildPlan } from '../plan/build.js';
import type { Plan } from '../plan/plan.js';
import { printable } from '../reports/printable.js';
import { Workspace } from '../workspace/workspace.js';
import { type Args, type Context, tell } from './context.js';
import { appliedPhases } from './journal.js';

/** The migration, the files under its root, and what the journal says of it. */
export interface Project {
  /** Absolute. */
  readonly root: string;
  readonly migration: Migration;
  readonly workspace: Workspace;
  readonly skipped: readonly Finding[];
  readonly state: MigrationState;
}

/** Reads migration file, tree and journal. `forgiving`: modules that are not there count as removed already. */
export function openProject(context: Context, args: Args, forgiving = false): Project {
  return context.busy(() => readProject(context, args, forgiving));
}

function readProject(context: Context, args: Args, forgiving: boolean): Project {
  const { root, path, text } = findConfig(context.cwd, args.config ?? null);
  const state = readState(root, migrationName(text, path));
  const tree = openTree(root);
  const workspace = Workspace.over(tree);
  const world = { has: (file: string) => workspace.has(file), paths: () => workspace.paths(), forgiving };
  // What has a backup and is gone was removed by a phase, also where the journal that says so was lost.
  const backedUp = tree.backups.map((backup) => backup.replace(/\.phase\d+\.(edited\.(\d+\.)?)?bak$/, ''));
  const migration = parseMigration(text, path, withRemoved(world, new Set([...removedBy(state), ...backedUp])));
  refuseUnknownExport(migration, workspace, root);
  return { root, migration, workspace, skipped: tree.skipped.map(skippedFinding), state };
}

/** A canonical export that does not exist would make every phase find nothing to do. */
function refuseUnknownExport({ canonical, configPath }: Migration, workspace: Workspace, root: string): void {
  if (!canonical || languageOf(canonical.module) === null) return;
  const graph = new Graph(workspace, root);
  const names = graph.names(canonical.module).map(({ name }) => name);
  if (names.length === 0 || graph.isOpen(canonical.module) || graph.trace(canonical.module, canonical.export)) return;
  const guess = nearest(canonical.export, names);
  const said = configProblems.noSuchExport(canonical.module) + (guess === null ? '' : didYouMean(guess));
  throw new Failure('config-invalid', configPath, [
    `${configPath}: canonical.export ${JSON.stringify(canonical.export)}: ${said}`,
  ]);
}

/** Says which globs match nothing. */
export function warnOfGlobs(context: Context, args: Args, { migration }: Project): void {
  for (const { key, glob } of migration.unmatched()) tell(context, args, notices.unmatched(key, printable(glob)));
}

/** The plan of the phases that are not applied yet, with a progress bar. */
export function planOf(context: Context, args: Args, project: Project): Plan {
  const progress = context.progress('planning');
  try {
    const { workspace, root, migration, skipped, state } = project;
    const request = {
      workspace,
      root,
      migration,
      skipped,
      done: appliedPhases(state),
      docs: args.docs ?? false,
      isChangeable,
    };
    return context.busy(() => buildPlan(request, progress.update));
  } finally {
    progress.end();
  }
}

function skippedFinding({ path, reason }: Skipped): Finding {
  if (reason === 'symlink') return finding('not-followed', path, 0, 'it is a symbolic link');
  if (reason === 'not-a-file') return finding('not-followed', path, 0, 'it is neither a file nor a folder');
  return finding('unreadable', path, 0, reason);
}
