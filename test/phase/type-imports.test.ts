import { describe, expect, test } from 'vitest';
import { Graph } from '../../src/graph/graph.js';
import { deferImports, typeImportRemedy } from '../../src/phase/type-imports.js';
import { memoryTree, Workspace } from '../../src/workspace/workspace.js';

const IMPORT = 'from app.manager import Connection, Manager as M\n\n\n';
const USE = 'def add(connection: Connection, manager: "M") -> None: ...\n';

function graph(files: Record<string, string>): Graph {
  const shared = { 'app/manager.py': 'class Connection: ...\nclass Manager: ...\n' };
  return new Graph(Workspace.over(memoryTree({ ...shared, ...files })), '/root');
}

function reasonOf(files: Record<string, string>): string | null {
  const deferral = deferImports(graph(files), 'app/protocols.py', 'app/manager.py');
  return deferral && 'reason' in deferral ? deferral.reason : null;
}

describe('an import of which only annotations need the names', () => {
  test('is proven to count for types only', () => {
    expect(reasonOf({ 'app/protocols.py': IMPORT + USE })).toBeNull();
  });

  test('comes with the text to write where that is not proven', () => {
    const files = { 'app/protocols.py': `${IMPORT}@route\n${USE}` };
    expect(typeImportRemedy(graph(files), 'app/protocols.py', 'app/manager.py')).toBe(
      'Only annotations use it: write `if TYPE_CHECKING: from app.manager import Connection, Manager as M` in place of ' +
        'line 1, and quote the annotations in line 5. It was not done for you because @route may evaluate the annotation in line 5.',
    );
  });

  test('comes without any where the program needs them', () => {
    const files = { 'app/protocols.py': `${IMPORT}${USE}print(M)\n` };
    expect(reasonOf(files)).toBe('line 5 needs `M` at run time');
    expect(typeImportRemedy(graph(files), 'app/protocols.py', 'app/manager.py')).toBeUndefined();
  });
});

describe('what else may miss the import', () => {
  test.each([
    ['a name in `__all__`', `${IMPORT}${USE}__all__ = ["M"]\n`, '`M` is taken from here by app/protocols.py:5'],
    ['a second binding', `${IMPORT}${USE}M = None\n`, '`Manager` is bound in several ways'],
    [
      'an import in a `try`',
      `try:\n    from app.manager import Manager\nfinally:\n    pass\n`,
      'the import is more than',
    ],
    [
      'a string in the annotation',
      `${IMPORT}x: dict["M", Connection] = {}\n`,
      'the annotation in line 4 cannot simply',
    ],
    [
      'a metaclass',
      `${IMPORT}class A(metaclass=Fields):\n    x: M\n`,
      'class Fields may evaluate the annotation in line 5',
    ],
    ['a base class of that kind', `${IMPORT}class A(Model): ...\nclass B(A):\n    x: M\n`, 'class A may evaluate'],
    ['an evaluation here', `${IMPORT}${USE}print(add.__annotations__)\n`, 'app/protocols.py:5 looks at annotations'],
  ])('%s', (_name, text, reason) => {
    expect(reasonOf({ 'app/protocols.py': text })).toContain(reason);
  });

  test.each([
    ['a mock', 'patch("app.protocols.M")\n', '`M` is taken from here by app/taker.py:1'],
    ['a star', 'from app.protocols import *\n', '`Connection` is taken from here by app/taker.py:1'],
    ['a member', 'from app import protocols\nprotocols.M()\n', '`M` is taken from here by app/taker.py:1'],
    [
      'an evaluation',
      'import inspect\ninspect.signature(load("add"), eval_str=True)\n',
      'app/taker.py:2 looks at annotations',
    ],
  ])('%s elsewhere', (_name, taker, reason) => {
    expect(reasonOf({ 'app/protocols.py': IMPORT + USE, 'app/__init__.py': '', 'app/taker.py': taker })).toContain(
      reason,
    );
  });
});
