import { type Node, type ParseError, printParseErrorCode } from 'jsonc-parser';
import { configProblems } from '../messages/problems.js';
import { lineAt } from '../workspace/edit.js';
import { nestsTooDeeply, parseJsoncTree } from '../workspace/json.js';

/** So many syntax errors are shown: what follows the first ones seldom means anything. */
const SHOWN = 20;

export type JsonPath = readonly (string | number)[];

/** One thing wrong in the migration file, at a place in it. */
export interface Problem {
  readonly path: JsonPath;
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

/** A JSON text with comments as a value, and where in the text each part of it stands. */
export interface Jsonc {
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** The 1-based line of the part at this path, or of the nearest part above it. */
  lineOf(path: JsonPath): number;
}

/** Reads JSON with comments and trailing commas. Never throws: what is wrong is among the problems. */
export function readJsonc(text: string): Jsonc {
  const errors: ParseError[] = [];
  const body = text.replace(/^\uFEFF/, ' ');
  if (nestsTooDeeply(body)) {
    return { value: undefined, problems: [{ path: [], line: 1, text: configProblems.tooDeep() }], lineOf: () => 1 };
  }
  const tree = parseJsoncTree(body, errors);
  if (!tree && body.replace(/\/\/.*|\/\*[^]*?\*\//g, '').trim() === '') {
    return { value: undefined, problems: [{ path: [], line: 1, text: configProblems.empty() }], lineOf: () => 1 };
  }
  const lineOf = (path: JsonPath): number => (tree ? lineAt(body, nodeAt(tree, path).offset) : 1);
  const problems: Problem[] = errors.slice(0, SHOWN).map((error) => {
    const line = lineAt(body, error.offset);
    return { path: [], line, text: configProblems.syntax(sentence(printParseErrorCode(error.error))) };
  });
  const value = tree && problems.length === 0 ? valueOf(tree, [], problems, body) : undefined;
  return { value, problems, lineOf };
}

/** `PropertyNameExpected` -> `property name expected`. */
function sentence(code: string): string {
  return code.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}

/** The value of a node. Built by hand, because keys that stand twice or touch prototypes must be told, not swallowed. */
function valueOf(node: Node, path: JsonPath, problems: Problem[], body: string): unknown {
  if (node.type === 'array') {
    return (node.children ?? []).map((child, i) => valueOf(child, [...path, i], problems, body));
  }
  if (node.type !== 'object') return node.value as unknown;
  const entries = new Map<string, unknown>();
  for (const property of node.children ?? []) {
    const [keyNode, child] = property.children ?? [];
    if (!keyNode || !child) continue;
    const key = String(keyNode.value);
    const here = [...path, key];
    const say = (text: string): void => {
      if (problems.length < SHOWN) problems.push({ path: here, line: lineAt(body, keyNode.offset), text });
    };
    if (entries.has(key)) say(configProblems.duplicateKey());
    if (key === '__proto__') say(configProblems.reservedKey());
    else entries.set(key, valueOf(child, here, problems, body));
  }
  return Object.fromEntries(entries);
}

function nodeAt(tree: Node, path: JsonPath): Node {
  let node = tree;
  for (const step of path) {
    const next =
      typeof step === 'number'
        ? node.children?.[step]
        : node.children?.find((property) => property.children?.[0]?.value === step)?.children?.[1];
    if (!next) return node;
    node = next;
  }
  return node;
}
