import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import { type Finding, finding } from '../../src/messages/findings.js';
import type { Plan } from '../../src/plan/plan.js';
import { checkReport, violations } from '../../src/reports/check.js';
import { planDocument } from '../../src/reports/json.js';
import { printable } from '../../src/reports/printable.js';
import { statusReport } from '../../src/reports/status.js';
import { planReport } from '../../src/reports/text.js';
import { sha256 } from '../../src/workspace/hash.js';

const plain = pc.createColors(false);
const options = { colors: plain, symbol: 'Manager', applied: [], verbose: false };

function planWith(findings: readonly Finding[]): Plan {
  return {
    name: 'manager',
    phases: [
      {
        number: 1,
        name: 'detach-entrypoints',
        title: 'Entry points let go',
        risk: 'low',
        changes: [{ path: 'src/startup.ts', before: 'a\nb\n', after: 'a\nc\nd\n' }],
        findings: [],
      },
      { number: 2, name: 'canonicalize-tests', title: 'Tests', risk: 'low', changes: [], findings: [] },
      {
        number: 4,
        name: 'remove-shims',
        title: 'Shims go',
        risk: 'high',
        changes: [
          { path: 'src/startup.ts', before: 'a\nc\nd\n', after: 'a\nc\n' },
          { path: 'src/shim.ts', before: 'x\n', after: null },
        ],
        findings,
      },
    ],
    accounting: { seen: 10, changed: 2, unchanged: 8, skipped: 0, failed: 0 },
    skipped: [],
    rewritten: 3,
    paths: { before: 16, after: 1 },
  };
}

describe('the plan for a person', () => {
  it('counts what an earlier phase said already', () => {
    const place = finding('still-referenced', 'src/a.ts', 3, './old');
    const plan = planWith([place]);
    const twice = { ...plan, phases: plan.phases.map((phase) => ({ ...phase, findings: [place] })) };
    const { output } = planReport(twice, options);
    expect(output.match(/src\/a\.ts:3/g)).toHaveLength(1);
    expect(output).toContain('\nPhase 2: Tests\n  and 1 finding that an earlier phase has too\n');
  });

  it('has a headline, a table, the next step', () => {
    expect(planReport(planWith([]), options)).toEqual({
      exitCode: 0,
      output: `manager
import paths to Manager: 16 -> 1

phase                  risk           files  lines  removed  blocked  by hand
1 Entry points let go  low                1  +2 -1        -        -        -
2 Tests                nothing to do
4 Shims go             high               2  +0 -2        1        -        -

10 files seen: 2 to change, 8 unchanged, 0 skipped, 0 failed; 3 references to rewrite
Next: \`ssot apply\` applies phase 1; \`ssot plan --phase 1 --diff\` shows it.
`,
    });
  });

  it('lists what needs a person by phase and kind, with path, line and remedy', () => {
    const findings = [1, 2].map((line) => finding('syntax-error', 'src/a.ts', line, 'unexpected token'));
    const { output } = planReport(planWith(findings), options);
    expect(output).toContain(`
Phase 4: Shims go
  manual src/a.ts:1: cannot be parsed: unexpected token
  manual src/a.ts:2: cannot be parsed: unexpected token
    -> Mend the syntax, or add the file to "exclude".
`);
  });

  it('shows ten findings of a kind, all with --verbose', () => {
    const plan = planWith(Array.from({ length: 13 }, (_, i) => finding('syntax-error', 'src/a.ts', i + 1, 'x')));
    expect(planReport(plan, options).output).toContain('  ... and 3 more like it (--verbose shows all)\n');
    expect(planReport(plan, { ...options, verbose: true }).output).toContain('src/a.ts:13: ');
  });

  it('sends nothing from the code raw to the terminal', () => {
    const evil = finding('syntax-error', 'src/\u001b]0;x\u0007.ts', 1, '\u001b[2J\u202egnp.exe');
    const { output } = planReport(planWith([evil]), options);
    expect(output).toContain('src/\\x1b]0;x\\x07.ts:1: cannot be parsed: \\x1b[2J\\u{202e}gnp.exe');
  });
});

describe('printable', () => {
  it.each([
    ['süß 日本 🎉', 'süß 日本 🎉'],
    ['a\tb\r\nc', 'a\\tb\\r\\nc'],
    ['\u0000\u009b31m', '\\x00\\x9b31m'],
    ['\ud800', '\\u{d800}'],
    ['\u2028\ufeff', '\\u{2028}\\u{feff}'],
  ])('%j', (text, shown) => expect(printable(text)).toBe(shown));
});

it('plan --json is the contract: hashes and counts, files counted once over the phases', () => {
  const document = planDocument(planWith([finding('syntax-error', 'a.ts', 1)]));
  expect(document.phases[2]?.changes[1]).toEqual({
    path: 'src/shim.ts',
    action: 'delete',
    beforeHash: sha256('x\n'),
    afterHash: null,
    additions: 0,
    deletions: 1,
  });
  expect(document.summary).toEqual({
    files: 2,
    updated: 1,
    deleted: 1,
    created: 0,
    rewritten: 3,
    manual: 1,
    blockers: 0,
    accounting: { seen: 10, changed: 2, unchanged: 8, skipped: 0, failed: 0 },
    skipped: [],
    paths: { before: 16, after: 1 },
  });
  expect(Object.keys(document)).toEqual(['version', 'name', 'phases', 'summary']);
});

it('check names each line that still uses what is retired', () => {
  const found = violations(planWith([]));
  expect(found).toEqual([
    { path: 'src/shim.ts', line: 0, message: 'the retired module is still there' },
    { path: 'src/startup.ts', line: 2, message: 'b' },
  ]);
  expect(checkReport(found, false)).toEqual({
    exitCode: 1,
    output:
      'src/shim.ts: the retired module is still there\nsrc/startup.ts:2: b\n2 violations. `ssot plan --diff` shows the remedy.\n',
  });
  expect(checkReport([], false)).toEqual({ exitCode: 0, output: 'No reference to a retired module.\n' });
});

it('status shows each phase, what was edited since, and the next step', () => {
  const phase = { name: 'p', doing: null, at: null, files: [], drift: [] };
  const { output } = statusReport(
    {
      version: 1,
      name: 'manager',
      finished: false,
      strayBackups: [],
      phases: [
        {
          ...phase,
          number: 1,
          title: 'One',
          status: 'applied',
          at: '2026-01-01T00:00:00.000Z',
          files: [{ path: 'a' }],
          drift: [{ path: 'a' }],
        },
        { ...phase, number: 2, title: 'Two', status: 'interrupted', doing: 'apply' },
      ],
    },
    plain,
  );
  expect(output).toBe(`manager

phase  status                   files  since
1 One  applied, 1 edited since      1  2026-01-01T00:00:00.000Z
2 Two  interrupted (apply)          -

edited since phase 1: a

Next: \`ssot resume\` completes phase 2; \`ssot rollback --phase 2\` takes it back.
`);
});
