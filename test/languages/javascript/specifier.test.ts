import { describe, expect, it } from 'vitest';
import {
  bySpecificity,
  fillPattern,
  matchPattern,
  namesFolder,
  parseSpecifier,
  relativeFrom,
  within,
  withoutFragment,
} from '../../../src/languages/javascript/resolve/specifier.js';

describe('parseSpecifier', () => {
  it.each([
    ['./a', '', './a', ''],
    ['./a?raw', '', './a', '?raw'],
    ['!!raw!./a', '!!raw!', './a', ''],
    ['!!url?limit=1!./a.svg?x=1', '!!url?limit=1!', './a.svg', '?x=1'],
    ['#internal/a', '', '#internal/a', ''],
    ['', '', '', ''],
  ])('%s', (specifier, prefix, path, suffix) => {
    expect(parseSpecifier(specifier)).toEqual({ prefix, path, suffix });
  });

  it('takes a fragment off only where there is one that is no package import', () => {
    expect(withoutFragment(parseSpecifier('./a.svg#icon?x'))).toEqual({
      prefix: '',
      path: './a.svg',
      suffix: '#icon?x',
    });
    expect(withoutFragment(parseSpecifier('#internal'))).toBeNull();
    expect(withoutFragment(parseSpecifier('./a'))).toBeNull();
  });
});

describe('paths', () => {
  it('knows which specifiers mean a folder', () => {
    const folders = ['.', '..', './', '../', '../..', './a/', 'a/.'];
    expect(folders.filter(namesFolder)).toEqual(folders);
    expect(['./a', '.a', './..a', 'a..'].filter(namesFolder)).toEqual([]);
  });

  it.each([
    ['src/a', './b', 'src/a/b'],
    ['src/a', '..', 'src'],
    ['src', '..', ''],
    ['', './b/', 'b'],
    ['src', '../../b', null],
    ['', '..', null],
    ['', '..b', '..b'],
  ])('within(%j, %j) is %j', (folder, path, expected) => {
    expect(within(folder, path)).toBe(expected);
  });

  it.each([
    ['src', 'src/a', './a'],
    ['src/x', 'src/a', '../a'],
    ['src', 'src', '.'],
    ['src', 'src/', './'],
    ['src/x', 'src', '..'],
    ['', 'a', './a'],
    ['src/x/y', 'src/', '../../'],
    ['src', 'src/.plugins/a', './.plugins/a'],
  ])('relativeFrom(%j, %j) is %j', (folder, path, expected) => {
    expect(relativeFrom(folder, path)).toBe(expected);
  });
});

describe('patterns', () => {
  it.each([
    ['@/*', '@/a/b', 'a/b'],
    ['@ws', '@ws', ''],
    ['@ws', '@wsx', null],
    ['./x/*.js', './x/a.js', 'a'],
    ['aba*aba', 'aba', null],
  ])('%s against %s: %j', (pattern, text, expected) => {
    expect(matchPattern(pattern, text)).toBe(expected);
  });

  it('fills every star, also with what looks like a replacement pattern', () => {
    expect(fillPattern('src/*/*.ts', '$&')).toBe('src/$&/$&.ts');
  });

  it('tries the exact one first and the vaguest last', () => {
    expect(['*', '@/*', '@/a/*', '@'].sort(bySpecificity)).toEqual(['@', '@/a/*', '@/*', '*']);
  });
});
