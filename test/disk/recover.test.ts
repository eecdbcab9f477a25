import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyPhase } from '../../src/disk/apply.js';
import type { Files } from '../../src/disk/files.js';
import { finishMigration } from '../../src/disk/finish.js';
import { recover } from '../../src/disk/recover.js';
import { rollbackPhases } from '../../src/disk/rollback.js';
import { phaseState, readState } from '../../src/disk/state.js';
import { sha256 } from '../../src/workspace/hash.js';
import { change, Death, dyingAt, faulty, folder, put, snapshot, systemError, text } from './support.js';

const phase = {
  number: 3,
  changes: [
    change('a.ts', 'a\r\n', 'A\r\n'),
    change('b/b.ts', 'shim\n', null),
    change('b/c.ts', 'c', '\uFEFFC'),
    change('d/e/new.ts', null, 'new\n'),
  ],
};

function project(): string {
  const root = folder({ 'a.ts': 'a\r\n', 'b/b.ts': 'shim\n', 'b/c.ts': 'c', 'untouched.ts': 'u' });
  fs.chmodSync(join(root, 'b/b.ts'), 0o750);
  return root;
}

const applyIt = (root: string, files: Files): unknown => applyPhase(root, 'm', phase, { files });
const undoIt = (root: string, files: Files): unknown => rollbackPhases(root, 'm', 3, { files });
const status = (root: string): string => phaseState(readState(root, 'm'), 3).status;
const none = faulty(() => undefined);

/** Whether the process died. */
function dies(act: () => unknown): boolean {
  try {
    act();
    return false;
  } catch (error) {
    if (error instanceof Death) return true;
    throw error;
  }
}

function ends(): { readonly before: Record<string, string>; readonly after: Record<string, string> } {
  const root = project();
  const before = snapshot(root);
  applyIt(root, none);
  return { before, after: snapshot(root) };
}

const jobs = [
  { job: 'apply', run: applyIt, start: project },
  {
    job: 'rollback',
    run: undoIt,
    start: (): string => {
      const root = project();
      applyIt(root, none);
      return root;
    },
  },
] as const;

describe.each(jobs)('a crash at any call of $job', ({ job, run, start }) => {
  it.each(['finish', 'undo'] as const)(
    'can be brought to an end by recover(%j), itself interrupted anywhere',
    (way) => {
      const { before, after } = ends();
      let points = 0;
      for (let k = 1; ; k++) {
        const root = start();
        if (!dies(() => run(root, dyingAt(k)))) break;
        points++;
        if (status(root) === 'interrupted') {
          // Recovery dies as well, at a place that moves on with k, and is then let through.
          dies(() => recover(root, 'm', way, { files: dyingAt(1 + ((k * 7) % 23)) }));
          recover(root, 'm', way);
        }
        const reached = status(root);
        const wanted = reached === 'applied' ? after : before;
        expect(snapshot(root), `${job}, call ${k}, ${way}: ${reached}`).toEqual(wanted);
        expect(recover(root, 'm', way)).toBe(null);
      }
      expect(points).toBeGreaterThan(30);
    },
  );
});

describe('a rollback of which any one call fails', () => {
  it('leaves the phase applied', () => {
    const { after } = ends();
    let calls = 0;
    undoIt(
      jobs[1].start(),
      faulty((count) => (calls = count)),
    );
    for (let k = 1; k <= calls; k++) {
      const root = jobs[1].start();
      const files = faulty((count) => {
        if (count === k) throw systemError('EIO');
      });
      expect(() => undoIt(root, files), `call ${k}`).toThrow('what had been done was undone');
      expect([status(root), snapshot(root)], `call ${k}`).toEqual(['applied', after]);
    }
    expect(calls).toBeGreaterThan(20);
  });
});

