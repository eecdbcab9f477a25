import { expect, test } from 'vitest';
import { isCompanion, scanCompanion } from '../../../src/languages/python/companions.js';

function shown(text: string): string[] {
  return scanCompanion('pyproject.toml', text).map(({ kind, specifier, names, line }) =>
    [`${line}:`, kind, specifier, ...names.map(({ imported }) => imported)].join(' '),
  );
}

test.each(['pyproject.toml', 'a/setup.cfg', 'tox.ini', 'Procfile', 'compose.yaml', 'ci.yml'])(
  '%s may name modules',
  (path) => {
    expect(isCompanion(path)).toBe(true);
  },
);

test.each(['a.py', 'a.json', 'README.md'])('%s is none of these', (path) => {
  expect(isCompanion(path)).toBe(false);
});

test.each([
  ['[project.scripts]\nrun = "app.main:start"\n', ['2: surface app.main start']],
  ['module = "app.ws.manager"\n', ['1: manifest app.ws.manager', '1: surface app.ws manager', '1: surface app ws']],
  ['omit = ["app/ws/old.py"]\n', ['1: manifest app/ws/old.py']],
  ['web: uvicorn app.main:app --port 80\n', ['1: surface app.main app']],
  ['# app.ws.manager\n', []],
  ['url = "https://a.b/c.d"\n', []],
  ['version = "1.2.3"\n', []],
])('%j', (text, expected) => {
  expect(shown(text)).toEqual(expected);
});
