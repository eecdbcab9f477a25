import { folderOf } from '../../../workspace/folder.js';
import type { CallExpression, ImportDeclaration, Node, ObjectPattern } from '@babel/types';
import { lineIndex } from '../../../workspace/edit.js';
import type { NameUse, Reference, ReferenceKind } from '../../reference.js';
import type { Parsed } from '../parse.js';
import { besideFile, computed, patternsOf } from './patterns.js';
import { isEager, isMadeByBundler, pathIn, pathReferences } from './rules.js';
import { ACTUALS, MOCKS, RUNNERS } from './runners.js';
import { isTransparent, nameOf, spanOf, stringOf } from '../nodes.js';
import { walk } from '../walk.js';

type Draft = Omit<Reference, 'line' | 'specifier' | 'span'>;

/** Every place in the file that names a module (issue 2, "What is a reference"). Nothing is resolved here. */
export function references(parsed: Parsed): Reference[] {
  const found: Reference[] = [];
  const taken = new Set<number>();
  const lines = lineIndex(parsed.text);
  const runners = runnerNames(parsed);
  const add: Add = (literal, draft, seen) => {
    const specifier = seen ?? stringOf(literal);
    if (specifier === null || !literal) return;
    const { start, end } = spanOf(literal);
    // `vi.mock(import('./a'))` is a mock, not an import of the module.
    if (taken.has(start)) return;
    taken.add(start);
    found.push({ ...draft, specifier, span: { start: start + 1, end: end - 1 }, line: lines(start) });
  };
  const knowsFolder = /__dirname|\.\s*dirname/.test(parsed.text);
  walk(parsed.ast.program, (node, ancestors) => {
    const beside = knowsFolder && ancestors.at(-1)?.type !== 'BinaryExpression' ? besideFile(node) : null;
    if (beside !== null) found.push(besideReference(node, beside, lines));
    if (node.type === 'StringLiteral' || node.type === 'TemplateLiteral') {
      if (!taken.has(spanOf(node).start)) addPathString(node, ancestors, add);
    } else {
      addReference(node, ancestors, add, runners);
      for (const specifier of patterns(node)) {
        const statement = spanOf(node);
        found.push({
          ...draftOf('pattern', node, [], false, false),
          specifier,
          span: statement,
          line: lines(statement.start),
        });
      }
    }
  });
  const first = parsed.ast.program.body[0] ?? parsed.ast.program.directives[0];
  return [...pathReferences(parsed.text, first?.start ?? parsed.text.length), ...found];
}

/** A path put together from the file's own folder: found, though no rewrite is right for it. */
function besideReference(node: Node, specifier: string, lines: (offset: number) => number): Reference {
  const span = spanOf(node);
  return { ...draftOf('string', node, [], false, false), specifier, span, line: lines(span.start) };
}

function patterns(node: Node): string[] {
  if (node.type === 'ImportExpression') return computed(node.source);
  return node.type === 'CallExpression' ? patternsOf(node) : [];
}

/** `seen`: the specifier as seen from this file, where it is not what is written. */
type Add = (literal: Node | null | undefined, draft: Draft, seen?: string) => void;

