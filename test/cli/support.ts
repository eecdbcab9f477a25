import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';

const cli = fileURLToPath(new URL('../../dist/bin/ssot.js', import.meta.url));
const folders: string[] = [];

afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

export type Files = Readonly<Record<string, string>>;

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A new folder with these files; it is removed after the test. */
export function folderWith(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), 'ssot cli ü-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) write(folder, path, text);
  return folder;
}

export function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Runs the built command. Its input is closed, so nothing can wait for an answer. */
export function ssot(cwd: string, ...args: string[]): Ended {
  return ssotWith([], cwd, ...args);
}

/** The same, with options for node. */
export function ssotWith(node: readonly string[], cwd: string, ...args: string[]): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, cli, ...args], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, FORCE_COLOR: '', LANG: 'de_DE.UTF-8' },
  });
  return { code: status, stdout, stderr };
}

/** Every file but `.ssot`, with its text. */
export function treeOf(folder: string): Files {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
  const own = paths.filter((path) => !path.startsWith('.ssot/') && !path.startsWith('.git/'));
  return Object.fromEntries(own.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

const config = {
  canonical: { module: 'src/manager.ts', export: 'Manager' },
  aliases: ['OldManager'],
  shims: ['src/shim.ts'],
  entrypoints: ['src/startup.ts'],
  tests: ['**/*.test.ts'],
};

/** A small project with work in phases 1, 2 and 4; `more` is added to its migration file. */
export function project(more: Readonly<Record<string, unknown>> = {}): Record<string, string> {
  return {
    'ssot.config.json': JSON.stringify({ ...config, ...more }, null, 2),
    'src/manager.ts': 'export class Manager {\n  constructor(readonly name: string) {}\n}\n',
    'src/shim.ts': "export { Manager, Manager as OldManager } from './manager';\n",
    'src/startup.ts': "import { OldManager } from './shim';\n\nexport const startup = new OldManager('s');\n",
    'src/a b/ü.ts': "import { Manager } from '../shim';\r\nexport const user = new Manager('u');\r\n",
    'src/manager.test.ts': "import { Manager } from './shim';\n\nnew Manager('t');\n",
  };
}
