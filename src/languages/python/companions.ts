import { lineIndex, type Span } from '../../workspace/edit.js';
import type { NameUse, Reference } from '../reference.js';
import { isLineEnd } from './line-ends.js';

const SETTINGS = /(^|\/)(Procfile|[^/]+\.(toml|cfg|ini|ya?ml))$/;
/** A dotted name, with what an entry point takes from it. */
const DOTTED = /(?<![\w./:@-])([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)(?::([A-Za-z_]\w*)(?:\.\w+)*)?(?![\w/(@-]|:\/|\.\w)/g;
const PATH = /(?<![\w./:-])(?:[\w.-]+\/)*[\w-]+\.pyi?(?![\w-])/g;
/** Comments, and the names of sections. */
const PROSE = /^\s*(?:[#;]|\[[^"',]*\]\s*$)/;
/** A class in a module, or a method of it. */
const DEEPEST = 2;

/** Settings that may name modules: pyproject.toml, setup.cfg, tox.ini, Procfile, service definitions. */
export function isCompanion(path: string): boolean {
  return SETTINGS.test(path);
}

/**
 * Every place in a settings file that may name one module: dotted names and paths, whatever the format. A whole value may
 * follow its module (`manifest`); an entry point, or a class in it, is offered to others (`surface`). Sorted by place.
 */
export function scanCompanion(_path: string, text: string): Reference[] {
  const found: Reference[] = [];
  const lineOf = lineIndex(text);
  for (const { line, start } of linesWith(text)) {
    if (PROSE.test(line)) continue;
    for (const one of line.matchAll(DOTTED)) found.push(...dotted(lineOf, start + one.index, one[1] ?? '', one[2]));
    for (const one of line.matchAll(PATH)) found.push(reference('manifest', lineOf, one[0], start + one.index, []));
  }
  return found.sort((a, b) => a.span.start - b.span.start);
}

/** Lines with what every name or path of a module has in it: most have not. */
function* linesWith(text: string): Generator<{ readonly line: string; readonly start: number }> {
  const joint = /[\w-][.:][A-Za-z_]/g;
  const end = /[\r\n]|$/g;
  for (let found = joint.exec(text); found; found = joint.exec(text)) {
    let start = found.index;
    while (start > 0 && !isLineEnd(text.charCodeAt(start - 1))) start--;
    end.lastIndex = joint.lastIndex;
    joint.lastIndex = end.exec(text)?.index ?? text.length;
    yield { line: text.slice(start, joint.lastIndex), start };
  }
}

type LineOf = (offset: number) => number;

function dotted(lineOf: LineOf, start: number, name: string, entry: string | undefined): Reference[] {
  const parts = name.split('.');
  if (entry !== undefined) return [reference('surface', lineOf, name, start, [use(entry, start + name.length + 1)])];
  // One word alone is prose.
  if (parts.length < 2) return [];
  const found = [reference('manifest', lineOf, name, start, [])];
  for (let count = parts.length - 1; count > 0 && parts.length - count <= DEEPEST; count--) {
    const specifier = parts.slice(0, count).join('.');
    found.push(reference('surface', lineOf, specifier, start, [use(parts[count] ?? '', start + specifier.length + 1)]));
  }
  return found;
}

function use(imported: string, start: number): NameUse {
  return { imported, local: null, typeOnly: false, span: { start, end: start + imported.length } };
}

function reference(
  kind: 'manifest' | 'surface',
  lineOf: LineOf,
  specifier: string,
  start: number,
  names: readonly NameUse[],
): Reference {
  const span: Span = { start, end: start + specifier.length };
  return { kind, specifier, span, statement: span, line: lineOf(start), names, typeOnly: false, eager: false };
}
