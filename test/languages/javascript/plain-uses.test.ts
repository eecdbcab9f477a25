import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onlyImportsDiffer } from '../../../src/languages/javascript/inspect.js';
import { parse } from '../../../src/languages/javascript/parse.js';
import { descendants } from '../../../src/languages/javascript/walk.js';
import { quickReferences } from '../../../src/languages/javascript/scan/quick.js';
import { plainUses } from '../../../src/languages/javascript/scope/plain-uses.js';
import { analyse } from '../../../src/languages/javascript/scope/scopes.js';
import type { Scanned } from '../../../src/languages/language.js';

interface Known {
  readonly name: string;
  readonly tokens: readonly number[];
  readonly scopes: readonly (number | string)[];
}

/** For each imported name whose uses the tokens prove: where they stand, and what the scopes say (a string for another shape). */
function proven(path: string, text: string): Known[] {
  const all = quickReferences(path, text) ?? [];
  const imports = all.filter(({ kind, nested }) => kind === 'import' && !nested);
  const statements = imports.map(({ statement }) => statement);
  const names = imports.flatMap((one) => one.names.flatMap(({ local }) => local ?? []));
  const found = names.flatMap((name) => {
    const uses = plainUses(path, text, name, statements);
    return uses ? [{ name, tokens: uses.map(({ start }) => start) }] : [];
  });
  const parsed = found.length > 0 ? parse(path, text) : null;
  if (!parsed || 'error' in parsed || parsed.errors.length > 0) return [];
  const { bindings } = analyse(parsed.ast).module;
  return found.map(({ name, tokens }) => {
    const uses = bindings.get(name)?.uses ?? [];
    const scopes = uses.map(({ shape, node }) => (shape === 'plain' ? (node.start ?? -1) : `${shape} ${node.start}`));
    return { name, tokens, scopes };
  });
}

/** Whatever is called a parameter of such a method, nothing refers to it: the tokens take it for an argument. */
function hasMethodWithoutBody(path: string, text: string): boolean {
  const parsed = parse(path, text);
  if ('error' in parsed) return false;
  const bodiless = /^TS(?:DeclareMethod|MethodSignature|(?:Call|Construct)SignatureDeclaration)$/;
  return [...descendants(parsed.ast)].some(({ type }) => bodiless.test(type));
}

