/**
 * What others offer for the same job (`from` replaced by `to` in imports), installed into a folder of its own, never into the project:
 * from npm; rope as Debian's package, unpacked only; unbarrelify, which is on GitHub alone, from a checkout. Each writes nothing.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const NPM = { 'ast-grep': '@ast-grep/cli@0.51.1', 'ts-morph': 'ts-morph@28.0.0' };
const INSTALL = ['install', '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts'];
const DEBIAN = ['python3-rope', 'python3-pytoolconfig', 'python3-packaging', 'python3-platformdirs'];

/** Installs all into `folder`; returns why not, by peer, for those that could not be. `unbarrelify`: a checkout of its source. */
export function installPeers(folder, unbarrelify) {
  const why = {};
  mkdirSync(join(folder, 'debian'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  for (const [peer, spec] of Object.entries(NPM))
    if (run('npm', [...INSTALL, spec], folder).status !== 0) why[peer] = 'npm install failed';
  if (!unbarrelify) why.unbarrelify = 'no checkout given (--unbarrelify DIR)';
  else if (!builtFrom(unbarrelify, join(folder, 'unbarrelify'))) why.unbarrelify = 'its build failed';
  const debian = join(folder, 'debian');
  if (run('apt-get', ['download', ...DEBIAN], debian).status !== 0) why.rope = 'apt-get download failed';
  for (const file of readdirSync(debian)) run('dpkg-deb', ['-x', join(debian, file), join(folder, 'rope')]);
  // A module is looked for from where the script lies.
  for (const script of ['ts-morph.mjs']) copyFileSync(join(here, 'peers', script), join(folder, script));
  return why;
}

/** Compiles a copy of the checkout with the compiler that it asks for. */
function builtFrom(checkout, folder) {
  cpSync(checkout, folder, { recursive: true });
  return run('npm', INSTALL, folder).status === 0 && run('npx', ['tsc'], folder).status === 0;
}

function run(command, args, cwd) {
  return spawnSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** The rows of a corpus: jscodeshift is the project's own. */
export function peerRows(folder, why, { root, from, to, globs, barrel }) {
  const python = globs.includes('*.py');
  const row = (name, command, more = {}) =>
    why[name] ? { name, why: why[name] } : { name, command, cwd: root, ...more };
  const binary = join(folder, 'node_modules', '@ast-grep', `cli-${process.platform}-${process.arch}-gnu`, 'ast-grep');
  const astGrep = existsSync(binary) ? binary : join(folder, 'node_modules', '.bin', 'ast-grep');
  const rules = join(folder, `${python ? 'py' : 'ts'}.yml`);
  writeFileSync(rules, rulesOf(python, from, to));
  const common = [row('ast-grep', [astGrep, 'scan', '--rule', rules, '--json=stream', '.'], { ok: [0, 1] })];
  if (python) {
    const paths = join(folder, 'rope', 'usr', 'lib', 'python3', 'dist-packages');
    return [
      ...common,
      row('rope', ['env', `PYTHONPATH=${paths}`, 'python3', join(here, 'peers', 'rope-move.py'), root, from, to]),
    ];
  }
  return [
    row('jscodeshift', [
      ...[process.execPath, join(here, '../node_modules/jscodeshift/bin/jscodeshift.js'), '--dry', '--silent'],
      ...['--extensions=ts,tsx', '--cpus=2', '-t', join(here, 'minimal-transform.cjs'), `--from=${from}`, `--to=${to}`],
      ...['--ignore-pattern=**/node_modules/**', root],
    ]),
    ...common,
    row('ts-morph', [process.execPath, join(folder, 'ts-morph.mjs'), root, from, to]),
    ...(barrel ? [row('unbarrelify', unbarrelling(folder, barrel))] : []),
  ];
}

/** It is told which file is a barrel, and which files may import it. */
function unbarrelling(folder, barrel) {
  const cli = join(folder, 'unbarrelify', 'dist', 'cli.js');
  return [process.execPath, cli, '--only', barrel, '--barrel', barrel, '--files', 'src/**/*.ts'];
}

function rulesOf(python, from, to) {
  const exact = `'^${from.replace(/[.\\/]/g, '\\$&')}$'`;
  const rule = (id, language, kind) =>
    `id: ${id}\nlanguage: ${language}\nrule: { kind: ${kind}, regex: ${exact} }\nfix: '${to}'\n`;
  if (python) return rule('py', 'Python', 'dotted_name');
  return [rule('ts', 'TypeScript', 'string_fragment'), rule('tsx', 'Tsx', 'string_fragment')].join('---\n');
}
