/**
 * `node bench/hostile.mjs [--items 5000] [--only 'ts|py']`
 *
 * Plans tiny projects in which one file holds the same thing thousands of times, and prints the seconds of each plan: with
 * a work that grows with the square of what stands in a file, hostile or generated files would hang the command.
 * Ends with 1 when a shape takes longer than two seconds. Needs `npm run build`.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: { items: { type: 'string', default: '5000' }, only: { type: 'string', default: '' } },
});
const LIMIT = 2;
const ITEMS = Number(options.items);
const COMMAND = join(import.meta.dirname, '../dist/bin/ssot.js');

const each = (line) => Array.from({ length: ITEMS }, (_, i) => line(i)).join('\n') + '\n';
const listed = (item) => Array.from({ length: ITEMS }, (_, i) => item(i)).join(', ');

const JAVASCRIPT = {
  'ssot.config.json': JSON.stringify({
    canonical: { module: 'src/manager.ts', export: 'Manager' },
    shims: ['src/shim.ts'],
    factories: [{ module: 'src/factory.ts', calls: { 'create(x)': 'new Manager(x)' } }],
  }),
  'src/manager.ts': 'export class Manager { constructor(x?: number) {} }\nexport const helper = 1;\n',
  'src/shim.ts': "export { Manager, helper } from './manager';\n",
  'src/factory.ts':
    "import { Manager } from './manager';\nexport function create(x: number) { return new Manager(x); }\n",
};
const PYTHON = {
  'ssot.config.json': JSON.stringify({
    canonical: { module: 'app.manager', export: 'Manager' },
    shims: ['app.shim'],
    factories: [{ module: 'app.factory', calls: { 'create(x)': 'Manager(x)' } }],
  }),
  'app/__init__.py': '',
  'app/manager.py': 'class Manager:\n    def __init__(self, x=None):\n        pass\n\n\nhelper = 1\n',
  'app/shim.py': 'from app.manager import Manager, helper\n',
  'app/factory.py': 'from app.manager import Manager\n\n\ndef create(x):\n    return Manager(x)\n',
};
const FACTORY = "import { create } from './factory';\n";

/** What the file `a` of the project holds. */
const SHAPES = {
  'ts calls': FACTORY + each((i) => `create(${i});`),
  'ts locals': FACTORY + each((i) => `export function f${i}() { const m = create(1); return m; }`),
  'ts refused calls': FACTORY + each(() => 'list.map(create);'),
  'ts imports': each((i) => `import { helper as h${i} } from './shim';`),
  'ts names': `import { ${listed((i) => `helper as h${i}`)} } from './shim';\n`,
  'ts missing names': `import { ${listed((i) => `none${i}`)} } from './shim';\n`,
  'ts types': each((i) => `type T${i} = import('./shim').Manager;`),
  'ts exports': each((i) => `export { helper as h${i} } from './shim';`),
  'ts require': each((i) => `const { helper: h${i} } = require('./shim');`),
  'ts namespace': `import * as ns from './shim';\n${each(() => 'ns.helper;')}`,
  'ts namespaces': each((i) => `import * as ns${i} from './shim';\nns${i}.helper;`),
  'ts mocks': each(() => "jest.mock('./shim');"),
  'py calls': `from app.factory import create\n\n${each((i) => `create(${i})`)}`,
  'py locals': `from app.factory import create\n\n\n${each((i) => `def f${i}():\n    m = create(1)\n    return m\n`)}`,
  'py refused calls': `from app.factory import create\n\n${each(() => 'map(create, [])')}`,
  'py imports': each((i) => `from app.shim import helper as h${i}`),
  'py nested imports': each((i) => `def f${i}():\n    from app.shim import helper\n    return helper\n`),
  'py names': `from app.shim import ${listed((i) => `helper as h${i}`)}\n`,
  'py modules': each(() => 'import app.shim'),
  'py attributes': `import app.shim\n\n${each(() => 'app.shim.helper')}`,
  'py strings': `from unittest.mock import patch\n\n${each(() => "patch('app.shim.helper')")}`,
};

let slow = 0;
for (const [name, text] of Object.entries(SHAPES)) {
  if (!new RegExp(options.only).test(name)) continue;
  const root = fs.mkdtempSync(join(tmpdir(), 'ssot-hostile-'));
  const files = name.startsWith('py') ? { ...PYTHON, 'app/a.py': text } : { ...JAVASCRIPT, 'src/a.ts': text };
  for (const [path, content] of Object.entries(files)) {
    fs.mkdirSync(dirname(join(root, path)), { recursive: true });
    fs.writeFileSync(join(root, path), content);
  }
  const start = performance.now();
  const done = spawnSync(process.execPath, [COMMAND, 'plan', '--json'], {
    cwd: root,
    stdio: 'ignore',
    timeout: 60_000,
  });
  const seconds = (performance.now() - start) / 1000;
  const failed = done.status !== 0 || seconds > LIMIT;
  if (failed) slow++;
  console.log(
    `${failed ? 'SLOW' : 'ok  '} ${seconds.toFixed(2).padStart(6)} s  ${name}${done.status ? ` (exit ${done.status})` : ''}`,
  );
  fs.rmSync(root, { recursive: true });
}
process.exitCode = slow > 0 ? 1 : 0;