describe('the uses of an imported name', () => {
  it.each([['rxjs/src'], ['ethers/src.ts'], ['zod/src']])('%s: the tokens tell what the scopes tell', (name) => {
    const folder = join('node_modules', name);
    let known = 0;
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (!/\.[cm]?tsx?$/.test(path)) continue;
      for (const one of proven(path, readFileSync(path, 'utf8'))) {
        known++;
        expect(one.tokens, `${path} ${one.name}`).toEqual(one.scopes);
      }
    }
    expect(known).toBeGreaterThan(300);
  });

  it('written with an escape is not told by tokens', () => {
    const text = "import { Old } from './old.js';\nnew Old(); new \\u004fld(); new O\\u006cd();";
    expect(proven('a.ts', text)).toEqual([]);
  });

  const imported = "import { Old } from './old.js';\n";
  it.each([
    ['type arguments of an element', 'a.tsx', 'a = <B<C, Old> d={1} />; new Old();'],
    ['a namespace inside of another', 'a.ts', 'namespace A.Old { f(Old.b); }'],
    ['a member of an enumeration', 'a.ts', 'enum A { "Old" = 1, b = Old }'],
    ['a member of an enumeration, with an escape', 'a.ts', 'enum A { "\\u004fld" = 1, b = Old }'],
    ['a declarator of a loop', 'a.ts', 'for (let a = 1, Old; ; ) f(Old);'],
    ['a field behind a field', 'a.ts', 'class A {\n  new\n  Old\n}'],
    ['a method of an exact object type', 'a.js', 'type A = {| Old(): b |};'],
  ])('%s is not told by tokens', (_, path, code) => {
    expect(proven(path, imported + code)).toEqual([]);
  });

  it.each([
    ['behind a number that ends with its dot', 'a = 1.\nOld.b();'],
    ['behind a space of another script', 'a = b\u00a0/ new Old() / new\u3000Old();'],
    ['in a loop over promises', 'async () => { for await (const a of b) /"/.test(a); new Old(); "c"; };'],
  ])('%s it is told as it is', (_, code) => {
    const [known] = proven('a.ts', imported + code);
    expect(known?.tokens).toEqual(known?.scopes);
    expect(known?.tokens).not.toEqual([]);
  });

  const BEFORE = [
    ...[
      '',
      ';',
      '{ ',
      '} ',
      '(',
      ', ',
      'f(',
      'f(a, ',
      'f(function <A, ',
      'new ',
      'return ',
      'a = ',
      'const a = ',
      'const ',
    ],
    ...[
      'const { a: ',
      'const { ',
      'const [',
      'const [a, ',
      'function ',
      'function f(',
      'function f<',
      'function f(a: ',
    ],
    ...[
      'class ',
      'class B extends ',
      'class B { ',
      'class B { a: ',
      'class B { a = ',
      'class B { static ',
      'class B { m(',
    ],
    ...[
      'type ',
      'type T = ',
      'type T = { a: ',
      'type T = { ',
      'interface I { m(a: ',
      'let a: ',
      'let a: B | ',
      'let a: P<',
    ],
    ...[
      '({ a: ',
      '({ ',
      '({ a, ',
      '(',
      'async (',
      'catch (',
      'try {} catch (',
      'for (const ',
      'for (const a of ',
      'if (',
    ],
    ...[
      'a ? ',
      'a ? b : ',
      'case ',
      'a.',
      'a?.',
      '...',
      'f(...',
      '@',
      '`${',
      'export { ',
      'export default ',
      'typeof ',
    ],
    ...[
      'a as ',
      'enum ',
      'enum E { ',
      'namespace ',
      'label: ',
      'a\\n',
      'a!\\n',
      '<',
      'a = <',
      "'",
      '// ',
      '/* */ ',
      '=> ',
      '() => ',
    ],
  ];
  const BEHIND = [
    ...[
      '',
      ';',
      ')',
      ') {}',
      ') => a',
      ') => {}',
      '): void {}',
      ', a)',
      ', b) {}',
      ', b) => a',
      ' }',
      ' };',
      ' } = a',
      ', b }',
    ],
    ...[
      '}) => a',
      ': a',
      '?: a',
      '.a',
      '.a()',
      '?.a',
      '()',
      '() {}',
      ' {}',
      ' = 1',
      ' = 1 }',
      '] = a',
      ']',
      ' => a',
      ' == a',
    ],
    ...[
      '<T>()',
      '<T>() {}',
      '>() {}',
      '> = a',
      ' as T',
      ' of a) {}',
      ' in a) {}',
      ' : b',
      '`',
      '}`',
      "'",
      ' />',
      ' extends T {}',
    ],
    ...['; }', '(); }', '() {} }', ' implements I {}', ', B>() {})', '\\n(a)', '!', '[0]'],
  ];
  it('random code: the tokens tell what the scopes tell, or nothing', () => {
    let known = 0;
    const piece = fc
      .tuple(
        fc.constantFrom(...BEFORE),
        fc.constantFrom(...BEFORE),
        fc.constantFrom(...BEHIND),
        fc.constantFrom(...BEHIND),
      )
      .chain(([outer, inner, behind, last]) =>
        fc.constantFrom(`${inner}Old${behind}`, `${outer}${inner}Old${behind}`, `${outer}${inner}Old${behind}${last}`),
      );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 2 }), fc.constantFrom('a.ts', 'a.tsx'), (pieces, path) => {
        const text = `import { Old } from './old.js';\n${pieces.join('\n')}`;
        const found = proven(path, text);
        if (found.length > 0 && hasMethodWithoutBody(path, text)) return;
        for (const { tokens, scopes } of found) {
          known++;
          expect(tokens).toEqual(scopes);
        }
      }),
      { numRuns: 10_000 },
    );
    expect(known).toBeGreaterThan(50);
  });
});

describe('an import that differs by a name', () => {
  const scanned = (text: string): Scanned => ({
    text,
    scan: { references: quickReferences('a.ts', text) ?? [] },
  });
  const before = "import { Old } from './old';\nconst a = new Old('x').Old;\n";
  it.each([
    ['renamed with its uses', "import { New } from './new';\nconst a = new New('x').Old;\n", true],
    ['not renamed everywhere', "import { New } from './new';\nconst a = new Old('x').New;\n", false],
    ['other code as well', "import { New } from './new';\nconst a = new New('y').Old;\n", false],
    ['type-only afterwards', "import type { New } from './new';\nconst a = new New('x').Old;\n", false],
    ['a word that is bound by nothing', "import { delete } from './new';\nconst a = new delete('x').Old;\n", false],
    ['a word of the language', "import { type } from './new';\nconst a = new type('x').Old;\n", false],
  ])('%s', (_, after, sound) => {
    expect(onlyImportsDiffer(scanned(before), scanned(after))).toBe(sound);
  });

  it('is no proof where the new name stood before', () => {
    const was = "import { Old } from './old';\nfunction f(New: number) { return Old + New; }\n";
    const is = "import { New } from './new';\nfunction f(New: number) { return New + New; }\n";
    expect(onlyImportsDiffer(scanned(was), scanned(is))).toBe(false);
  });

  it('is no proof where the new name stood before, behind a space of another script', () => {
    const was = "import { Old } from './old';\nfunction f(a:\u3000New) { return Old; }\n";
    const is = "import { New } from './new';\nfunction f(a:\u3000New) { return New; }\n";
    expect(onlyImportsDiffer(scanned(was), scanned(is))).toBe(false);
  });
});
