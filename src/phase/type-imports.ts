import type { Graph } from '../graph/graph.js';
import { languageOf } from '../languages/index.js';
import type { Deferral, ModuleId } from '../languages/language.js';
import type { Reference } from '../languages/reference.js';
import { remedies } from '../messages/findings.js';

/** The imports by which a file loads a module when it is loaded itself. */
export function loadingImports(graph: Graph, path: string, module: ModuleId): Reference[] {
  return graph.references(path).filter(({ eager, specifier }) => eager && graph.moduleOf(path, specifier) === module);
}

/** What it would take that a file imports a module for types only; null where languages leave that to a compiler. */
export function deferImports(graph: Graph, path: string, module: ModuleId): Deferral | null {
  const typeImports = languageOf(path)?.typeImports;
  const text = graph.workspace.read(path);
  if (!typeImports || text === null) return null;
  return typeImports.defer({
    path,
    text,
    statements: [
      ...new Map(loadingImports(graph, path, module).map(({ statement }) => [statement.start, statement])).values(),
    ],
    takenAt: (name) => takenAt(graph, path, name),
    evaluatedAt: (declarations) => evaluatedAt(graph, path, declarations),
  });
}

/** What a person could do where it is not proven; undefined where the names are needed at run time. */
export function typeImportRemedy(graph: Graph, path: string, module: ModuleId): string | undefined {
  const deferral = deferImports(graph, path, module);
  if (deferral === null || 'text' in deferral || deferral.form === null) return undefined;
  const { line, text, quote } = deferral.form;
  return remedies.typeImport(deferral.reason, line, text, quote);
}

/** Who takes a name from a file that only imports it: by name, by a star, or through the module's object. */
function takenAt(graph: Graph, module: ModuleId, name: string): string | null {
  for (const { path, reference } of graph.referencesTo(new Set([module]))) {
    const { names, line } = reference;
    const isNamed = names.some(({ imported }) => imported === name);
    const isStar = names.some(({ imported, local }) => imported === '*' && local === '*');
    const isWhole = names.length === 0 || names.some(({ imported }) => imported === '*');
    const mentions = (): boolean => graph.workspace.read(path)?.includes(name) ?? false;
    if (path !== module && (isNamed || isStar || (isWhole && mentions()))) return `${path}:${line}`;
  }
  return null;
}

/** Whoever evaluates annotations of a declaration must name it, or the module that has it. */
function evaluatedAt(graph: Graph, module: ModuleId, declarations: ReadonlySet<string>): string | null {
  const typeImports = languageOf(module)?.typeImports;
  if (!typeImports) return null;
  for (const path of graph.mentioning([], typeImports.evaluators, () => true)) {
    const text = graph.workspace.read(path) ?? '';
    const isNear =
      path === module ||
      [...declarations].some((name) => new RegExp(`\\b${name}\\b`).test(text)) ||
      graph.references(path).some(({ specifier }) => graph.moduleOf(path, specifier) === module);
    const [line] = isNear ? typeImports.evaluations(path, text) : [];
    if (line !== undefined) return `${path}:${line}`;
  }
  return null;
}
