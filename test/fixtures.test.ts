import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTree } from '../src/disk/tree.js';
import type { Finding } from '../src/messages/findings.js';
import { parseMigration } from '../src/migration/load.js';
import { buildPlan } from '../src/plan/build.js';
import type { Plan, PhaseNumber } from '../src/plan/plan.js';
import type { Change } from '../src/workspace/change.js';
import { Workspace } from '../src/workspace/workspace.js';
import {
  CONFIG,
  type Files,
  type Group,
  parseGroup,
  printGroup,
  resolveCase,
  withOutcome,
} from './support/fixtures.js';

const ROOT = path.join(import.meta.dirname, '..', '__testfixtures__');
const UPDATE = process.env['UPDATE_FIXTURES'] === '1';
/** The folder of a group says which phases run: one of them on its own, or all five folded. */
const ONLY: Readonly<Record<string, PhaseNumber | null>> = {
  'phase-1': 1,
  'phase-2': 2,
  'phase-3': 3,
  'phase-4': 4,
  'phase-5': 5,
  'all': null,
};

let temporary = '';
beforeAll(() => void (temporary = mkdtempSync(path.join(os.tmpdir(), 'ssot-fixtures-'))));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

const groups = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.txt'))
  .map((name) => name.split(path.sep).join('/'))
  .sort();

it('every fixture file stands in the folder of a phase', () => {
  expect(groups.filter((name) => !(path.posix.dirname(name) in ONLY))).toEqual([]);
  expect(groups).not.toEqual([]);
});

describe.each(groups)('%s', (name) => {
  const file = path.join(ROOT, name);
  const only = ONLY[path.posix.dirname(name)] ?? null;
  const group = parseGroup(readFileSync(file, 'utf8'));
  const cases = group.cases.map((block) => ({ block, ...resolveCase(group, block) }));
  const outcomes = new Map<string, Group['cases'][number]>();

  it.each(cases)('$name', ({ block, name: title, input, output, findings }) => {
    const once = run(mkdtempSync(path.join(temporary, 'case-')), input, only);
    const said = once.findings.map((found) => wordingOf(found, findings));
    if (UPDATE) outcomes.set(title, withOutcome(group, block, once.output, said));
    else {
      expect(Object.fromEntries(once.output)).toEqual(Object.fromEntries(output));
      expect(said.sort()).toEqual(findings);
    }
    expect(once.again, 'a second run of the same phases changes nothing').toEqual([]);
  });

  afterAll(() => {
    if (!UPDATE) return;
    const updated = group.cases.map((block) => outcomes.get(block.name) ?? block);
    writeFileSync(file, printGroup({ shared: group.shared, cases: updated }));
  });
});

interface Outcome {
  readonly output: Files;
  readonly findings: readonly Finding[];
  /** Paths that a second run of the same phases would change. */
  readonly again: readonly string[];
}

function run(root: string, input: Files, only: PhaseNumber | null): Outcome {
  for (const [name, text] of input) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  const workspace = Workspace.over(openTree(root));
  const migration = parseMigration(input.get(CONFIG) ?? '', CONFIG, workspace);
  const plan = (world: Workspace): Plan =>
    buildPlan({ workspace: world, root, migration, skipped: [], ...(only ? { only } : {}) });
  const first = plan(workspace);
  const changes = first.phases.flatMap((phase) => phase.changes);
  const after = workspace.with(changes);
  return {
    output: applied(input, changes),
    findings: first.phases.flatMap((phase) => phase.findings),
    again: plan(after).phases.flatMap((phase) => phase.changes.map((change) => change.path)),
  };
}

/** The tree after the changes. Each must begin where the one before it ended, or the plan contradicts itself. */
function applied(input: Files, changes: readonly Change[]): Files {
  const files = new Map(input);
  for (const { path: name, before, after } of changes) {
    expect(files.get(name) ?? null, `${name} before its change`).toBe(before);
    if (after === null) files.delete(name);
    else files.set(name, after);
  }
  return files;
}

/** The line of the fixture that this finding fulfils, or the line that would have to stand there. */
function wordingOf(found: Finding, expected: readonly string[]): string {
  const place = `${found.severity} ${found.code} ${found.path}:${found.line}`;
  const fulfilled = expected.find((line) => {
    const [wanted, part = ''] = line.split(' | ', 2);
    return wanted === place && found.message.includes(part);
  });
  return fulfilled ?? `${place} | ${found.message}`;
}
