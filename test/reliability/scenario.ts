import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pc from 'picocolors';
import { openProject, planOf } from '../../src/commands/project.js';
import type { PlannedPhase } from '../../src/plan/plan.js';
import type { Project } from './projects.js';

/** All points are tried with `node bench/reliability.mjs`; `npm test` tries a sample of what takes long. */
export const THOROUGH = process.env['SSOT_THOROUGH'] === '1';

/** What a phase changes: all that the disk is told of it. */
export type Changes = Pick<PlannedPhase, 'number' | 'changes'>;

/** The project in a new folder. The caller removes it. */
export function makeProject({ files, modes }: Project): string {
  const root = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'ssot-reliability-')));
  for (const [path, text] of Object.entries(files)) {
    fs.mkdirSync(dirname(join(root, path)), { recursive: true });
    fs.writeFileSync(join(root, path), text);
    fs.utimesSync(join(root, path), 1_600_000_000, 1_600_000_000);
  }
  for (const [path, mode] of Object.entries(modes)) fs.chmodSync(join(root, path), mode);
  return root;
}

/** What each phase with work would do, planned for the project as it stands by what `apply` plans with. */
export function plannedPhases(root: string, { plan }: Project): readonly Changes[] {
  if (!('docs' in plan)) return plan;
  const context = {
    cwd: root,
    stdout: () => undefined,
    stderr: () => undefined,
    colors: pc.createColors(false),
    ask: null,
    now: () => '2026-01-01T00:00:00.000Z',
    process: { pid: process.pid, host: 'here' },
    progress: () => ({ update: () => undefined, end: () => undefined }),
    busy: <T>(work: () => T): T => work(),
    stop: new AbortController().signal,
  };
  const { phases } = planOf(context, plan, openProject(context, plan));
  return phases.filter(({ changes }) => changes.length > 0);
}

/** Every file and folder with its mode and exact content, but for the tool's own folder. */
export function snapshot(root: string): Record<string, string> {
  const all: Record<string, string> = {};
  for (const path of fs.readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()) {
    if (path === '.ssot' || path.startsWith('.ssot/')) continue;
    const stat = fs.lstatSync(join(root, path));
    const content = stat.isFile() ? fs.readFileSync(join(root, path), 'latin1') : '';
    all[path] = `${(stat.mode & 0o7777).toString(8)} ${content}`;
  }
  return all;
}

/** When each file was last written, but for those that the phases change. */
export function untouchedTimes(root: string, { files }: Project, phases: readonly Changes[]): Record<string, number> {
  const touched = new Set(phases.flatMap(({ changes }) => changes.map(({ path }) => path)));
  const paths = Object.keys(files).filter((path) => !touched.has(path));
  return Object.fromEntries(paths.map((path) => [path, fs.statSync(join(root, path)).mtimeMs]));
}
