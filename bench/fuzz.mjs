/**
 * `node bench/fuzz.mjs [--runs 100000] [--seed 1] [--only migration,journal,plan,javascript,tsx,python]`
 *
 * Feeds broken, hostile and random input to whatever reads what others wrote: the migration file, the journal (read, rolled
 * back and resumed), saved plans, and the languages. Each input must be taken, or refused with a message, within two
 * seconds. Prints what was not, with the input, and ends with 1. Needs `npm run build`.
 */
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkSavedPlan, parseSavedPlan, savedPlan as toSavedPlan } from '../dist/src/commands/saved-plan.js';
import { applyPhase } from '../dist/src/disk/apply.js';
import { restoreFromBackups, strayBackups } from '../dist/src/disk/backups.js';
import { Files, syscalls } from '../dist/src/disk/files.js';
import { recover } from '../dist/src/disk/recover.js';
import { planRollback, rollbackPhases } from '../dist/src/disk/rollback.js';
import { readState } from '../dist/src/disk/state.js';
import { languages } from '../dist/src/languages/index.js';
import { Failure } from '../dist/src/messages/failures.js';
import { migrationName, parseMigration } from '../dist/src/migration/load.js';
import { sha256 } from '../dist/src/workspace/hash.js';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
const LIMIT = 2000;

let state = (Number(options.seed) * 2654435761) % 2147483647 || 1;
const random = (below) => (state = (state * 48271) % 2147483647) % below;
const pick = (list) => list[random(list.length)];

const HOSTILE = [
  '__proto__',
  'constructor',
  'prototype',
  '../../etc/passwd',
  '/etc/passwd',
  'a/../../b',
  '.git/config',
  '.GIT/hooks/x',
  'C:\\x',
  'con',
  'aux.ts',
  'a\0b',
  '\u202egnp.ts',
  '\u001b[2J',
  '',
  ' ',
  '.',
  '..',
  '~',
  '*'.repeat(50),
  '+(a|aa)+(a|aa)b',
  '(a+)+$',
  '{a,b}'.repeat(20),
  '[',
  '[]a]',
  '!(x)',
  '\\',
  '\ud800',
  'a'.repeat(5000),
  'x/'.repeat(2000),
  '#',
  'a#b#c',
  'src/a.ts',
  'src/shim.ts',
  'pkg:x',
  './src/a.ts',
  '\ufeff',
  'a.b.c',
  '0',
  'NaN',
];
const VALUES = [
  null,
  true,
  false,
  0,
  -1,
  1,
  2,
  5,
  6,
  99,
  1e308,
  -0,
  0.5,
  [],
  {},
  [[[[]]]],
  'apply',
  'rollback',
  'end',
  'begin',
  'finished',
];
const TOKENS = [
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  '<',
  '>',
  '`',
  '${',
  '"',
  "'",
  '/*',
  '*/',
  '//',
  '#',
  '\\',
  '\n',
  '\r\n',
  '\r',
  '\t',
  ';',
  ',',
  ':',
  '=>',
  '...',
  '?.',
  'import ',
  'export ',
  'from ',
  'default ',
  'async ',
  'await ',
  'class ',
  'function* ',
  'new ',
  'type ',
  'namespace ',
  'enum ',
  '@',
  'def ',
  'lambda ',
  'yield ',
  'if ',
  'else',
  'match ',
  'case _',
  'f"{',
  '"""',
  "'''",
  '\u2028',
  '\ufeff',
  '\0',
  '\ud83d',
  '/(a+)+/',
  '<!--',
  '1_0n',
  '0b2',
  'as const',
  'satisfies ',
  'require("',
  'vi.mock("',
];

/** Any change to a text that a program, a crash or a person might make. */
function mutate(text) {
  let out = text;
  for (let n = 1 + random(4); n > 0; n--) {
    const [a, b] = [random(out.length + 1), random(out.length + 1)].sort((x, y) => x - y);
    switch (random(9)) {
      case 0:
        out = out.slice(0, a) + out.slice(b);
        break;
      case 1:
        out = out.slice(0, b) + out.slice(a, Math.min(b, a + 2000)) + out.slice(b);
        break;
      case 2:
        out = out.slice(0, a) + pick(TOKENS) + out.slice(a);
        break;
      case 3:
        out = out.slice(0, a) + pick(HOSTILE) + out.slice(a);
        break;
      case 4:
        out = out.slice(0, a) + String.fromCharCode(random(0x10000)) + out.slice(a + 1);
        break;
      case 5:
        out = out.slice(0, a) + pick(TOKENS).repeat(1 + random(random(20) === 0 ? 3000 : 20)) + out.slice(a);
        break;
      case 6:
        out = out.slice(0, a);
        break;
      case 7:
        out = Array.from({ length: random(60) }, () => pick(TOKENS)).join(random(2) ? '' : 'x');
        break;
      default:
        out = out.slice(0, a) + out.slice(a, b).split('').reverse().join('') + out.slice(b);
    }
  }
  return out;
}

