import fc from 'fast-check';
import picomatch from 'picomatch';
import { describe, expect, it } from 'vitest';
import { compileGlob } from '../../src/workspace/glob.js';

function matches(glob: string, path: string): boolean {
  const compiled = compileGlob(glob);
  if (typeof compiled !== 'function') throw new Error(`refused: ${compiled.refused}`);
  return compiled(path);
}

describe('a glob', () => {
  it.each([
    ['**/*.test.ts', 'a.test.ts', true],
    ['**/*.test.ts', 'a/b/c.test.ts', true],
    ['tests/**', 'tests/.hidden/a.ts', true],
    ['tests/**', 'testsuite/a.ts', false],
    ['src/*/a.ts', 'src/x/y/a.ts', false],
    ['src/{a,b/**}/c.ts', 'src/b/x/y/c.ts', true],
    ['*.@(js|ts)', 'a.ts', true],
    ['a?(b).ts', 'a.ts', true],
    ['a?c', 'abc', true],
    ['[a-c]?.ts', 'bz.ts', true],
    ['[^a]b', 'ab', false],
    ['app/[id]/**', 'app/[id]/page.tsx', true],
    ['app/[id]/**', 'app/i/page.tsx', true],
    ['a\\*b', 'axb', false],
    ['a\\*b', 'a*b', true],
    ['*', '', false],
    ['{a}', '{a}', true],
  ])('%j and %j: %j', (glob, path, expected) => {
    expect(matches(glob, path)).toBe(expected);
  });

  const part = fc.stringMatching(/^[ab.]{1,4}$/).filter((text) => !/^\.+$/.test(text));
  const paths = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
  const piece = fc.oneof(
    fc.constantFrom('a', 'b', '.', '*', '?', '[ab]', '[^a]', '{a,b}', '{a,b*}', '@(a|b)', '(ab|a)', '*.b'),
    part,
  );
  const segment = fc.oneof(
    fc.constant('**'),
    fc.array(piece, { minLength: 1, maxLength: 3 }).map((all) => all.join('')),
  );
  const globs = fc
    .array(segment, { minLength: 1, maxLength: 4 })
    .map((all) => all.join('/'))
    // picomatch reads `***` in its own ways, and so it does a `**` beside something else.
    .filter((glob) => !/(^|[^/])\*\*|\*\*(?!\/|$)/.test(glob.replace(/(^|\/)\*\*(?=\/|$)/g, '$1')))
    // It reads `)?` as part of a regular expression, and takes a leading `./` away (as the migration file's reader does).
    .filter((glob) => !/\)\?|\*\(/.test(glob) && !/^\.{1,2}\//.test(glob))
    // A segment that may be empty makes it take `a/` for `a`; a path has no empty segments.
    .filter((glob) => !/(^|\/)\?\([^)]*\)(\/|$)/.test(glob));

  it('means what it means to picomatch', () => {
    fc.assert(
      fc.property(globs, paths, (glob, path) => {
        // To picomatch, `a/**` is `a` too, but not every `*/**` is `*`; a file has nothing below it.
        fc.pre(!glob.endsWith('/**') || !picomatch(glob.slice(0, -3), { dot: true })(path));
        expect([glob, path, matches(glob, path)]).toEqual([glob, path, picomatch(glob, { dot: true })(path)]);
      }),
      { numRuns: 3000 },
    );
  });

  it.each(['*a*a*a*a*a*a*a*b', '**/a/**/a/**/a/**/a/**/b', '?*?*?*?*?*b', '{*a,*b}*a*a*a*c', '(a|a)(a|a)?(a|a)b'])(
    '%j takes no time for any name',
    (glob) => {
      const names = ['a'.repeat(250), `${'a/'.repeat(1900)}a`, `${'a'.repeat(250)}/`.repeat(15)];
      const compiled = compileGlob(glob);
      if (typeof compiled !== 'function') throw new Error('refused');
      const started = performance.now();
      for (let i = 0; i < 20; i++) for (const name of names) expect(compiled(name)).toBe(false);
      expect(performance.now() - started).toBeLessThan(2000);
    },
  );

  it.each(['+(a|aa)b', '*(a)', '!(a)', '!a', '(a+)+b', '{1..9}', '{a,b}'.repeat(9), 'a'.repeat(1001)])(
    '%j is refused',
    (glob) => {
      expect(compileGlob(glob)).toHaveProperty('refused');
    },
  );
});
