import fc from 'fast-check';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run as apply } from '../../src/commands/apply.js';
import { run as plan } from '../../src/commands/plan.js';
import { run as rollback } from '../../src/commands/rollback.js';
import type { PlanDocument } from '../../src/plan/plan.js';
import { sha256 } from '../../src/workspace/hash.js';
import type { Files } from '../properties/migrate.js';
import { buildProject } from '../properties/project.js';
import { buildProject as buildPython } from '../properties/python/project.js';
import { spec as pythonSpec } from '../properties/python/spec.js';
import { writeTree } from '../properties/run.js';
import { spec } from '../properties/spec.js';
import { parseGroup, resolveCase } from '../support/fixtures.js';
import { bytesOf, command, gitApplied, withoutBackups } from './support.js';

const ROOT = join(import.meta.dirname, '..', '..');

const NOW = { yes: true, validate: false, allowDirty: true };

let temporary = '';
let count = 0;
beforeAll(() => void (temporary = mkdtempSync(join(tmpdir(), 'ssot preview ü-'))));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = join(temporary, String(count++));
  mkdirSync(folder);
  writeTree(folder, files);
  return folder;
}

/**
 * What is shown is what is done: the hashes of `plan --json` are those of the files, `git apply` of `plan --diff` gives the
 * tree that `apply` gives (phase by phase, or only the whole of it), and rollback gives the bytes that were there. Says how
 * many phases that was true of.
 */
async function checkPreview(folder: string, how: 'by phase' | 'as a whole'): Promise<number> {
  const original = bytesOf(folder);
  const planned = JSON.parse((await command(plan, folder, { json: true })).out) as PlanDocument;
  const blocked = planned.phases.findIndex(({ findings }) => findings.some(({ severity }) => severity === 'blocker'));
  const ready = planned.phases.slice(0, blocked < 0 ? undefined : blocked).filter(({ changes }) => changes.length > 0);
  const [first] = ready;
  if (!first) return 0;
  const whole = blocked < 0;
  const preview = whole ? gitApplied(folder, (await command(plan, folder, { diff: true })).out) : null;
  if (preview && how === 'as a whole') expect((await command(apply, folder, { all: true, ...NOW })).code).toBe(0);
  else for (const phase of ready) await checkPhase(folder, phase);
  if (preview) expect(withoutBackups(bytesOf(folder))).toEqual(preview);
  expect((await command(rollback, folder, { phase: first.number })).code).toBe(0);
  expect(bytesOf(folder)).toEqual(original);
  return ready.length;
}

/** The same for one phase, which is applied. */
async function checkPhase(folder: string, { number, changes }: PlanDocument['phases'][number]): Promise<void> {
  for (const { path, beforeHash } of changes) expect(hashOf(folder, path), path).toBe(beforeHash);
  const preview = gitApplied(folder, (await command(plan, folder, { diff: true, phase: number })).out);
  expect((await command(apply, folder, { phase: number, ...NOW })).code).toBe(0);
  for (const { path, afterHash } of changes) expect(hashOf(folder, path), path).toBe(afterHash);
  expect(withoutBackups(bytesOf(folder))).toEqual(withoutBackups(preview));
}

function hashOf(folder: string, path: string): string | null {
  const text = bytesOf(folder)[path];
  return text === undefined ? null : sha256(Buffer.from(text, 'latin1'));
}

it('of the bundled example', async () => {
  const folder = join(temporary, 'example');
  cpSync(join(ROOT, 'examples/websocket-manager'), folder, { recursive: true });
  expect(await checkPreview(folder, 'by phase')).toBe(5);
});

describe('of generated projects', () => {
  const numRuns = Number(process.env['PREVIEW_RUNS'] ?? 25);
  const seed = Number(process.env['PROPERTY_SEED'] ?? 4_711);
  const check = async <T>(drawn: fc.Arbitrary<T>, build: (spec: T) => Files, runs: number): Promise<void> => {
    let phases = 0;
    const property = fc.asyncProperty(drawn, async (one) => {
      phases += await checkPreview(folderWith(build(one)), 'by phase');
    });
    await fc.assert(property, { numRuns: runs, seed, endOnFailure: true });
    expect(phases).toBeGreaterThan(runs);
  };

  it('JavaScript', () => check(spec, (one) => buildProject(one).files, numRuns), 120_000);
  it('Python', () => check(pythonSpec, (one) => buildPython(one).files, Math.ceil(numRuns / 3)), 120_000);
});

describe('of the fixtures', () => {
  const folder = join(ROOT, '__testfixtures__');
  const groups = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.txt'));

  it.each(groups.sort())('%s', async (name) => {
    const group = parseGroup(readFileSync(join(folder, name), 'utf8'));
    for (const block of group.cases) {
      const { input } = resolveCase(group, block);
      await checkPreview(folderWith(Object.fromEntries(input)), 'as a whole');
    }
  });
});
