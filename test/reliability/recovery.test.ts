import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { restoreFromBackups, strayBackups } from '../../src/disk/backups.js';
import { recover } from '../../src/disk/recover.js';
import { rollbackPhases } from '../../src/disk/rollback.js';
import { readState } from '../../src/disk/state.js';
import { folderWith, project, ssot, treeOf, write } from '../cli/support.js';
import { THOROUGH } from './scenario.js';

// Each case starts the command several times.
vi.setConfig({ testTimeout: 120_000 });

const files = project({ name: 'm' });
const journal = '.ssot/m/journal.jsonl';
const BACKUPS = ['src/a b/ü.ts', 'src/manager.test.ts', 'src/shim.ts', 'src/startup.ts'];

function applied(): string {
  const folder = folderWith(files);
  expect(ssot(folder, 'apply', '--all').code).toBe(0);
  return folder;
}

describe('.ssot is lost, and the backups are left', () => {
  function lost(): string {
    const folder = applied();
    fs.rmSync(join(folder, '.ssot'), { recursive: true });
    return folder;
  }

  it('plan takes what has a backup for removed, not for a mistake in the migration file', () => {
    expect(ssot(lost(), 'plan')).toMatchObject({ code: 0, stderr: '' });
  });

  it('status names each backup and the way out', () => {
    const { code, stdout } = ssot(lost(), 'status');
    expect(code).toBe(0);
    for (const path of BACKUPS) expect(stdout).toContain(`the journal does not know this backup: ${path}.phase`);
    expect(stdout).toContain('--from-backups');
  });

  it('rollback says that the journal is lost, naming the backups', () => {
    const folder = lost();
    const before = treeOf(folder);
    const { code, stderr } = ssot(folder, 'rollback', '--phase', '1');
    expect(code).toBe(4);
    for (const path of BACKUPS) expect(stderr).toContain(`  ${path}.phase`);
    expect(treeOf(folder)).toEqual(before);
  });

  it('apply never writes over them', () => {
    const folder = folderWith(files);
    expect(ssot(folder, 'apply').code).toBe(0);
    fs.rmSync(join(folder, '.ssot'), { recursive: true });
    write(folder, 'src/startup.ts', files['src/startup.ts'] ?? '');
    const before = treeOf(folder);
    const { code, stderr } = ssot(folder, 'apply', '--phase', '1');
    expect(code).toBe(4);
    expect(stderr).toContain('src/startup.ts.phase1.bak');
    expect(treeOf(folder)).toEqual(before);
  });

  it('rollback --from-backups restores all; what stood there is kept, since it may have been edited', () => {
    const folder = lost();
    write(folder, 'src/startup.ts', 'mine\n');
    const { code, stderr } = ssot(folder, 'rollback', '--phase', '1', '--from-backups');
    expect(code).toBe(0);
    expect(stderr).toContain('kept: src/startup.ts.phase1.edited.bak');
    const tree = treeOf(folder);
    expect(tree['src/startup.ts.phase1.edited.bak']).toBe('mine\n');
    const kept = Object.keys(tree).filter((path) => path.endsWith('.bak'));
    expect(kept).toHaveLength(3);
    expect(Object.fromEntries(Object.entries(tree).filter(([path]) => !kept.includes(path)))).toEqual(files);
    expect(ssot(folder, 'rollback', '--phase', '1', '--from-backups')).toMatchObject({ code: 2 });
    expect(ssot(folder, 'apply', '--all').code).toBe(0);
  });
});

describe('the journal is damaged', () => {
  it('says where, and --from-backups sets it aside and restores all', () => {
    const folder = applied();
    const text = fs.readFileSync(join(folder, journal), 'utf8');
    write(folder, journal, text.replace('"phase":2', '"phase":3'));
    for (const command of [['status'], ['apply', '--all'], ['rollback', '--phase', '1'], ['resume']]) {
      const { code, stderr } = ssot(folder, ...command);
      expect(code).toBe(4);
      expect(stderr).toContain(`the journal is damaged at ${journal}:3`);
      expect(stderr).toContain('--from-backups');
    }
    expect(ssot(folder, 'rollback', '--phase', '1', '--from-backups').code).toBe(0);
    // Our own work is told from edits by its copies in .ssot, so nothing is kept.
    expect(treeOf(folder)).toEqual(files);
    expect(fs.existsSync(join(folder, '.ssot/m/journal.damaged.1.jsonl'))).toBe(true);
  });
});

describe('the journal is cut off', () => {
  it('at any byte: what is left of it, or the backups, bring everything back', () => {
    const folder = applied();
    const whole = fs.readFileSync(join(folder, journal));
    const after = fs.mkdtempSync(`${folder}-applied-`);
    fs.cpSync(folder, after, { recursive: true });
    const step = THOROUGH ? 1 : 101;
    let points = 0;
    for (let length = 0; length < whole.length; length += step) {
      fs.writeFileSync(join(folder, journal), whole.subarray(0, length));
      recover(folder, 'm', 'undo');
      if (strayBackups(folder, 'm').length > 0) restoreFromBackups(folder, 'm', 1);
      const first = readState(folder, 'm').phases.find(({ status }) => status === 'applied');
      if (first) rollbackPhases(folder, 'm', first.phase);
      expect(treeOf(folder), `cut off after ${length} bytes`).toEqual(files);
      fs.rmSync(folder, { recursive: true });
      fs.cpSync(after, folder, { recursive: true });
      points++;
    }
    fs.rmSync(after, { recursive: true });
    expect(points).toBeGreaterThan(THOROUGH ? 2000 : 20);
    if (THOROUGH) process.stdout.write(`journal cut off: ${points} points, 0 failures\n`);
  });
});

describe('drift is named by its kind', () => {
  const target = 'src/startup.ts';
  const kinds: [string, (file: string) => void, string][] = [
    ['edited', (file) => fs.appendFileSync(file, '// mine\n'), 'edited (expected '],
    ['deleted', (file) => fs.rmSync(file), 'it is not there any more (deleted or moved)'],
    ['moved', (file) => fs.renameSync(file, `${file}.moved.ts`), 'it is not there any more (deleted or moved)'],
    ['a link', (file) => (fs.rmSync(file), fs.symlinkSync('manager.ts', file)), 'a link, folder or device stands'],
    ['a folder', (file) => (fs.rmSync(file), fs.mkdirSync(file)), 'a link, folder or device stands'],
    [
      'CRLF',
      (file) => fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replaceAll('\n', '\r\n')),
      'only its line ends were changed',
    ],
  ];

  it.each(kinds)('%s, between apply and rollback', (_kind, act, words) => {
    const folder = applied();
    act(join(folder, target));
    const before = treeOf(folder);
    const { code, stderr } = ssot(folder, 'rollback', '--phase', '1');
    expect({ code, stderr }).toEqual({ code: 4, stderr: expect.stringContaining(`  ${target}: ${words}`) as string });
    expect(treeOf(folder)).toEqual(before);
    expect(ssot(folder, 'status').stdout).toContain(`edited since phase 1: ${target}`);
  });

  it('written anew with the same content, or with another mode, is none; the mode stays', () => {
    const folder = applied();
    const file = join(folder, target);
    const text = fs.readFileSync(file);
    fs.rmSync(file);
    fs.writeFileSync(file, text);
    fs.utimesSync(file, 1, 1);
    fs.chmodSync(file, 0o700);
    expect(ssot(folder, 'rollback', '--phase', '1').code).toBe(0);
    expect(fs.statSync(file).mode & 0o777).toBe(0o700);
    expect(treeOf(folder)).toEqual(files);
  });
});
