import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyPhase } from '../../src/disk/apply.js';
import { finishMigration } from '../../src/disk/finish.js';
import { recover } from '../../src/disk/recover.js';
import { planRollback, rollbackPhases } from '../../src/disk/rollback.js';
import { phaseState, readState } from '../../src/disk/state.js';
import { Failure } from '../../src/messages/failures.js';
import { change, Death, faulty, folder, put, snapshot, sources, systemError, text } from './support.js';

const bom = '\uFEFFimport a;\r\nlet x;\r\n';

function project(): string {
  const root = folder({ 'src/bom.ts': bom, 'src/run.sh': 'old\n', 'src/gone.ts': 'shim\n', 'src/other.ts': 'other\n' });
  fs.chmodSync(join(root, 'src/run.sh'), 0o751);
  fs.chmodSync(join(root, 'src/gone.ts'), 0o640);
  return root;
}

const first = {
  number: 1,
  changes: [
    change('src/bom.ts', bom, bom.replace('a', 'b')),
    change('src/run.sh', 'old\n', 'new\n'),
    change('src/gone.ts', 'shim\n', null),
    change('src/deep/made/new.ts', null, 'made\n'),
  ],
};
const second = { number: 2, changes: [change('src/run.sh', 'new\n', 'newer\n')] };