describe('a finish interrupted at any call', () => {
  it('is truthful, and goes on when run again', () => {
    const { before, after } = ends();
    const wanted = Object.fromEntries(Object.entries(after).filter(([path]) => !path.endsWith('.bak')));
    for (let k = 1; ; k++) {
      const root = jobs[1].start();
      if (!dies(() => finishMigration(root, 'm', { files: dyingAt(k) }))) break;
      if (readState(root, 'm').finished) finishMigration(root, 'm');
      else undoIt(root, none);
      expect(snapshot(root), `call ${k}`).toEqual(readState(root, 'm').finished ? wanted : before);
    }
  });
});

describe('recovery', () => {
  /** Dies when the second file was about to change. */
  function halfway(): string {
    const root = project();
    let renames = 0;
    const files = faulty((_, call) => {
      if (call === 'rename') renames++;
      if (renames > 1) throw new Death();
    });
    expect(dies(() => applyIt(root, files))).toBe(true);
    return root;
  }

  it('is truthful about what is under way', () => {
    const root = halfway();
    expect(phaseState(readState(root, 'm'), 3)).toMatchObject({ status: 'interrupted', doing: 'apply', drift: [] });
    for (const act of [applyIt, undoIt]) expect(() => act(root, none)).toThrow('phase 3 was interrupted');
  });

  it('refuses files edited since the crash, and with force keeps them aside', () => {
    const root = halfway();
    put(root, 'a.ts', 'mine');
    expect(() => recover(root, 'm', 'undo')).toThrow('files are not as');
    expect(recover(root, 'm', 'undo', { force: true })?.kept).toEqual(['a.ts.phase3.edited.bak']);
    expect(text(root, 'a.ts')).toBe('a\r\n');
    expect(text(root, 'a.ts.phase3.edited.bak')).toBe('mine');
  });

  it('does without the copies in .ssot, or without the .bak files', () => {
    const { before } = ends();
    const one = halfway();
    fs.rmSync(join(one, '.ssot/m/objects'), { recursive: true });
    recover(one, 'm', 'undo');
    expect(snapshot(one)).toEqual(before);
    const other = halfway();
    for (const path of ['a.ts', 'b/b.ts', 'b/c.ts']) fs.rmSync(join(other, `${path}.phase3.bak`));
    recover(other, 'm', 'undo');
    expect(snapshot(other)).toEqual(before);
  });
});

describe('the journal', () => {
  const journal = '.ssot/m/journal.jsonl';

  it('takes a torn last line for one that was never written, and closes it', () => {
    const root = project();
    applyIt(root, none);
    fs.appendFileSync(join(root, journal), '{"v":1,"type":"begin","step":{"ki');
    expect(status(root)).toBe('applied');
    undoIt(root, none);
    expect(status(root)).toBe('rolled back');
  });

  it('is interrupted when its last line is cut off', () => {
    const root = project();
    applyIt(root, none);
    fs.truncateSync(join(root, journal), fs.statSync(join(root, journal)).size - 9);
    expect(status(root)).toBe('interrupted');
    expect(recover(root, 'm', 'finish')).toMatchObject({ status: 'applied' });
  });

  it.each(['../out.ts', '/etc/passwd', '.git/config', '.SSOT/m/objects', 'a\0b'])(
    'is not believed when it names %j',
    (path) => {
      const root = folder({});
      const moves = [{ path, from: null, to: 'a'.repeat(64), mode: null }];
      const step = { kind: 'apply', phase: 1, moves, copies: [], drops: [], makes: [], clears: [] };
      const body = JSON.stringify({ v: 1, type: 'begin', step });
      put(root, journal, `${body.slice(0, -1)},"sum":"${sha256(body)}"}\n`);
      expect(() => recover(root, 'm', 'finish', { force: true })).toThrow('.ssot/m/journal.jsonl:1');
    },
  );

  it('is not believed when a whole line was edited', () => {
    const root = project();
    applyIt(root, none);
    put(root, journal, text(root, journal).replace('"path":"a.ts"', '"path":"z.ts"'));
    expect(() => readState(root, 'm')).toThrow('.ssot/m/journal.jsonl:1');
  });
});
