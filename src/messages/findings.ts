import { pythonFindings } from './python.js';
import { type FindingCode, findings, type FindingText, type Severity } from './finding-texts.js';

/** What needs a person, or is worth knowing, at a place of the user's code. It is data in a plan. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly path: string;
  /** 1-based; 0 when the finding is about the file as a whole. */
  readonly line: number;
  readonly message: string;
  readonly hint: string;
}

/** Remedies that depend on the place; they stand in for the hint of the code. */
export const remedies = {
  typeImport: (reason: string, line: number, text: string, quote: readonly number[]) =>
    `Only annotations use it: write \`${text}\` in place of line ${line}${
      quote.length > 0
        ? `, and quote the annotations in ${quote.length === 1 ? 'line' : 'lines'} ${quote.join(', ')}`
        : ''
    }. It was not done for you because ${reason}.`,
  facade: (reason: string | null) =>
    `It may stay so, since the canonical module is built on this file; otherwise move what it needs into a module of its own${
      reason === null ? '' : ` (${reason})`
    }.`,
} as const;

/** A finding at a place; `detail` fills the message of its code, and `hint` replaces its remedy by one for this place. */
export function finding(code: FindingCode, path: string, line: number, detail = '', hint?: string): Finding {
  const text: FindingText = { ...findings[code], ...(/\.pyi?$/.test(path) ? pythonFindings[code] : {}) };
  return { code, severity: text.severity, path, line, message: text.say(detail), hint: hint ?? text.hint };
}