function addReference(node: Node, ancestors: readonly Node[], add: Add, runners: ReadonlySet<string>): void {
  switch (node.type) {
    case 'ImportDeclaration':
      return add(node.source, nestedIn(ancestors, importDraft(node)));
    case 'ExportAllDeclaration': {
      const typeOnly = node.exportKind === 'type';
      const star: NameUse = { imported: '*', local: '*', typeOnly, span: spanOf(node) };
      return add(node.source, nestedIn(ancestors, draftOf('reexport', node, [star], typeOnly, !typeOnly)));
    }
    case 'ExportNamedDeclaration': {
      if (!node.source) return;
      const typeOnly = node.exportKind === 'type';
      const names = node.specifiers.map((spec): NameUse => {
        const own = spec.type === 'ExportSpecifier' && spec.exportKind === 'type';
        const imported = spec.type === 'ExportSpecifier' ? nameOf(spec.local) : '*';
        return { imported, local: nameOf(spec.exported), typeOnly: typeOnly || own, span: spanOf(spec) };
      });
      return add(
        node.source,
        nestedIn(ancestors, draftOf('reexport', node, names, typeOnly, isEager(typeOnly, names))),
      );
    }
    case 'TSImportEqualsDeclaration': {
      if (node.moduleReference.type !== 'TSExternalModuleReference') return;
      const typeOnly = node.importKind === 'type';
      const whole: NameUse = { imported: '*', local: node.id.name, typeOnly, span: spanOf(node.id) };
      return add(node.moduleReference.expression, draftOf('assign', node, [whole], typeOnly, !typeOnly));
    }
    case 'TSImportType': {
      const first = leftmost(node.qualifier);
      const names = first ? [{ imported: nameOf(first), local: null, typeOnly: true, span: spanOf(first) }] : [];
      return add(node.argument, draftOf('type', node, names, true, false));
    }
    case 'TSModuleDeclaration':
      return add(node.id.type === 'StringLiteral' ? node.id : null, draftOf('augmentation', node, [], true, false));
    case 'ImportExpression':
      return add(node.source, draftOf('dynamic', node, accessedNames(node, ancestors), false, false));
    case 'CallExpression':
      return addCall(node, ancestors, add, runners);
    default:
      return;
  }
}

function addCall(call: CallExpression, ancestors: readonly Node[], add: Add, runners: ReadonlySet<string>): void {
  const { callee } = call;
  const first = call.arguments[0];
  const names = (): NameUse[] => accessedNames(call, ancestors);
  if (callee.type === 'Import') return add(first, draftOf('dynamic', call, names(), false, false));
  if (callee.type === 'Identifier') {
    if (callee.name === 'require') add(first, draftOf('require', call, names(), false, isTopLevel(ancestors)));
    if (callee.name === 'proxyquire') addProxyquire(call, add);
    return;
  }
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return;
  const { object } = callee;
  const method = callee.property.name;
  if (method === 'resolve' && (isNamed(object, 'require') || object.type === 'MetaProperty'))
    return add(first, draftOf('resolve', call, [], false, false));
  if (isNamed(object, 'proxyquire') || rootName(object) === 'proxyquire') return addProxyquire(call, add);
  const runner = rootName(object);
  if (runner === null || !runners.has(runner)) return;
  if (MOCKS.has(method)) return add(importedBy(first) ?? first, draftOf('mock', call, [], false, false));
  if (ACTUALS.has(method))
    add(first, draftOf(method.startsWith('import') ? 'dynamic' : 'require', call, names(), false, false));
}

/** What `jest` and `vi` are called in this file. */
function runnerNames({ ast }: Parsed): Set<string> {
  const names = new Set(RUNNERS);
  for (const node of ast.program.body)
    for (const spec of node.type === 'ImportDeclaration' ? node.specifiers : [])
      if (spec.type === 'ImportSpecifier' && names.has(nameOf(spec.imported))) names.add(spec.local.name);
  return names;
}

/** The specifier of `import('./a')`. */
function importedBy(node: Node | undefined): Node | undefined {
  if (node?.type === 'ImportExpression') return node.source;
  return node?.type === 'CallExpression' && node.callee.type === 'Import' ? node.arguments[0] : undefined;
}

/**
 * The keys of `proxyquire('./subject', { './dep': stub })` name what the *subject* requires; a rewrite is not ours to
 * guess. They are given as seen from this file.
 */
function addProxyquire(call: CallExpression, add: Add): void {
  const subject = stringOf(call.arguments[0]);
  add(call.arguments[0], draftOf('resolve', call, [], false, false));
  const stubs = call.arguments[1];
  if (stubs?.type !== 'ObjectExpression' || subject === null) return;
  for (const property of stubs.properties) {
    const key = property.type === 'SpreadElement' ? null : stringOf(property.key);
    if (property.type === 'SpreadElement' || key === null) continue;
    const seen = /^\.\.?\//.test(key) ? `${folderOf(subject)}/${key}`.replace(/^\//, './') : key;
    add(property.key, draftOf('string', property, [], false, false), seen);
  }
}

