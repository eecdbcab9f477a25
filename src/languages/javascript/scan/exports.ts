import type { Declaration, Expression, Node, Statement, VariableDeclaration } from '@babel/types';
import { MODULE_OBJECT, type ExportEntry, type Reference } from '../../reference.js';
import type { Parsed } from '../parse.js';
import { nameOf } from '../nodes.js';
import { walk } from '../walk.js';
import { commonExports, settled } from './common-exports.js';
import { type Entry, entryMaker, type Meaning, memberOf, type Source } from './export-entry.js';

/**
 * Everything the module offers, with what is behind each name: re-exports directly, through an import, through
 * `const A = B`, through a member of a namespace import; and the shapes of CommonJS.
 */
export function moduleExports(parsed: Parsed, references: readonly Reference[]): ExportEntry[] {
  const { body } = parsed.ast.program;
  const meanings = topLevelMeanings(body, references);
  const entry = entryMaker(meanings);
  const entries = body.flatMap((statement) => esExports(statement, entry));
  if (entries.length > 0) return entries;
  const common = settled(
    body.flatMap((statement) => commonExports(statement, entry)),
    parsed,
  );
  const [first] = body;
  // Node makes `module.exports` the default of a CommonJS module that has none of its own.
  const whole =
    first && common.length > 0 && !common.some(({ name }) => name === 'default')
      ? [entry('default', MODULE_OBJECT, false, first)]
      : [];
  return [...common, ...whole];
}

/** Top-level names that stand for something of another module: by import, `const A = B` of one, `const A = ns.B`. */
export function takenFromElsewhere(parsed: Parsed, references: readonly Reference[]): Map<string, Source> {
  const meanings = topLevelMeanings(parsed.ast.program.body, references);
  const entry = entryMaker(meanings);
  return new Map(
    [...meanings.keys()].flatMap((name): [string, Source][] => {
      const { from } = entry(name, name, false, parsed.ast.program);
      return from ? [[name, from]] : [];
    }),
  );
}

/** Variables that are given another value than their first: what they were taken from is not what they stand for. */
function rewritten(body: readonly Statement[]): Set<string> {
  const open = new Set(
    body.flatMap((statement) =>
      statement.type === 'VariableDeclaration' && statement.kind !== 'const' ? declaredNames(statement) : [],
    ),
  );
  const written = new Set<string>();
  if (open.size === 0) return written;
  const note = (left: Node): void => {
    for (const name of boundNames(left)) if (open.has(name)) written.add(name);
  };
  for (const statement of body)
    walk(statement, (node) => {
      if (node.type === 'AssignmentExpression') note(node.left);
      if (node.type === 'UpdateExpression') note(node.argument);
      if (node.type === 'ForOfStatement' || node.type === 'ForInStatement') note(node.left);
    });
  return written;
}

function topLevelMeanings(body: readonly Statement[], references: readonly Reference[]): Map<string, Meaning> {
  const meanings = new Map<string, Meaning>();
  const required = references.some(
    ({ kind, names }) => kind === 'require' && names.some(({ local }) => local !== null),
  );
  const unsteady = required ? rewritten(body) : new Set<string>();
  for (const { kind, specifier, names } of references)
    if (kind === 'import' || kind === 'assign' || kind === 'require')
      for (const { local, imported } of names)
        if (local !== null && !unsteady.has(local)) meanings.set(local, { from: { specifier, imported } });
  for (const statement of body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declaration?.type === 'VariableDeclaration' && declaration.kind === 'const')
      addConstAliases(declaration, meanings);
    if (declaration?.type === 'TSTypeAliasDeclaration') {
      const same = plainAlias(declaration);
      if (same !== null && !meanings.has(declaration.id.name)) meanings.set(declaration.id.name, { same });
    }
  }
  for (const name of mergedNames(body)) meanings.delete(name);
  return meanings;
}

/** `const A = B; type A = C<string>`: one name for two things, of which neither can speak for the other. */
function mergedNames(body: readonly Statement[]): string[] {
  const values = new Map<string, string | null>();
  const types: [string, string | null][] = [];
  for (const statement of body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declaration?.type === 'VariableDeclaration') {
      for (const { id, init } of declaration.declarations)
        for (const name of boundNames(id)) values.set(name, init?.type === 'Identifier' ? init.name : null);
    } else if (declaration && MERGING.has(declaration.type))
      for (const name of declaredNames(declaration)) types.push([name, plainAlias(declaration)]);
  }
  return types.flatMap(([name, same]) =>
    values.has(name) && (same === null || values.get(name) !== same) ? [name] : [],
  );
}