function failure(act: () => unknown): Failure {
  try {
    act();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('did not fail');
}

/** What was written and not flushed, each time before a source file changes or the journal grows. */
function unflushedAt(root: string, act: (files: ReturnType<typeof faulty>) => void): string[][] {
  const open = new Set<string>();
  const seen: string[][] = [];
  act(
    faulty((_, call, path) => {
      const name = path.slice(root.length + 1);
      const isSource = name.startsWith('src/') && !/\.bak$|\.ssot-tmp-/.test(name);
      const isJournal = name.endsWith('journal.jsonl');
      if ((isSource && (call === 'rename' || call === 'unlink')) || (isJournal && call === 'write'))
        seen.push([...open]);
      if (call === 'write') open.add(name);
      if (call === 'sync' || call === 'unlink') open.delete(name);
    }),
  );
  return seen;
}

describe('apply', () => {
  it('waits until all that it wrote is on the disk, before the journal says so and before a source changes', () => {
    const root = project();
    const nothing = [[], [], [], [], [], []];
    expect(unflushedAt(root, (files) => applyPhase(root, 'm', first, { files }))).toEqual(nothing);
    expect(unflushedAt(root, (files) => rollbackPhases(root, 'm', 1, { files }))).toEqual(nothing);
  });

  it('waits also for what a run that was killed had written and not waited for', () => {
    const root = project();
    let dead = false;
    const death = (_: number, call: string): void => {
      dead ||= call === 'rename';
      if (dead) throw new Death();
    };
    expect(() => applyPhase(root, 'm', first, { files: faulty(death) })).toThrow(Death);
    const synced: string[] = [];
    recover(root, 'm', 'finish', {
      files: faulty((_, call, path) => void (call === 'sync' && synced.push(path.slice(root.length + 1)))),
    });
    expect(synced.filter((path) => path.endsWith('.bak'))).toHaveLength(3);
    expect(synced.filter((path) => path.startsWith('.ssot/m/objects/'))).toHaveLength(6);
  });

  it('writes, removes and creates, keeps modes and leaves a backup beside each file', () => {
    const root = project();
    const done = applyPhase(root, 'm', first);
    expect(done.backups).toEqual(['src/bom.ts.phase1.bak', 'src/gone.ts.phase1.bak', 'src/run.sh.phase1.bak']);
    expect(snapshot(root)).toMatchObject({
      'src/bom.ts': expect.stringContaining('import b;\r\n') as string,
      'src/bom.ts.phase1.bak': expect.stringContaining('import a;\r\n') as string,
      'src/run.sh': '751 new\n',
      'src/run.sh.phase1.bak': '751 old\n',
      'src/gone.ts.phase1.bak': '640 shim\n',
      'src/deep/made/new.ts': expect.stringContaining('made\n') as string,
    });
    expect(fs.existsSync(join(root, 'src/gone.ts'))).toBe(false);
    expect(phaseState(readState(root, 'm'), 1)).toMatchObject({ status: 'applied', drift: [] });
    expect(phaseState(readState(root, 'm'), 2).status).toBe('pending');
  });

  it('is undone byte for byte, and can be done again', () => {
    const root = project();
    const before = snapshot(root);
    applyPhase(root, 'm', first);
    const after = snapshot(root);
    expect(rollbackPhases(root, 'm', 1)).toMatchObject({ phases: [1], conflicts: [], kept: [] });
    expect(snapshot(root)).toEqual(before);
    expect(phaseState(readState(root, 'm'), 1).status).toBe('rolled back');
    applyPhase(root, 'm', first);
    expect(snapshot(root)).toEqual(after);
  });

  it('refuses files that are not as planned and names each, writing nothing', () => {
    const root = project();
    put(root, 'src/bom.ts', 'edited');
    fs.rmSync(join(root, 'src/gone.ts'));
    fs.symlinkSync('other.ts', join(root, 'src/gone.ts'));
    put(root, 'src/deep/made/new.ts', 'somebody was quicker');
    const before = snapshot(root);
    const refusal = failure(() => applyPhase(root, 'm', first));
    expect(refusal).toMatchObject({ code: 'drift', exit: 4 });
    expect(refusal.lines.map((line) => line.split(':')[0])).toEqual([
      'src/bom.ts',
      'src/deep/made/new.ts',
      'src/gone.ts',
    ]);
    expect(snapshot(root)).toEqual(before);
    expect(fs.existsSync(join(root, '.ssot'))).toBe(false);
  });

  it('refuses to write over a file that stands where a backup would go', () => {
    const root = project();
    put(root, 'src/run.sh.phase1.bak', 'not ours');
    const before = snapshot(root);
    expect(failure(() => applyPhase(root, 'm', first))).toMatchObject({
      code: 'backup-in-the-way',
      lines: ['src/run.sh.phase1.bak'],
    });
    expect(snapshot(root)).toEqual(before);
  });

  it('refuses a phase that is applied', () => {
    const root = project();
    applyPhase(root, 'm', first);
    expect(failure(() => applyPhase(root, 'm', first)).code).toBe('already-applied');
  });

  it.each(['../out.ts', '/etc/out.ts', 'a/../../out.ts', '.git/config', 'node_modules/p/i.js', 'link/out.ts', 'a\0b'])(
    'never writes to %j',
    (path) => {
      const root = project();
      const outside = folder({});
      fs.symlinkSync(outside, join(root, 'link'));
      const refusal = failure(() => applyPhase(root, 'm', { number: 1, changes: [change(path, null, 'x')] }));
      expect(['path-outside', 'drift']).toContain(refusal.code);
      expect(fs.readdirSync(outside)).toEqual([]);
    },
  );

  it.each(['../m', '', '.', 'a/b', '__proto__'])('has no migration called %j', (name) => {
    expect(failure(() => applyPhase(project(), name, first)).code).toBe('name-invalid');
  });

  it.each(['ENOSPC', 'EACCES', 'EIO', 'EROFS', 'EMFILE'])(
    'undoes everything when any one call fails with %s',
    (code) => {
      let calls = 0;
      applyPhase(project(), 'm', first, { files: faulty((count) => (calls = count)) });
      expect(calls).toBeGreaterThan(40);
      for (let k = 1; k <= calls; k++) {
        const root = project();
        const before = snapshot(root);
        const files = faulty((count) => {
          if (count === k) throw systemError(code);
        });
        const refusal = failure(() => applyPhase(root, 'm', first, { files }));
        expect(refusal, `call ${k}`).toMatchObject({ code: 'write-failed' });
        expect(refusal.message).toContain(`(${code}: simulated)`);
        expect(snapshot(root), `call ${k}`).toEqual(before);
        expect(['pending', 'rolled back']).toContain(phaseState(readState(root, 'm'), 1).status);
      }
    },
  );

  it('gives back the room that it took on a disk that is full', () => {
    for (let room = 1; room < 12; room++) {
      const root = project();
      const before = snapshot(root);
      let left = room;
      const files = faulty((_, call) => {
        if (call === 'unlink') left++;
        if (call === 'write' && left === 0) throw systemError('ENOSPC');
        if (call === 'write') left--;
      });
      const refusal = failure(() => applyPhase(root, 'm', first, { files }));
      expect([room, refusal.code]).toEqual([room, 'write-failed']);
      expect(snapshot(root)).toEqual(before);
    }
  });

  it('keeps what an editor saves while the phase is under way', () => {
    const root = project();
    const files = faulty((_, call, path) => {
      if (call === 'rename' && path.endsWith('bom.ts')) put(root, 'src/run.sh', 'saved by an editor\n');
    });
    expect(failure(() => applyPhase(root, 'm', first, { files })).lines[0]).toContain('src/run.sh');
    expect(text(root, 'src/run.sh')).toBe('saved by an editor\n');
    expect(text(root, 'src/bom.ts')).toBe(bom);
    expect(text(root, 'src/gone.ts')).toBe('shim\n');
  });
});

describe('rollback', () => {
  function applied(): string {
    const root = project();
    applyPhase(root, 'm', first);
    applyPhase(root, 'm', second);
    return root;
  }

  it('undoes the phases after it first', () => {
    const root = project();
    const before = snapshot(root);
    applyPhase(root, 'm', first);
    applyPhase(root, 'm', second);
    const plan = planRollback(root, 'm', 1);
    expect(plan.phases).toEqual([2, 1]);
    expect(plan.drifted).toEqual([]);
    expect(plan.files).toEqual([
      { phase: 2, path: 'src/run.sh', action: 'update' },
      { phase: 1, path: 'src/bom.ts', action: 'update' },
      { phase: 1, path: 'src/deep/made/new.ts', action: 'delete' },
      { phase: 1, path: 'src/gone.ts', action: 'create' },
      { phase: 1, path: 'src/run.sh', action: 'update' },
    ]);
    expect(rollbackPhases(root, 'm', 1).phases).toEqual([2, 1]);
    expect(snapshot(root)).toEqual(before);
    expect(failure(() => rollbackPhases(root, 'm', 1)).code).toBe('not-applied');
  });

  it('refuses edited files, naming each; only the last phase that touched one is said to have drifted', () => {
    const root = applied();
    put(root, 'src/run.sh', 'mine\n');
    const state = readState(root, 'm');
    expect(phaseState(state, 1).drift).toEqual([]);
    expect(phaseState(state, 2).drift.map(({ path }) => path)).toEqual(['src/run.sh']);
    const before = snapshot(root);
    expect(failure(() => rollbackPhases(root, 'm', 1))).toMatchObject({ code: 'drift', exit: 4 });
    expect(snapshot(root)).toEqual(before);
  });

  it('--force keeps the edited version as one more backup', () => {
    const root = applied();
    put(root, 'src/run.sh', 'mine\n');
    put(root, 'src/deep/made/new.ts', 'mine too\n');
    const done = rollbackPhases(root, 'm', 1, { force: true });
    expect(done.kept).toEqual(['src/run.sh.phase2.edited.bak', 'src/deep/made/new.ts.phase1.edited.bak']);
    expect(text(root, 'src/run.sh')).toBe('old\n');
    expect(text(root, 'src/run.sh.phase2.edited.bak')).toBe('mine\n');
    expect(fs.existsSync(join(root, 'src/deep/made/new.ts'))).toBe(false);
  });

  it('--merge keeps edits elsewhere in the file and marks those on the same lines', () => {
    const before = 'import old\r\n\r\na\r\n\r\nb\r\n';
    const after = 'import new\r\n\r\na\r\n\r\nb\r\n';
    const root = folder({ 'apart.ts': before, 'same.ts': before });
    applyPhase(root, 'm', {
      number: 1,
      changes: [change('apart.ts', before, after), change('same.ts', before, after)],
    });
    put(root, 'apart.ts', after.replace('b', 'edited'));
    put(root, 'same.ts', after.replace('new', 'mine'));
    expect(rollbackPhases(root, 'm', 1, { merge: true }).conflicts).toEqual(['same.ts']);
    expect(text(root, 'apart.ts')).toBe(before.replace('b', 'edited'));
    expect(text(root, 'same.ts')).toBe(
      '<<<<<<< edited\r\nimport mine\r\n=======\r\nimport old\r\n>>>>>>> before phase 1\r\n\r\na\r\n\r\nb\r\n',
    );
  });

  it('works from the other copy when the .bak is missing or altered, and keeps an altered one', () => {
    const root = applied();
    fs.rmSync(join(root, 'src/gone.ts.phase1.bak'));
    put(root, 'src/bom.ts.phase1.bak', 'scribbled on');
    expect(rollbackPhases(root, 'm', 1).kept).toEqual(['src/bom.ts.phase1.edited.bak']);
    expect(sources(root)).toEqual(sources(project()));
    expect(text(root, 'src/bom.ts.phase1.edited.bak')).toBe('scribbled on');
  });

  it('works from the .bak files when the other copies are lost, and names the file when both are', () => {
    const root = applied();
    fs.rmSync(join(root, '.ssot/m/objects'), { recursive: true });
    rollbackPhases(root, 'm', 2);
    expect(text(root, 'src/run.sh')).toBe('new\n');
    fs.rmSync(join(root, '.ssot/m/objects'), { recursive: true });
    fs.rmSync(join(root, 'src/gone.ts.phase1.bak'));
    const before = snapshot(root);
    const refusal = failure(() => rollbackPhases(root, 'm', 1));
    expect(refusal.code).toBe('backup-lost');
    expect(refusal.message).toContain('src/gone.ts');
    expect(snapshot(root)).toEqual(before);
  });

  it('finds nothing to do for a file that is already back, and keeps a mode that was changed since', () => {
    const root = applied();
    put(root, 'src/bom.ts', bom);
    fs.chmodSync(join(root, 'src/run.sh'), 0o700);
    rollbackPhases(root, 'm', 1);
    expect(sources(root)).toEqual({ ...sources(project()), 'src/run.sh': '700 old\n' });
  });
});

describe('finish', () => {
  it('removes the backups and closes the migration', () => {
    const root = project();
    applyPhase(root, 'm', first);
    put(root, 'src/run.sh.phase1.bak', 'scribbled on');
    expect(finishMigration(root, 'm')).toEqual({
      removed: ['src/bom.ts.phase1.bak', 'src/gone.ts.phase1.bak'],
      left: ['src/run.sh.phase1.bak'],
    });
    expect(readState(root, 'm').finished).toBe(true);
    expect(failure(() => rollbackPhases(root, 'm', 1)).code).toBe('migration-finished');
    expect(fs.existsSync(join(root, '.ssot/m/objects'))).toBe(false);
  });

  it('lets a new history begin when a phase is applied again', () => {
    const root = project();
    applyPhase(root, 'm', first);
    finishMigration(root, 'm');
    applyPhase(root, 'm', second);
    const state = readState(root, 'm');
    expect([state.finished, phaseState(state, 1).status, phaseState(state, 2).status]).toEqual([
      false,
      'pending',
      'applied',
    ]);
  });
});
