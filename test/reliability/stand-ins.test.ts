import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { applyPhase } from '../../src/disk/apply.js';
import { restoreFromBackups } from '../../src/disk/backups.js';
import { temporary } from '../../src/disk/files.js';
import { withLock } from '../../src/disk/lock.js';
import { isChangeable, isInside } from '../../src/disk/paths.js';
import { rollbackPhases } from '../../src/disk/rollback.js';
import { readState } from '../../src/disk/state.js';
import { Failure } from '../../src/messages/failures.js';
import { sha256 } from '../../src/workspace/hash.js';
import { folderWith, project, ssot, treeOf, write } from '../cli/support.js';

const scratch = fs.mkdtempSync(join(tmpdir(), 'ssot-stand-ins-'));
const [root, outside] = [join(scratch, 'root'), join(scratch, 'outside')];
afterAll(() => fs.rmSync(scratch, { recursive: true }));

const [before, after] = ['before\n', 'after\n'];
const phase = { number: 1, changes: [{ path: 'src/a.ts', before, after }] };
const me = { pid: process.pid, host: 'here', startedAt: '2030-01-02T03:04:05.000Z' };

beforeEach(() => {
  for (const folder of [root, outside]) fs.rmSync(folder, { recursive: true, force: true });
  // What links lead to has all that would be looked for.
  for (const folder of [root, outside]) {
    fs.mkdirSync(join(folder, 'src'), { recursive: true });
    fs.writeFileSync(join(folder, 'src/a.ts'), before);
  }
  fs.mkdirSync(join(outside, 'folder'));
  fs.writeFileSync(join(outside, 'file'), 'keep\n');
});

const KINDS: Readonly<Record<string, (file: string) => void>> = {
  'a link to a file outside': (file) => fs.symlinkSync(join(outside, 'file'), file),
  'a link to a folder outside': (file) => fs.symlinkSync(join(outside, 'folder'), file),
  'a link to nothing': (file) => fs.symlinkSync(join(outside, 'new'), file),
  'a pipe': (file) => void execFileSync('mkfifo', [file]),
  'a folder': (file) => {
    fs.mkdirSync(file);
    fs.writeFileSync(join(file, 'x'), 'x');
  },
  'a file with something else in it': (file) => fs.writeFileSync(file, 'junk\n'),
};

const TEMPORARY = temporary('src/a.ts');
const OWN = [
  '.ssot',
  '.ssot/m',
  '.ssot/m/journal.jsonl',
  '.ssot/m/objects',
  `.ssot/m/objects/${sha256(before)}`,
  `.ssot/m/objects/${sha256(after)}`,
  // Of a process that cannot be.
  `.ssot/lock.99999999.${Buffer.from('here').toString('base64url')}.x`,
  TEMPORARY,
  'src/a.ts.phase1.bak',
];
const cases = (paths: readonly string[]): [string, string][] =>
  Object.keys(KINDS).flatMap((kind) => paths.map((path): [string, string] => [kind, path]));

function put(kind: string, path: string): void {
  const file = join(root, path);
  fs.rmSync(file, { recursive: true, force: true });
  fs.mkdirSync(dirname(file), { recursive: true });
  KINDS[kind]?.(file);
}

