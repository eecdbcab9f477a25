import { parse as babelParse, type ParserPlugin } from '@babel/parser';
import type { File } from '@babel/types';
import type { Unparsed } from '../reference.js';

export interface Parsed {
  readonly path: string;
  readonly text: string;
  readonly ast: File;
  /** Errors that do not stop the parser (a name declared twice, a stray `await`): compared before and after a rewrite. */
  readonly errors: readonly string[];
}

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
    const errors = (ast.errors ?? []).map((error) => (error as { reasonCode?: string; message?: string }).message ?? String(error));
    return { path, text, ast, errors };
  } catch (error) {
    if (error instanceof RangeError) return { error: 'nested too deeply', line: 1 };
    const { message, loc } = error as { message: string; loc?: { line: number } };
    if (loc === undefined) throw error;
    return { error: message.replace(/ \(\d+:\d+\)$/, ''), line: loc.line };
  }
}
