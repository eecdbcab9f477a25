import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { applyPhase } from '../../src/disk/apply.js';
import { recover } from '../../src/disk/recover.js';
import { rollbackPhases } from '../../src/disk/rollback.js';
import { readState } from '../../src/disk/state.js';
import { Failure } from '../../src/messages/failures.js';
import { JAVASCRIPT, NAME } from './projects.js';
import { makeProject, snapshot, THOROUGH } from './scenario.js';

const MS = THOROUGH ? 60_000 : 6_000;
/** Done, no, usage (already applied, order), blocked, drift (interrupted by a killed one), locked. */
const FORESEEN = new Set([0, 1, 2, 3, 4, 6]);

interface Said {
  readonly command: string;
  readonly code: number;
  readonly said: string;
}

function start(script: string, ...args: string[]): { readonly child: ChildProcess; readonly output: Promise<string> } {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (more: string) => (text += more));
  return { child, output: new Promise((resolve) => child.on('close', () => resolve(text))) };
}

it(
  'eight processes that apply and roll back at random, some killed, leave a consistent tree and journal',
  async () => {
    const root = makeProject(JAVASCRIPT);
    const before = snapshot(root);
    const end = Date.now() + MS;
    const worker = async (seed: number): Promise<Said[]> => {
      const said: Said[] = [];
      for (let n = 0; Date.now() < end; n++) {
        const { child, output } = start('./worker.mjs', root, String(seed * 100 + n), String(end - Date.now()));
        // Every second one is killed in the middle of whatever it does, and another one takes its place.
        const timer = seed % 2 === 0 ? setTimeout(() => child.kill('SIGKILL'), MS / 3 + seed * 100) : undefined;
        // The last line of a killed one may be cut off.
        const lines = (await output).split('\n').slice(0, -1);
        clearTimeout(timer);
        said.push(...lines.map((line) => JSON.parse(line) as Said));
      }
      return said;
    };
    const all = (await Promise.all(Array.from({ length: 8 }, (_, seed) => worker(seed)))).flat();
    expect(all.filter(({ code }) => !FORESEEN.has(code))).toEqual([]);
    const changed = all.filter(({ command, code }) => code === 0 && /^(apply|rollback)/.test(command)).length;
    expect(changed).toBeGreaterThan(0);

    recover(root, NAME, 'undo');
    const state = readState(root, NAME);
    expect(state.phases.flatMap(({ drift }) => drift)).toEqual([]);
    const first = state.phases.find(({ status }) => status === 'applied');
    if (first) rollbackPhases(root, NAME, first.phase);
    expect(snapshot(root)).toEqual(before);
    fs.rmSync(root, { recursive: true });
    if (THOROUGH) process.stdout.write(`eight processes: ${all.length} commands, ${changed} of them changed files\n`);
  },
  MS + 60_000,
);

it(
  'an editor that saves at the same moment keeps its text whole, or we keep ours: never a mixture',
  async () => {
    const root = fs.mkdtempSync(join(tmpdir(), 'ssot-editor-'));
    const file = join(root, 'a.ts');
    const [ours, theirs] = ['before\n'.repeat(700), /^(edited \d+\n)\1{499}$/];
    const phase = { number: 1, changes: [{ path: 'a.ts', before: ours, after: 'after\n'.repeat(700) }] };
    let changes = 0;
    let refused = 0;
    for (const end = Date.now() + MS / 3; Date.now() < end;) {
      fs.writeFileSync(file, ours);
      const { output } = start('./editor.mjs', file, '60');
      for (const act of [applyIt, undoIt, applyIt, undoIt, applyIt, undoIt]) {
        for (let n = 0; n < 8; n++) {
          if (act()) changes++;
          else refused++;
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
      }
      await output;
      const text = fs.readFileSync(file, 'utf8');
      expect([ours, phase.changes[0]?.after].includes(text) || theirs.test(text)).toBe(true);
      fs.rmSync(join(root, '.ssot'), { recursive: true, force: true });
      for (const name of fs.readdirSync(root)) fs.rmSync(join(root, name));
    }
    expect(changes).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
    fs.rmSync(root, { recursive: true });

    function applyIt(): boolean {
      return succeeds(() => applyPhase(root, 'm', phase));
    }
    function undoIt(): boolean {
      return succeeds(() => rollbackPhases(root, 'm', 1));
    }
  },
  MS + 30_000,
);

function succeeds(act: () => unknown): boolean {
  try {
    act();
    return true;
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}