/** The same for JSON: a part of it becomes something else, goes, is named otherwise, or stands twice. */
function mutateJson(value) {
  const text = JSON.stringify(value);
  const copy = JSON.parse(text);
  for (let n = 1 + random(3); n > 0; n--) {
    let holder = copy;
    for (let depth = random(7); depth > 0; depth--) {
      const keys = Object.keys(holder ?? {});
      const next = keys.length > 0 ? holder[pick(keys)] : undefined;
      if (typeof next === 'object' && next !== null) holder = next;
    }
    const keys = Object.keys(holder);
    const key = keys.length > 0 ? pick(keys) : 'x';
    const strange = random(2) ? pick(HOSTILE) : structuredClone(pick(VALUES));
    switch (random(5)) {
      case 0:
        delete holder[key];
        break;
      case 1:
        Object.defineProperty(holder, pick(HOSTILE), {
          value: strange,
          enumerable: true,
          configurable: true,
          writable: true,
        });
        break;
      case 2:
        if (Array.isArray(holder)) holder.push(holder[0], strange);
        else holder[key] = [holder[key], strange];
        break;
      case 3:
        if (typeof holder[key] === 'string') holder[key] = mutate(holder[key]);
        else holder[key] = strange;
        break;
      default:
        holder[key] = strange;
    }
  }
  return copy;
}

const files = {
  'src/a.ts': 'export const a = 1;\n',
  'src/shim.ts': "export { a } from './a';\n",
  'src/use.ts': "import { a } from './shim';\na;\n",
};
const paths = [...Object.keys(files), 'a'.repeat(250), 'x/'.repeat(100) + 'y.ts', 'src/[id]/p.ts'];
const world = { has: (path) => paths.includes(path), paths: () => paths };
const migration = {
  $schema: './x.json',
  name: 'm',
  canonical: { module: 'src/a.ts', export: 'a' },
  aliases: ['b'],
  shims: ['src/shim.ts'],
  factories: [{ module: 'src/use.ts', calls: { 'create(x)': 'new A(x)' } }],
  redirects: [{ from: 'old#A', to: 'src/a.ts#a' }],
  entrypoints: ['src/*.ts'],
  tests: ['**/*.test.ts', 'tests/**'],
  obsolete: ['x/**'],
  exclude: ['y/{a,b}/**'],
  finalize: 'facade',
  retire: 'stub',
  validate: { 1: 'true' },
};

const root = fs.mkdtempSync(join(tmpdir(), 'ssot-fuzz-'));
const outside = `${root}-outside`;
/** Nothing is flushed, for speed. */
const quick = new Files({ ...syscalls, sync: () => undefined });

