import { describe, expect, it } from 'vitest';
import { folderWith, project, ssotWith } from './support.js';

/** Prints the packages that were loaded to stderr, when the command has ended. */
const TELL = `data:text/javascript,${encodeURIComponent(
  `import module from 'node:module';
   const name = (file) => /.*node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(file)?.[1];
   process.on('exit', () => console.error([...new Set(Object.keys(module._cache).map(name))].filter(Boolean).sort().join()));`,
)}`;

function loadedBy(cwd: string, ...args: string[]): string {
  const { code, stderr } = ssotWith(['--import', TELL], cwd, ...args);
  expect(code).toBe(0);
  return stderr.trim();
}

describe('no command loads what it does not use', () => {
  it('a parser comes when a file needs a tree, and jscodeshift never', () => {
    expect(loadedBy(folderWith(project()), 'plan')).toBe('@babel/parser');
  });

  it('neither comes for Python', () => {
    const python = {
      'ssot.config.json': JSON.stringify({ canonical: { module: 'app/a.py', export: 'A' }, shims: ['app/b.py'] }),
      'app/a.py': 'class A:\n    pass\n',
      'app/b.py': 'from app.a import A\n',
      'c.py': 'from app.b import A\n',
    };
    expect(loadedBy(folderWith(python), 'plan')).toBe('');
  });

  it.each(['status', '--version', '--help'])('nor for %s', (argument) => {
    expect(loadedBy(folderWith(project()), argument)).toBe('');
  });
});
