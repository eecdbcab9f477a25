import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode, parseGroup, printGroup, resolveCase, withOutcome } from './fixtures.js';

const TEXT = `A note about the group.
--- ssot.config.json
{}
--- src/shim.ts
export {};
--- gone: src/shim.ts

=== one
Why this case is here.
--- src/a.ts
import './shim.js';

--- out: src/a.ts
import './canonical.js';
--- findings
info noted src/a.ts:1 | a part of it

=== two
--- src/a.ts
1;
--- kept: src/shim.ts
`;

const group = parseGroup(TEXT);
const [one, two] = group.cases.map((block) => resolveCase(group, block));

describe('a fixture file', () => {
  it('gives each case the shared sections and its own', () => {
    expect([...(one?.input ?? [])]).toEqual([
      ['ssot.config.json', '{}\n'],
      ['src/shim.ts', 'export {};\n'],
      ['src/a.ts', "import './shim.js';\n"],
    ]);
    expect([...(one?.output ?? [])]).toEqual([
      ['ssot.config.json', '{}\n'],
      ['src/a.ts', "import './canonical.js';\n"],
    ]);
    expect(one?.findings).toEqual(['info noted src/a.ts:1 | a part of it']);
  });

  it('lets a case take back what is shared', () => {
    expect(two?.output).toEqual(two?.input);
    expect(two?.findings).toEqual([]);
  });

  it('is written as it was read', () => {
    expect(printGroup(group)).toBe(TEXT.replace("'./shim.js';\n\n", "'./shim.js';\n"));
  });

  it('takes an outcome, saying only what the shared sections do not say', () => {
    const block = group.cases[1];
    if (!block || !two) throw new Error('two cases');
    const output = new Map([...two.input, ['src/a.ts', '2;\r\n'], ['src/b.ts', '']]);
    output.delete('src/shim.ts');
    const updated = withOutcome(group, block, output, ['manual b src/b.ts:0', 'info a src/a.ts:1']);
    expect(printGroup({ shared: group.shared, cases: [updated] }).split('=== two\n')[1]).toBe(
      `--- src/a.ts
1;
--- out: src/a.ts
2;␍
--- out: src/b.ts
--- findings
info a src/a.ts:1
manual b src/b.ts:0
`,
    );
    const reread = parseGroup(printGroup({ shared: group.shared, cases: [updated] }));
    const again = reread.cases.map((found) => resolveCase(reread, found))[0];
    expect(again?.output).toEqual(output);
  });

  it.each([
    ['', 'no case'],
    ['=== a\n--- out:\n', 'unknown word'],
    ['=== a\n--- gona: src/a.ts\n', 'unknown word'],
    ['=== a\n=== a\n', 'two cases are called "a"'],
    ['=== a\n--- x.ts\n--- x.ts\n', 'two sections say what becomes of x.ts'],
    ['=== a\n--- out: x.ts\n--- gone: x.ts\n', 'two sections say what becomes of x.ts'],
  ])('refuses %j', (text, message) => {
    expect(() => parseGroup(text)).toThrow(new RegExp(message));
  });

  it('refuses a case without a migration file', () => {
    const bare = parseGroup('=== a\n--- x.ts\n');
    expect(() => bare.cases.map((block) => resolveCase(bare, block))).toThrow('case "a": no ssot.config.json');
  });
});

describe('texts', () => {
  it.each([
    [[], ''],
    [['a'], 'a\n'],
    [['a', '␊'], 'a\n\n'],
    [['a⟪no newline⟫'], 'a'],
    [['⟪BOM⟫a␍', 'b␍'], '\uFEFFa\r\nb\r\n'],
    [['\\--- a', '\\\\=== b', '---', '--i'], '--- a\n\\=== b\n---\n--i\n'],
  ])('%j stands for %j', (lines, text) => {
    expect(decode(lines)).toBe(text);
    expect(encode(text)).toEqual(lines);
  });

  it('come back as they were', () => {
    const piece = fc.constantFrom('a', ' ', '\n', '\r\n', '\\', '--- ', '=== ', '---', '\uFEFF', 'findings');
    const shared = '--- ssot.config.json\n{}\n';
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        const written = [`${shared}=== a`, '--- x', ...encode(text), '--- y', ...encode(text), '', '=== b', ''].join(
          '\n',
        );
        const group = parseGroup(written);
        const first = group.cases.map((block) => resolveCase(group, block))[0];
        expect([first?.input.get('x'), first?.input.get('y')]).toEqual([text, text]);
      }),
    );
  });
});
