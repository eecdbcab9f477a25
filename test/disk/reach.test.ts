import fc from 'fast-check';
import ignore from 'ignore';
import { describe, expect, it } from 'vitest';
import { Reach } from '../../src/disk/reach.js';

/** Which of the names a rule may mean wherever they lie. */
const named = (rules: string, ...names: string[]): string[] => names.filter((name) => new Reach(rules).name(name));
/** In which of the folders a rule may mean anything. */
const open = (rules: string, ...folders: string[]): string[] =>
  folders.filter((folder) => new Reach(rules).folder(folder));

describe('what the rules of a .gitignore may speak of', () => {
  it('is told from a name, where the pattern has no slash', () => {
    const rules = 'dist/\n*.log\n!keep.log\n*.py[cod]\n/top\n**/deep\n# note\n';
    expect(named(rules, 'dist/', 'dist', 'a.log', 'a.pyc', 'deep')).toEqual([
      'dist/',
      'dist',
      'a.log',
      'a.pyc',
      'deep',
    ]);
    expect(named(rules, 'a.py', 'top', 'log.ts', '# note', 'dist2')).toEqual([]);
  });

  it('is told from the folder, where it has one', () => {
    const rules = '/top\na/b/*.ts\n!x/**/y\ndocs/**\n';
    const folders = ['', 'a/b/', 'x/', 'x/1/2/', 'docs/', 'docs/1/'];
    expect(open(rules, ...folders)).toEqual(folders);
    expect(open(rules, 'a/', 'b/', 'a/b/c/', 'y/', 'top/')).toEqual([]);
  });

  it('is anything where what a pattern means is not plain', () => {
    expect(open('a[/]b\n', '', 'x/')).toEqual(['', 'x/']);
    expect(named('[[:alpha:]]]x\n', 'ab', '-]x')).toEqual(['-]x']);
  });

  it('is never less than what they match', () => {
    const character = fc.constantFrom(
      'a',
      'b',
      '.',
      '/',
      '*',
      '?',
      '[',
      ']',
      '!',
      '-',
      '\\',
      ' ',
      '#',
      '^',
      '\r',
      '$',
      '(',
    );
    const pattern = fc.oneof(fc.string({ unit: character, minLength: 1, maxLength: 10 }), fc.constantFrom('**/', 'a/'));
    const path = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '.a', '-', ' '), minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.array(pattern, { minLength: 1, maxLength: 3 }), path, fc.boolean(), (lines, parts, isFolder) => {
        const rules = lines.join('\n');
        const whole = parts.join('/') + (isFolder ? '/' : '');
        const own = ignore({ ignorecase: false, allowRelativePaths: true }).add(rules);
        const folders = parts.slice(0, -1).map((_, i) => `${parts.slice(0, i + 1).join('/')}/`);
        // What lies in an ignored folder is never asked about.
        fc.pre(folders.every((folder) => !own.test(folder).ignored));
        const verdict = own.test(whole);
        fc.pre(verdict.ignored || verdict.unignored);
        const reach = new Reach(rules);
        const name = (parts.at(-1) ?? '') + (isFolder ? '/' : '');
        expect([rules, whole, reach.name(name) || reach.folder(folders.at(-1) ?? '')]).toEqual([rules, whole, true]);
      }),
      { numRuns: 1000, seed: 815 },
    );
  });
});
