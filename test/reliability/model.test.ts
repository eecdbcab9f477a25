import fc from 'fast-check';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { applyPhase } from '../../src/disk/apply.js';
import { recover } from '../../src/disk/recover.js';
import { rollbackPhases } from '../../src/disk/rollback.js';
import { phaseState, readState } from '../../src/disk/state.js';
import { Failure } from '../../src/messages/failures.js';
import type { Change } from '../../src/workspace/change.js';
import { Death, dyingAt, quick } from './faults.js';
import { THOROUGH } from './scenario.js';

/** The tree as it should be, and what is applied. Backups are not in it. */
interface Model {
  readonly files: Map<string, string>;
  /** In the order in which they were applied. */
  applied: number[];
}

interface Real {
  readonly root: string;
  readonly phases: readonly { readonly number: number; readonly changes: readonly Change[] }[];
}

type Command = fc.Command<Model, Real>;

function run(act: () => unknown): string {
  try {
    act();
    return 'done';
  } catch (error) {
    if (error instanceof Death) return 'died';
    if (error instanceof Failure) return error.code;
    throw error;
  }
}

function sourcesOf(root: string): Record<string, string> {
  const paths = fs
    .readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  const own = paths.filter((path) => !path.startsWith('.ssot') && !path.endsWith('.bak')).sort();
  return Object.fromEntries(own.map((path) => [path, fs.readFileSync(join(root, path), 'utf8')]));
}

function check(model: Model, { root, phases }: Real): void {
  expect(sourcesOf(root)).toEqual(Object.fromEntries([...model.files].sort(([a], [b]) => (a < b ? -1 : 1))));
  const state = readState(root, 'm');
  const applied = phases.filter(({ number }) => phaseState(state, number).status === 'applied');
  expect(applied.map(({ number }) => number)).toEqual([...model.applied].sort());
}

function set(model: Model, path: string, text: string | null): void {
  if (text === null) model.files.delete(path);
  else model.files.set(path, text);
}

const textOf = (model: Model, path: string): string | null => model.files.get(path) ?? null;

function undoInModel(model: Model, { phases }: Real, number: number): void {
  for (const { path, before } of phases.find((phase) => phase.number === number)?.changes ?? [])
    set(model, path, before);
  model.applied = model.applied.filter((each) => each !== number);
}

/** Applies a phase; dies at the `dies`-th call (0: not), and is then brought to one of its ends. */
class Apply implements Command {
  constructor(
    readonly number: number,
    readonly dies: number,
    readonly finish: boolean,
  ) {}
  check = (): boolean => true;
  run(model: Model, real: Real): void {
    const phase = real.phases.find(({ number }) => number === this.number);
    if (!phase) return;
    const fits = phase.changes.every(({ path, before }) => textOf(model, path) === before);
    const expected = model.applied.includes(phase.number) ? 'already-applied' : fits ? 'done' : 'drift';
    const died = dyingAt(this.dies === 0 ? Infinity : this.dies);
    const outcome = run(() => applyPhase(real.root, 'm', phase, { files: died }));
    if (outcome === 'died') recover(real.root, 'm', this.finish ? 'finish' : 'undo', { files: quick });
    else expect(outcome).toBe(expected);
    if (expected === 'done' && phaseState(readState(real.root, 'm'), phase.number).status === 'applied') {
      for (const { path, after } of phase.changes) set(model, path, after);
      model.applied.push(phase.number);
    }
    check(model, real);
  }
  toString = (): string => `apply ${this.number} dies ${this.dies} ${this.finish ? 'finish' : 'undo'}`;
}

