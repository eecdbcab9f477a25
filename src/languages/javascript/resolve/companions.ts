import { findNodeAtLocation, type Node } from 'jsonc-parser';
import { lineAt, type Span } from '../../../workspace/edit.js';
import { parseJsoncTree } from '../../../workspace/json.js';
import type { Reference } from '../../reference.js';
import { isManifest } from './lookup.js';
import { CODE } from './probe.js';

const COMPONENT = /\.(vue|svelte|astro|mdx)$/;
/** What a package offers to others: its public surface, which does not move. */
const SURFACE = ['source', 'main', 'module', 'types', 'typings', 'bin', 'browser', 'exports'];

/** Files that are no source of ours but name modules: package.json, tsconfig and jsconfig files, single-file components. */
export function isCompanion(path: string): boolean {
  return isManifest(path) || COMPONENT.test(path);
}

/** Every place in a companion that may name one module; tolerant of anything, so never an error. Sorted by place. */
export function scanCompanion(path: string, text: string): Reference[] {
  if (COMPONENT.test(path)) return scanComponent(text);
  const tree = parseJsoncTree(text);
  if (tree === undefined) return [];
  const isPackage = path.endsWith('package.json');
  const own = isPackage ? leaves(findNodeAtLocation(tree, ['imports'])) : tsconfigTargets(tree);
  const surface = isPackage ? surfaceTargets(tree) : [];
  const found = [
    ...references('manifest', own, text),
    ...references('surface', surface, text),
    ...patterns(tree, surface, text),
  ];
  return found.sort((a, b) => a.span.start - b.span.start);
}

function references(kind: 'manifest' | 'surface', nodes: readonly Node[], text: string): Reference[] {
  return nodes
    .filter((node) => !String(node.value).includes('*'))
    .map((node) => {
      const statement = { start: node.offset, end: node.offset + node.length };
      const span = { start: statement.start + 1, end: statement.end - 1 };
      return reference(kind, String(node.value), span, statement, text);
    });
}

/** `"./*": "./src/*.ts"`, where anybody may import any of them; a private package has no such users. */
function patterns(tree: Node, nodes: readonly Node[], text: string): Reference[] {
  if (findNodeAtLocation(tree, ['private'])?.value === true) return [];
  return nodes
    .filter((node) => String(node.value).includes('*'))
    .map((node) => {
      const statement = { start: node.offset, end: node.offset + node.length };
      return reference(
        'pattern',
        String(node.value),
        { start: statement.start + 1, end: statement.end - 1 },
        statement,
        text,
      );
    });
}

function surfaceTargets(tree: Node): Node[] {
  const fields = SURFACE.flatMap((field) => leaves(findNodeAtLocation(tree, [field])));
  // `"browser": { "./node.js": "./browser.js" }`: the keys name modules as well.
  const browser = findNodeAtLocation(tree, ['browser']);
  const keys =
    browser?.type === 'object' ? (browser.children ?? []).flatMap((property) => property.children?.[0] ?? []) : [];
  return [...fields, ...keys];
}

/** `include` mostly holds folders and globs; only an entry with the extension of a source names one file. */
function tsconfigTargets(tree: Node): Node[] {
  const at = (...path: string[]): Node[] => leaves(findNodeAtLocation(tree, path));
  const included = at('include').filter((node) => CODE.test(String(node.value)));
  return [...at('files'), ...included, ...at('compilerOptions', 'paths')];
}

/** Every string value under a node, conditions and lists looked through. */
function leaves(node: Node | undefined): Node[] {
  if (node === undefined) return [];
  if (node.type === 'string') return [node];
  if (node.type === 'object') return (node.children ?? []).flatMap((property) => leaves(property.children?.[1]));
  return node.type === 'array' ? (node.children ?? []).flatMap(leaves) : [];
}

/**
 * What stands before the quote of a specifier: `from`, `import`, and calls that take one. Matches inside comments and
 * prose too: a component is never rewritten, and one mention too many only asks a person to look.
 */
const BEFORE = String.raw`(?:\bfrom|\bimport|\b(?:import|require|require\.resolve)\s*\(\s*(?:/\*[^]*?\*/\s*)*)`;
const SPECIFIER = new RegExp(String.raw`${BEFORE}\s*(['"\`])((?:(?!\1)[^\\\r\n])+)\1`, 'g');
/** `<script src="./a.ts">` of Vue. */
const SOURCE = /<script\b[^>]*?\bsrc\s*=\s*(['"])([^'"\r\n]+)\1/g;

function scanComponent(text: string): Reference[] {
  const found = [...text.matchAll(SPECIFIER), ...text.matchAll(SOURCE)].map((match) => {
    const specifier = match[2] ?? '';
    const end = match.index + match[0].length;
    const span = { start: end - 1 - specifier.length, end: end - 1 };
    return reference('component', specifier, span, { start: match.index, end }, text);
  });
  return found.sort((a, b) => a.span.start - b.span.start);
}

function reference(
  kind: 'manifest' | 'surface' | 'pattern' | 'component',
  specifier: string,
  span: Span,
  statement: Span,
  text: string,
): Reference {
  const line = lineAt(text, span.start);
  return { kind, specifier, span, statement, line, names: [], typeOnly: false, eager: false };
}
