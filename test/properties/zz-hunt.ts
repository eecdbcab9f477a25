import fc from 'fast-check';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Files, isBlocked, migrationOf, planOf, step } from './migrate.js';
import { buildProject } from './project.js';
import { isBroken, Runner, writeTree } from './run.js';
import { spec, type Spec } from './spec.js';

const N = Number(process.argv[2] ?? 200), seed0 = Number(process.argv[3] ?? 1), mode = process.argv[4] ?? '';
const shrinkSig = process.argv[5];
const root = mkdtempSync('/tmp/hunt/run-');
const runner = new Runner();
let count = 0;
async function outputOf(files: Files) {
  const folder = join(root, String(count++));
  mkdirSync(folder);
  writeTree(folder, files);
  const lines = await runner.run(join(folder, 'main.mjs'));
  rmSync(folder, { recursive: true });
  return lines.map((l) => l.replaceAll(folder, ''));
}
const stats: Record<string, number> = {};
const bump = (k: string) => (stats[k] = (stats[k] ?? 0) + 1);
const filt = (s: Spec): Spec => (mode.includes('nofac') ? { ...s, factories: [] } : s);
async function check(s: Spec): Promise<{ sig: string; files: Files; now?: Files; prev?: Files; detail?: string } | null> {
  const { files, excluded } = buildProject(filt(s));
  const expected = await outputOf(files);
  if (isBroken(expected)) { bump('broken ' + expected.at(-1)!.replace(/['"#].*/, '').slice(0, 60)); return null; }
  let plan;
  try { plan = planOf(files, migrationOf(files)); } catch (e) { return { sig: 'throw ' + (e as Error).message.slice(0, 80) + ((e as Error).stack ?? '').split('\n')[1], files, detail: (e as Error).stack + JSON.stringify((e as any).lines ?? (e as any).details ?? '') }; }
  let now = files;
  const done = [];
  for (const phase of plan.phases) {
    for (const f of phase.findings) {
      const lines = Math.max(...[now[f.path], files[f.path]].map((t) => (t ?? '').split('\n').length));
      if ((now[f.path] ?? files[f.path]) === undefined || f.line > lines) return { sig: 'place ' + f.code, files, now };
      bump(`finding ${f.severity} ${f.code}`);
    }
    if (isBlocked(phase)) { bump('blocked at ' + phase.number + ' ' + [...new Set(phase.findings.filter((f) => f.severity === 'blocker').map((f) => f.code))].join(','));
      const bad = phase.findings.find((f) => ['does-not-parse','undefined-name','left-behind','broken-import','new-cycle','surface-changed','absorb'].includes(f.code));
      if (mode.includes('blk') && bad && bad.severity === 'blocker') return { sig: `blocked ${phase.number} ${bad.code} ` + bad.message.replace(/[\w/.-]+\.m?js/g, 'F').replace(/\b\w*(Manager|Legacy|Service)\w*\b/g, 'N').slice(0, 70), files, now: (() => { try { return step(now, phase, 'do'); } catch (e) { return {}; } })(), prev: now, detail: JSON.stringify(phase.findings.filter((f) => f.severity === 'blocker'), null, 1) };
      break; }
    done.push(phase);
    if (phase.changes.length === 0) continue;
    const prev = now;
    try { now = step(now, phase, 'do'); } catch (e) { return { sig: 'step ' + phase.number, files, now, detail: (e as Error).message }; }
    bump('ran ' + phase.number);
    const printed = await outputOf(now);
    if (JSON.stringify(printed) !== JSON.stringify(expected)) {
      const i = printed.findIndex((l, k) => l !== expected[k]);
      const d = `${expected[i]}  =>  ${printed[i]}`;
      return { sig: `differs ${phase.number} ` + (isBroken(printed) ? printed.at(-1)!.replace(/'.*?'/g, 'S').replace(/\b\w*(Manager|Legacy|Service)\w*\b/g, 'N').slice(0, 90) : 'output'), files, now, prev, detail: d + JSON.stringify(phase.findings, null, 1) };
    }
  }
  bump(done.length === 5 ? 'whole' : 'partial');
  for (const e of excluded) if (now[e] !== files[e]) return { sig: 'excluded touched', files, now };
  const last = now;
  for (const p of done.reverse()) now = step(now, p, 'undo');
  if (JSON.stringify(Object.entries(now).sort()) !== JSON.stringify(Object.entries(files).sort())) return { sig: 'undo', files, now };
  // second run: idempotence on whole
  if (done.length === 5 && mode.includes('again')) {
    const again = planOf(last, migrationOf(files));
    if (again.phases.some((p) => p.changes.length > 0)) return { sig: 'again ' + again.phases.filter((p) => p.changes.length).map((p) => p.number), files, now: last, prev: again.phases.flatMap((p) => p.changes).reduce((o, c) => ({ ...o, [c.path]: c.after ?? '' }), last) };
  }
  return null;
}
function dump(r: { files: Files; now?: Files; prev?: Files; detail?: string; sig: string }) {
  console.log('##', r.sig, '\n', r.detail ?? '');
  const prev = r.prev ?? r.files;
  for (const [p, t] of Object.entries(prev)) if (p !== 'main.mjs' && p !== 'package.json') console.log(`--- ${p}${r.now && r.now[p] === undefined ? ' GONE' : ''}\n${t}` + (r.now && r.now[p] !== undefined && r.now[p] !== t ? `>>> becomes\n${r.now[p]}` : ''));
}
const sigs = new Map<string, { n: number; seed: number }>();
if (shrinkSig) {
  let best: any;
  await fc.check(fc.asyncProperty(spec, async (s) => { const r = await check(s); if (r && r.sig.startsWith(shrinkSig)) { best = r; return false; } return true; }), { seed: seed0, numRuns: N, interruptAfterTimeLimit: 60_000 });
  if (best) dump(best); else console.log('not found');
} else {
  for (let i = 0; i < N; i++) {
    const [s] = fc.sample(spec, { seed: seed0 + i, numRuns: 1 });
    const r = await check(s!);
    if (r) { const k = sigs.get(r.sig); sigs.set(r.sig, { n: (k?.n ?? 0) + 1, seed: k?.seed ?? seed0 + i }); }
  }
  for (const [k, v] of Object.entries(stats).sort()) console.log(v, k);
  console.log('=== failures');
  for (const [k, v] of [...sigs].sort((a, b) => b[1].n - a[1].n)) console.log(v.n, 'seed', v.seed, k);
}
runner.close();
rmSync(root, { recursive: true });