/** A whole string that looks like a path; whether it names a module of ours is for the resolver to say. */
function addPathString(node: Node, ancestors: readonly Node[], add: Add): void {
  const parent = ancestors[ancestors.length - 1];
  const text = pathIn(stringOf(node) ?? '');
  if (text === null) return;
  if (parent?.type === 'JSXAttribute' || parent?.type === 'TaggedTemplateExpression') return;
  add(node, draftOf('string', node, [], false, false), text);
}

function importDraft(node: ImportDeclaration): Draft {
  const typeOnly = node.importKind === 'type' || node.importKind === 'typeof';
  const names = node.specifiers.map((spec): NameUse => {
    const { name: local } = spec.local;
    const span = spanOf(spec);
    if (spec.type === 'ImportDefaultSpecifier') return { imported: 'default', local, typeOnly, span };
    if (spec.type === 'ImportNamespaceSpecifier') return { imported: '*', local, typeOnly, span };
    const own = spec.importKind === 'type' || spec.importKind === 'typeof';
    return { imported: nameOf(spec.imported), local, typeOnly: typeOnly || own, span };
  });
  const made =
    names.some(({ imported }) => imported === 'default' || imported === '*') && isMadeByBundler(node.source.value);
  return made
    ? draftOf('resolve', node, [], false, false)
    : draftOf('import', node, names, typeOnly, isEager(typeOnly, names));
}

function nestedIn(ancestors: readonly Node[], draft: Draft): Draft {
  return ancestors.length > 1 ? { ...draft, nested: true } : draft;
}

function draftOf(kind: ReferenceKind, node: Node, names: readonly NameUse[], typeOnly: boolean, eager: boolean): Draft {
  return { kind, statement: spanOf(node), names, typeOnly, eager };
}

/** What is taken from a module object where it arises: `.X`, `const { X } = …`, `const m = …`; empty when it goes elsewhere. */
function accessedNames(node: Node, ancestors: readonly Node[]): NameUse[] {
  let child = node;
  for (let i = ancestors.length - 1; i >= 0; i--) {
    const parent = ancestors[i];
    if (!parent) break;
    if (isTransparent(parent) || parent.type === 'AwaitExpression') {
      child = parent;
      continue;
    }
    if (parent.type === 'MemberExpression' && parent.object === child && !parent.computed) {
      if (parent.property.type !== 'Identifier' || parent.property.name === 'then') return [];
      const local = declaredName(parent, ancestors[i - 1]);
      return [{ imported: parent.property.name, local, typeOnly: false, span: spanOf(parent.property) }];
    }
    if (parent.type !== 'VariableDeclarator' || parent.init !== child) return [];
    if (parent.id.type === 'Identifier')
      return [{ imported: '*', local: parent.id.name, typeOnly: false, span: spanOf(parent.id) }];
    return parent.id.type === 'ObjectPattern' ? patternNames(parent.id) : [];
  }
  return [];
}

function declaredName(init: Node, parent: Node | undefined): string | null {
  return parent?.type === 'VariableDeclarator' && parent.init === init && parent.id.type === 'Identifier'
    ? parent.id.name
    : null;
}

/** The names a pattern takes; empty when a rest or a computed key takes what we cannot name. */
function patternNames(pattern: ObjectPattern): NameUse[] {
  const names: NameUse[] = [];
  for (const property of pattern.properties) {
    if (property.type !== 'ObjectProperty' || property.computed || property.key.type !== 'Identifier') return [];
    const target = property.value.type === 'AssignmentPattern' ? property.value.left : property.value;
    const local = target.type === 'Identifier' ? target.name : null;
    names.push({ imported: property.key.name, local, typeOnly: false, span: spanOf(property.key) });
  }
  return names;
}

function isTopLevel(ancestors: readonly Node[]): boolean {
  return !ancestors.some((node) => /Function|Method|StaticBlock/.test(node.type));
}

function isNamed(node: Node, name: string): boolean {
  return node.type === 'Identifier' && node.name === name;
}

/** The identifier with which a chain of members and calls begins: `vi` in `vi.resetModules().mock`. */
function rootName(node: Node): string | null {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'MemberExpression') return rootName(node.object);
  return node.type === 'CallExpression' ? rootName(node.callee) : null;
}

function leftmost(node: Node | null | undefined): Node | null {
  if (!node) return null;
  return node.type === 'TSQualifiedName' ? leftmost(node.left) : node;
}
