import { Failure } from '../messages/failures.js';
import type { Plan, PlanDocument } from '../plan/plan.js';
import { planDocument } from '../reports/json.js';

/** What a saved plan is bound to. It holds no command: what is run always comes from the migration file. */
export interface SavedPlan extends PlanDocument {
  readonly tool: string;
  /** sha-256 of the migration file. */
  readonly migration: string;
}

/** The document that `plan --out` writes. `migration`: sha-256 of the migration file; `tool`: the version that planned. */
export function savedPlan(plan: Plan, migration: string, tool: string): SavedPlan {
  return { ...planDocument(plan), tool, migration };
}

/** Throws Failure `plan-file` when the text is no saved plan of this version. */
export function parseSavedPlan(text: string): SavedPlan {
  const value = parseJson(text);
  if (!isRecord(value) || value['version'] !== 1 || !Array.isArray(value['phases'])) {
    throw new Failure('plan-file', 'it is not a plan of this version');
  }
  if (typeof value['tool'] !== 'string' || typeof value['migration'] !== 'string') {
    throw new Failure('plan-file', 'it was not saved with --out');
  }
  if (!value['phases'].every(isPhase)) throw new Failure('plan-file', 'its phases are damaged');
  return value as unknown as SavedPlan;
}

/**
 * Compares the phases that are to be applied with the same phases planned afresh: what is applied is the fresh plan, which
 * must be what was looked at. So a change to a file that the plan does not touch changes nothing, unless the file needs
 * to be touched now. Throws Failure `plan-stale` (exit 4) that lists what differs.
 */
export function checkSavedPlan(
  saved: SavedPlan,
  fresh: Plan,
  phases: readonly number[],
  now: { hash: string; tool: string },
): void {
  if (saved.tool !== now.tool)
    throw new Failure('plan-stale', `it was made by version ${saved.tool}, this is ${now.tool}`);
  if (saved.migration !== now.hash) throw new Failure('plan-stale', 'the migration file has changed');
  const document = planDocument(fresh);
  const stale = phases.flatMap((number) => {
    const then = saved.phases.find((phase) => phase.number === number);
    if (!then) throw new Failure('plan-file', `it does not hold phase ${number}`);
    return differences(
      then,
      document.phases.find((phase) => phase.number === number),
    );
  });
  if (stale.length > 0) throw new Failure('plan-stale', 'files have changed', [...new Set(stale)].sort());
}

type Phase = PlanDocument['phases'][number];

function differences(then: Phase, now: Phase | undefined): string[] {
  const before = new Map(then.changes.map((change) => [change.path, change]));
  const after = new Map((now?.changes ?? []).map((change) => [change.path, change]));
  return [...new Set([...before.keys(), ...after.keys()])].filter((path) => {
    const [a, b] = [before.get(path), after.get(path)];
    return !a || !b || a.beforeHash !== b.beforeHash || a.afterHash !== b.afterHash;
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new Failure('plan-file', 'it is not JSON');
    throw error;
  }
}

function isPhase(value: unknown): boolean {
  if (!isRecord(value) || typeof value['number'] !== 'number' || !Array.isArray(value['changes'])) return false;
  return value['changes'].every((change) => isRecord(change) && typeof change['path'] === 'string');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