function freshTree() {
  fs.rmSync(root, { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) {
    fs.mkdirSync(join(root, path, '..'), { recursive: true });
    fs.writeFileSync(join(root, path), text);
  }
  fs.mkdirSync(outside, { recursive: true });
  fs.symlinkSync(outside, join(root, 'link'));
}

const phase = {
  number: 1,
  changes: [
    { path: 'src/use.ts', before: files['src/use.ts'], after: 'x\n' },
    { path: 'src/shim.ts', before: files['src/shim.ts'], after: null },
    { path: 'new/n.ts', before: null, after: 'n\n' },
  ],
};
const journal = () => join(root, '.ssot/m/journal.jsonl');
freshTree();
applyPhase(root, 'm', phase, { files: quick });
const records = fs
  .readFileSync(journal(), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const seal = (record) => {
  const { ...body } = record;
  delete body.sum;
  const text = JSON.stringify(body);
  return `${text.slice(0, -1)},"sum":"${sha256(text)}"}\n`;
};

const plan = {
  name: 'm',
  phases: [{ number: 1, name: 'x', title: 'x', risk: 'low', changes: phase.changes, findings: [] }],
  accounting: {},
  skipped: [],
  rewritten: 0,
  paths: { before: 1, after: 1 },
};
/** A plan that is taken as it stands: what is left of it after a change must be refused or be the same in all that counts. */
const savedPlan = toSavedPlan(plan, 'h', '0');

const SOURCES = {
  javascript: [
    "import a, { b as c, type D } from './x';\nimport * as n from \"../y.js\";\nexport { e, f as default } from './z';\nexport * from './w';\nconst q = require('./r'), { s } = await import(`./t`);\nvi.mock('./x', () => ({ b: 1 }));\n",
    "// @ts-nocheck\n@dec() export class A<T extends import('./t').U> extends B { #p = 1; static { x(); } get [k]() { return this?.#p ?? `a${b`c`}`; } }\nlabel: for await (const [a, ...b] of c) { try { break label } catch { } finally { } }\n",
    "export const C = () => <div {...p} a=\"b\">{c}<></></div>;\nmodule.exports = { ...require('x'), y };\n'use strict'\n",
    "declare module 'm' { export = x; }\nimport r = require('./s');\ntype M = { readonly [K in keyof T]?: T[K] extends infer U ? U : never };\nenum E { A = 1 << 2 }\nnamespace N.O { export import P = Q; }\n",
  ],
  tsx: [
    "import { Manager } from './shim';\nexport const C = <T,>({ a, ...rest }: P<T>) => <Manager.Provider value={a as T} {...rest}>{rest.b ? <b key='1'>&amp;{`x${a}`}</b> : null}{/* c */}</Manager.Provider>;\n",
    "import type { P } from './p';\nexport default function F(this: P, x?: (a: number) => a is 3): JSX.Element { const y = x!<P>(1); return <><a.b.c d:e=\"'\" f={<g />}>text {'}'} &#123; {...kids}</a.b.c></>; }\n",
    "const lazy = React.lazy(() => import('./shim'));\nexport const D = styled.div<{ w: number }>`width: ${p => p.w}px;`;\nexport abstract class E extends React.Component<P> { declare x: 1; override render() { return <D w={1 < 2 ? 3 : 4} />; } }\n",
  ],
  python: [
    'from __future__ import annotations\nimport a.b as c, d\nfrom . import (x as y,  # why\n    z)\nfrom ..p.q import *\n\n@dec\nasync def f(a, /, b: "T" = 1, *c, d, **e) -> int:\n    """doc"""\n    async with g() as (h, i):\n        yield await j\n    return [k for k in l if (m := k)]\n',
    'class A(B, metaclass=C):\n    __slots__ = ("a",)\n    x: int = lambda *a: {**a}\n\n    def m(self):\n        match self:\n            case {"k": [1, *_], **rest} | P(q=2):\n                global G\n                patch("a.b.c")\n            case _: pass\ntry:\n    pass\nexcept* E as e:\n    print(f"{e!r:>{w}} {x=}")\n',
  ],
};
const COMPANION = [
  '{ "name": "p", "exports": { ".": { "import": "./src/a.js" }, "./*": "./src/*.js" }, "workspaces": ["packages/*", "!x"] }',
  '{ // c\n "extends": "./base", "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["src/*"] } }, "files": ["a.ts"] }',
];

function languageTarget(id, extensions = null, sources = SOURCES[id]) {
  const language = languages.find((one) => one.id === id);
  return (
    language && {
      make: () =>
        random(12) === 0
          ? { path: pick(['package.json', 'tsconfig.json', 'x.vue']), text: mutate(pick(COMPANION)) }
          : { path: `src/f${pick(extensions ?? language.extensions)}`, text: mutate(pick(sources)) },
      run({ path, text }) {
        if (language.isCompanion(path)) return void language.scanCompanion(path, text);
        const scan = language.scan(path, text);
        if ('error' in scan) {
          if (typeof scan.error !== 'string' || scan.error === '') throw new Error('no message');
          return;
        }
        language.inspect(path, text);
        language.comments(path, text);
        language.factories(path, text, null);
        language.withoutExports(path, text, new Set(['A', 'f']));
      },
    }
  );
}

const targets = {
  migration: {
    make: () => (random(3) === 0 ? mutate(JSON.stringify(migration, null, 2)) : JSON.stringify(mutateJson(migration))),
    run(text) {
      migrationName(text, 'ssot.config.json');
      const found = parseMigration(text, 'ssot.config.json', world);
      for (const path of paths)
        [found.isTest, found.isEntrypoint, found.isObsolete, found.isExcluded].forEach((is) => is(path));
      for (const n of [0, 1, 5, NaN]) found.validate(n);
    },
  },
  journal: {
    make() {
      const some = random(2) ? records : [records[0]];
      if (random(4) === 0) return mutate(some.map(seal).join(''));
      // A stranger can compute the sums too.
      return some.map((record) => seal(random(3) === 0 ? record : mutateJson(record))).join('');
    },
    run(text) {
      if (random(8) === 0) freshTree();
      fs.mkdirSync(join(root, '.ssot/m'), { recursive: true });
      fs.writeFileSync(journal(), text);
      const acts = [
        () => readState(root, 'm'),
        () => planRollback(root, 'm', 1),
        () => strayBackups(root, 'm'),
        () => recover(root, 'm', pick(['finish', 'undo']), { force: random(2) === 0, files: quick }),
        () => rollbackPhases(root, 'm', 1, { force: random(2) === 0, merge: random(2) === 0, files: quick }),
        () => applyPhase(root, 'm', phase, { files: quick }),
        () => restoreFromBackups(root, 'm', 1, { files: quick }),
      ];
      for (const act of acts) foreseen(act);
      if (fs.readdirSync(outside).length > 0) throw new Error('wrote outside the root');
    },
  },
  plan: {
    make() {
      const broken = random(3);
      // Of every third nothing is changed, or only what does not count: it must be taken.
      if (broken === 0) return { text: JSON.stringify(harmless(savedPlan), null, random(3)), taken: true };
      return { text: broken === 1 ? mutate(JSON.stringify(savedPlan)) : JSON.stringify(mutateJson(savedPlan)) };
    },
    run({ text, taken }) {
      const check = () => checkSavedPlan(parseSavedPlan(text), plan, [1], { hash: 'h', tool: '0' });
      if (taken) return void notRefused(check);
      check();
      if (decisive(JSON.parse(text)) !== decisive(savedPlan)) throw new Error('another plan was taken');
    },
  },
  javascript: languageTarget('javascript'),
  tsx: languageTarget('javascript', ['.tsx'], SOURCES.tsx),
  python: languageTarget('python'),
};

/** Runs it; what it refuses must be a Failure with a message. Returns whether it was refused. */
function foreseen(act) {
  try {
    act();
    return false;
  } catch (error) {
    if (error instanceof Failure && error.message !== '' && error.hint !== '') return true;
    throw error;
  }
}

/** Other words, counts and findings than the plan's: what is applied is planned afresh, whatever a saved plan says of it. */
function harmless(saved) {
  const phases = saved.phases.map((each) => ({
    ...each,
    title: pick(HOSTILE),
    findings: pick(VALUES),
    changes: each.changes.map((change) => ({ ...change, additions: pick(VALUES) })).sort(() => random(3) - 1),
  }));
  const beside = { number: 2, changes: [{ path: pick(HOSTILE), afterHash: pick(VALUES) }] };
  return { ...saved, summary: mutateJson(saved.summary), validate: 'touch ran', phases: [...phases, beside] };
}

/** All that binds a saved plan to what is applied. */
function decisive({ version, tool, migration, phases }) {
  const { changes } = phases.find(({ number }) => number === 1);
  const ends = new Map(changes.map(({ path, beforeHash, afterHash }) => [path, [beforeHash, afterHash]]));
  return JSON.stringify([version, tool, migration, [...ends].sort()]);
}

/** Runs what must not be refused. */
function notRefused(act) {
  try {
    act();
  } catch (error) {
    throw new Error(`refused: ${error instanceof Error ? error.message : String(error)}`);
  }
}

let failures = 0;
for (const [name, target] of Object.entries(targets)) {
  if (!target || (options.only && !options.only.split(',').includes(name))) continue;
  let [refused, slowest] = [0, 0];
  const shown = new Set();
  for (let n = 0; n < Number(options.runs); n++) {
    const input = target.make();
    const started = performance.now();
    let wrong = null;
    try {
      if (foreseen(() => target.run(input))) refused++;
    } catch (error) {
      wrong = `${error instanceof Error ? error.stack : String(error)}`;
    }
    const took = performance.now() - started;
    slowest = Math.max(slowest, took);
    if (took > LIMIT) wrong ??= `took ${took.toFixed(0)} ms`;
    if (Object.prototype.polluted !== undefined || Object.keys(Object.prototype).length > 0)
      wrong ??= 'a prototype was changed';
    if (wrong === null) continue;
    failures++;
    const kind = wrong.split('\n').slice(0, 3).join('\n');
    if (!shown.has(kind) && shown.size < 5)
      console.log(
        `${name}, input ${n}: ${wrong.split('\n').slice(0, 6).join('\n')}\n${JSON.stringify(input).slice(0, 3000)}`,
      );
    shown.add(kind);
  }
  console.log(
    `${name}: ${options.runs} inputs, ${refused} refused with a message, ${shown.size === 0 ? 'no failure' : `${shown.size} kinds of failure`}, slowest ${slowest.toFixed(0)} ms`,
  );
}
fs.rmSync(root, { recursive: true, force: true });
fs.rmSync(outside, { recursive: true, force: true });
console.log(`${failures} failures`);
process.exitCode = failures === 0 ? 0 : 1;
