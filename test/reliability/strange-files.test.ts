import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { languages } from '../../src/languages/index.js';
import { folderWith, project, ssot } from '../cli/support.js';

// Each case starts the command several times.
vi.setConfig({ testTimeout: 120_000 });

describe('a file that no person wrote stops nothing', () => {
  /** Plans within a time that is far above what is needed, and far below "hangs". */
  function plans(folder: string): string {
    const started = performance.now();
    const { code, stdout } = ssot(folder, 'plan', '--verbose');
    expect(code).toBe(0);
    expect(performance.now() - started).toBeLessThan(60_000);
    return stdout;
  }

  it.each([
    ['100,000 brackets', '['.repeat(100_000)],
    ['a chain of 100,000 members', `x${'.a'.repeat(100_000)};`],
    ['100,000 calls', `x${'()'.repeat(100_000)};`],
    ['100,000 conditions', 'if (a) {} else '.repeat(100_000)],
    ['a line of 50 MB', `f(${'1,'.repeat(25 << 20)}1);`],
  ])('%s', (_what, text) => {
    // What only the parser can tell is left to a person.
    const left = folderWith({ ...project(), 'src/big.ts': `const { Manager } = require('./shim');\n${text}\n` });
    expect(plans(left)).toMatch(/src\/big\.ts.*(nested too deeply|longer than)/);
  });

  it.each(languages.map((language) => [language.id, language] as const))(
    '%s at any depth is read, or refused',
    (_id, language) => {
      const path = `src/deep${language.extensions[0] ?? ''}`;
      const pieces = [
        '[',
        '(',
        '{',
        'x.',
        'f(',
        'a + ',
        '-',
        'not ',
        'if x:\n',
        ' if x else ',
        'lambda: ',
        'f"{',
        '"',
        "'''",
        '\\\n',
        '${',
        '`',
        '<',
        'a?',
        'a: ',
        'a: {',
        '`${',
        '<a>',
        '<a b={',
        '@a ',
        '@a\n',
        '\t',
      ];
      for (const piece of pieces) {
        const started = process.cpuUsage();
        const text = `import shim\nimport './shim'\nx = ${piece.repeat(100_000)}1\n`;
        const scan = language.scan(path, text);
        if ('error' in scan) expect(scan.error).not.toBe('');
        expect(() => language.inspect(path, text)).not.toThrow();
        // In microseconds of this process's own work: two readings of one file.
        expect(process.cpuUsage(started).user, piece).toBeLessThan(8_000_000);
      }
    },
    // Far above what is needed: this only tells slow from hanging, on a busy machine too.
    240_000,
  );

  it('what its tokens decide is rewritten, though the file can never be parsed', () => {
    const text = `import { Manager } from './shim';\nf(${'1,'.repeat(25 << 20)}1);\n`;
    expect(plans(folderWith({ ...project(), 'src/big.ts': text }))).toContain('update src/big.ts +1 -1');
  });

  describe('in Python', () => {
    const files = {
      'ssot.config.json': JSON.stringify({ canonical: { module: 'a.py', export: 'A' }, shims: ['b.py'] }),
      'a.py': 'class A:\n    pass\n',
      'b.py': 'from a import A\n',
    };
    const long = `x = [${'1,'.repeat(25 << 20)}]\n`;

    it('what its characters decide is rewritten too', () => {
      expect(plans(folderWith({ ...files, 'big.py': `from b import A\n${long}` }))).toContain('update big.py +1 -1');
    });

    it('what would take gigabytes to parse is left to a person', () => {
      const said = plans(folderWith({ ...files, 'big.py': `import b\n${long}b.A()\n` }));
      expect(said).toContain('big.py:2: cannot be parsed: more than 512 Ki words and signs');
    });
  });

  it('pipes, sockets and devices that are called like sources', async () => {
    const folder = folderWith(project());
    execFileSync('mkfifo', [join(folder, 'src/fifo.ts')]);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(folder, 'src/socket.ts'), resolve));
    try {
      symlinkSync('fifo.ts', join(folder, 'src/link.ts'));
      const said = plans(folder);
      expect(said).toContain('3 skipped');
      for (const name of ['fifo', 'socket'])
        expect(said).toMatch(new RegExp(`skipped src/${name}\\.ts: .*it is neither a file nor a folder`));
      expect(said).toMatch(/skipped src\/link\.ts: .*it is a symbolic link/);
      const { summary } = JSON.parse(ssot(folder, 'plan', '--json').stdout) as { summary: { skipped: object[] } };
      expect(summary.skipped.map((one) => (one as { path: string }).path)).toEqual([
        'src/fifo.ts',
        'src/link.ts',
        'src/socket.ts',
      ]);
      expect(ssot(folder, 'rehearse').code).toBe(0);
      expect(ssot(folder, 'apply', '--all').code).toBe(0);
    } finally {
      server.close();
    }
    const config = folderWith({});
    execFileSync('mkfifo', [join(config, 'ssot.config.json')]);
    const notAFile = { code: 2, stderr: expect.stringContaining('is not a file') as string };
    expect(ssot(config, 'plan')).toMatchObject(notAFile);
    execFileSync('mkfifo', [join(folder, 'plan.json')]);
    expect(ssot(folder, 'plan', '--out', 'plan.json')).toMatchObject(notAFile);
    expect(ssot(folder, 'plan', '--out', '/dev/stdout').code).toBe(2);
  });

  it('configurations that nest 100,000 deep, or extend one another 2^40 times', () => {
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const laughs = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [
        i === 0 ? 'tsconfig.json' : `tsconfig.${i}.json`,
        JSON.stringify({ extends: [`./tsconfig.${i + 1}.json`, `./tsconfig.${i + 1}.json`] }),
      ]),
    );
    plans(folderWith({ ...project(), 'package.json': deep, 'jsconfig.json': deep, 'lerna.json': deep }));
    plans(folderWith({ ...project(), ...laughs, 'tsconfig.40.json': '{ "extends": "./tsconfig.json" }' }));
    const { code, stderr } = ssot(folderWith({ ...project(), 'ssot.config.json': deep }), 'plan');
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('nests too deeply') as string });
  });

  it.each([
    ['a glob that would take hours', { tests: ['+(a|aa)+(a|aa)b', '(a+)+b'] }, 'can take too long to match'],
    ['thousands of globs', { tests: Array.from({ length: 3000 }, (_, i) => `**/*${i}*`) }, 'too many globs'],
    ['a file that is too large', { aliases: Array.from({ length: 60_000 }, (_, i) => `alias${i}`) }, 'larger than any'],
    ['thousands of mistakes', { shims: Array.from({ length: 9000 }, (_, i) => `no/such/module/${i}`) }, 'no such file'],
  ])('%s in the migration file is refused', (_what, change, words) => {
    const started = performance.now();
    const folder = folderWith(project(change));
    const { code, stderr } = ssot(folder, 'plan');
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(words) as string });
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('keys that touch prototypes', () => {
    const text = (project()['ssot.config.json'] ?? '').replace('{', '{ "__proto__": { "shims": ["x"] },');
    expect(ssot(folderWith({ ...project(), 'ssot.config.json': text }), 'plan')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is a reserved key') as string,
    });
  });
});