/** Does it under the lock, as commands do. Whether it was done; if not, it was foreseen. */
async function succeeds(act: () => unknown): Promise<boolean> {
  try {
    await withLock(root, 'm', me, act);
    return true;
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}

const text = (): string => fs.readFileSync(join(root, 'src/a.ts'), 'utf8');
const untouched = { 'file': 'keep\n', 'src/a.ts': before };

describe('something else stands where the tool keeps its own', () => {
  it.each(cases(OWN))('before an application: %s in place of %s', async (kind, path) => {
    put(kind, path);
    const done = await succeeds(() => applyPhase(root, 'm', phase));
    expect(text()).toBe(done ? after : before);
    if (done) expect(readState(root, 'm').phases).toMatchObject([{ status: 'applied', drift: [] }]);
    // Nothing is begun that could be left half done.
    else fs.rmSync(join(root, path), { recursive: true });
    if (!done) expect(await succeeds(() => applyPhase(root, 'm', phase))).toBe(true);
    expect(treeOf(outside)).toEqual(untouched);
  });

  it.each(cases(OWN))('before a rollback: %s in place of %s', async (kind, path) => {
    applyPhase(root, 'm', phase);
    put(kind, path);
    const undo = (): Promise<boolean> => succeeds(() => rollbackPhases(root, 'm', 1));
    const done = await undo();
    expect(text()).toBe(done ? before : after);
    if (!done) {
      fs.rmSync(join(root, path), { recursive: true });
      expect((await undo()) || (await succeeds(() => restoreFromBackups(root, 'm', 1)))).toBe(true);
      expect(text()).toBe(before);
    }
    expect(treeOf(outside)).toEqual(untouched);
  });
});

describe('something else stands in place of a source, or of the folder above it', () => {
  it.each(cases(['src/a.ts', 'src']))('before an application and a rollback: %s in place of %s', async (kind, path) => {
    const kept = join(scratch, 'kept');
    const without = async (act: () => unknown): Promise<void> => {
      fs.renameSync(join(root, path), kept);
      put(kind, path);
      expect(await succeeds(act)).toBe(false);
      fs.rmSync(join(root, path), { recursive: true });
      fs.renameSync(kept, join(root, path));
    };
    await without(() => applyPhase(root, 'm', phase));
    expect(await succeeds(() => applyPhase(root, 'm', phase))).toBe(true);
    await without(() => rollbackPhases(root, 'm', 1));
    expect(await succeeds(() => rollbackPhases(root, 'm', 1))).toBe(true);
    expect(text()).toBe(before);
    expect(treeOf(outside)).toEqual(untouched);
  });

  it.each(['src/a.ts', 'src'])('a link in place of %s to the very same outside is not followed', async (path) => {
    fs.rmSync(join(root, path), { recursive: true });
    fs.symlinkSync(join(outside, path), join(root, path));
    expect(await succeeds(() => applyPhase(root, 'm', phase))).toBe(false);
    expect(treeOf(outside)).toEqual(untouched);
  });

  it('a second name of a file (a hard link) keeps the content that it had', () => {
    fs.linkSync(join(root, 'src/a.ts'), join(outside, 'folder/hard.ts'));
    applyPhase(root, 'm', phase);
    expect(text()).toBe(after);
    expect(treeOf(outside)).toEqual({ ...untouched, 'folder/hard.ts': before });
  });
});

describe('names that file systems understand in their own way', () => {
  it.each([
    'CON',
    'con.ts',
    'a/aux.tar.ts',
    'NUL ',
    'CONIN$',
    'conout$.ts',
    'COM¹',
    'lpt9.ts',
    'a:b',
    'a.ts::$DATA',
    'a.',
    'a ',
    'b./a.ts',
    'a\\..\\..\\b',
    'C:a',
  ])('%j is inside where it is a name like others, and not on Windows', (path) => {
    expect(isInside(path, '/')).toBe(true);
    expect(isInside(path, '\\')).toBe(false);
  });

  it('a name is changeable only with room for that of its backup', () => {
    expect(isChangeable(`${'x'.repeat(230)}.ts`, 1)).toBe(true);
    expect(isChangeable(`${'x'.repeat(240)}.ts`, 1)).toBe(false);
    expect(isChangeable('a.ts.phase1.bak', 2)).toBe(false);
  });

  it('what could not be changed is a blocker in the plan, before any phase is applied', () => {
    const folder = folderWith(project());
    const names = ['src/git~1/user.ts', `src/${'x'.repeat(240)}.ts`];
    for (const name of names) write(folder, name, "import { Manager } from '../shim';\n");
    write(folder, names[1] ?? '', "import { Manager } from './shim';\n");
    const tree = treeOf(folder);
    const { code, stderr } = ssot(folder, 'apply', '--all');
    expect(code).toBe(3);
    for (const name of names) expect(stderr).toContain(`  ${name}: cannot be changed: its name leads where`);
    expect(treeOf(folder)).toEqual(tree);
  });
});
