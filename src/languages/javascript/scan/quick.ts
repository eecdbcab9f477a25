import type { Scan } from '../../reference.js';
import { Aliases } from './aliases.js';
import { ExportStatements } from './export-statements.js';
import { Found } from './found.js';
import { importStatement } from './import-statement.js';
import { skipSpace, Unsure, Words } from './characters.js';
import { type Around, type Handler, Lexer } from './lexer.js';
import { ModuleCalls } from './module-calls.js';
import { ownFolder } from './own-folder.js';
import { cooked, pathIn, pathReferences } from './rules.js';
import { RUNNERS } from './runners.js';

const WORDS = new Words([
  ...[
    'import',
    'export',
    'module',
    'exports',
    '__exportStar',
    'require',
    'proxyquire',
    '__dirname',
    'await',
    ...RUNNERS,
  ],
  ...['const', 'let', 'var', 'type', 'interface', 'namespace', 'declare', 'class'],
]);

/** No path is as long, with every character of it written as an escape. */
const LONGEST = 10 * 300 + 20;

/**
 * What a file names and offers, from its tokens. Null when they do not decide, or when the file holds forms of reference
 * that are read from the tree only: then it is parsed in full. Equal to what the parser would find
 * (test/languages/javascript/quick.test.ts).
 */
export function quickScan(path: string, text: string): Scan | null {
  const typed = /\.[cm]?tsx?$/.test(path);
  const reader = new Reader(text, typed);
  try {
    const lexer = new Lexer(text, !/\.[cm]?ts$/.test(path), reader);
    lexer.run();
    return reader.scan(lexer.first === -1 ? text.length : lexer.first);
  } catch (error) {
    if (error instanceof Unsure) return null;
    throw error;
  }
}

class Reader implements Handler {
  readonly words = WORDS;
  private readonly found: Found;
  private readonly aliases: Aliases;
  private readonly exports: ExportStatements;
  private readonly calls: ModuleCalls;
  /** Where the decorators of a top-level class begin; -1 when there are none. */
  private decorated = -1;
  private common = false;

  constructor(
    private readonly text: string,
    typed: boolean,
  ) {
    this.found = new Found(text);
    this.aliases = new Aliases(text, typed);
    this.exports = new ExportStatements(this.found);
    this.calls = new ModuleCalls(this.found, typed);
  }

  /** `top`: where the first token begins. */
  scan(top: number): Scan {
    this.calls.end();
    // What CommonJS modules offer is for the parser; where there are export statements, they alone count.
    if (this.common && this.exports.isEmpty()) throw new Unsure();
    const { references } = this.found;
    const exports = this.exports.entries(this.aliases.meanings(references));
    return { references: [...pathReferences(this.text, top), ...references], exports };
  }

  string(start: number, end: number, doubtful = false): void {
    if (this.calls.isSpecifier(start)) return;
    if (end - start > LONGEST) return;
    const raw = this.text.slice(start + 1, end - 1);
    if (!/[/.\\]/.test(raw)) return;
    const specifier = pathIn(raw.includes('\\') ? cooked(raw) : raw);
    if (specifier === null) return;
    if (doubtful) throw new Unsure();
    const span = { start: start + 1, end: end - 1 };
    const line = this.found.lines(start);
    const statement = { start, end };
    this.found.references.push({
      ...{ kind: 'string', specifier, span, statement, line, names: [], typeOnly: false, eager: false },
    });
  }

  decorator(start: number): void {
    if (this.decorated === -1) this.decorated = start;
  }

  closed(open: number, end: number): void {
    this.calls.closed(open, end);
  }

  word(word: string, start: number, end: number, around: Around): number {
    switch (word) {
      case 'import':
        return this.importWord(start, end, around);
      case 'export':
        return this.exportWord(start, end, around);
      case 'require':
        this.calls.require(start, end, around);
        return end;
      case 'jest':
      case 'vi':
      case 'vitest':
        this.calls.runner(start, end, around);
        return end;
      case 'await':
        this.calls.awaits(start, end, around);
        return end;
      case 'const':
        if (around.depth === 0) this.aliases.constant(end);
        this.calls.declares(start);
        return end;
      case 'let':
      case 'var':
        this.calls.declares(start);
        return end;
      case 'exports':
      case '__exportStar':
        this.common = true;
        return end;
      case '__dirname':
        ownFolder(this.found, end, around);
        return end;
      case 'proxyquire':
        throw new Unsure();
      default:
        return this.declaration(word, end, around);
    }
  }

  private declaration(word: string, end: number, { depth }: Around): number {
    switch (word) {
      case 'type':
      case 'interface':
      case 'namespace':
        if (depth === 0) this.aliases.type(word, end);
        return end;
      case 'class':
        if (depth === 0) this.decorated = -1;
        return end;
      case 'module':
        this.common ||= /^\s*\.\s*exports\b/.test(this.text.slice(end, end + 100));
        return this.refuse(end, /^\s*(?:["']|\/)/);
      case 'declare':
        return this.refuse(end, /^\s*module\s*["']/);
      default:
        return end;
    }
  }

  private refuse(end: number, form: RegExp): number {
    if (form.test(this.text.slice(end, end + 100))) throw new Unsure();
    return end;
  }

  private importWord(start: number, end: number, around: Around): number {
    const next = this.text[skipSpace(this.text, end)];
    if (next === ':' || next === '?') return end;
    if (next === '.')
      return this.refuse(end, /^\s*\.\s*(?:meta\s*\.\s*(?:glob|globEager|resolve|dirname)\b|(?!meta\b))/);
    if (next === '(') {
      this.calls.dynamic(start, end, around);
      return end;
    }
    if (next === undefined || around.depth > 0) throw new Unsure();
    return importStatement(this.found, start, end);
  }

  private exportWord(start: number, end: number, { depth }: Around): number {
    if (depth > 0) return this.refuse(end, /^\s*(?:import\b|=|as\b|[*{])/);
    const from = this.decorated === -1 ? start : this.decorated;
    this.decorated = -1;
    return this.exports.read(start, end, from);
  }
}
