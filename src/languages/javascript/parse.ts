import { parse as babelParse, type ParserPlugin } from '@babel/parser';
import type { File, Node } from '@babel/types';
import type { Unparsed } from '../reference.js';
import { lineAt } from '../../workspace/edit.js';
import { DEEPEST, nestingOf } from './nesting.js';
import { forEachChild } from './walk.js';

export interface Parsed {
  readonly path: string;
  readonly text: string;
  readonly ast: File;
  /** Errors that do not stop the parser (a name declared twice, a stray `await`): compared before and after a rewrite. */
  readonly errors: readonly string[];
}

/** Larger than any file that a person keeps; the parser takes a second and some 100 MB for each MB. */
const LONGEST = 4 << 20;

const TYPED = /\.[cm]?ts$/;
const TYPED_JSX = /\.tsx$/;
const COMMON: ParserPlugin[] = [
  'decoratorAutoAccessors',
  'explicitResourceManagement',
  'importReflection',
  'sourcePhaseImports',
  'deferredImportEvaluation',
  'exportDefaultFrom',
];

function pluginsFor(path: string, text: string): ParserPlugin[] {
  // Only the old plugin takes decorators of parameters, only the new one takes them behind `export`.
  const decorators: ParserPlugin = /\bexport\s+(?:default\s+)?@/.test(text) ? 'decorators' : 'decorators-legacy';
  const common = [decorators, ...COMMON];
  if (TYPED_JSX.test(path)) return ['typescript', 'jsx', ...common];
  if (TYPED.test(path)) return [['typescript', { dts: path.endsWith('.d.ts') }], ...common];
  return ['flow', 'jsx', ...common];
}

/** Parses one file by its extension. Never throws for what a file may hold: the first fatal error comes back with its line. */
export function parse(path: string, text: string): Parsed | Unparsed {
  if (text.length > LONGEST) return { error: `longer than ${LONGEST >> 20} Mi characters`, line: 1 };
  const nesting = nestingOf(text);
  if (nesting.operators !== null) return tooDeep(text, nesting.operators);
  // Some sources make the parser record a million errors; the stack of each takes longer than the error.
  const traced = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    const ast = babelParse(text, {
      sourceType: 'unambiguous',
      plugins: pluginsFor(path, text),
      errorRecovery: true,
      allowReturnOutsideFunction: true,
      allowAwaitOutsideFunction: true,
      allowSuperOutsideMethod: true,
      allowUndeclaredExports: true,
      allowNewTargetOutsideFunction: true,
      attachComment: false,
    });
    const problem = problemOf(ast.program, (ast.errors ?? []).length > 0);
    if (problem) return problem;
    const errors = (ast.errors ?? []).map(
      (error) => (error as { reasonCode?: string; message?: string }).message ?? String(error),
    );
    return { path, text, ast, errors };
  } catch (error) {
    if (error instanceof RangeError) return tooDeep(text, nesting.brackets ?? 0);
    const { message, loc } = error as { message: string; loc?: { line: number } };
    // Without a place it is a mistake of the parser's own, which hardly any source brings about.
    if (loc === undefined) return { error: `the parser gives up (${message})`, line: 1 };
    return { error: message.replace(/ \(\d+:\d+\)$/, ''), line: loc.line };
  } finally {
    Error.stackTraceLimit = traced;
  }
}

function tooDeep(text: string, offset: number): Unparsed {
  return { error: 'nested too deeply', line: lineAt(text, offset) };
}

/** No code makes more levels of a tree with each of its characters: `{[a:` of a type makes one. */
const LEVELS_PER_CHARACTER = 4;

/**
 * Why a tree must not be walked, or null. Whatever walks it calls itself for each level: `a.b.b.b…` parses at any length, and
 * would end the process. It is found without calling itself, and without looking below what is too short to nest so deeply.
 */
function problemOf(root: Node, isMended: boolean): Unparsed | null {
  let level: Node[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    const line = level[0]?.loc?.start.line ?? 1;
    if (depth > DEEPEST) return { error: 'nested too deeply', line };
    const below: Node[] = [];
    for (const node of level) {
      // Going on after an error, the parser may leave a hole where it expected a statement.
      if ('body' in node && Array.isArray(node.body) && (node.body as readonly unknown[]).some((one) => !one))
        return { error: 'a statement is missing', line: node.loc?.start.line ?? 1 };
      forEachChild(node, (child) => {
        const length = (child.end ?? Infinity) - (child.start ?? 0);
        if (isMended || depth + LEVELS_PER_CHARACTER * length >= DEEPEST) below.push(child);
      });
    }
    level = below;
  }
  return null;
}
