import type { ImportDeclaration, Node } from '@babel/types';
import { lineIndex } from '../../../workspace/edit.js';
import type { NameUse, Reference } from '../../reference.js';
import type { Parsed } from '../parse.js';
import { besideFile, computed, patternsOf } from './patterns.js';
import { isEager, isMadeByBundler, pathIn, pathReferences } from './rules.js';
import { nameOf, spanOf, stringOf } from '../nodes.js';
import { walk } from '../walk.js';
import { accessedNames } from './accessed-names.js';
import { type Draft, type Add, draftOf } from './draft.js';
import { addCall, runnerNames } from './call-references.js';

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

function leftmost(node: Node | null | undefined): Node | null {
  if (!node) return null;
  return node.type === 'TSQualifiedName' ? leftmost(node.left) : node;
}