/** Rolls a phase back, and those after it; `force` sets edited files aside. */
class Rollback implements Command {
  constructor(
    readonly number: number,
    readonly force: boolean,
    readonly dies: number,
    readonly finish: boolean,
  ) {}
  check = (): boolean => true;
  run(model: Model, real: Real): void {
    const from = model.applied.indexOf(this.number);
    const numbers = from < 0 ? [] : model.applied.slice(from).reverse();
    const edited = this.editedOf(model, real, numbers);
    const expected = from < 0 ? 'not-applied' : edited.length > 0 && !this.force ? 'drift' : 'done';
    const died = dyingAt(this.dies === 0 ? Infinity : this.dies);
    const options = { files: died, force: this.force };
    const outcome = run(() => rollbackPhases(real.root, 'm', this.number, options));
    if (outcome === 'died') recover(real.root, 'm', this.finish ? 'finish' : 'undo', { files: quick });
    else expect(outcome).toBe(expected);
    if (expected === 'done') {
      const state = readState(real.root, 'm');
      for (const number of numbers)
        if (phaseState(state, number).status !== 'applied') undoInModel(model, real, number);
    }
    check(model, real);
    if (outcome === 'done') for (const text of edited) expect(backups(real.root)).toContain(text);
  }
  /** What was edited since, of files that have an earlier content to go back to. */
  private editedOf(model: Model, real: Real, numbers: readonly number[]): string[] {
    const world = new Map(model.files);
    const edited: string[] = [];
    for (const number of numbers)
      for (const { path, before, after } of real.phases.find((phase) => phase.number === number)?.changes ?? []) {
        const now = world.get(path) ?? null;
        if (now !== before && now !== after) edited.push(now ?? 'deleted');
        if (before === null) world.delete(path);
        else world.set(path, before);
      }
    return edited.map((text) => text);
  }
  toString = (): string => `rollback ${this.number} force ${this.force} dies ${this.dies} ${this.finish}`;
}

function backups(root: string): string[] {
  const names = fs.readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.bak'));
  return ['deleted', ...names.map((path) => fs.readFileSync(join(root, path), 'utf8'))];
}

/** Somebody saves a file, or removes it. */
class Edit implements Command {
  constructor(
    readonly path: string,
    readonly text: string | null,
  ) {}
  check = (): boolean => true;
  run(model: Model, real: Real): void {
    const file = join(real.root, this.path);
    if (this.text === null) fs.rmSync(file, { force: true });
    else {
      fs.mkdirSync(dirname(file), { recursive: true });
      fs.writeFileSync(file, this.text);
    }
    set(model, this.path, this.text);
    check(model, real);
  }
  toString = (): string => `edit ${this.path} ${JSON.stringify(this.text)}`;
}

const PATHS = ['a.ts', 'b.ts', 'dir/c.ts', 'dir/deep/d.ts', 'e.ts'];
const texts = fc.option(fc.stringMatching(/^[a-c\n]{0,4}$/), { nil: null, freq: 4 });
const start = fc.record(Object.fromEntries(PATHS.map((path) => [path, texts])));
/** For each phase, the files that it changes, and to what. */
const steps = fc.array(
  fc.dictionary(fc.constantFrom(...PATHS), texts, { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
  {
    minLength: 2,
    maxLength: 4,
  },
);
const dies = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 60 }));
const number = fc.integer({ min: 1, max: 4 });
const commands = fc.commands(
  [
    fc.tuple(number, dies, fc.boolean()).map(([n, k, finish]): Command => new Apply(n, k, finish)),
    fc.tuple(number, dies, fc.boolean()).map(([n, k, finish]): Command => new Apply(n, k, finish)),
    fc
      .tuple(number, fc.boolean(), dies, fc.boolean())
      .map(([n, force, k, end]): Command => new Rollback(n, force, k, end)),
    fc.tuple(fc.constantFrom(...PATHS), texts).map(([path, text]): Command => new Edit(path, text)),
  ],
  { maxCommands: 25 },
);

function phasesOf(
  first: Readonly<Record<string, string | null>>,
  all: readonly Record<string, string | null>[],
): Real['phases'] {
  const world: Record<string, string | null> = { ...first };
  return all.map((step, index) => {
    const changes = Object.entries(step)
      .map(([path, after]) => ({ path, before: world[path] ?? null, after }))
      .filter(({ before, after }) => before !== after);
    Object.assign(world, step);
    return { number: index + 1, changes };
  });
}

it(
  'whatever is applied, rolled back, edited and interrupted in whatever order, the tree is that of the model',
  () => {
    fc.assert(
      fc.property(start, steps, commands, (first, all, sequence) => {
        const root = fs.mkdtempSync(join(tmpdir(), 'ssot-model-'));
        try {
          const real = { root, phases: phasesOf(first, all) };
          const model: Model = { files: new Map(), applied: [] };
          for (const [path, text] of Object.entries(first)) if (text !== null) new Edit(path, text).run(model, real);
          fc.modelRun(() => ({ model, real }), sequence);
        } finally {
          fs.rmSync(root, { recursive: true, force: true });
        }
      }),
      { numRuns: THOROUGH ? 5000 : 150 },
    );
  },
  THOROUGH ? 3_600_000 : 60_000,
);
