import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, type TestContext } from 'vitest';
import type { PlanDocument } from '../../src/plan/plan.js';
import { ssot } from '../cli/support.js';
import { type DebianPackage, pythonMissing, unpackDebian } from '../support/debian.js';
import { filesBelow, hashesOf } from '../support/package-copy.js';

/**
 * Debian's python3-twisted. `twisted/test/proto_helpers.py` is deprecated: it hands on 14 names of `twisted.internet.testing`
 * as `X = testing.X`, and most of twisted's tests still take them from it, by name or by the module.
 */
const SHIM = 'twisted/test/proto_helpers.py';
const PACKAGE = 'twisted/test/__init__.py';
const MIGRATION = {
  name: 'proto-helpers',
  canonical: { module: 'twisted.internet.testing', export: 'StringTransport' },
  shims: ['twisted.test.proto_helpers'],
  tests: ['**/test/**'],
};
const IMPORTS = /^\s*(?:from twisted\.test\.proto_helpers import|from twisted\.test import .*\bproto_helpers\b)/m;
const INTEGRITY = path.join(import.meta.dirname, '..', '..', 'bench', 'python-integrity.py');

let twisted: DebianPackage | null = null;
let why: string | null = pythonMissing();
beforeAll(() => {
  if (why !== null) return;
  const found = unpackDebian('python3-twisted');
  if ('why' in found) why = found.why;
  else twisted = found;
});
afterAll(() => twisted?.remove());

/** Says so where the input is not to be had: a test that did not run must not look like one that passed. */
function unpacked(context: TestContext): DebianPackage {
  if (twisted !== null && importers(twisted.root).length > 0) return twisted;
  const reason = `skipped: no python3-twisted with its proto_helpers (${why ?? 'another release'})`;
  console.warn(reason);
  return context.skip(reason);
}

function importers(root: string): string[] {
  return filesBelow(root, 'twisted').filter(
    (file) => file.endsWith('.py') && IMPORTS.test(readFileSync(path.join(root, file), 'utf8')),
  );
}

/** New broken imports, undefined names (where pyflakes is installed) and files that do not compile, against the base. */
function integrity(base: string, after: string): string {
  const { stdout, stderr } = spawnSync('python3', [INTEGRITY, base, after], { encoding: 'utf8' });
  return stderr + stdout.slice(stdout.indexOf('\n}') + 2).trim();
}

it('takes proto_helpers out of twisted, and rolls back to the published tree', { timeout: 120_000 }, (context) => {
  const { root } = unpacked(context);
  const base = path.join(root, '..', 'base');
  const write = (file: string, text: string): void => writeFileSync(path.join(root, file), text);
  write('ssot.config.json', JSON.stringify(MIGRATION));
  const users = importers(root).filter((file) => file !== PACKAGE);

  // The package deprecates each name of the shim by its `__all__` and in strings: no rewrite is right for that.
  const plan = JSON.parse(ssot(root, 'plan', '--json').stdout) as PlanDocument;
  const findings = plan.phases.flatMap(({ findings }) => findings.map(({ code, path }) => `${code} ${path}`));
  expect([...new Set(findings)]).toEqual([`unmovable-reference ${PACKAGE}`, `still-referenced ${PACKAGE}`]);
  const updates = plan.phases.flatMap(({ number, changes }) => changes.map(({ path }) => `${number} ${path}`));
  expect(updates.sort()).toEqual(users.map((file) => `2 ${file}`));

  // By hand, as the findings ask: its docstring is all that stays.
  write(PACKAGE, readFileSync(path.join(root, PACKAGE), 'utf8').replace(/("""\n)\n*from [^]*$/, '$1'));
  cpSync(path.join(root, 'twisted'), path.join(base, 'twisted'), { recursive: true });
  const published = hashesOf(root);

  expect(ssot(root, 'apply', '--all', '--yes')).toMatchObject({ code: 0 });
  const left = filesBelow(root, '');
  expect([...published.keys()].filter((file) => !left.includes(file))).toEqual([SHIM]);
  expect(importers(root)).toEqual([]);
  expect(integrity(base, root)).toBe('');

  expect(ssot(root, 'rollback', '--phase', '2')).toMatchObject({ code: 0 });
  expect(hashesOf(root)).toEqual(published);
  // The check itself can see a loss.
  rmSync(path.join(root, SHIM));
  expect(integrity(base, root)).toContain(`new broken: ${users[0] ?? ''} twisted.test.proto_helpers`);
});
