import { describe, expect, it } from 'vitest';
import { Graph } from '../../src/graph/graph.js';
import { likenessOf, type Likeness } from '../../src/plan/likeness.js';
import { memoryTree, Workspace } from '../../src/workspace/workspace.js';

function likeness(path: string, before: string, after: string): Likeness | null {
  const workspace = Workspace.over(memoryTree({ [path]: before }));
  const graph = new Graph(workspace, '/nowhere');
  const change = { path, before, after };
  return likenessOf(graph, graph.over(workspace.with([change])), change);
}

describe('of a Python file', () => {
  it.each([
    ['the module', 'from old import A\nA()\n', 'from new import A\nA()\n', 'names kept'],
    ['the statements', 'from old import A, B\nA()\n', 'from new import A\nfrom old import B\nA()\n', 'names kept'],
    ['the name behind the same binding', 'from old import A\n', 'from new import B as A\n', 'names kept'],
    ['the binding', 'from old import A\nA()\n', 'from new import B\nB()\n', 'only imports'],
    ['the package that is bound', 'import old.a\n', 'import new.a\n', 'only imports'],
    ['what a star brings', 'from old import *\n', 'from new import *\n', null],
    ['other code', 'from old import A\nA()\n', 'from new import A\nA(1)\n', null],
    ['what does not parse', 'from old import A\n', 'from new import A\n  x = (\n', null],
  ] as const)('where %s changed', (_, before, after, expected) => {
    expect(likeness('a.py', before, after)).toBe(expected);
  });
});

describe('of a TypeScript file', () => {
  it.each([
    ['the module', "import { A } from './old';\nA();\n", "import { A } from './new';\nA();\n", 'names kept'],
    ['the source of a name', "export { A } from './old';\n", "export { A } from './new';\n", 'names kept'],
    ['the offered name', "export { A } from './old';\n", "export { B } from './old';\n", null],
    ['what a star brings', "export * from './old';\n", "export * from './new';\n", 'only imports'],
    [
      'an import beside a module that is handed on as it is',
      "import { A } from './old';\nmodule.exports = require('./b');\n",
      "import { A } from './new';\nmodule.exports = require('./b');\n",
      'only imports',
    ],
  ] as const)('where %s changed', (_, before, after, expected) => {
    expect(likeness('a.ts', before, after)).toBe(expected);
  });
});
