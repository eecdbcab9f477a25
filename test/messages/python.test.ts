import { describe, expect, it } from 'vitest';
import { finding } from '../../src/messages/findings.js';
import { findingCodes } from '../../src/messages/finding-texts.js';
import { pythonFactoryReasons, pythonReasons } from '../../src/messages/python.js';
import { factoryReasons, reasons } from '../../src/messages/reasons.js';

/** Words of JavaScript that mean nothing to somebody who writes Python. */
const FOREIGN =
  /\bspecifier\b|import \{|\brequire\b|`new`|\bpromise\b|object literal|\btype-only\b|`this`|\brest parameters\b/;
/** What only the JavaScript side of the tool says. */
const NEVER_SAID = new Set(['nested-reexport', 'star-reexport', 'mock-replaces-more']);

describe('a finding about a file of Python', () => {
  it.each(findingCodes.filter((code) => !NEVER_SAID.has(code)))('%s speaks of Python', (code) => {
    const { message, hint } = finding(code, 'app/a.py', 1, 'app.b');
    expect(`${message} ${hint}`).not.toMatch(FOREIGN);
  });

  it('keeps the words of JavaScript for its files', () => {
    expect(finding('module-object', 'src/a.ts', 1, './b').hint).toContain('import { … }');
    expect(finding('module-object', 'app/a.py', 1, 'app.b').hint).toContain('from … import …');
  });
});

it('reasons that JavaScript words in its own way have words for Python', () => {
  expect(pythonReasons.notAwaited()).not.toBe(reasons.notAwaited());
  expect(pythonFactoryReasons.ownThis()).not.toBe(factoryReasons.ownThis());
});
