import { describe, expect, it } from 'vitest';
import { isCompanion, scanCompanion } from '../../../src/languages/javascript/resolve/companions.js';

/** Each reference as `line: specifier`; the span must hold just that text. */
function scan(path: string, text: string): string[] {
  return scanCompanion(path, text).map((reference) => {
    expect(text.slice(reference.span.start, reference.span.end)).toBe(reference.specifier);
    expect(reference.names).toEqual([]);
    return `${reference.line} ${reference.kind} ${reference.specifier}`;
  });
}

describe('isCompanion', () => {
  it('is a manifest or a single-file component', () => {
    const paths = [
      'package.json',
      'a/package.json',
      'tsconfig.json',
      'a/tsconfig.build.json',
      'jsconfig.json',
      'A.vue',
    ];
    paths.push('a.svelte', 'a.astro', 'a.mdx');
    expect(paths.filter(isCompanion)).toEqual(paths);
    expect(['a.ts', 'a.html', 'a.md', 'my-package.json', 'data.json'].filter(isCompanion)).toEqual([]);
  });
});

describe('package.json', () => {
  it('names modules in main, types, bin, browser, exports and imports; what a pattern offers is told apart', () => {
    const text = `{
  "name": "x",
  "main": "lib/index.js",
  "bin": { "x": "./bin/x.js" },
  "browser": { "./node.js": "./browser.js", "fs": false },
  "exports": {
    ".": { "types": "./a.d.ts", "import": { "node": "./a.mjs" }, "default": ["./a.js", null] },
    "./sub/*": "./dist/*.js",
    "./hidden": null
  },
  "imports": { "#b": "./b.ts" },
  "scripts": { "start": "node ./c.js" }
}`;
    expect(scan('package.json', text)).toEqual([
      '3 surface lib/index.js',
      '4 surface ./bin/x.js',
      '5 surface ./node.js',
      '5 surface ./browser.js',
      '5 surface fs',
      '7 surface ./a.d.ts',
      '7 surface ./a.mjs',
      '7 surface ./a.js',
      '8 pattern ./dist/*.js',
      '11 manifest ./b.ts',
    ]);
  });

  it('takes a main in the form of a string, and bears broken and empty files', () => {
    expect(scan('package.json', '{ "exports": "./a.js" ')).toEqual(['1 surface ./a.js']);
    expect(scan('package.json', '')).toEqual([]);
    expect(scan('package.json', '[1]')).toEqual([]);
  });
});

describe('tsconfig.json', () => {
  it('names modules in files, paths and exact includes', () => {
    const text = `{
  // with comments
  "files": ["src/globals.d.ts"],
  "include": ["src", "src/**/*.ts", "playwright.config.ts"],
  "compilerOptions": { "paths": { "@/*": ["./src/*"], "@ws": ["./src/ws/manager.ts", "./src/ws"], }, },
}`;
    expect(scan('tsconfig.build.json', text)).toEqual([
      '3 manifest src/globals.d.ts',
      '4 manifest playwright.config.ts',
      '5 manifest ./src/ws/manager.ts',
      '5 manifest ./src/ws',
    ]);
  });
});

describe('components', () => {
  it('names modules wherever a specifier can stand', () => {
    const text = `<script src="./external.ts"></script>
<script setup lang="ts">
import Base from './Base.vue';
import {
  a,
  b,
} from "@/ws";
import './side';
import type { T } from './types'
export * from './all';
const lazy = () => import(/* webpackChunkName: "x" */ './Lazy.vue');
const c = require('./c'), d = require.resolve(\`./d\`);
</script>
<template><p title="from here">from "afar"</p></template>
`;
    expect(scan('A.vue', text)).toEqual([
      '1 component ./external.ts',
      '3 component ./Base.vue',
      '7 component @/ws',
      '8 component ./side',
      '9 component ./types',
      '10 component ./all',
      '11 component ./Lazy.vue',
      '12 component ./c',
      '12 component ./d',
      '14 component afar',
    ]);
  });

  it.each(['a.svelte', 'a.astro', 'a.mdx'])('%s: with CRLF, and quotes of the other kind inside', (path) => {
    expect(scan(path, `---\r\nimport a from "./it's";\r\n---\r\n`)).toEqual([`2 component ./it's`]);
  });
});