/** `B` of `type A = B`. */
function plainAlias(declaration: Node): string | null {
  if (declaration.type !== 'TSTypeAliasDeclaration' || declaration.typeParameters) return null;
  const type = declaration.typeAnnotation;
  const plain = type.type === 'TSTypeReference' && !type.typeParameters && type.typeName.type === 'Identifier';
  return plain ? nameOf(type.typeName) : null;
}

const MERGING = new Set(['TSTypeAliasDeclaration', 'TSInterfaceDeclaration', 'TSModuleDeclaration', 'TypeAlias']);

function addConstAliases(declaration: VariableDeclaration, meanings: Map<string, Meaning>): void {
  for (const { id, init } of declaration.declarations) {
    if (id.type !== 'Identifier' || !init || id.typeAnnotation) continue;
    const meaning = meaningOf(init, meanings);
    if (meaning && !meanings.has(id.name)) meanings.set(id.name, meaning);
  }
}

function meaningOf(init: Expression, meanings: ReadonlyMap<string, Meaning>): Meaning | null {
  if (init.type === 'Identifier') return { same: init.name };
  if (init.type !== 'MemberExpression' || init.computed || init.property.type !== 'Identifier') return null;
  if (init.object.type !== 'Identifier') return null;
  const from = memberOf(init.object.name, init.property.name, meanings);
  return from ? { from } : null;
}

function esExports(statement: Statement, entry: Entry): ExportEntry[] {
  switch (statement.type) {
    case 'ExportAllDeclaration': {
      const typeOnly = statement.exportKind === 'type';
      return [entry('*', { specifier: statement.source.value, imported: '*' }, typeOnly, statement)];
    }
    case 'ExportDefaultDeclaration': {
      const declaration: Node = statement.declaration;
      if (declaration.type === 'Identifier') return [entry('default', declaration.name, false, statement)];
      const id = 'id' in declaration && declaration.id?.type === 'Identifier' ? declaration.id.name : '*default*';
      return [entry('default', id, (declaration.type as string) === 'TSInterfaceDeclaration', statement)];
    }
    case 'TSExportAssignment': {
      const { expression } = statement;
      return [entry('default', expression.type === 'Identifier' ? expression.name : '*default*', false, statement)];
    }
    case 'TSImportEqualsDeclaration':
      return statement.isExport ? [entry(statement.id.name, statement.id.name, false, statement)] : [];
    case 'ExportNamedDeclaration': {
      const typeOnly = statement.exportKind === 'type';
      if (statement.declaration)
        return declaredNames(statement.declaration).map((name) => entry(name, name, typeOnly, statement));
      const specifier = statement.source?.value;
      return statement.specifiers.map((spec) => {
        const exported = nameOf(spec.exported);
        if (spec.type !== 'ExportSpecifier')
          return entry(exported, { specifier: specifier ?? '', imported: '*' }, typeOnly, spec);
        const own = typeOnly || spec.exportKind === 'type';
        const local = nameOf(spec.local);
        return entry(exported, specifier === undefined ? local : { specifier, imported: local }, own, spec);
      });
    }
    default:
      return [];
  }
}

/** The names that a declaration makes. */
export function declaredNames(declaration: Declaration | Statement): string[] {
  if (declaration.type === 'VariableDeclaration') return declaration.declarations.flatMap(({ id }) => boundNames(id));
  if ('id' in declaration && declaration.id?.type === 'Identifier') return [declaration.id.name];
  return [];
}

function boundNames(node: Node | null): string[] {
  if (!node) return [];
  switch (node.type) {
    case 'Identifier':
      return [node.name];
    case 'ObjectPattern':
      return node.properties.flatMap((property) =>
        boundNames(property.type === 'RestElement' ? property.argument : property.value),
      );
    case 'ArrayPattern':
      return node.elements.flatMap(boundNames);
    case 'AssignmentPattern':
      return boundNames(node.left);
    case 'RestElement':
      return boundNames(node.argument);
    default:
      return [];
  }
}
