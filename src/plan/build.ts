import { Graph } from '../graph/graph.js';
import { languages } from '../languages/index.js';
import type { ModuleId } from '../languages/language.js';
import { finding, type Finding } from '../messages/findings.js';
import type { Migration } from '../migration/migration.js';
import { readFactories } from '../phase/factories.js';
import type { Phase } from '../phase/phase.js';
import { stemOf } from '../phase/prose.js';
import { runPhase } from '../phase/run.js';
import type { Scene } from '../phase/scene.js';
import { phases } from '../../transforms/index.js';
import { squash, type Change } from '../workspace/change.js';
import type { Workspace } from '../workspace/workspace.js';
import { checkPhase } from './checks.js';
import { countPaths } from './headline.js';
import { withLinesBefore } from './lines.js';
import { withMembers } from './members.js';
import type { Accounting, Plan, PhaseNumber, PlannedPhase } from './plan.js';

export interface PlanRequest {
  readonly workspace: Workspace;
  /** Absolute path of the root, for resolvers that must look at installed packages. */
  readonly root: string;
  readonly migration: Migration;
  /** What the listing left out, each as a finding. */
  readonly skipped: readonly Finding[];
  /** Phases that the tree has behind it already: they are not planned again. */
  readonly done?: readonly PhaseNumber[];
  /** Plan this phase alone, on the tree as it is. */
  readonly only?: PhaseNumber;
  /** Rewrite prose too. */
  readonly docs?: boolean;
  /** Whether a phase could change a file of this name where the tree lies; all names are taken for good without it. */
  readonly isChangeable?: (path: string, phase: PhaseNumber) => boolean;
}

/**
 * Folds the phases over one overlay. Pure: the same tree and migration give the same plan. `progress` is told how many phases
 * are done, in parts of them too, of how many.
 */
export function buildPlan(
  request: PlanRequest,
  progress: (done: number, total: number) => void = () => undefined,
): Plan {
  const wanted = phases.filter(({ number }) =>
    request.only === undefined ? !request.done?.includes(number) : number === request.only,
  );
  let scene = firstScene(request);
  // Counted first: then each phase may forget the world before it.
  const before = countPaths(scene.graph, scene.migration);
  const planned: PlannedPhase[] = [];
  let rewritten = 0;
  let told = false;
  for (const [i, phase] of wanted.entries()) {
    const step = planPhase(phase, { ...scene, progress: (part) => progress(i + part, wanted.length) }, told);
    told ||= step.tells;
    planned.push(withUnusableNames(step.planned, request));
    scene = step.scene;
    scene.graph.forget(step.planned.changes.map(({ path }) => path));
    rewritten += step.rewritten;
    progress(i + 1, wanted.length);
  }
  return {
    name: request.migration.name,
    phases: planned,
    accounting: account(request, planned),
    skipped: request.skipped,
    rewritten,
    paths: { before, after: countPaths(scene.graph, scene.migration) },
  };
}

/** What the disk would refuse in the phase itself, after others were applied, is said before the first. */
function withUnusableNames(phase: PlannedPhase, { isChangeable }: PlanRequest): PlannedPhase {
  const unusable = isChangeable ? phase.changes.filter(({ path }) => !isChangeable(path, phase.number)) : [];
  if (unusable.length === 0) return phase;
  const said = unusable.map(({ path }) => finding('unusable-name', path, 0, ''));
  return { ...phase, findings: ordered([...phase.findings, ...said]) };
}

function firstScene({ workspace, root, docs, ...request }: PlanRequest): Scene {
  const graph = new Graph(workspace, root);
  const migration = withMembers(request.migration, graph);
  const book = readFactories(graph, migration);
  const concerned = concernedModules(migration);
  const prose = [...concerned, ...workspace.paths().filter((path) => migration.isObsolete(path))].map(stemOf);
  graph.prepare(concerned, [...book.entries, ...namesOf(migration), ...evaluators(migration), ...prose]);
  return { graph, migration, book, docs: docs === true };
}

/** All that any phase will look for, so that the first search of the tree is the only one. */
function concernedModules({ shims, factories, implementation, canonical, redirects }: Migration): Set<ModuleId> {
  const named = [implementation, canonical?.module].filter((one): one is string => typeof one === 'string');
  return new Set([
    ...shims,
    ...factories.map(({ module }) => module),
    ...redirects.map(({ from }) => from.module),
    ...named,
  ]);
}

function namesOf({ canonical, aliases }: Migration): string[] {
  return canonical ? [canonical.export, ...aliases] : [...aliases];
}

/** Phase 5 asks who evaluates annotations (`phase/untangle.ts`). */
function evaluators({ implementation }: Migration): string[] {
  return implementation === null ? [] : languages.flatMap(({ typeImports }) => typeImports?.evaluators ?? []);
}

interface Step {
  readonly planned: PlannedPhase;
  readonly scene: Scene;
  readonly rewritten: number;
  /** It says what is wrong with the factories. */
  readonly tells: boolean;
}

/** `told`: an earlier phase says what is wrong with the factories. */
function planPhase(phase: Phase, scene: Scene, told: boolean): Step {
  const outcome = runPhase(phase, scene);
  const changes = squash(outcome.changes);
  const graph = scene.graph.over(scene.graph.workspace.with(changes));
  const checks = checkPhase({
    before: scene.graph,
    after: graph,
    changes,
    migration: scene.migration,
    book: scene.book,
    // Rewriting is the first half.
    progress: (done, total) => scene.progress?.((1 + done / total) / 2),
  });
  // What is wrong is said before the first file is changed by it; the rest where the factories go.
  const tells = !told && phase.constructs && (changes.length > 0 || phase.retires === 'factories');
  const own = scene.book.findings.filter(({ severity }) =>
    severity === 'blocker' ? tells : phase.retires === 'factories',
  );
  const { number, name, title, risk } = phase;
  const findings = ordered(withLinesBefore([...own, ...outcome.findings, ...checks], changes));
  return {
    planned: { number, name, title, risk, changes, findings },
    scene: { ...scene, graph },
    rewritten: outcome.rewritten,
    tells,
  };
}

/** By place, each said once. */
function ordered(findings: readonly Finding[]): Finding[] {
  const unique = new Map(
    findings.map((one) => [`${one.path}\0${String(one.line).padStart(9, '0')}\0${one.code}\0${one.message}`, one]),
  );
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

function account({ workspace, skipped }: PlanRequest, planned: readonly PlannedPhase[]): Accounting {
  const changes: Change[] = planned.flatMap((phase) => phase.changes);
  const changed = new Set(changes.filter(({ before }) => before !== null).map(({ path }) => path));
  const withCode = (code: string): Set<string> =>
    new Set(
      planned.flatMap(({ findings }) =>
        findings.filter((one) => one.code === code && !changed.has(one.path)).map(({ path }) => path),
      ),
    );
  const failed = withCode('syntax-error').size;
  const unreadable = withCode('unreadable').size;
  const listed = workspace.paths().length;
  const seen = listed + skipped.length;
  return {
    seen,
    changed: changed.size,
    skipped: skipped.length + unreadable,
    failed,
    unchanged: listed - changed.size - failed - unreadable,
  };
}
