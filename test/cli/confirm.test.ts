import pc from 'picocolors';
import { expect, it } from 'vitest';
import { run as apply } from '../../src/commands/apply.js';
import type { Context } from '../../src/commands/context.js';
import { folderWith, project, treeOf } from './support.js';

/** A context with a terminal on which somebody answers. */
function at(cwd: string, answer: boolean): { context: Context; asked: string[] } {
  const asked: string[] = [];
  const context: Context = {
    cwd,
    stdout: () => undefined,
    stderr: () => undefined,
    colors: pc.createColors(false),
    ask: (question) => {
      asked.push(question);
      return Promise.resolve(answer);
    },
    now: () => '2026-01-01T00:00:00.000Z',
    process: { pid: process.pid, host: 'here' },
    progress: () => ({ update: () => undefined, end: () => undefined }),
    busy: (work) => work(),
    stop: new AbortController().signal,
  };
  return { context, asked };
}

it('apply asks on a terminal, and a no changes nothing', async () => {
  const folder = folderWith(project());
  const before = treeOf(folder);
  const { context, asked } = at(folder, false);
  await expect(apply(context, { all: true })).rejects.toMatchObject({ code: 'not-confirmed', exit: 1 });
  expect(asked).toEqual(['Apply phase 1, phase 2, phase 4 (4 files)?']);
  expect(treeOf(folder)).toEqual(before);
});

it('a yes goes on; --yes does not ask', async () => {
  const yes = at(folderWith(project()), true);
  expect(await apply(yes.context, {})).toBe(0);
  expect(yes.asked).toEqual(['Apply phase 1 (1 file)?']);
  const silent = at(folderWith(project()), false);
  expect(await apply(silent.context, { yes: true })).toBe(0);
  expect(silent.asked).toEqual([]);
});

it('an interrupt that comes while code runs without a pause is heeded before the next phase', async () => {
  const folder = folderWith(project());
  const controller = new AbortController();
  // As the event loop delivers a signal: when it turns.
  const stderr = (text: string): void => {
    if (text.startsWith('Phase 1 applied')) setImmediate(() => controller.abort());
  };
  const context = { ...at(folder, true).context, stderr, stop: controller.signal };
  await expect(apply(context, { all: true })).rejects.toMatchObject({ code: 'interrupted', exit: 130 });
  const backups = Object.keys(treeOf(folder)).filter((path) => path.endsWith('.bak'));
  expect(backups).toEqual(['src/startup.ts.phase1.bak']);
});
